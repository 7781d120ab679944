"""The JSON interface keeps what its OpenAPI document promises."""

import json
import subprocess
import sys
import urllib.request

import openapi_spec_validator
import pytest
from lib.installation import ROOT

DOCUMENT = "/api/openapi.json"


@pytest.fixture(scope="module")
def token(installation) -> str:
    """A token of the platform administrator with every scope."""
    printed = installation.command("token", "create", "--account", "admin", "--scopes", "all").stdout
    return printed.strip().splitlines()[-1].strip()


def read(installation, path: str, token: str | None = None):
    request = urllib.request.Request(installation.address + path)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_the_document_is_valid(installation, token):
    document = read(installation, DOCUMENT, token)
    assert document["openapi"].startswith("3.1") and document["paths"]
    openapi_spec_validator.validate(document)


def test_nothing_a_fuzzer_sends_breaks_it(installation, token, tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", str(ROOT / "E2E/schemathesis.toml"), "run",
         installation.address + DOCUMENT, "--header", f"Authorization: Bearer {token}"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1200, cwd=tmp_path)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
