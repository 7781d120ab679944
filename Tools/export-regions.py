#!/usr/bin/env python3
"""Writes Standards/Embedded/regions.txt: the codes of GB/T 2260 with their names and years.

A maintainer runs this once a year, after the Ministry of Civil Affairs has
published the changes; the build never does.

    python3 -m venv /tmp/regions && /tmp/regions/bin/pip install python-stdnum
    /tmp/regions/bin/python Tools/export-regions.py > Standards/Embedded/regions.txt

The source is the table `stdnum/cn/loc.dat` of the PyPI package python-stdnum,
itself gathered from the lists of administrative divisions in the Chinese
Wikipedia. Only the facts are taken over: code, name, first and last year.
Neither code nor prose of the package is used.

Each line is `code<TAB>name<TAB>years`, sorted by code, then by year. `years` is
empty for "since the first edition, still valid", else `first-last` with either
side left out when open. One code has several lines when its name changed.
"""

import re
import sys
from importlib import metadata, resources

# The source writes a few names in traditional characters.
SIMPLIFIED = str.maketrans("區達嶺別門", "区达岭别门")
# Codes whose years the source leaves out though later codes replaced them:
# Shennongjia became 429021, Suizhou became 421300.
YEARS = {"422900": ("", "1986"), "422921": ("", "1986"), "429021": ("1986", ""), "429001": ("1986", "2000")}
# A province stands in the source as `11 province="北京市"`, its divisions as
# `  0101 county="东城区"` and, with years, `county="[-1991]东郊区,[1992-]东丽区"`.
PROVINCE = re.compile(r'^(\d\d) province="([^"]+)"')
COUNTY = re.compile(r'^  (\d{4}) county="([^"]+)"')
PERIOD = re.compile(r"^\[(\d{4})?-(\d{4})?\](.+)$")


def periods(text):
    """Yields (first, last, name); a period that ends before it begins is an error of the source."""
    for part in text.split(","):
        match = PERIOD.match(part)
        first, last, name = match.groups() if match else (None, None, part)
        if first and last and int(last) < int(first):
            print(f"left out: {part}", file=sys.stderr)
            continue
        yield first or "", last or "", name.translate(SIMPLIFIED)


def main():
    lines = []
    province = ""
    source = resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    for line in source.splitlines():
        if match := PROVINCE.match(line):
            province = match.group(1)
        elif match := COUNTY.match(line):
            for first, last, name in periods(match.group(2)):
                code = province + match.group(1)
                first, last = YEARS.get(code, (first, last))
                years = f"{first}-{last}" if first or last else ""
                lines.append((code, first, name, years))
    lines.sort(key=lambda entry: (entry[0], entry[1]))
    print(f"# GB/T 2260, from python-stdnum {metadata.version('python-stdnum')}: code, name, years")
    for code, _, name, years in lines:
        print(f"{code}\t{name}\t{years}")


if __name__ == "__main__":
    main()
