"""A survey of what enterprises need: written from the ready questionnaire, sent by mail, answered on a phone without
an account, and counted."""

import re

LINK = re.compile(r"/l/survey/[0-9a-z]{13}\.[\w-]{43}")
TITLE = "2027 年企业人才需求调研（旅程）"


def confirm(person, name: str) -> None:
    person.page.get_by_role("button", name=name).first.click()
    person.page.locator("#confirm-dialog button[value=yes]").click()
    person.page.wait_for_load_state()


def test_a_survey_is_answered_on_a_phone_and_counted(visit):
    office, admin = visit("cooperation-office"), visit("platform-administrator")
    path = write(office)
    guest = visit(look="phone")
    guest.open(link(admin))
    answer(guest)
    count(office, path)


def write(office) -> str:
    """Written, one partner with a mail address chosen, sent."""
    page = office.page
    office.open("/surveys/new")
    page.fill("[name=title]", TITLE)
    page.locator("[name=majors]").first.check()
    page.locator("main form[action='/surveys'] button").last.click()
    page.wait_for_load_state()
    path = page.url.removeprefix(office.base)
    office.open(f"{path}/choose?level=signed")
    rows = page.locator("tbody tr").filter(has_not_text="没有邮箱").filter(has_not_text="没有联系人")
    rows.first.locator("input[type=checkbox]").check()
    page.get_by_role("button", name="加入调研").first.click()
    page.wait_for_load_state()
    office.open(path)
    confirm(office, "发布并发送邀请")
    assert page.get_by_text("发送了 1 份邀请").count() == 1, page.locator("main").inner_text()[:400]
    office.check()
    return path


def link(admin) -> str:
    """Without a mail server the administrator reads the letter."""
    admin.page.goto(admin.base + "/mailbox")
    admin.page.get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    admin.page.wait_for_load_state()
    return LINK.search(admin.page.locator("main").inner_text()).group(0)


def answer(guest) -> None:
    page = guest.page
    number = page.locator("[name='q.q2']")
    number.fill("１，２００ 人")
    number.blur()
    page.get_by_text("已自动暂存").wait_for(timeout=15_000)
    page.reload()
    assert page.locator("[name='q.q2']").input_value() == "１，２００ 人", "what was typed is kept on the server"
    with guest.expecting("422"):
        page.locator("button[name=act][value=submit]").click()
        page.wait_for_load_state()
    assert page.get_by_role("alert").first.get_by_role("link").count() > 1, "all that is missing is said at once"
    guest.check()
    fill(page)
    page.locator("button[name=act][value=submit]").click()
    page.wait_for_load_state()
    assert page.get_by_text("感谢您的填写").count() == 1, page.locator("main").inner_text()[:800]
    assert page.get_by_text("1,200 人").count() > 0
    guest.check()


def fill(page) -> None:
    """Something for everything that is asked; a question that only follows from another answer hides itself."""
    names = {field.get_attribute("name") for field in page.locator("input[type=radio][name]").all()}
    for name in sorted(names):
        choice = page.locator(f"input[type=radio][name='{name}']").first
        if choice.is_visible() and not page.locator(f"input[type=radio][name='{name}']:checked").count():
            choice.check()
    boxes = {field.get_attribute("name") for field in page.locator("input[type=checkbox][name]").all()}
    for name in sorted(boxes):
        box = page.locator(f"input[type=checkbox][name='{name}']").first
        if box.is_visible():
            box.check()
    for field in page.locator("main form select").all():
        if field.is_visible() and not field.input_value():
            field.select_option(index=1)
    for field in page.locator("main form input[type=text], main form input:not([type])").all():
        if field.is_visible() and not field.input_value() and "forward" not in (field.get_attribute("name") or ""):
            field.fill("12")
    for field in page.locator("main form input[type=date]").all():
        if field.is_visible() and not field.input_value():
            field.fill("2027-06-01")


def count(office, path: str) -> None:
    page = office.page
    office.open(f"{path}/summary")
    assert page.get_by_text("只有 1 份答卷").count() > 0, "few answers are told as few"
    assert page.locator("svg").count() > 0
    office.open(f"{path}/answers")
    page.locator("tbody a").first.click()
    page.wait_for_load_state()
    assert page.get_by_text("1,200 人").count() > 0
    office.check()
