"""What is measured, and what it may cost. Each measure answers results for the table."""

import pathlib
import re
import sqlite3
import statistics
import time
import urllib.parse
import zipfile

import documents
import load
import sheets

MIB = 1024


def result(name: str, ratio: float, target: str, holds: bool, detail: str) -> dict:
    return {"name": name, "ratio": round(ratio, 3), "target": target, "holds": bool(holds), "detail": detail}


def at_least(name: str, least: float, measured: tuple[float, str]) -> dict:
    ratio, detail = measured
    return result(name, ratio, f"≥ {least}", ratio >= least, detail)


FILTERS = ["level=signed", "size=medium", "province=44", "review=valid", "industry=C", "level=base&size=large"]


def lists(installations, options):
    registry = installations.serve(options.partners)
    paths = [f"/partners?{query}" for query in FILTERS]
    return [at_least("list, filtered, 20 rows", 0.25, load.against_hello(registry, paths, options.seconds))]


# Parts of the demo's names, of two to six characters, common and rare.
SEARCHES = ["汽车", "智能装备", "佛山", "有限公司", "食品科技", "零部件集团", "数字传媒", "电子商务有限", "建筑装饰", "深圳启"]


def search(installations, options):
    found = []
    for engine in ("sqlite", "postgres"):
        registry = installations.serve(options.partners, engine)
        paths = [f"/partners?q={urllib.parse.quote(text)}" for text in SEARCHES]
        found.append(at_least(f"search, {engine}", 0.15, load.against_hello(registry, paths, options.seconds)))
    return found


def detail(installations, options):
    registry = installations.serve(options.partners)
    paths = [link + tab for link in registry.links() for tab in ("", "/contacts", "/history")]
    return [at_least("partner with its tabs", 0.20, load.against_hello(registry, paths, options.seconds))]


AGREEMENTS, OBLIGATIONS = 50_000, 1_000_000
AGREEMENT_FILTERS = [
    "type=framework", "state=active", "ending=90", "type=three-party&state=archived", "state=review&state=negotiation",
    "type=order&sort=ends"]


def agreements(installations, options):
    registry = installations.serve(10_000, agreements=AGREEMENTS, obligations=OBLIGATIONS)
    paths = [f"/agreements?{query}" for query in AGREEMENT_FILTERS]
    return [at_least(
        f"register of {AGREEMENTS:,} agreements, filtered, 20 rows", 0.25,
        load.against_hello(registry, paths, options.seconds))]


# What stands in agreements: in all of them, in some, in few, and in none.
AGREEMENT_SEARCHES = [
    "实习", "责任保险", "争议解决", "冠名班", "技术骨干", "安全培训考核", "奖学金", "劳动防护用品", "佛山", "数控加工", "注塑模具寿命",
    "陈嘉禾", "量子计算"]


def agreement_search(installations, options):
    """Searches that people repeat, and beside them as many different ones that no kept answer helps with."""
    found = []
    for engine, obligations in (("sqlite", OBLIGATIONS), ("postgres", 0)):
        registry = installations.serve(10_000, engine, agreements=AGREEMENTS, obligations=obligations)
        paths = [f"/agreements?q={urllib.parse.quote(text)}" for text in AGREEMENT_SEARCHES]
        measured = at_least(
            f"full text of {AGREEMENTS:,} agreements, {engine}", 0.12,
            load.against_hello(registry, paths, options.seconds))
        ratio, new = load.against_hello(
            registry, [f"/agreements?q={urllib.parse.quote(text)}" for text in different_words()], options.seconds)
        measured["detail"] += f"; ever different ones {ratio:.2f}: {new}"
        found.append(measured)
    return found


def different_words() -> list[str]:
    """Pieces of two to six characters of what agreements say, more than a server keeps answers of."""
    text = documents.CLAUSE + (
        "双方围绕智能装备等领域的人才需求共同培养技术技能人才建立人才共育过程共管成果共享责任共担的合作关系乙方每年提供实习岗位选派技术骨干到校授课"
        "双方在乙方生产场所共建校外实习实训基地承担学生实习教师实践和员工培训鉴定学生相对独立参与实际工作的报酬原则上不低于乙方相同岗位工资标准"
        "实习责任保险由甲方统一投保覆盖实习全过程费用不得由学生承担发生伤亡事故时乙方立即救治并于二十四小时内通知甲方")
    words = [text[start:start + 2 + start % 5] for start in range(len(text) - 6)]
    return [word for word in dict.fromkeys(words) if all("一" <= letter <= "龥" for letter in word)]


