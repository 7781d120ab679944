"""Frames on the socket: one byte of kind, four bytes of length, the body.

Kind `J` carries JSON, kind `R` carries rows. Rows are not JSON because they
are the bulk of the work: a row is its number and its cells, separated by
U+001F and ended by U+001E. A cell is empty or one letter of kind and its text:

    t text    n number    b boolean (0, 1)    d date    e error

Neither separator can stand in a cell: cells.py removes control characters.

Kind `D` carries the data and the files of a document, kind `P` pieces of a PDF.
"""

import json
import os
import struct

HEADER = struct.Struct(">cI")
LARGEST_REQUEST = 1 << 20
LARGEST_DATA = 128 << 20
PIECE = 1 << 20


def receive_json():
    """The next request, or None when the server has closed the socket."""
    header = read_exactly(HEADER.size)
    if header is None:
        return None
    kind, length = HEADER.unpack(header)
    if kind != b"J" or length > LARGEST_REQUEST:
        return None
    body = read_exactly(length)
    return None if body is None else json.loads(body)


def receive_data():
    """The body of a frame of data, or None when the server has closed the socket."""
    header = read_exactly(HEADER.size)
    if header is None:
        return None
    kind, length = HEADER.unpack(header)
    return read_exactly(length) if kind == b"D" and length <= LARGEST_DATA else None


def send_pieces(content):
    view = memoryview(content)
    for start in range(0, len(view), PIECE):
        send(b"P", view[start : start + PIECE])


def send_json(value):
    send(b"J", json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def send_rows(lines):
    """Sends rows already written as text (without the closing U+001E)."""
    lines.append("")
    send(b"R", "\x1e".join(lines).encode("utf-8", "replace"))


def send(kind, body):
    rest = memoryview(HEADER.pack(kind, len(body)) + bytes(body))
    while rest:
        rest = rest[os.write(1, rest) :]


def read_exactly(count):
    parts = []
    while count:
        part = os.read(0, count)
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
