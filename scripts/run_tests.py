"""Runs every part of the tests and ends with one line `N passed, M failed`.

    run_tests.py [swift] [worker] [scripts] [browser]     all parts, or only those named

Reports and full logs lie in .build/reports/. What it starts (a PostgreSQL cluster, the servers of the
browser tests) it stops, whatever happens.
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import threading
import time

import processes
import tallies
import throwaway_postgres

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".build" / "reports"
MINUTE = 60


def main() -> int:
    parts = {"swift": swift, "worker": worker, "scripts": scripts, "browser": browser}
    chosen = sys.argv[1:] or list(parts)
    if unknown := [name for name in chosen if name not in parts]:
        print(f"Unknown part: {', '.join(unknown)}. There are: {', '.join(parts)}", file=sys.stderr)
        return 64
    processes.raise_on_terminate()
    REPORTS.mkdir(parents=True, exist_ok=True)
    for old in REPORTS.iterdir():
        old.unlink()
    os.chdir(ROOT)
    environment = dict(
        os.environ, PYTHONDONTWRITEBYTECODE="1", PYTHONUNBUFFERED="1",
        SWIFT_BACKTRACE="color=no,threads=crashed,registers=none,images=none,interactive=no")
    results: list[tallies.Tally] = []
    try:
        with contextlib.ExitStack() as stack:
            needs_build = not {"swift", "browser"}.isdisjoint(chosen)
            if needs_build and run("build", ["scripts/build.sh", "debug"], environment, 80 * MINUTE, show=always) != 0:
                results.append(tallies.Tally("build", failures=["build: it does not compile"]))
                chosen = [name for name in chosen if name not in ("swift", "browser")]
            if not {"swift", "browser"}.isdisjoint(chosen):
                environment["QIAO_TEST_POSTGRES"] = stack.enter_context(throwaway_postgres.cluster())
            for name in chosen:
                results.append(parts[name](environment))
    except throwaway_postgres.PostgresError as error:
        results.append(tallies.Tally("postgresql", failures=[f"postgresql: {error}"]))
    except KeyboardInterrupt:
        results.append(tallies.Tally("run", failures=["run: interrupted"]))
    return conclude(results)


def swift(environment) -> tallies.Tally:
    report = REPORTS / "swift.jsonl"
    code = run(
        "swift", [
            "swift", "test", "--skip-build", "--no-parallel", "--disable-xctest", "--event-stream-output-path", str(report),
            "--event-stream-version", "0"],
        environment, 40 * MINUTE, show=Trouble())
    return tallies.swift_testing("swift", report).require(code)


def worker(environment) -> tallies.Tally:
    return pytest("worker", ["Documents/worker"], environment, 10 * MINUTE)


def scripts(environment) -> tallies.Tally:
    return pytest("scripts", ["scripts"], environment, 5 * MINUTE)


def browser(environment) -> tallies.Tally:
    return pytest("browser", ["--rootdir", "E2E", "-c", "E2E/pytest.ini", "E2E"], environment, 40 * MINUTE)


def pytest(part: str, arguments: list[str], environment, seconds: float) -> tallies.Tally:
    report = REPORTS / f"{part}.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"] + arguments
    code = run(part, command, environment, seconds, show=always)
    return tallies.junit(part, report).require(code)


def always(_: str) -> bool:
    return True


class Trouble:
    """Lets through what went wrong: failed expectations, and all that follows a crash."""

    def __init__(self):
        self.crashed = False

    def __call__(self, line: str) -> bool:
        self.crashed = self.crashed or "Fatal error" in line or "crashed" in line
        return self.crashed or line.startswith(("✘", "↳", "error"))


def run(part: str, command: list[str], environment, seconds: float, show) -> int:
    """Runs a part: its whole output goes to REPORTS/<part>.log, lines `show` accepts to the terminal too."""
    print(f"== {part}", flush=True)
    begun = time.monotonic()
    process = processes.start(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    late = threading.Timer(seconds, processes.stop, [process])
    late.start()
    hidden: list[str] = []
    shown = False
    try:
        with open(REPORTS / f"{part}.log", "w") as log:
            for line in process.stdout:
                log.write(line)
                if show(line):
                    shown = True
                    print(line, end="", flush=True)
                else:
                    hidden = hidden[-39:] + [line]
        code = process.wait()
    finally:
        late.cancel()
        processes.stop(process)
    if code != 0 and not shown:
        print("".join(hidden), end="")
    if time.monotonic() - begun >= seconds:
        print(f"{part}: stopped after {seconds / 60:.0f} minutes")
    print(f"   {part}: {time.monotonic() - begun:.0f} s", flush=True)
    return code


def conclude(results: list[tallies.Tally]) -> int:
    print()
    for tally in results:
        skipped = f", {tally.skipped} skipped" if tally.skipped else ""
        print(f"{tally.part:>10}: {tally.passed} passed, {tally.failed} failed{skipped}")
        for name in tally.failures:
            print(f"            ✘ {name}")
    passed = sum(tally.passed for tally in results)
    failed = sum(tally.failed for tally in results)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
