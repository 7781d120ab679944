"""An agreement from its template to its renewal: drafted, reviewed, commented on, refused once, passed on once,
signed on screen, by link and on paper, verified by everybody, kept by both sides, checked and renewed."""

import datetime
import hashlib
import re

GUEST, OTHER, LEADER = "journey.wang@firm.example", "journey.li@firm.example", "journey.wu@school.example"
LINK = re.compile(r"/l/[a-z]+/[0-9a-z]{13}\.[\w-]{43}")
TODAY = datetime.date.today()


def press(person, name: str) -> None:
    person.page.get_by_role("button", name=name, exact=True).first.click()
    person.page.wait_for_load_state()


def link(admin, subject: str) -> str:
    """The link in the newest mail with that subject; without a mail server the administrator reads it."""
    admin.page.goto(admin.base + "/mailbox")
    admin.page.get_by_role("link", name=re.compile(subject)).first.click()
    admin.page.wait_for_load_state()
    return LINK.search(admin.page.locator("main").inner_text()).group(0)


def decide(person, path: str, decision: str) -> None:
    person.open(path)
    person.page.locator(f"input[name=decision][value={decision}]").check()
    press(person, "提交意见")


def sign(person, admin, name: str) -> None:
    page = person.page
    page.fill("[name=name]", name)
    press(person, "发送验证码")
    admin.page.goto(admin.base + "/mailbox")
    code = re.search(r"签署验证码 (\d{6})", admin.page.locator("main").inner_text()).group(1)
    assert page.locator("[name=name]").input_value() == name, "what was typed stays"
    page.check("[name=hasRead]")
    page.fill("[name=code]", code)


def draw(page) -> None:
    pad = page.locator("[data-draw] svg")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    for step in range(24):
        page.mouse.move(box["x"] + 30 + step * 8, box["y"] + 30 + (step % 5) * 8)
    page.mouse.up()
    assert page.locator("input[name=drawing]").input_value().startswith("M")


def test_an_agreement_from_its_template_to_its_renewal(visit):
    office, admin = visit("cooperation-office"), visit("platform-administrator")
    path = draft(office)
    review(visit, office, path)
    comment(visit, office, admin, path)
    refuse(visit, office, admin, path)
    review(visit, office, path)
    decide(office, path, "agreed")
    sign_in_three_ways(visit, office, admin, path)
    verify(visit, office, path)
    keep(visit, office, admin, path)
    check_and_renew(office, path)


def draft(office) -> str:
    """From a shared template that was looked at, with what it asks for filled in."""
    page = office.page
    office.open("/agreements/templates?kind=internship")
    page.locator("tbody a[href^='/agreements/templates/']").first.click()
    page.wait_for_load_state()
    office.check()
    office.open("/agreements/new")
    page.locator("tbody tr").filter(has_text="机电").locator("a").first.click()
    page.wait_for_load_state()
    page.goto(page.url + "&type=internship")
    page.fill("[name=startOn]", (TODAY - datetime.timedelta(days=350)).isoformat())
    page.locator("form[action='/agreements'] button[type=submit], form[action='/agreements'] button").first.click()
    page.wait_for_url("**/edit")
    for field in page.locator("[name^='own.']").all():
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(index=1)
        elif not field.input_value():
            field.fill("20")
    path = page.url.removeprefix(office.base).removesuffix("/edit")
    page.locator("button[name=act][value=submit]").first.click()
    page.wait_for_load_state()
    assert page.url.endswith(path), page.locator("main").inner_text()[:600]
    office.check()
    return path


def review(visit, office, path: str) -> None:
    """Everybody whose turn it is says yes."""
    if office.page.url.endswith(path) is False or office.page.get_by_role("button", name="提交审核").count():
        office.open(path)
        if office.page.get_by_role("button", name="提交审核").count():
            press(office, "提交审核")
    for person in (visit("department-administrator"), office):
        decide(person, path, "approved")


def comment(visit, office, admin, path: str) -> None:
    """The enterprise comments on a clause by a link."""
    page = office.page
    office.open(path)
    page.get_by_text("发给新的联系人").click()
    page.fill("[name='guest.name']", "王志强")
    page.fill("[name='guest.mail']", GUEST)
    press(office, "发送链接")
    guest = visit(look="phone")
    guest.open(link(admin, "请对协议提出意见"))
    guest.page.locator("details summary").first.click()
    guest.page.locator("textarea").first.fill("请写明实习地点")
    guest.page.locator("form[action$='/comments'] button").first.click()
    guest.page.get_by_text("请写明实习地点").first.wait_for()
    office.open(path)
    assert page.get_by_text("请写明实习地点").count() > 0
    decide(office, path, "agreed")


def plan(office, path: str, third: bool) -> None:
    page = office.page
    office.open(path + "/signing")
    page.locator("[name=order][value='0']").check()
    page.select_option("[name='signer.0.way']", "account")
    page.select_option("[name='signer.0.account']", label="吴伟明")
    page.fill("[name='signer.0.mail']", LEADER)
    page.select_option("[name='signer.1.way']", "link")
    page.fill("[name='signer.1.name']", "王志强")
    page.fill("[name='signer.1.mail']", GUEST)
    if third:
        press(office, "再加一位")
        page.select_option("[name='signer.2.kind']", "third")
        page.select_option("[name='signer.2.way']", "paper")
        page.fill("[name='signer.2.name']", "周岚")
    press(office, "发出签署")
    assert page.get_by_text("待签署").count() > 0, page.locator("main").inner_text()[:600]
    office.check()