def due_today(installations, options):
    """The first page of what is due today among all obligations, against the page of one agreement's twenty, which is
    read by its key: rows of the same kind, pages of about the same size."""
    registry = installations.serve(10_000, agreements=AGREEMENTS, obligations=OBLIGATIONS)
    today = "/agreements/obligations?view=today"
    page = registry.get(today)[0]
    keys = list(dict.fromkeys(re.findall(r'href="(/agreements/[0-9a-z]{13}/obligations)#', page)))
    assert keys, "nothing is due today"
    load.run(registry, [today], options.seconds / 2)
    ones, lists = [], []
    for _ in range(3):
        ones.append(load.run(registry, keys, options.seconds).rate)
        lists.append(load.run(registry, [today], options.seconds).rate)
    ratio = statistics.median(one / found for one, found in zip(ones, lists))
    return [result(
        f"due today among {OBLIGATIONS:,} obligations against one agreement's by key", ratio, "≤ 3", ratio <= 3,
        f"{1000 / statistics.median(lists):.2f} ms ({len(page):,} characters) and {1000 / statistics.median(ones):.2f} ms "
        f"({len(registry.get(keys[0])[0]):,})")]


def paging(installations, options):
    """Page 1 against page 1,000, and a registry of 1,000 against a very large one."""
    registry = installations.serve(options.partners)
    page, path = registry.get("/partners")[0], "/partners"
    for _ in range(999):
        path = registry.next(page)
        page = registry.get(path)[0]
    far = compared(registry, path, registry, "/partners", options.seconds)
    found = [result(
        "page 1,000 against page 1", far[0], "0.8 to 1.25", 0.8 <= far[0] <= 1.25, far[1])]
    small = rate(installations.serve(1_000), options.seconds)
    large = rate(installations.serve(options.many), options.seconds)
    ratio = large[0] / small[0]
    detail = f"{large[1]:,.0f} and {small[1]:,.0f} requests/s"
    found.append(result(
        f"list of {options.many:,} against 1,000 partners", ratio, "0.67 to 1.5", 0.67 <= ratio <= 1.5, detail))
    return found


def compared(one, path: str, other, other_path: str, seconds: float) -> tuple[float, str]:
    ones, others = [], []
    for _ in range(3):
        ones.append(load.run(one, [path], seconds).rate)
        others.append(load.run(other, [other_path], seconds).rate)
    ratio = statistics.median(a / b for a, b in zip(ones, others))
    return ratio, f"{statistics.median(ones):,.0f} and {statistics.median(others):,.0f} requests/s"


def rate(registry, seconds: float) -> tuple[float, float]:
    """The list's rate as a part of the bare route's (two servers never run at once), and the rate itself."""
    paths = ["/partners"] + [f"/partners?{query}" for query in FILTERS]
    load.run(registry, paths, seconds / 2)
    turns = [(load.run(registry, ["/healthz"], seconds / 2).rate, load.run(registry, paths, seconds).rate) for _ in range(3)]
    return statistics.median(page / bare for bare, page in turns), statistics.median(page for _, page in turns)


def imports(installations, options):
    """From the start of the command until it says that the rows are written, against the worker reading the same sheet:
    before and after each import, because a machine is not always equally fast."""
    registry = installations.made(options.partners)
    ratios, details = [], []
    for _ in range(5):
        # No row twice, also in a registry that is kept: all are new.
        serial = len(list(registry.data.glob("import-*.xlsx")))
        path = registry.data / f"import-{serial}.xlsx"
        sheets.write(path, 5_000, serial=serial)
        sheets.seconds_to_read(path)
        before = sheets.seconds_to_read(path)
        taken, ended, printed = registry.seconds_until(
            "; written", "import", "partners", str(path), "--school", sheets.SCHOOL)
        alone = (before + sheets.seconds_to_read(path)) / 2
        assert "new 5000," in printed, printed[-500:]
        ratios.append(taken / alone)
        details.append(f"{taken:.2f} s ({ended:.2f} s to the end of the command) and {alone:.2f} s")
    ratio = statistics.median(ratios)
    return [result("import of 5,000 rows against reading them", ratio, "≤ 4", ratio <= 4, details[ratios.index(ratio)])]


def exports(installations, options):
    registry = installations.serve(options.partners, fresh=True)
    registry.get("/partners")
    registry.forget_peak()
    before = registry.memory()
    begun = time.monotonic()
    size = registry.download("/partners.xlsx", registry.data / "export.xlsx")
    taken = time.monotonic() - begun
    growth = (registry.memory("VmHWM") - before) / MIB
    return [result(
        f"export of {options.partners:,} rows, growth in MiB", growth, "≤ 64", growth <= 64,
        f"{size / 1e6:.1f} MB in {taken:.1f} s")]


