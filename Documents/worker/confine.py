"""What the child may still do once it has its file in memory: compute, and write its answer.

The limits are the kernel's, set irrevocably for a process without privileges:

* no new descriptor (RLIMIT_NOFILE 0), hence no other file, no socket, no pipe;
* no growth of files (RLIMIT_FSIZE 0), no further process (RLIMIT_NPROC 0);
* memory and processor time as the request says; no core dump, which would
  leave a copy of personal data on disk.
"""

import os
import resource
import stat


class Refused(Exception):
    """A request that cannot be answered; `code` and `limit` are words of the protocol."""

    def __init__(self, code, limit=None, value=None, detail=None):
        super().__init__(code)
        self.code, self.limit, self.value, self.detail = code, limit, value, detail

    def as_json(self):
        fields = (("limit", self.limit), ("value", self.value), ("detail", self.detail))
        return {"code": self.code, **{key: value for key, value in fields if value is not None}}


def take_file(path, largest):
    """The bytes of the regular file at `path`, at most `largest` of them."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise Refused("unreadable", detail=error.strerror) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("unreadable", detail="not a regular file")
        if status.st_size > largest:
            raise Refused("tooLarge", "fileSize", largest)
        with os.fdopen(os.dup(descriptor), "rb") as file:
            content = file.read(status.st_size + 1)
    finally:
        os.close(descriptor)
    if len(content) > largest:
        raise Refused("tooLarge", "fileSize", largest)
    return content


def limit_memory_and_time(memory, seconds):
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_AS, memory)
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    # At the hard limit the kernel kills; before it, SIGXCPU says what for.
    lower(resource.RLIMIT_CPU, int(spent) + max(1, int(seconds)), beyond=2)


def allow_once_more(memory, seconds):
    """Limits for one request of a process that answers many: only the soft ones, which can be raised for the next."""
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    for kind, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(spent) + 1 + max(1, int(seconds)))):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def shut_in(keeps_input=False):
    """From here on the process has its memory and its standard output (and input, if it is to), and nothing else."""
    if not keeps_input:
        os.close(0)
    lower(resource.RLIMIT_FSIZE, 0)
    lower(resource.RLIMIT_NPROC, 0)
    lower(resource.RLIMIT_NOFILE, 0)


def lower(kind, value, beyond=0):
    """Sets the limit, and the hard limit `beyond` it; never above the hard limit that holds."""
    hard = resource.getrlimit(kind)[1]
    highest = value + beyond if hard == resource.RLIM_INFINITY else min(value + beyond, hard)
    resource.setrlimit(kind, (min(value, highest), highest))
