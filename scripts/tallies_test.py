import json

import tallies


def stream(tmp_path, records):
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records))
    return path


def function(name):
    return {"kind": "test", "payload": {"kind": "function", "id": name}}


def event(kind, name=None, **more):
    return {"kind": "event", "payload": {"kind": kind, "testID": name, **more}}


def test_counts_functions_not_cases_or_suites(tmp_path):
    path = stream(tmp_path, [
        {"kind": "test", "payload": {"kind": "suite", "id": "S"}}, function("S/a"), function("S/b"), function("S/c"),
        event("runStarted"), event("testStarted", "S"),
        event("testStarted", "S/a"), event("testCaseStarted", "S/a"), event("testCaseStarted", "S/a"),
        event("testEnded", "S/a"),
        event("testStarted", "S/b"), event("issueRecorded", "S/b", issue={"isKnown": True}), event("testEnded", "S/b"),
        event("testSkipped", "S/c"), event("testEnded", "S"), event("runEnded")])
    tally = tallies.swift_testing("swift", path).require(0)
    assert (tally.passed, tally.failed, tally.skipped) == (2, 0, 1)


def test_two_issues_in_one_function_are_one_failure(tmp_path):
    path = stream(tmp_path, [
        function("S/a"), event("testStarted", "S/a"), event("issueRecorded", "S/a", issue={"isKnown": False}),
        event("issueRecorded", "S/a", issue={"isKnown": False}), event("testEnded", "S/a"), event("runEnded")])
    assert tallies.swift_testing("swift", path).failures == ["S/a"]


def test_a_warning_is_no_failure(tmp_path):
    path = stream(tmp_path, [
        function("S/a"), event("issueRecorded", "S/a", issue={"isKnown": False, "isFailure": False}),
        event("testEnded", "S/a"), event("runEnded")])
    assert tallies.swift_testing("swift", path).passed == 1


def test_a_crash_fails_what_did_not_end(tmp_path):
    path = stream(tmp_path, [
        function("S/a"), function("S/b"), function("S/c"), event("testStarted", "S/a"), event("testEnded", "S/a"),
        event("testStarted", "S/b")])
    with path.open("a") as file:
        file.write('\n{"kind":"event","payl')
    tally = tallies.swift_testing("swift", path)
    assert tally.passed == 1
    assert tally.failures == ["S/b (did not finish)", "S/c (did not finish)"]


def test_nothing_run_is_a_failure(tmp_path):
    assert tallies.swift_testing("swift", tmp_path / "missing").require(0).failed == 1
    assert tallies.junit("browser", tmp_path / "missing").require(2).failed == 1


def test_a_bad_exit_code_without_a_failed_test_is_a_failure(tmp_path):
    path = stream(tmp_path, [function("S/a"), event("testEnded", "S/a"), event("runEnded")])
    assert tallies.swift_testing("swift", path).require(1).failed == 1


def test_reads_pytest(tmp_path):
    path = tmp_path / "report.xml"
    path.write_text(
        '<testsuites><testsuite><testcase classname="m" name="ok"/><testcase classname="m" name="bad"><failure/>'
        '</testcase><testcase classname="m" name="setup"><error/></testcase><testcase classname="m" name="later">'
        '<skipped/></testcase></testsuite></testsuites>')
    tally = tallies.junit("worker", path)
    assert (tally.passed, tally.failures, tally.skipped) == (1, ["m.bad", "m.setup"], 1)
