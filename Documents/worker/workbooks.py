"""Workbooks through calamine: .xlsx, .xlsb, .xls and .ods."""

import io

import python_calamine as calamine

import ods
import xlsx
from cells import row_cells
from confine import Refused

# More regions than a person can have merged; each costs work on every row it crosses.
MOST_REGIONS = 20_000
MOST_FILLED = 2_000_000
REGIONS_IN_HEAD = 1_000


def warm_up():
    """Reads nothing, but makes calamine and the parsers load what they need."""
    try:
        calamine.CalamineWorkbook.from_object(io.BytesIO(b"\x00"))
    except calamine.CalamineError:
        pass
    xlsx.warm_up()


def open_workbook(content, kind, request, limits):
    """The head of the chosen sheet and its rows as (number, [cell text])."""
    try:
        workbook = calamine.CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = workbook.sheets_metadata
        sheet, index = choose(workbook, sheets, request.get("sheet"))
    except calamine.PasswordError:
        raise Refused("passwordProtected") from None
    except calamine.CalamineError as error:
        raise Refused("unreadable", detail=type(error).__name__) from None
    if sheet is None:
        raise Refused("empty")
    regions = merged_regions(sheet, content, kind, index)
    errors = xlsx.error_cells(content, sheet.name, limits["unpackedSize"]) if kind == "xlsx" else {}
    head = {
        "name": sheet.name,
        "sheets": [{"name": each.name, "hidden": is_hidden(each)} for each in sheets],
        "merged": [[r1 + 1, c1 + 1, r2 + 1, c2 + 1] for r1, c1, r2, c2 in regions[:REGIONS_IN_HEAD]],
    }
    rows = text_rows(sheet, errors)
    if request.get("fillMerged", True) and regions:
        rows = fill_merged(rows, regions)
    return head, ((index + 1, row) for index, row in rows)


def choose(workbook, sheets, name):
    """The named sheet, else the first visible worksheet with a cell, else the first hidden one."""
    if name is not None:
        for index, each in enumerate(sheets):
            if each.name == name:
                return workbook.get_sheet_by_index(index), index
        raise Refused("noSuchSheet")
    for hidden in (False, True):
        for index, each in enumerate(sheets):
            if each.typ == calamine.SheetTypeEnum.WorkSheet and is_hidden(each) == hidden:
                sheet = workbook.get_sheet_by_index(index)
                if sheet.height:
                    return sheet, index
    return None, None


def is_hidden(sheet):
    return sheet.visible != calamine.SheetVisibleEnum.Visible


def text_rows(sheet, errors):
    """(index from 0, [cell text]); calamine gives an error cell as an empty one."""
    for index, values in enumerate(sheet.iter_rows()):
        row = row_cells(values)
        if errors and index in errors:
            for column, text in errors[index].items():
                if column < len(row) and not row[column]:
                    row[column] = "e" + text
        yield index, row


def merged_regions(sheet, content, kind, index):
    """Merged regions as (r1, c1, r2, c2) from 0, in order of their first row."""
    if kind == "ods":
        regions = ods.merged_regions(content, index)
    else:
        regions = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    kept = [region for region in regions if region[0] <= region[2] and region[1] <= region[3]]
    kept.sort()
    return kept[:MOST_REGIONS]


def fill_merged(rows, regions):
    """Writes a region's first value into its empty cells, as the eye reads a merged cell."""
    waiting = list(reversed(regions))
    active, filled = [], 0
    for index, row in rows:
        while waiting and waiting[-1][0] <= index:
            r1, c1, r2, c2 = waiting.pop()
            value = row[c1] if r1 == index and c1 < len(row) else ""
            if value:
                active.append((r2, c1, c2, value))
        if active and filled < MOST_FILLED:
            active = [region for region in active if region[0] >= index]
            for _, c1, c2, value in active:
                for column in range(c1, min(c2 + 1, len(row))):
                    if not row[column]:
                        row[column] = value
                        filled += 1
        yield index, row