def writes(installations, options):
    """64 clients add a contact each, over and over: form, rules, row, audit entry, commit."""
    registry = installations.serve(options.partners)
    # Several hundred partners: none gets more contacts than a partner has.
    links = registry.links(30)
    page, _ = registry.get(f"{links[0]}/contacts/new")
    token = re.search(r'name="_csrf" value="([^"]*)"', page)[1]
    path = pathlib.Path(registry.data) / "qiao.sqlite"
    before = contacts(path)
    hello, rates, requests = [], [], 0
    for _ in range(3):
        hello.append(load.run(registry, ["/healthz"], options.seconds, connections=64).rate)
        turn = load.post(
            registry, [f"{link}/contacts" for link in links], f"_csrf={urllib.parse.quote(token)}&name=N%d&position=&phone=&mail=&note=",
            options.seconds, connections=64)
        assert turn.failures == 0, f"{turn.failures} writes failed"
        rates.append(turn.rate)
        requests += turn.requests
    added = contacts(path) - before
    ratio = statistics.median(a / b for a, b in zip(rates, hello))
    # What was under way when the clients stopped is written but was not counted by them.
    lost = max(0, requests - added)
    assert added - requests <= 64 * 3, f"{added} rows of {requests} requests"
    return [result(
        "one-row writes, 64 clients, SQLite", ratio, "≥ 0.15, none lost", ratio >= 0.15 and lost == 0,
        f"{statistics.median(rates):,.0f} of {statistics.median(hello):,.0f} requests/s, {lost} of {requests:,} lost")]


def contacts(path: pathlib.Path) -> int:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT count(*) FROM partner_contacts").fetchone()[0]
    finally:
        connection.close()


def memory(installations, options):
    """After pages, searches and writes on one process."""
    registry = installations.serve(options.partners)
    paths = [f"/partners?{query}" for query in FILTERS] + [f"/partners?q={urllib.parse.quote(text)}" for text in SEARCHES]
    load.run(registry, paths, options.seconds * 2, connections=64)
    resident = registry.memory() / MIB
    return [result("resident memory after the run, MiB", resident, "≤ 200", resident <= 200, "one process, SQLite")]


def typesetting(installations, options):
    """500 three-page agreements through one typesetting process; not a ratio, because nothing else makes pages."""
    rate, pages, ready = documents.pages_per_second()
    return [result("pages a second, 500 agreements of three pages", rate, "≥ 100", rate >= 100, f"{pages} pages, ready after {ready:.2f} s")]


def batch(installations, options):
    """Three-party agreements of a list as PDF in one archive, ordered from the page and made by the job: reading,
    typesetting, archive, and the row that says so. From the order until the page says that it is done."""
    registry = installations.serve(10_000, agreements=AGREEMENTS, obligations=OBLIGATIONS)
    query, wanted = three_party(registry)
    page, _ = registry.get("/documents")
    token = re.search(r'name="_csrf" value="([^"]*)"', page)[1]
    begun = time.monotonic()
    place = registry.post("/agreements/documents", {"_csrf": token, **query})
    while not (file := re.search(re.escape(place) + "/file", (shown := registry.get(place)[0]))):
        assert time.monotonic() - begun < 600 and "未生成" not in shown, shown[-2000:]
        time.sleep(0.1)
    taken = time.monotonic() - begun
    pages = int(re.search(r"页数</dt>\s*<dd[^>]*>([\d,]+)", shown)[1].replace(",", ""))
    registry.download(file[0], registry.data / "batch.zip")
    with zipfile.ZipFile(registry.data / "batch.zip") as archive:
        made = [name for name in archive.namelist() if name.endswith(".pdf")]
        assert archive.testzip() is None and len(made) == wanted, f"{len(made)} of {wanted} agreements"
    return [result(
        f"pages a second, {wanted} three-party agreements in one job", pages / taken, "≥ 100", pages / taken >= 100,
        f"{pages} pages in {taken:.1f} s")]


def three_party(registry) -> tuple[dict, int]:
    """A list of at least 500 three-party agreements, as short as there is one."""
    found = []
    for state in ("review", "signing", "active", "renewed", "ended", "archived"):
        page, _ = registry.get(f"/agreements?type=three-party&state={state}")
        count = re.search(r"共 ([\d,]+) 份", page)
        if count and 500 <= (number := int(count[1].replace(",", ""))) <= 2000:
            found.append((number, {"type": "three-party", "state": state}))
    assert found, "no state has 500 to 2,000 three-party agreements"
    number, query = min(found, key=lambda one: one[0])
    return query, number


ALL = {
    "list": lists, "detail": detail, "writes": writes, "memory": memory, "export": exports, "import": imports,
    "search": search, "paging": paging, "documents": typesetting, "agreements": agreements, "due": due_today,
    "agreement-search": agreement_search, "batch": batch,
}
