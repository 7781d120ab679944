"""Counts tests from what the runners wrote: Swift Testing's event stream and pytest's JUnit file."""

import dataclasses
import json
import pathlib
import xml.etree.ElementTree as ElementTree


@dataclasses.dataclass
class Tally:
    """What one part of the tests came to. `failures` names each failed test."""

    part: str
    passed: int = 0
    skipped: int = 0
    failures: list[str] = dataclasses.field(default_factory=list)

    @property
    def failed(self) -> int:
        return len(self.failures)

    def require(self, exit_code: int) -> "Tally":
        """A part that ran nothing, or that ended badly without naming a test, has failed too."""
        if self.failed == 0 and exit_code != 0:
            self.failures.append(f"{self.part}: ended with code {exit_code}")
        if self.failed == 0 and self.passed == 0:
            self.failures.append(f"{self.part}: no test ran")
        return self


def swift_testing(part: str, path: pathlib.Path) -> Tally:
    """One test per function, however many arguments it has.

    A function that began and did not end (the process crashed) has failed, and so has one that was
    never reached.
    """
    known: set[str] = set()
    ended: set[str] = set()
    skipped: set[str] = set()
    broken: set[str] = set()
    finished = False
    for line in _lines(path):
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue  # the last line of a crashed run may be cut
        payload = record.get("payload", {})
        test = payload.get("testID") or ""
        if record.get("kind") == "test":
            if payload.get("kind") == "function":
                known.add(payload["id"])
            continue
        match payload.get("kind"):
            case "testEnded":
                ended.add(test)
            case "testSkipped":
                skipped.add(test)
            case "issueRecorded":
                issue = payload.get("issue", {})
                if not issue.get("isKnown") and issue.get("isFailure", True):
                    broken.add(test or f"{part}: an issue outside any test")
            case "runEnded":
                finished = True
    skipped &= known
    unfinished = known - ended - skipped
    tally = Tally(part, passed=len((known & ended) - broken - skipped), skipped=len(skipped))
    tally.failures = sorted(broken) + [f"{name} (did not finish)" for name in sorted(unfinished - broken)]
    if known and not finished and not tally.failures:
        tally.failures.append(f"{part}: the run did not finish")
    return tally


def junit(part: str, path: pathlib.Path) -> Tally:
    tally = Tally(part)
    if not path.exists():
        return tally
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname', '')}.{case.get('name', '')}"
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failures.append(name)
        elif case.find("skipped") is not None:
            tally.skipped += 1
        else:
            tally.passed += 1
    return tally


def _lines(path: pathlib.Path) -> list[str]:
    return path.read_text(errors="replace").splitlines() if path.exists() else []
