"""Starting and stopping what the tests need, so that nothing is left behind."""

import ctypes
import os
import signal
import socket
import subprocess
import sys


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _die_with_parent() -> None:
    # PR_SET_PDEATHSIG: even a killed test run leaves no server behind. Linux only; elsewhere stop() must do.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def start(command: list[str], **options) -> subprocess.Popen:
    """Starts a command in a group of its own, so that stop() reaches its children too."""
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent, **options)


def stop(process: subprocess.Popen, first: int = signal.SIGTERM, seconds: float = 20) -> None:
    """Asks a started group to end and, when it does not, ends it."""
    for sign in (first, signal.SIGKILL):
        if process.poll() is not None:
            return
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            return
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def raise_on_terminate() -> None:
    """Makes SIGTERM and SIGHUP end a Python program the way Ctrl-C does: through its `finally` blocks."""
    def interrupt(*_):
        raise KeyboardInterrupt
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, interrupt)
