"""Cells as text: one letter of kind and what a person would read in the sheet."""

import datetime
import math
from decimal import Decimal

# C0 and C1 controls but tab and line ends: never meant, and two of them separate our cells.
CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (9, 10, 13)}
# Lone surrogates cannot be written as UTF-8.
CONTROLS.update({code: 0xFFFD for code in range(0xD800, 0xE000)})


def text_cell(text):
    if text.isspace():
        return ""
    if not text.isprintable():
        text = text.translate(CONTROLS)
        # Excel keeps line ends inside a cell as LF; other writers leave CR LF.
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "t" + text if text else ""


def number_text(value):
    """A float as the sheet shows it: 15 significant digits, never an exponent where avoidable.

    A whole number has no decimal point: a telephone number stays one. None for what is no number.
    """
    text = f"{value:.15g}"
    if "e" not in text and "n" not in text and text != "-0":
        return text
    if not math.isfinite(value):
        return None
    if not value:
        return "0"
    text = repr(value) if abs(value) >= 1e15 else text
    return format(Decimal(text), "f") if 1e-15 < abs(value) < 1e21 else text


def number_cell(value):
    text = number_text(value)
    return "e#NUM!" if text is None else "n" + text


def moment_cell(value):
    if value.hour or value.minute or value.second or value.microsecond:
        return "d" + value.replace(microsecond=0, tzinfo=None).isoformat()
    return date_cell(value)


def date_cell(value):
    return f"d{value.year:04d}-{value.month:02d}-{value.day:02d}"


def duration_cell(value):
    """Hours beyond a day stay hours: 36:00:00."""
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"t{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


WRITERS = {
    str: text_cell,
    float: number_cell,
    int: lambda value: "n" + str(value),
    bool: lambda value: "b1" if value else "b0",
    datetime.datetime: moment_cell,
    datetime.date: date_cell,
    datetime.time: lambda value: "t" + value.replace(microsecond=0, tzinfo=None).isoformat(),
    datetime.timedelta: duration_cell,
}


def row_cells(values):
    """A row's values as cells. Most are plain text: printable, and beginning with more than a space."""
    return [
        "t" + value
        if type(value) is str and value >= "!" and value.isprintable()
        else WRITERS.get(type(value), other_cell)(value)
        for value in values
    ]


def other_cell(value):
    return text_cell(str(value))
