"""`make bench`: what Qiao costs, as ratios within one run, so that figures of different machines can be compared.

    run.py [--partners 100000] [--many 1000000] [--seconds 4] [--only NAME …] [--keep FOLDER] [--record]

Every page is measured against `/healthz`, the barest route of the same server, in turns, and the median of the turns
counts. Prints a table, writes `.bench/latest.json` and with `--record` adds the run to `docs/benchmarks.md`.
Ends with 1 when a target is missed.
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "E2E")]

import measures  # noqa: E402
import processes  # noqa: E402
from installations import Installations  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--partners", type=int, default=100_000, help="partners of the school that is measured")
    parser.add_argument("--many", type=int, default=1_000_000, help="the larger registry that must cost the same")
    parser.add_argument("--seconds", type=float, default=4, help="how long one turn of load lasts")
    parser.add_argument("--only", nargs="*", default=None, help=f"some of: {', '.join(measures.ALL)}")
    parser.add_argument("--binary", default=str(ROOT / ".build/release/qiao"))
    parser.add_argument("--keep", default=None, help="make the registries in this folder and leave them there")
    parser.add_argument("--record", action="store_true", help="add the run to docs/benchmarks.md")
    options = parser.parse_args()
    if unknown := set(options.only or []) - set(measures.ALL):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(measures.ALL)}")
    processes.raise_on_terminate()
    results = []
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(options.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="qiao-bench-")))
        installations = stack.enter_context(contextlib.closing(Installations(pathlib.Path(options.binary), folder)))
        for name in options.only or measures.ALL:
            print(f"== {name}", file=sys.stderr, flush=True)
            results += measures.ALL[name](installations, options)
    table = rows(results)
    print(table)
    out = ROOT / ".bench"
    out.mkdir(exist_ok=True)
    (out / "latest.json").write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n")
    if options.record:
        record(table)
    return 0 if all(result["holds"] for result in results) else 1


def rows(results: list[dict]) -> str:
    lines = ["| measure | ratio | target | holds | detail |", "|---|---:|---|---|---|"]
    lines += [
        f"| {result['name']} | {result['ratio']:.2f} | {result['target']} | {'yes' if result['holds'] else '**no**'} | "
        f"{result['detail']} |" for result in results]
    return "\n".join(lines)


def record(table: str) -> None:
    path = ROOT / "docs" / "benchmarks.md"
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    title = f"### {datetime.date.today()}, {commit or 'no commit'}, {os.cpu_count()} cores, {platform.machine()}"
    mark = "## History\n"
    before, _, after = path.read_text().partition(mark)
    path.write_text(f"{before}{mark}\n{title}\n\n{table}\n{after}")


if __name__ == "__main__":
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    sys.exit(main())
