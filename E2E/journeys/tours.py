"""Tours in calendars: the file of a tour and a person's own address are read by a program that had no part in
writing them."""

import datetime
import re

import icalendar

ADDRESS = re.compile(r"/calendar/[0-9a-z]{13}\.[\w-]{43}/qiao\.ics")


def entries(body: bytes) -> list[icalendar.Event]:
    """The entries of a calendar file that keeps to RFC 5545."""
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "a line is longer than 75 octets"
    assert b"\n" not in body.replace(b"\r\n", b""), "a line ends without its return"
    calendar = icalendar.Calendar.from_ical(body)
    assert not calendar.errors and [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    found = calendar.walk("VEVENT")
    for event in found:
        assert not event.errors, event.errors
        first, last = event.decoded("DTSTART"), event.decoded("DTEND")
        assert first < last and isinstance(event.decoded("DTSTAMP"), datetime.datetime)
        if isinstance(first, datetime.datetime):
            assert first.utcoffset() == datetime.timedelta(hours=8)
    assert len({str(event["UID"]) for event in found}) == len(found)
    # What was read is written again and means the same.
    again = icalendar.Calendar.from_ical(calendar.to_ical()).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in again] == [str(event["SUMMARY"]) for event in found]
    return found


def test_a_tour_is_taken_into_a_calendar(visit):
    office = visit("cooperation-office")
    office.open("/visits/tours?state=planned")
    office.page.locator("tbody a").first.click()
    office.page.wait_for_load_state()
    answer = office.page.request.get(office.page.url.split("?")[0] + "/tour.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = entries(answer.body())
    whole = [event for event in found if not isinstance(event.decoded("DTSTART"), datetime.datetime)]
    assert len(whole) == 2 and len(found) > 4
    assert all(str(event["SUMMARY"]).startswith("走访 ") for event in whole)


def test_a_calendar_subscribes_without_signing_in(visit, installation):
    teacher = visit("teacher")
    teacher.open("/visits/calendar")
    teacher.page.get_by_role("button", name="生成订阅地址").click()
    teacher.page.wait_for_load_state()
    address = installation.address + ADDRESS.search(teacher.page.locator("main").inner_text()).group(0)
    program = visit().page.request
    answer = program.get(address)
    assert answer.status == 200 and len(entries(answer.body())) > 4
    assert program.get(address, headers={"If-None-Match": answer.headers["etag"]}).status == 304
    teacher.open("/visits/calendar")
    teacher.page.get_by_role("button", name="停用地址").click()
    teacher.page.locator("#confirm-dialog button[value=yes]").click()
    teacher.page.get_by_role("button", name="生成订阅地址").wait_for()
    assert program.get(address).status == 410
