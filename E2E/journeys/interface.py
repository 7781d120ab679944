"""The JSON interface keeps what its OpenAPI document promises."""

import json
import subprocess
import sys
import urllib.request

import openapi_spec_validator
import pytest
from lib.installation import ROOT

DOCUMENT = "/api/openapi.json"


def token(installation, account: str) -> str:
    """A token of a demo account with everything that the account may do."""
    printed = installation.command("token", "create", "--account", account, "--scopes", "all").stdout
    return printed.strip().splitlines()[-1].strip()


def read(installation, path: str):
    with urllib.request.urlopen(installation.address + path, timeout=30) as answer:
        return json.load(answer)


def test_the_document_is_valid(installation):
    document = read(installation, DOCUMENT)
    assert document["openapi"].startswith("3.1") and document["paths"]
    openapi_spec_validator.validate(document)


@pytest.mark.parametrize("account", ["demo.office", "demo.department", "demo.platform"])
def test_nothing_a_fuzzer_sends_breaks_it(installation, account, tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", str(ROOT / "E2E/schemathesis.toml"), "run",
         installation.address + DOCUMENT, "--header", f"Authorization: Bearer {token(installation, account)}"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1200, cwd=tmp_path)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
