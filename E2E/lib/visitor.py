"""A person at a browser who notices what is wrong with a page."""

import contextlib
import pathlib
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Response

from lib import addresses

OUT = pathlib.Path(__file__).resolve().parents[1] / "out"
OFFICE = {"width": 1360, "height": 850}
PHONE = {"width": 390, "height": 844}
# What axe must not find; `moderate` and `minor` are read in the report, not enforced.
SEVERE = {"serious", "critical"}
# A text key instead of a text: `partners.list.title`.
_RAW_KEY = re.compile(
    r"(?<![\w./@-])(?:accounts|organizations|activity|partners|agreements|projects|kit|app|role|permission|audit|notice)"
    r"\.[a-z][A-Za-z-]*(?:\.[A-Za-z-]+)*(?![\w/@-])")
_axe = Axe()
# One page per route and way of looking is enough for axe: its rules judge the template.
_judged: set[tuple[str, str]] = set()


class Visitor:
    """Wraps a page. `open` and `check` fail on anything a person or a screen reader would stumble over."""

    def __init__(self, context: BrowserContext, base: str, look: str = "office"):
        self.context = context
        self.base = base
        self.look = look
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("response", self._see)
        self.page.on("requestfailed", lambda request: self._lost(request))

    def open(self, path: str, status: int = 200) -> Response:
        response = self.page.goto(self.base + path, wait_until="load")
        assert response is not None and response.status == status, f"{path}: {response and response.status}"
        if status >= 400:
            self.complaints = [complaint for complaint in self.complaints if str(status) not in complaint]
        self.check()
        return response

    def knows(self, path: str) -> bool:
        """Whether a page of this route was judged before in this look, by anybody."""
        return (addresses.pattern(path), self.look) in _judged

    def check(self) -> None:
        """Judges the page as it stands: console, foreign requests, raw keys, width, accessibility."""
        where = self.page.url.removeprefix(self.base)
        found, self.complaints = self.complaints, []
        found += self._raw_keys() + self._overflow() + self._axe(where)
        assert not found, f"{where} ({self.look}): " + "; ".join(found)

    def click(self, name: str, role: str = "link") -> None:
        """Follows a link (or presses a button) by its words, and judges where that leads."""
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state("load")
        self.check()

    def shot(self, name: str, folder: pathlib.Path = OUT, full: bool = False) -> pathlib.Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        self.page.screenshot(path=str(path), full_page=full)
        return path

    @contextlib.contextmanager
    def expecting(self, *texts: str):
        """Lets pass complaints that hold one of the texts, for pages that are wrong on purpose."""
        before = len(self.complaints)
        yield
        self.complaints[before:] = [
            complaint for complaint in self.complaints[before:] if not any(text in complaint for text in texts)]

    def _hear(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _see(self, response: Response) -> None:
        if not response.url.startswith((self.base, "data:", "blob:")):
            self.complaints.append(f"another origin: {response.url}")
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")

    def _lost(self, request) -> None:
        # A navigation that becomes a download, and what a page left open, end this way and are no fault.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"{request.failure}: {request.url}")

    def _raw_keys(self) -> list[str]:
        # Names of permissions are shown as they are, set as code.
        text = self.page.evaluate("""() => {
            const hidden = [...document.querySelectorAll("code, .code, script, style")]
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
            const texts = []
            while (walker.nextNode())
                if (!hidden.some(element => element.contains(walker.currentNode))) texts.push(walker.currentNode.data)
            return texts.join("\\n")
        }""")
        keys = sorted(set(_RAW_KEY.findall(text)))
        return [f"texts without words: {', '.join(keys)}"] if keys else []

    def _overflow(self) -> list[str]:
        wide = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [f"scrolls {wide} px sideways"] if wide > 0 else []

    def _axe(self, where: str) -> list[str]:
        key = (addresses.pattern(where), self.look)
        if key in _judged:
            return []
        _judged.add(key)
        report = _axe.run(self.page)
        found = []
        for violation in report.response["violations"]:
            if violation["impact"] in SEVERE:
                node = violation["nodes"][0]
                found.append(f"axe {violation['id']} ({violation['impact']}): {node['html'][:160]} "
                             f"×{len(violation['nodes'])}")
        return found
