"""The document worker: a supervised child process of the server.

Started by `Kit/Documents` as `python -I -B worker.py` with one socket as
standard input and output. Requests and answers are frames (see frames.py).
Each request runs in a forked child with limits of its own (confine.py), so
that whatever an uploaded file does to the process that reads it, this process
lives on; when the child dies, this process leaves too, with an exit code that
tells the server why, because the stream may have ended inside a frame.

`worker.py typeset` typesets documents instead, and `worker.py sign` signs them.
There one child answers all requests, because fonts and templates, or the key,
are to stay in its memory (typesetting.py, signing.py).
"""

import os
import signal
import sys
import traceback
from importlib import import_module

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import frames  # noqa: E402  (the path above comes first: -I leaves it out)

OLDEST_PYTHON = (3, 11)

EXIT_MEMORY = 71
EXIT_TIME = 72
EXIT_CRASH = 73


def greeting(package="python-calamine", module="python_calamine"):
    """What this process is, or what it lacks to do its work."""
    hello = {"protocol": 1, "python": ".".join(map(str, sys.version_info[:3])), "missing": []}
    if sys.version_info < OLDEST_PYTHON:
        hello["missing"].append("Python 3.11 or later")
        return hello
    try:
        import_module(module)
    except ImportError:
        hello["missing"].append(package)
    return hello


def versions():
    """Versions of the packages, each one really loaded; None where it cannot be."""
    from importlib import metadata

    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for package, module in (("python-calamine", "python_calamine"), ("typst", "typst")):
        try:
            import_module(module)
            found[package] = metadata.version(package)
        except Exception:
            found[package] = None
    return found


def answer(request):
    """Runs in the child: answers one request and never raises."""
    import reading

    try:
        if request.get("op") == "ping":
            frames.send_json({"versions": versions()})
        elif request.get("op") == "read":
            reading.answer(request)
        else:
            frames.send_json({"error": {"code": "request"}})
    except ConnectionError:
        pass  # The server has gone or has lost interest.


def serve():
    os.chdir("/")
    os.closerange(3, 4096)
    hello = greeting()
    frames.send_json({"hello": hello})
    if hello["missing"]:
        return 0
    import reading

    reading.warm_up()
    while True:
        request = frames.receive_json()
        if request is None:
            return 0
        child = os.fork()
        if child == 0:
            try:
                answer(request)
            finally:
                os._exit(0)
        status = os.waitpid(child, 0)[1]
        code = death(status)
        if code:
            return code


# What a process is for, other than reading sheets: the package it needs, and the module that serves.
DUTIES = {"typeset": ("typst", "typst", "typesetting"), "sign": ("pyhanko", "pyhanko", "signing")}


def serve_duty(duty):
    """One child answers all requests, and says hello itself: threads that it begins would not survive a fork."""
    os.chdir("/")
    os.closerange(3, 4096)
    package, module, server = DUTIES[duty]
    child = os.fork()
    if child == 0:
        try:
            hello = greeting(package, module)
            frames.send_json({"hello": hello})
            if not hello["missing"]:
                import_module(server).serve()
        except ConnectionError:
            pass
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(0)
    # The stream ends with the child: this process only tells why it did.
    return death(os.waitpid(child, 0)[1])


def death(status):
    """The exit code for a child's wait status; 0 when it ended as it should."""
    if not os.WIFSIGNALED(status):
        return 0
    # A failed allocation in native code aborts; the system's memory guard kills.
    if os.WTERMSIG(status) in (signal.SIGABRT, signal.SIGKILL):
        return EXIT_MEMORY
    if os.WTERMSIG(status) == signal.SIGXCPU:
        return EXIT_TIME
    return EXIT_CRASH


if __name__ == "__main__":
    sys.exit(serve_duty(sys.argv[1]) if sys.argv[1:] else serve())
