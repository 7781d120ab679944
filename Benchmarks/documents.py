"""Three-party agreements of three pages each, and how many pages a second one typesetting process makes of them."""

import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "Documents/worker/tests"), str(ROOT / "Documents/worker")]

from test_typesetting import Press  # noqa: E402

CLAUSE = (
    "甲乙双方本着平等自愿、优势互补、互利共赢的原则，就第{n}届学生的岗位实习达成如下约定。{party}应当为每名学生指定指导人员，"
    "负责实习期间的管理、安全教育与考核；实习时间、内容与报酬按照《职业学校学生实习管理规定》执行，不得安排学生加班和夜班。")


def agreement(number: int) -> dict:
    """Data that is different in every document, as it is in a batch of real ones."""
    party, student = f"星河精密制造有限公司{number}", f"学生{number}"
    line = {"label": "日期：", "value": ""}
    return {
        "frame": {
            "language": "zh-CN", "school": "岭南职业技术学院", "title": "学生岗位实习三方协议", "subtitle": f"{student} · {party}",
            "number": f"编号 SX-2026-{number:05d}", "pages": "第 {page} 页 共 {pages} 页", "footer": "2026-11-21 由桥生成"},
        "isFlat": False, "isTitled": True, "isIndented": True,
        "blocks": [
            {"kind": "facts", "items": [
                {"label": label, "value": value, "isWide": False} for label, value in (
                    ("学校", "岭南职业技术学院"), ("单位", party), ("学生", student), ("学号", f"20260{number:05d}"),
                    ("专业", "机电一体化技术"), ("岗位", "设备调试"), ("开始", "2027-03-01"), ("结束", "2027-08-31"))]},
            {"kind": "clauses", "items": [
                {"title": f"约定{n}", "text": CLAUSE.format(n=number, party=party),
                 "items": [f"{student}遵守{party}的规章制度第 {n} 条；", "三方按月沟通实习情况。"]} for n in range(1, 13)]},
            {"kind": "signatures", "parties": [
                {"role": role, "name": name, "lines": [line], "seal": "盖章处"}
                for role, name in (("甲方", "岭南职业技术学院"), ("乙方", party), ("丙方", student))]},
        ]}


def pages_per_second(count: int = 500) -> tuple[float, int, float]:
    """Pages a second, pages, and the seconds that the process takes to be ready; one process, one after the other."""
    begun = time.monotonic()
    press = Press(ROOT / "Documents/templates")
    press.make("document", agreement(0))
    ready = time.monotonic() - begun
    pages = 0
    begun = time.monotonic()
    for number in range(1, count + 1):
        head, pdf = press.make("document", agreement(number))
        assert len(pdf) == head["document"]["bytes"], head
        pages += head["document"]["pages"]
    taken = time.monotonic() - begun
    press.close()
    return pages / taken, pages, ready


if __name__ == "__main__":
    rate, pages, ready = pages_per_second()
    print(f"{rate:.0f} pages/s ({pages} pages), ready after {ready:.2f} s")
