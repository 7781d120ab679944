"""The import graph: what a target may import, and what it may not."""

import check_imports
import pytest

PACKAGE = {"targets": [
    {"name": "Kit", "path": "Kit", "dependencies": [{"product": ["Crypto", "swift-crypto", None, None]}]},
    {"name": "KitTests", "path": "Kit/Tests", "dependencies": [{"byName": ["Kit", None]}]},
]}


@pytest.mark.parametrize("path, text, found", [
    ("Kit/A.swift", "import Crypto\npackage import Foundation\nimport struct Foundation.Data", []),
    ("Kit/A.swift", "let script = \"\"\"\n  import base64\n  \"\"\"\n", []),
    ("Kit/Tests/A.swift", "@testable import Kit\nimport Testing", []),
    ("Kit/A.swift", "\npackage import Views", ["Kit/A.swift:2: Kit does not declare Views"]),
    ("Kit/A.swift", "@preconcurrency import Web", ["Kit/A.swift:1: Kit does not declare Web"]),
    ("Kit/Tests/A.swift", "import Crypto", ["Kit/Tests/A.swift:1: KitTests does not declare Crypto"]),
])
def test_only_declared_imports_pass(tmp_path, path, text, found):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text)
    assert list(check_imports.findings(PACKAGE, tmp_path)) == found
