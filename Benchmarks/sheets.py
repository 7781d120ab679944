"""A sheet of partners as an office would send it, and how long the document worker needs for it alone."""

import pathlib
import sys
import time

import xlsxwriter

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Documents/worker/tests"), str(ROOT / "Documents/worker")]

from lib.sheets import credit_code  # noqa: E402
from test_worker import Worker  # noqa: E402

# The demo's first school.
SCHOOL = "D4401"
HEADINGS = ["企业名称", "统一社会信用代码", "行业", "地区", "规模", "职工人数", "成立日期", "合作等级", "来源", "备注", "联系人", "职务", "手机"]

def write(path: pathlib.Path, rows: int, serial: int) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            number = serial * rows + row
            sheet.write_row(row, 0, [
                f"深圳衡测{number}精密设备有限公司", credit_code(1_000_000 + number), "通用设备制造业", "广东省深圳市宝安区",
                ["大型", "中型", "小型", "微型"][row % 4], 20 + row % 900, f"20{10 + row % 15}-0{1 + row % 9}-15",
                ["潜在", "接洽", "签约"][row % 3], "走访", "测量用", f"王{row % 97}", "人事经理", f"138{number:08d}"])


def seconds_to_read(path: pathlib.Path) -> float:
    """From the worker's start, which the command has to wait for as well, to the last row."""
    begun = time.monotonic()
    worker = Worker()
    try:
        _, rows, _ = worker.read(path)
        taken = time.monotonic() - begun
        assert len(rows) > 5_000, f"{len(rows)} rows"
        return taken
    finally:
        worker.close()
