"""Answers the request `read`: one sheet as frames of rows.

    → {"op": "read", "path": …, "name": …, "sheet": name or null, "fillMerged": bool,
       "limits": {"fileSize", "unpackedSize", "memory", "seconds", "rows", "columns", "cellLength"}}
    ← {"sheet": {"format", "name", "sheets": [{"name", "hidden"}], "merged": [[r1, c1, r2, c2]], "encoding"}}
    ← rows …
    ← {"end": {"rows": count}}     or, at any place,     {"error": {"code", "limit", "value", "detail"}}

Rows without a value are left out: the number says where a row stands.
"""

import csvtext
import formats
import frames
import workbooks
from confine import Refused, limit_memory_and_time, shut_in, take_file

ROWS_PER_FRAME = 500
BYTES_PER_FRAME = 1 << 20


def warm_up():
    """Loads all that is loaded on first use, because later there are no descriptors to load it with."""
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "gb18030", "cp437", "ascii", "latin-1"):
        "".encode(codec)
    workbooks.warm_up()


def answer(request):
    try:
        answer_or_raise(request)
    except Refused as refusal:
        frames.send_json({"error": refusal.as_json()})
    except MemoryError:
        memory = request["limits"]["memory"]
        frames.send_json({"error": Refused("tooLarge", "memory", memory).as_json()})
    except ConnectionError:
        raise  # The server no longer listens.
    except BaseException as error:  # Native code panics with a BaseException.
        frames.send_json({"error": Refused("unreadable", detail=type(error).__name__).as_json()})


def answer_or_raise(request):
    limits = request["limits"]
    limit_memory_and_time(limits["memory"], limits["seconds"])
    content = take_file(request["path"], limits["fileSize"])
    shut_in()
    kind = formats.recognise(content, request["name"], limits["unpackedSize"])
    if kind == "csv":
        head, rows = csvtext.open_text(content, limits)
    else:
        head, rows = workbooks.open_workbook(content, kind, request, limits)
    head["format"] = kind
    send_sheet(head, rows, limits)


def send_sheet(head, rows, limits):
    """`rows` yields (number, [cell text]); trailing empty cells and blank rows go here."""
    most_rows, most_columns, longest = limits["rows"], limits["columns"], limits["cellLength"]
    lines, size, count = [], 0, 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > most_columns:
            raise Refused("tooLarge", "columns", most_columns)
        line = f"{number}\x1f" + "\x1f".join(cells)
        if len(line) > longest and max(map(len, cells)) > longest + 1:
            raise Refused("tooLarge", "cellLength", longest)
        count += 1
        if count > most_rows:
            raise Refused("tooLarge", "rows", most_rows)
        lines.append(line)
        size += len(line)
        if len(lines) >= ROWS_PER_FRAME or size >= BYTES_PER_FRAME:
            head = send_head(head)
            frames.send_rows(lines)
            lines, size = [], 0
    if not count:
        raise Refused("empty")
    send_head(head)
    if lines:
        frames.send_rows(lines)
    frames.send_json({"end": {"rows": count}})


def send_head(head):
    """Sends the head once, before the first rows, so that most errors come before anything else."""
    if head is not None:
        frames.send_json({"sheet": head})
    return None
