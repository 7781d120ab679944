"""Each rule finds its fault and leaves good code alone."""

import pathlib

import check_tree
import pytest

README = "# Partners\n" + "What this feature promises, with the words of the field and the invariants it keeps. " * 3


@pytest.fixture
def tree(tmp_path):
    def write(files):
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return sorted(check_tree.findings(tmp_path))
    return write


GOOD = {
    "Features/Partners/README.md": README + "\n[docs](../../docs/a.md#a-heading-with-code) `[no](link.md)`",
    "Features/Partners/Locales/zh-CN.json": '{"p.count": "共 {count} 家"}',
    "Features/Partners/Locales/en.json": '{"p.count": "{count} partners", "p.count.one": "{count} partner"}',
    "Features/Partners/Partner.swift": "struct Partner {}  // never try! here\n",
    "Kit/DatabaseSQLite/Driver.swift": "final class Driver: @unchecked Sendable {}\n",
    "Kit/Web/Tests/T.swift": "let x = try! f()\n",
    "docs/a.md": "# A\n\n## A heading with `code`\n```\n[no](nowhere.md)\n```\n[p](https://example.org/x)\n",
    "Assets/a.css": "/* see https://example.org/x */ a { background: url(data:image/svg+xml;http://www.w3.org/2000/svg) }",
    "App/Composition/Settings/Setting.swift": 'let all = [\n  Setting("port", .integer, "8080", "port"),\n]\n',
    "docs/operations.md": "| `port` | `QIAO_PORT` | `8080` | port |\n",
    "scripts/a.py": "print(1)\n",
}


def test_good_code_passes(tree):
    assert tree(GOOD) == []


@pytest.mark.parametrize("path, text, where", [
    ("Kit/Web/A.swift", "let x = try! f()", "Kit/Web/A.swift:1"),
    ("Kit/Web/A.swift", "\nfatalError(\"no\")", "Kit/Web/A.swift:2"),
    ("App/A.swift", "struct A: @unchecked Sendable {}", "App/A.swift:1"),
    ("App/A.swift", "// TODO later", "App/A.swift:1"),
    ("App/A.swift", "public struct A {}", "App/A.swift:1"),
    ("App/A.swift", "let a = 1\n" * 401, "App/A.swift:401"),
    ("Kit/Web/PageHelper.swift", "struct A {}", "Kit/Web/PageHelper.swift:1"),
    ("Kit/Web/A.swift", 'let h: HTML = "<a onclick=\\"x()\\">"', "Kit/Web/A.swift:1"),
    ("Kit/Web/A.swift", 'let h: HTML = "<p style=\\"x\\">"', "Kit/Web/A.swift:1"),
    ("Kit/Web/A.swift", 'let h: HTML = "<script>x</script>"', "Kit/Web/A.swift:1"),
    ("docs/b.md", "[gone](nowhere.md)", "docs/b.md:1"),
    ("docs/b.md", "![gone](pictures/no.png)", "docs/b.md:1"),
    ("docs/b.md", "[a](a.md#no-such-heading)", "docs/b.md:1"),
    ("Assets/b.js", "import x from 'https://cdn.example.org/x.js'", "Assets/b.js:1"),
    ("Assets/b.css", "a { background: url(//cdn.example.org/x.png) }", "Assets/b.css:1"),
    ("docs/operations.md", "nothing", "docs/operations.md:1"),
    ("docs/operations.md", "| `port` | `QIAO_PORT` |\n| `gone` | `QIAO_GONE` |\n", "docs/operations.md:1"),
    ("scripts/b.py", "def :\n", "scripts/b.py:1"),
    ("Features/Bases/Model.swift", "struct A {}", "Features/Bases/README.md:1"),
    ("Features/Partners/Locales/en.json", '{"other": "x"}', "Features/Partners/Locales/en.json:1"),
    ("Features/Partners/Locales/en.json", '{"p.count": "some"}', "Features/Partners/Locales/en.json:1"),
    ("Features/Partners/Locales/en.json", '{"p.count": "{count}", "p.count": "{count}"}',
     "Features/Partners/Locales/zh-CN.json:1"),
])
def test_each_rule_finds_its_fault(tree, path, text, where):
    files = dict(GOOD)
    files[path] = text
    assert any(problem.startswith(where + ":") for problem in tree(files))


def test_this_project_is_read_from_its_root():
    root = pathlib.Path(__file__).resolve().parent.parent
    assert "scripts/check_tree.py" in check_tree.project_files(root)
