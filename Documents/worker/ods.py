"""What calamine leaves out of .ods: which cells are merged."""

import io
import zipfile
import zlib
from xml.parsers import expat

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
MOST_REGIONS = 20_000


class Enough(Exception):
    """The sheet has been read to its end."""


def merged_regions(content, sheet_index):
    """(r1, c1, r2, c2) from 0 of the sheet at `sheet_index`; empty when there is no reading it."""
    collector = Collector(sheet_index)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as file:
            parser.ParseFile(file)
    except (Enough, expat.ExpatError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, EOFError, ValueError):
        pass
    return collector.regions


class Collector:
    """Follows row and column through `number-…-repeated`, which stands for runs of equal cells."""

    def __init__(self, sheet_index):
        self.before = sheet_index
        self.depth = 0
        self.row = self.column = 0
        self.rows_here = 1
        self.regions = []

    def start(self, name, attributes):
        if name == TABLE + "table":
            self.depth += 1
        if self.depth != 1 or self.before:
            return
        if name == TABLE + "table-row":
            self.column = 0
            self.rows_here = number(attributes, "number-rows-repeated")
        elif name in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            down = number(attributes, "number-rows-spanned")
            across = number(attributes, "number-columns-spanned")
            if down > 1 or across > 1:
                self.regions.append((self.row, self.column, self.row + down - 1, self.column + across - 1))
                if len(self.regions) >= MOST_REGIONS:
                    raise Enough
            self.column += number(attributes, "number-columns-repeated")

    def end(self, name):
        if name == TABLE + "table-row" and self.depth == 1 and not self.before:
            self.row += self.rows_here
        if name == TABLE + "table":
            self.depth -= 1
            if self.depth == 0:
                if self.before == 0:
                    raise Enough
                self.before -= 1


def number(attributes, name):
    text = attributes.get(TABLE + name, "1")
    return int(text) if text.isdigit() and len(text) < 8 else 1
