"""A PostgreSQL cluster in a temporary folder, on a free loopback port, gone when the program ends.

    python scripts/throwaway_postgres.py     prints its address and keeps it until Ctrl-C
"""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

import processes

# Speed over durability: the data lives for one test run.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "300",
    "log_min_messages": "fatal",
}


class PostgresError(Exception):
    """The server is not installed or did not start; the text says why."""


@contextlib.contextmanager
def cluster(**settings: str):
    """Yields `postgres://postgres@127.0.0.1:PORT/postgres`; `settings` come before those above."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if not folders:
        raise PostgresError("no PostgreSQL server under /usr/lib/postgresql (apt-get install postgresql)")
    programs = folders[-1]
    home = tempfile.mkdtemp(prefix="qiao-postgres-")
    data = os.path.join(home, "data")
    user = _server_user()
    server = None
    try:
        if user is not None:
            os.chown(home, user.pw_uid, user.pw_gid)
        made = subprocess.run(
            _as(user) + [
                f"{programs}/initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=home)
        if made.returncode != 0:
            raise PostgresError(f"initdb failed: {made.stderr.strip()}")
        port = processes.free_port()
        options = [part for name, value in {**SETTINGS, **settings}.items() for part in ("-c", f"{name}={value}")]
        log = open(os.path.join(home, "log"), "w+")
        server = processes.start(
            _as(user) + [f"{programs}/postgres", "-D", data, "-p", str(port), "-k", home] + options,
            stdout=log, stderr=log, cwd=home)
        _wait_until_ready(server, f"{programs}/pg_isready", port, log)
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            # SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients.
            processes.stop(server, first=signal.SIGINT)
        shutil.rmtree(home, ignore_errors=True)


def _server_user():
    """initdb refuses root: then the server runs as `postgres`, or as `nobody` where there is none."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresError("running as root, and there is neither a user postgres nor nobody")


def _as(user) -> list[str]:
    if user is None:
        return []
    return [
        "setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--pdeathsig", "INT", "--"]


def _wait_until_ready(server, pg_isready: str, port: int, log) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        probe = subprocess.run([pg_isready, "-q", "-h", "127.0.0.1", "-p", str(port)])
        if probe.returncode == 0:
            return
        time.sleep(0.1)
    log.seek(0)
    raise PostgresError(f"the server did not start: {log.read()[-2000:].strip()}")


if __name__ == "__main__":
    processes.raise_on_terminate()
    with contextlib.suppress(KeyboardInterrupt), cluster() as address:
        print(address, flush=True)
        while True:
            time.sleep(3600)
