"""What is measured, and what it may cost. Each measure answers results for the table."""

import pathlib
import re
import sqlite3
import statistics
import time
import urllib.parse

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
    """From the start of the command to the commit, against the worker reading the same sheet."""
    registry = installations.made(options.partners)
    ratios, details = [], []
    for turn in range(3):
        path = registry.data / f"import-{turn}.xlsx"
        sheets.write(path, 5_000, serial=turn)
        alone = min(sheets.seconds_to_read(path) for _ in range(3))
        begun = time.monotonic()
        printed = registry.command("import", "partners", str(path), "--school", sheets.SCHOOL, seconds=600).stdout
        taken = time.monotonic() - begun
        assert "new 5000," in printed, printed[-500:]
        ratios.append(taken / alone)
        details.append(f"{taken:.2f} s and {alone:.2f} s")
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


ALL = {
    "list": lists, "detail": detail, "writes": writes, "memory": memory, "export": exports, "import": imports,
    "search": search, "paging": paging, "documents": typesetting,
}