def refuse(visit, office, admin, path: str) -> None:
    """A signer refuses: a draft again, and nothing is lost."""
    plan(office, path, third=False)
    guest = visit(look="phone")
    guest.open(link(admin, "请签署"))
    guest.page.locator("summary", has_text="拒绝签署").click()
    guest.page.locator("form[action$='/refuse'] [name=reason]").fill("请先加盖公章")
    guest.page.locator("form[action$='/refuse'] button").last.click()
    guest.page.wait_for_load_state()
    office.open(path)
    assert office.page.get_by_text("王志强：请先加盖公章").count() > 0


def sign_in_three_ways(visit, office, admin, path: str) -> None:
    plan(office, path, third=True)
    guest = visit(look="phone")
    guest.open(link(admin, "请签署"))
    guest.page.locator("summary", has_text="转交给应签署的人").click()
    guest.page.fill("[name='forward.name']", "李总")
    guest.page.fill("[name='forward.mail']", OTHER)
    guest.page.locator("form[action$='/forward'] button").last.click()
    guest.page.get_by_text("已转交他人签署").first.wait_for()

    other = visit(look="phone")
    other.open(link(admin, "请签署"))
    sign(other, admin, "李总")
    draw(other.page)
    press(other, "签署协议")
    other.page.get_by_text("已经签署").first.wait_for()
    other.check()

    leader = visit("school-administrator")
    # Others of the demo wait for the leader too.
    office.open(path)
    title = office.page.locator("h1").first.inner_text().split()[0]
    leader.open("/inbox")
    leader.page.locator("tr").filter(has_text=title).locator("a[href^='/sign/']").first.click()
    leader.page.wait_for_load_state()
    sign(leader, admin, "吴伟明")
    press(leader, "签署协议")
    leader.page.get_by_text("已经签署").first.wait_for()

    office.open(path + "/signing")
    office.page.fill("[name=signedOn]", TODAY.isoformat())
    office.page.set_input_files(
        "input[name=scan]", {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nby hand\n"})
    press(office, "上传并送核对")
    office.page.get_by_text("由合作办的另一位同事核对").first.wait_for()
    decide(leader, path + "/signing", "confirmed")
    office.open(path)
    assert office.page.get_by_text("履行中").count() + office.page.get_by_text("生效").count() > 0


def verify(visit, office, path: str) -> None:
    """The frozen document is what everybody can compare."""
    page = office.page
    for _ in range(60):
        page.goto(office.base + path + "/signing")
        if page.get_by_role("link", name="下载签署文件").count():
            break
        page.wait_for_timeout(500)
    document = page.request.get(office.base + path + "/signing/document").body()
    assert document.startswith(b"%PDF") and b"/ByteRange" in document
    public = page.get_by_role("link", name="公开核验页").get_attribute("href")
    visitor = visit(look="phone")
    visitor.open(public)
    assert visitor.page.get_by_text(hashlib.sha256(document).hexdigest()).count() > 0
    assert visitor.page.get_by_text("李总").count() == 0
    file = {"name": "协议.pdf", "mimeType": "application/pdf", "buffer": document}
    visitor.page.set_input_files("input[type=file]", file)
    visitor.page.locator("[data-digest-same]").wait_for()
    visitor.page.set_input_files("input[type=file]", {**file, "buffer": document + b" "})
    visitor.page.locator("[data-digest-different]").wait_for()
    press(visitor, "比对")
    assert visitor.page.get_by_text("文件与签署的原件不一致").count() > 0


def keep(visit, office, admin, path: str) -> None:
    """The enterprise notes what it did; the school confirms it."""
    page = office.page
    office.open(path)
    page.get_by_text("发给新的联系人").click()
    page.fill("[name='guest.name']", "王志强")
    page.fill("[name='guest.mail']", GUEST)
    press(office, "发送链接")
    guest = visit(look="phone")
    guest.open(link(admin, "请登记协议履行情况"))
    guest.page.locator("summary", has_text="登记履行情况").first.click()
    form = guest.page.locator("form[action*='/reports']").first
    if form.locator("[name^='amount.']").count():
        form.locator("[name^='amount.']").fill("20")
    form.locator("[name^='note.']").fill("已接收实习学生，名单见附件")
    form.locator("input[type=file]").set_input_files(
        {"name": "名单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\nlist\n"})
    form.locator("button").last.click()
    guest.page.get_by_text("已接收实习学生").first.wait_for()
    office.open(path + "/obligations")
    page.get_by_role("button", name="确认", exact=True).first.click()
    page.wait_for_load_state()
    assert page.get_by_text("已确认").count() > 0
    office.check()


def check_and_renew(office, path: str) -> None:
    page = office.page
    office.open("/agreements/checks")
    page.fill("[name=title]", "年度履约检查")
    page.fill("[name=dueOn]", (TODAY + datetime.timedelta(days=14)).isoformat())
    press(office, "发起检查")
    card = page.locator("section.card").filter(has=page.locator(f"a[href^='{path}/']"))
    card.locator("summary").first.click()
    card.locator("input[value=kept]").check()
    card.get_by_role("button", name="保存答复").click()
    page.wait_for_load_state()
    office.check()
    assert page.locator("section.card").filter(has=page.locator(f"a[href^='{path}/']")).get_by_text("履行良好").count()

    office.open(path + "/brief")
    press(office, "续签")
    page.wait_for_load_state()
    renewal = page.url.removeprefix(office.base)
    # Nobody is bound twice: a renewal that overlaps is refused with the day it may begin.
    page.goto(office.base + renewal + "/edit")
    page.fill("[name=startOn]", TODAY.isoformat())
    with office.expecting("422"):
        page.locator("button[name=act][value=submit]").first.click()
        page.wait_for_load_state()
    assert page.get_by_role("alert").count() > 0
    assert renewal != path
