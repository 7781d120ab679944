"""A running Qiao of one's own: a fresh data folder, a free port, a demo in it."""

import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

import processes

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Making the demo (accounts of every role among it) takes a debug build a while on a busy machine.
START_SECONDS = 300


class InstallationError(Exception):
    """The program did not start; the text ends with what it printed."""


class Installation:
    """`qiao serve` on a data folder; `database` may be a `postgres://` address instead of SQLite."""

    def __init__(self, binary: pathlib.Path, data: pathlib.Path, log: pathlib.Path, database: str = ""):
        self.binary = binary
        self.data = data
        self.log = log
        self.database = database
        self.address = ""
        self.process: subprocess.Popen | None = None

    def start(self, *arguments: str) -> None:
        port = processes.free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as log:
            self.process = processes.start(
                [str(self.binary), "serve", "--host", "127.0.0.1", "--port", str(port), *self._where(), *arguments],
                cwd=ROOT, env=clean_environment(), stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise InstallationError(f"qiao ended with code {self.process.returncode}:\n{self.printed()}")
            if self._is_ready():
                return
            time.sleep(0.1)
        self.stop()
        raise InstallationError(f"qiao was not ready within {START_SECONDS} s:\n{self.printed()}")

    def stop(self) -> int | None:
        """Ends it as a service manager would and answers its exit code."""
        if self.process is None:
            return None
        processes.stop(self.process)
        return self.process.returncode

    def command(self, *arguments: str, check: bool = True, seconds: float = 120) -> subprocess.CompletedProcess:
        """Runs another subcommand on the same data: `command("token", "create", …)`."""
        return subprocess.run(
            [str(self.binary), *arguments, *self._where()], cwd=ROOT, env=clean_environment(), check=check,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)

    def printed(self, characters: int = 4000) -> str:
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    def _where(self) -> list[str]:
        return ["--data", str(self.data)] + (["--database", self.database] if self.database else [])

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(self.address + "/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def clean_environment() -> dict[str, str]:
    """The settings of whoever runs the tests must not reach the program under test."""
    return {name: value for name, value in os.environ.items() if not name.startswith("QIAO_")}
