"""The import graph is the architecture: a target imports only what `Package.swift` declares for it.

    swift package dump-package | check_imports.py

Prints `path:line: what is wrong` and ends with 1 when anything is. (SwiftPM has a check of its own; it takes modules
of other packages for ours when they have the same name, such as the system's `Security`.)
"""

import json
import pathlib
import re
import sys

IMPORT = re.compile(r"^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:package|internal|private|fileprivate|public)\s+)?import\s+"
                    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)")
# Modules of the toolchain, which no manifest declares.
TOOLCHAIN = {
    "Swift", "Foundation", "FoundationEssentials", "FoundationInternationalization", "Synchronization", "Testing",
    "FoundationXML", "Dispatch", "Glibc", "Musl", "Darwin", "PackagePlugin", "PackageDescription", "RegexBuilder"}


def main() -> int:
    problems = sorted(findings(json.load(sys.stdin), pathlib.Path(".")))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def findings(package: dict, root: pathlib.Path):
    paths = {target["name"]: root / (target.get("path") or target["name"]) for target in package["targets"]}
    for target in package["targets"]:
        allowed = TOOLCHAIN | {target["name"]} | {declared(one) for one in target["dependencies"]}
        for path in sources(target["name"], paths):
            for number, line in code(path.read_text(encoding="utf-8")):
                match = IMPORT.match(line)
                if match and match[1] not in allowed:
                    yield f"{path.relative_to(root)}:{number}: {target['name']} does not declare {match[1]}"


def code(text: str):
    """Lines outside texts of several lines, which may be programs in other languages."""
    is_text = False
    for number, line in enumerate(text.splitlines(), 1):
        if not is_text:
            yield number, line
        if line.count('"""') == 1:
            is_text = not is_text


def declared(dependency: dict) -> str:
    """The module's name: products carry the names of their modules."""
    return next(iter(dependency.values()))[0]


def sources(name: str, paths: dict[str, pathlib.Path]):
    """The target's own Swift files: not those of a target that lies in a folder inside."""
    inside = [path for other, path in paths.items() if other != name and paths[name] in path.parents]
    for path in sorted(paths[name].rglob("*.swift")):
        if not any(folder in path.parents for folder in inside):
            yield path


if __name__ == "__main__":
    sys.exit(main())
