"""Load from a second process: `wrk` on loopback, connections kept alive."""

import dataclasses
import pathlib
import re
import statistics
import subprocess
import tempfile

# One thread drives the load: the other core is the server's.
THREADS = 1
CONNECTIONS = 16


@dataclasses.dataclass
class Run:
    """One turn of load."""

    rate: float
    requests: int
    # Answers that are neither 2xx nor 3xx, and connections that failed.
    failures: int


def run(registry, paths: list[str], seconds: float, connections: int = CONNECTIONS) -> Run:
    """GETs the paths in turn, signed in."""
    return wrk(registry.address, connections, seconds, f"""
local paths = {{{", ".join(map(quoted, paths))}}}
local headers = {{ ["Cookie"] = {quoted(registry.cookie)} }}
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number], headers)
end
""")


def post(registry, paths: list[str], body: str, seconds: float, connections: int) -> Run:
    """POSTs a form to the paths in turn; `%d` in the body becomes a number that no two requests share."""
    return wrk(registry.address, connections, seconds, f"""
local headers = {{
  ["Cookie"] = {quoted(registry.cookie)}, ["Content-Type"] = "application/x-www-form-urlencoded",
  ["Origin"] = {quoted(registry.address)}, ["Sec-Fetch-Site"] = "same-origin" }}
local paths = {{{", ".join(map(quoted, paths))}}}
local number = 0
request = function()
  number = number + 1
  return wrk.format("POST", paths[number % #paths + 1], headers, string.format({quoted(body)}, number))
end
""")


def wrk(address: str, connections: int, seconds: float, script: str) -> Run:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        printed = subprocess.run(
            ["wrk", f"-t{THREADS}", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", file.name, address],
            capture_output=True, text=True, check=True).stdout
    failures = sum(int(count) for count in re.findall(r"Non-2xx or 3xx responses: (\d+)", printed))
    failures += sum(int(count) for line in re.findall(r"Socket errors: (.*)", printed) for count in re.findall(r"\d+", line))
    return Run(
        float(re.search(r"Requests/sec:\s*([\d.]+)", printed)[1]),
        int(re.search(r"(\d+) requests in", printed)[1]), failures)


def against_hello(registry, paths: list[str], seconds: float, turns: int = 3) -> tuple[float, str]:
    """The paths' requests per second as a part of the bare route's, and how many."""
    hello, pages = [], []
    run(registry, paths, seconds / 2)
    for _ in range(turns):
        hello.append(run(registry, ["/healthz"], seconds).rate)
        turn = run(registry, paths, seconds)
        assert turn.failures == 0, f"{turn.failures} failures under load"
        pages.append(turn.rate)
    ratio = statistics.median(page / bare for page, bare in zip(pages, hello))
    return ratio, f"{statistics.median(pages):,.0f} of {statistics.median(hello):,.0f} requests/s"


def quoted(text: str) -> str:
    """A text as Lua writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def folder_size(path: pathlib.Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
