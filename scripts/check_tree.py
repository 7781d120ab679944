"""The house rules a compiler does not check. Prints `path:line: what is wrong` and ends with 1 when anything is.

    check_tree.py [FOLDER]     the project, or another tree with the same layout
"""

import ast
import json
import pathlib
import re
import subprocess
import sys
import tomllib
import urllib.parse

MAXIMUM_LINES = 400
# Code that talks to C libraries may need what is forbidden elsewhere.
DRIVERS = ("Kit/DatabaseSQLite/", "Kit/DatabasePostgres/")
BUILD_TOOLS = ("Plugins/", "Tools/")
FORBIDDEN_SWIFT = {
    r"\btry!": "try! can crash the server: throw, or handle the error",
    r"\bfatalError\(": "fatalError crashes the server: throw",
    r"@unchecked Sendable": "@unchecked Sendable belongs in drivers only",
    r"\bnonisolated\(unsafe\)": "nonisolated(unsafe) belongs in drivers only",
}
VAGUE_NAMES = re.compile(r"(Manager|Helpers?|Utils?|Utilities)(\+.*)?\.swift$")
PUBLIC = re.compile(
    r"\s*(public|open) (import|struct|class|final|enum|protocol|extension|actor|func|var|let|init|static|typealias)\b")
UNTRACKED = re.compile(r"(^|/)(\.build|\.venv|node_modules|__pycache__|Package\.resolved)(/|$)|\.sqlite(-wal|-shm)?$")


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    problems = sorted(set(findings(root)))
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    return 1 if problems else 0


def findings(root: pathlib.Path):
    files = project_files(root)
    for path in files:
        text = None
        if path.endswith((".swift", ".md", ".css", ".js", ".py", ".json", ".toml")):
            text = (root / path).read_text(encoding="utf-8")
        if path.endswith(".swift"):
            yield from swift(path, text)
        elif path.endswith(".md"):
            yield from links(root, path, text)
        elif path.endswith((".css", ".js")):
            yield from origins(path, text)
        elif path.endswith(".py"):
            yield from python(path, text)
        elif path.endswith(".toml"):
            yield from toml(path, text)
    yield from features(root, files)
    yield from locales(root, files)
    yield from settings(root)
    yield from tracked(root)


