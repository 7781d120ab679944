"""The browser journeys alone, against a built program:

    .venv/bin/python E2E/run.py                          all journeys, debug build
    .venv/bin/python E2E/run.py -k crawl                 some of them
    .venv/bin/python E2E/run.py --pictures               and renew docs/pictures
    .venv/bin/python E2E/run.py --binary .build/release/qiao
"""

import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(pytest.main(
        ["-c", str(HERE / "pytest.ini"), "--rootdir", str(HERE), "-p", "no:cacheprovider", *sys.argv[1:], str(HERE)]))
