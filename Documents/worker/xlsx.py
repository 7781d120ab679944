"""What calamine leaves out of .xlsx: cells that hold an error (#N/A, #DIV/0! …)."""

import io
import posixpath
import zipfile
import zlib
from xml.etree import ElementTree

SMALL_PART = 4 << 20
BLOCK = 1 << 20
MOST_ERRORS = 100_000
MARK = b' t="e"'


def warm_up():
    ElementTree.fromstring("<warm/>")


def error_cells(content, sheet_name, largest):
    """{row: {column: text}} from 0; empty when the parts cannot be followed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = sheet_part(archive, sheet_name)
            if part is None:
                return {}
            with archive.open(part) as file:
                return scan(file, largest)
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, RuntimeError, EOFError, ValueError):
        return {}


def sheet_part(archive, sheet_name):
    """The archive's name of the part that holds the sheet, by way of the workbook's relationships."""
    target = None
    for element in small_xml(archive, "xl/workbook.xml").iter():
        if local(element.tag) == "sheet" and element.get("name") == sheet_name:
            target = next((value for key, value in element.items() if local(key) == "id"), None)
            break
    if target is None:
        return None
    for element in small_xml(archive, "xl/_rels/workbook.xml.rels").iter():
        if element.get("Id") == target:
            path = element.get("Target", "")
            return path.lstrip("/") if path.startswith("/") else posixpath.normpath("xl/" + path)
    return None


def small_xml(archive, name):
    with archive.open(name) as file:
        text = file.read(SMALL_PART + 1)
    if len(text) > SMALL_PART:
        raise ValueError(name)
    return ElementTree.fromstring(text)


def local(name):
    return name.rsplit("}", 1)[-1]


def scan(file, largest):
    """Looks for the attribute's bytes: parsing a whole sheet again would double the time to read it."""
    found, count, seen, rest = {}, 0, 0, b""
    while block := file.read(BLOCK):
        seen += len(block)
        if seen > largest:
            raise ValueError("larger than stated")
        data = rest + block
        position, kept = 0, max(0, len(data) - len(MARK))
        while (mark := data.find(MARK, position)) >= 0:
            close = data.find(b"</c>", mark)
            if close < 0 and len(data) - mark < BLOCK:
                kept = max(0, data.rfind(b"<", 0, mark))
                break
            position = mark + len(MARK)
            place = reference(data[data.rfind(b"<", 0, mark) : data.find(b">", mark) + 1])
            if place and count < MOST_ERRORS:
                count += 1
                found.setdefault(place[0], {})[place[1]] = value_of(data[position:close])
        rest = data[kept:]
    return found


def reference(tag):
    """(row, column) from 0 of a tag `<c r="B2" …>` that has an inside; None for all else."""
    start = tag.find(b' r="')
    if start < 0 or not tag.startswith(b"<c ") or tag.endswith(b"/>") or tag.find(b">") != len(tag) - 1:
        return None
    text = tag[start + 4 : tag.find(b'"', start + 4)]
    letters = text.rstrip(b"0123456789")
    digits = text[len(letters) :]
    if not (0 < len(letters) <= 3 and 0 < len(digits) <= 7 and letters.isalpha()):
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return int(digits) - 1, column - 1


def value_of(inside):
    start = inside.rfind(b"<v>")
    text = inside[start + 3 : inside.find(b"</v>", start)] if start >= 0 else b""
    text = text.decode("ascii", "replace").strip()
    return text if 0 < len(text) <= 20 and text.isprintable() else "#ERROR"
