"""Text sheets: encoding, delimiter, quoting. Every cell of theirs is text."""

import csv
import io

from cells import text_cell
from confine import Refused

# By how common they are; on a tie the earlier one wins.
DELIMITERS = (",", "\t", ";", "|")
SAMPLE_RECORDS = 50
SAMPLE_LENGTH = 1 << 16
GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n")


def open_text(content, limits):
    text, encoding = decode(content)
    delimiter, text = choose_delimiter(text)
    head = {"name": "", "sheets": [{"name": "", "hidden": False}], "merged": [], "encoding": encoding}
    return head, records(text, delimiter, limits)


def decode(content):
    """The text and its encoding: by byte-order mark, else UTF-8 if valid, else GB18030 if valid."""
    if content.startswith(b"\xef\xbb\xbf"):
        return strict(content[3:], "utf-8"), "utf-8"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return strict(content, "utf-16"), "utf-16"
    try:
        return readable(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return strict(content, "gb18030").removeprefix("\ufeff"), "gb18030"


def strict(content, encoding):
    try:
        return readable(content.decode(encoding))
    except UnicodeDecodeError:
        raise Refused("unreadable", detail="encoding") from None


def readable(text):
    """Refuses bytes that only happen to be valid: NUL, controls, many private-use characters."""
    sample = text[:SAMPLE_LENGTH]
    strange = sum(1 for c in sample if (c < " " and c not in "\t\r\n\f\v\x1a") or "\ue000" <= c <= "\uf8ff")
    if "\x00" in text or strange * 100 > len(sample):
        raise Refused("unreadable", detail="binary")
    return text


def choose_delimiter(text):
    """The delimiter that gives most records the same number of fields; Excel's `sep=;` decides alone."""
    first = text[:16].split("\n", 1)[0].rstrip("\r")
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4], text.partition("\n")[2]
    sample = text[:SAMPLE_LENGTH]
    best, chosen = (0, 0), ","
    for delimiter in DELIMITERS:
        widths = sample_widths(sample, delimiter)
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = (widths.count(usual) * 10 // len(widths), usual) if usual > 1 else (0, 0)
        if score > best:
            best, chosen = score, delimiter
    return chosen, text


def sample_widths(sample, delimiter):
    widths = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(record):
                widths.append(len(record))
            if len(widths) == SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    return widths


def records(text, delimiter, limits):
    csv.field_size_limit(limits["cellLength"])
    # Some exports end with the old end-of-file character.
    source = io.StringIO(text.rstrip("\x1a"), newline="")
    reader = csv.reader(source, delimiter=delimiter)
    try:
        for number, record in enumerate(reader, 1):
            yield number, [text_cell(plain(field)) if field else "" for field in record]
    except csv.Error as error:
        if "field larger" in str(error):
            raise Refused("tooLarge", "cellLength", limits["cellLength"]) from None
        raise Refused("unreadable", detail="csv") from None


def plain(field):
    """Takes off what spreadsheets' habits put around a value: `="0012"`, and the guard of our own export."""
    if field.startswith('="') and field.endswith('"') and len(field) > 2:
        return field[2:-1]
    return field[1:] if field.startswith(GUARDED) else field