def project_files(root: pathlib.Path) -> list[str]:
    """What git knows or would add; without git every file outside hidden folders."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True)
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*") if not path.relative_to(root).parts[0][0] == "."]
    return sorted(name for name in names if name and (root / name).is_file())


def swift(path: str, text: str):
    lines = text.splitlines()
    if len(lines) > MAXIMUM_LINES:
        yield f"{path}:{len(lines)}: longer than {MAXIMUM_LINES} lines: split it by what its parts are for"
    if VAGUE_NAMES.search(path):
        yield f"{path}:1: a name that says nothing; name it after what it is"
    is_test = "/Tests/" in path or path.startswith(("App/Tests/", "Kit/TestKit/"))
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        if not is_test and not path.startswith(DRIVERS):
            for pattern, reason in FORBIDDEN_SWIFT.items():
                if re.search(pattern, code):
                    yield f"{path}:{number}: {reason}"
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            yield f"{path}:{number}: unfinished work is an issue, not a comment"
        if PUBLIC.match(line):
            yield f"{path}:{number}: everything is package access; nothing here is a library for others"
        if not is_test and not path.startswith(BUILD_TOOLS):
            # The content security policy refuses both, so they would silently do nothing.
            if re.search(r"<[a-z][^>]*\son[a-z]+=\\?[\"']", line):
                yield f"{path}:{number}: an inline event handler: put it into a module under Assets"
            if re.search(r"<[a-z][^>]*\sstyle=\\?[\"']", line):
                yield f"{path}:{number}: an inline style: put it into a class"
            if re.search(r"<script(?![^>]*\bsrc=)", line):
                yield f"{path}:{number}: an inline script: put it into a module under Assets"


def origins(path: str, text: str):
    """Pages load nothing from elsewhere: no picture, font, style or module of another origin."""
    loading = r"""(?:url\(|@import|\bimport\b|\bfrom\b|fetch\(|\bsrc\s*=)\s*\(?\s*["'`]?((?:https?:)?//[^\s"'`)]+)"""
    for number, line in enumerate(text.splitlines(), 1):
        for address in re.findall(loading, line):
            yield f"{path}:{number}: {address} is another origin; carry the file in Assets"


def python(path: str, text: str):
    try:
        ast.parse(text, path)
    except SyntaxError as error:
        yield f"{path}:{error.lineno}: {error.msg}"
    if len(text.splitlines()) > MAXIMUM_LINES:
        yield f"{path}:{MAXIMUM_LINES}: longer than {MAXIMUM_LINES} lines"


def toml(path: str, text: str):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield f"{path}:1: {error}"


def links(root: pathlib.Path, path: str, text: str):
    """Relative links and pictures exist, and so do the headings they name."""
    for number, line in prose(text):
        for target in re.findall(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)", line):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            name, _, anchor = urllib.parse.unquote(target).partition("#")
            base = root if name.startswith("/") else (root / path).parent
            found = (base / name.lstrip("/")).resolve() if name else root / path
            if not found.exists():
                yield f"{path}:{number}: {target} does not exist"
            elif anchor and found.suffix == ".md" and anchor not in anchors(found.read_text(encoding="utf-8")):
                yield f"{path}:{number}: {target} names no heading"


def prose(text: str):
    """Lines outside code blocks, without inline code."""
    is_code = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        elif not is_code:
            yield number, re.sub(r"`[^`]*`", "", line)


def anchors(text: str) -> set[str]:
    """The anchors a forge makes of headings: lower case, no punctuation, blanks as hyphens."""
    result = set()
    is_code = False
    for line in text.splitlines():
        if line.startswith("```"):
            is_code = not is_code
        heading = re.match(r"#+\s+(.*)", line)
        if heading and not is_code:
            plain = re.sub(r"[^\w\- ]", "", heading[1].replace("`", "").lower())
            result.add(plain.strip().replace(" ", "-"))
    return result


def features(root: pathlib.Path, files: list[str]):
    for name in sorted({path.split("/")[1] for path in files if path.startswith("Features/") and path.count("/") > 1}):
        readme = root / "Features" / name / "README.md"
        if not readme.exists() or len(readme.read_text(encoding="utf-8").split()) < 20:
            yield f"Features/{name}/README.md:1: says what the feature promises, its words and its invariants"


def locales(root: pathlib.Path, files: list[str]):
    """Both languages have the same keys and the same places; English may have singulars besides."""
    for chinese_path in (path for path in files if re.search(r"(^|/)Locales/zh-CN\.json$", path)):
        english_path = chinese_path.replace("zh-CN.json", "en.json")
        if english_path not in files:
            yield f"{chinese_path}:1: there is no en.json beside it"
            continue
        try:
            chinese, english = (flat_texts(root / path) for path in (chinese_path, english_path))
        except ValueError as error:
            yield f"{chinese_path}:1: {error}"
            continue
        for key in sorted(chinese.keys() - english.keys()):
            yield f"{english_path}:1: {key} is missing"
        for key in sorted(english.keys() - chinese.keys()):
            if not (key.endswith(".one") and key.removesuffix(".one") in chinese):
                yield f"{chinese_path}:1: {key} is missing"
        for key in sorted(chinese.keys() & english.keys()):
            if places(chinese[key]) != places(english[key]):
                yield f"{english_path}:1: {key} has other places than the Chinese text"


def flat_texts(path: pathlib.Path) -> dict[str, str]:
    def unique(pairs):
        keys = [key for key, _ in pairs]
        if doubled := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"{path.name}: twice: {', '.join(sorted(doubled))}")
        return dict(pairs)
    texts = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ValueError(f"{path.name} is not a flat object of texts")
    if empty := [key for key, text in texts.items() if not text.strip()]:
        raise ValueError(f"{path.name}: empty: {', '.join(empty)}")
    return texts


def places(text: str) -> set[str]:
    return set(re.findall(r"\{([A-Za-z0-9_]+)\}", text))


def settings(root: pathlib.Path):
    """Every setting of the program stands in the table of the operations manual, and nothing else does."""
    source, manual = root / "App/Composition/Settings/Setting.swift", root / "docs/operations.md"
    if not (source.exists() and manual.exists()):
        return
    known = set(re.findall(r'^\s*Setting\(\s*"([a-z-]+)"', source.read_text(encoding="utf-8"), re.M))
    told = set(re.findall(r"^\| `([a-z-]+)` \| `QIAO_", manual.read_text(encoding="utf-8"), re.M))
    for name in sorted(known ^ told):
        yield f"docs/operations.md:1: setting {name} " + ("is not explained" if name in known else "does not exist")


def tracked(root: pathlib.Path):
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True)
    for path in listed.stdout.decode().split("\0"):
        if UNTRACKED.search(path) and (root / path).exists():
            yield f"{path}:1: is made by the tools and must not be tracked"


if __name__ == "__main__":
    sys.exit(main())
