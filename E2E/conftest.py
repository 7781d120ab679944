"""What every journey can ask for: a running installation, a browser, and people signed in to it."""

import os
import pathlib
import shutil
import sys

import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "E2E"), str(ROOT / "scripts")]

import processes  # noqa: E402
import throwaway_postgres  # noqa: E402
from lib import people  # noqa: E402
from lib.installation import Installation  # noqa: E402
from lib.visitor import OFFICE, OUT, PHONE, Visitor  # noqa: E402

processes.raise_on_terminate()


def pytest_addoption(parser):
    parser.addoption("--binary", default=str(ROOT / ".build/debug/qiao"), help="the program to test")
    parser.addoption("--pictures", action="store_true", help="renew the README's pictures in docs/pictures")
    parser.addoption("--headed", action="store_true", help="show the browser")


@pytest.fixture(scope="session")
def binary(request) -> pathlib.Path:
    path = pathlib.Path(request.config.getoption("--binary"))
    assert path.exists(), f"{path} is not built: scripts/build.sh debug"
    return path


@pytest.fixture(scope="session")
def installation(binary, tmp_path_factory) -> Installation:
    """The demo on SQLite that most journeys share; they must not rely on being first."""
    shutil.rmtree(OUT, ignore_errors=True)
    made = Installation(binary, tmp_path_factory.mktemp("data"), OUT / "server.log")
    made.start()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def postgres_installation(binary, tmp_path_factory) -> Installation:
    """The same demo on PostgreSQL."""
    with throwaway_postgres.cluster() as address:
        made = Installation(binary, tmp_path_factory.mktemp("data"), OUT / "server-postgres.log", address)
        made.start()
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request) -> Installation:
    """Makes a journey run on both engines: `visit(role, on=engine)`."""
    return request.getfixturevalue("installation" if request.param == "sqlite" else "postgres_installation")


@pytest.fixture(scope="session")
def browser(request):
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, which is who runs continuous integration.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        made = playwright.chromium.launch(
            executable_path=chromium, headless=not request.config.getoption("headed"),
            args=sandbox + ["--disable-dev-shm-usage"])
        yield made
        made.close()


@pytest.fixture
def visit(browser, installation):
    """`visit()` is a visitor; `visit("teacher")` one who is signed in; `look="phone"` a dark phone."""
    contexts = []

    def visitor(role: str | None = None, look: str = "office", language: str = "zh-CN", on: Installation | None = None,
                **options) -> Visitor:
        is_phone = look == "phone"
        address = (on or installation).address
        context = browser.new_context(
            locale=language, viewport=PHONE if is_phone else OFFICE, color_scheme="dark" if is_phone else "light",
            storage_state=people.signed_in(browser, address, role) if role else None,
            reduced_motion="reduce", timezone_id="Asia/Shanghai", **options)
        contexts.append(context)
        return Visitor(context, address, look)

    yield visitor
    for context in contexts:
        context.close()


@pytest.fixture
def pictures(request) -> pathlib.Path:
    """Where a journey puts its pictures: the README's folder only when asked."""
    return ROOT / "docs" / "pictures" if request.config.getoption("pictures") else OUT
