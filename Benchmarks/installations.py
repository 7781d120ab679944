"""Registries of a size, on SQLite and PostgreSQL, made once per run and served while they are measured."""

import contextlib
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import throwaway_postgres
from lib.installation import ROOT, Installation, clean_environment

# The demo's first school works with 76 of 100 enterprises.
SHARE = 0.76
OFFICE = "校企合作办 · "


class Registry(Installation):
    """A served registry and somebody of the cooperation office who is signed in to it."""

    cookie = ""

    def sign_in(self) -> None:
        page, _ = self.get("/sign-in")
        button = re.search(r'action="(/sign-in/demo/[^"]+)">(?:(?!</form>).)*' + OFFICE, page, re.S)
        request = urllib.request.Request(
            self.address + button[1], data=b"_csrf=", headers={"Origin": self.address, "Sec-Fetch-Site": "same-origin"})
        opener = urllib.request.build_opener(_NoRedirect)
        with contextlib.suppress(urllib.error.HTTPError), opener.open(request, timeout=30):
            pass
        self.cookie = _NoRedirect.cookie
        assert self.cookie, "the demo's entry gave no cookie"

    def get(self, path: str) -> tuple[str, dict]:
        request = urllib.request.Request(self.address + path, headers={"Cookie": self.cookie})
        with urllib.request.urlopen(request, timeout=600) as answer:
            return answer.read().decode(), dict(answer.headers)

    def download(self, path: str, file: pathlib.Path) -> int:
        request = urllib.request.Request(self.address + path, headers={"Cookie": self.cookie})
        with urllib.request.urlopen(request, timeout=1200) as answer, file.open("wb") as copy:
            shutil.copyfileobj(answer, copy)
        return file.stat().st_size

    def post(self, path: str, form: dict[str, str]) -> str:
        """Sends a form as the page does; answers where it leads."""
        request = urllib.request.Request(
            self.address + path, data=urllib.parse.urlencode(form).encode(),
            headers={"Cookie": self.cookie, "Origin": self.address, "Sec-Fetch-Site": "same-origin"})
        with urllib.request.urlopen(request, timeout=600) as answer:
            return urllib.parse.urlsplit(answer.url).path

    def links(self, pages: int = 3) -> list[str]:
        """Addresses of partners, from the first pages of the list."""
        found, path = [], "/partners"
        for _ in range(pages):
            page, _ = self.get(path)
            found += re.findall(r'href="(/partners/[0-9a-z]{13})"', page)
            path = self.next(page)
        return list(dict.fromkeys(found))

    def next(self, page: str) -> str:
        link = re.search(r'href="([^"]*[?&;]after=[^"]*)"', page)
        assert link, "the list has no next page"
        return link[1].replace("&amp;", "&")

    def seconds_until(self, said: str, *arguments: str) -> tuple[float, float, str]:
        """Runs a command: the seconds until it has said something, those until it has ended, and all it printed."""
        begun = time.monotonic()
        with subprocess.Popen(
                [str(self.binary), *arguments, *self._where()], cwd=ROOT, env=clean_environment(), text=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            printed, heard = "", 0.0
            for line in process.stdout:
                printed += line
                if said in line and not heard:
                    heard = time.monotonic() - begun
        ended = time.monotonic() - begun
        assert heard, f"it never said {said}: {printed[-500:]}"
        return heard, ended, printed

    def memory(self, what: str = "VmRSS") -> int:
        """Resident memory in KiB; `VmHWM` is the highest since `forget_peak`."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1])
        return 0

    def forget_peak(self) -> None:
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Keeps the cookies of the answer that redirects."""

    cookie = ""

    def redirect_request(self, request, file, code, message, headers, address):
        cookies = headers.get_all("Set-Cookie") or []
        _NoRedirect.cookie = "; ".join(cookie.split(";")[0] for cookie in cookies if "=;" not in cookie)
        return None


class Installations:
    """Makes registries on demand and serves at most one at a time."""

    def __init__(self, binary: pathlib.Path, folder: pathlib.Path):
        self.binary = binary.resolve()
        self.folder = folder
        self._stack = contextlib.ExitStack()
        self._postgres = ""
        # What this run has made on PostgreSQL: its cluster is gone with the run.
        self._databases: dict[str, str] = {}
        self._serving: tuple | None = None

    def serve(
        self, partners: int, engine: str = "sqlite", fresh: bool = False, agreements: int = 0, obligations: int = 0
    ) -> Registry:
        """The registry of a size, served; `fresh` starts a new process on it."""
        size = (partners, engine, agreements, obligations)
        if self._serving and self._serving[0] == size and not fresh:
            return self._serving[1]
        self._stop()
        registry = self.made(partners, engine, agreements, obligations)
        registry.start()
        registry.sign_in()
        self._serving = (size, registry)
        return registry

    def made(self, partners: int, engine: str = "sqlite", agreements: int = 0, obligations: int = 0) -> Registry:
        name = f"{engine}-{partners}" + (f"-{agreements}-{obligations}" if agreements else "")
        data = self.folder / name
        database = self._database(name) if engine == "postgres" else ""
        registry = Registry(self.binary, data, self.folder / "server.log", database)
        if not (data / "made").exists():
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir(parents=True)
            begun = time.monotonic()
            more = ["--agreements", str(agreements), "--obligations", str(obligations)] if agreements else []
            registry.command("demo", "--enterprises", str(round(partners / SHARE)), *more, seconds=7200)
            print(f"   {name} made in {time.monotonic() - begun:.0f} s", file=sys.stderr)
            (data / "made").touch()
        return registry

    def _database(self, name: str) -> str:
        """The address of a database of the run's own cluster."""
        if not self._postgres:
            self._postgres = self._stack.enter_context(throwaway_postgres.cluster(autovacuum="on"))
        if name not in self._databases:
            shutil.rmtree(self.folder / name, ignore_errors=True)
            own = name.replace("-", "_")
            subprocess.run(["psql", "-q", self._postgres, "-c", f"CREATE DATABASE {own}"], check=True)
            self._databases[name] = self._postgres.removesuffix("/postgres") + f"/{own}"
        return self._databases[name]

    def _stop(self) -> None:
        if self._serving:
            self._serving[1].stop()
            self._serving = None

    def close(self) -> None:
        self._stop()
        self._stack.close()
