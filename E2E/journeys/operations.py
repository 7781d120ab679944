"""What an operator does: back up while people work, bring it back elsewhere, stop and start."""

import contextlib
import pathlib
import threading
import urllib.request

import pytest
import throwaway_postgres
from lib.installation import Installation


@contextlib.contextmanager
def installed(engine: str, binary, folder: pathlib.Path):
    """A demo of one's own, served on the engine."""
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(throwaway_postgres.cluster()) if engine == "postgres" else ""
        made = Installation(binary, folder / "data", folder / "server.log", database)
        made.start()
        stack.callback(made.stop)
        yield made


def partners(installation: Installation, file: pathlib.Path) -> str:
    installation.command("export", "partners", str(file))
    return file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_backup_made_while_serving_brings_everything_back(engine, binary, tmp_path):
    archive = tmp_path / "qiao.tar"
    with installed(engine, binary, tmp_path / "old") as old, contextlib.ExitStack() as stack:
        before = partners(old, tmp_path / "before.csv")
        assert before.count("\n") > 100
        done = threading.Event()
        reader = threading.Thread(target=keep_reading, args=(old, done))
        reader.start()
        stack.callback(reader.join)
        stack.callback(done.set)
        old.command("backup", str(archive))
        assert archive.stat().st_mode & 0o077 == 0, "a backup holds keys: only its owner may read it"
        again = old.command("backup", str(archive), check=False)
        assert again.returncode != 0 and "is there already" in again.stderr

        database = stack.enter_context(throwaway_postgres.cluster()) if engine == "postgres" else ""
        new = Installation(binary, tmp_path / "new" / "data", tmp_path / "new.log", database)
        new.command("restore", str(archive))
        assert partners(new, tmp_path / "after.csv") == before
        refused = new.command("restore", str(archive), check=False)
        assert refused.returncode != 0 and "--force" in refused.stderr
        printed = new.command("restore", str(archive), "--force").stdout
        assert "is kept in" in printed
        assert list((tmp_path / "new").glob("data.before-*")), "what was there is put aside, not thrown away"
        new.start()
        stack.callback(new.stop)
        # A sealed number opens with the keys of the backup.
        assert new.command("doctor", check=False).returncode == 0


def keep_reading(installation: Installation, done: threading.Event) -> None:
    while not done.is_set():
        with urllib.request.urlopen(installation.address + "/sign-in", timeout=30) as answer:
            assert answer.status == 200


def test_it_stops_when_asked_and_starts_again(binary, tmp_path):
    with installed("sqlite", binary, tmp_path) as installation:
        assert installation.stop() == 0, installation.printed()
        installation.start()
        with urllib.request.urlopen(installation.address + "/healthz", timeout=5) as answer:
            assert answer.status == 200
        second = installation.command("serve", "--port", installation.address.rsplit(":", 1)[1], check=False)
        assert second.returncode != 0 and "port" in second.stderr.lower(), second.stderr
