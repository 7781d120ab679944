"""An enterprise keeps its own side: what it changes is seen by everybody who may, and by its schools as a change."""

NAME = "惠州融恒精密机械有限公司"


def test_what_an_enterprise_changes_is_seen_by_its_school_and_the_public(visit):
    person = visit("enterprise-administrator", look="phone")
    change_profile(person)
    publish(person)
    seen_by_the_school(visit("cooperation-office"))
    seen_by_everybody(visit())
    withdrawn_from_one(visit)


def change_profile(person) -> None:
    page = person.page
    person.open("/enterprise/profile/edit")
    page.fill("[name=staffCount]", "很多")
    page.fill("[name=products]", "精密模架、柔性产线（旅程）")
    with person.expecting("422"):
        page.get_by_role("button", name="保存修改").click()
        page.wait_for_load_state()
    assert page.locator("[name=products]").input_value() == "精密模架、柔性产线（旅程）", "what was typed stays"
    page.fill("[name=staffCount]", "１０８")
    page.get_by_role("button", name="保存修改").click()
    page.wait_for_url("**/enterprise/profile")
    assert page.get_by_text("柔性产线（旅程）").count() > 0
    person.check()


def publish(person) -> None:
    page = person.page
    person.open("/enterprise/page/sections/salary")
    page.fill("[name=salary]", "８，０００–１２，０００ 元/月")
    page.get_by_role("button", name="保存到草稿").click()
    page.wait_for_load_state()
    person.open("/enterprise/page")
    page.get_by_role("button", name="发布").first.click()
    page.wait_for_load_state()
    person.check()


def seen_by_the_school(office) -> None:
    page = office.page
    office.open("/partners?news=1")
    page.locator("tbody a").filter(has_text=NAME).first.click()
    page.wait_for_load_state()
    office.check()
    assert page.get_by_text("柔性产线（旅程）").count() > 0 and page.get_by_text("8,000–12,000").count() > 0
    # More than fit on the first page are marked as seen where all of them stand.
    page.locator("#enterprise-changes a").last.click()
    page.wait_for_load_state()
    office.check()
    page.get_by_role("button", name="标记为已查看").click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="标记为已查看").count() == 0
    office.open("/partners?news=1")
    assert page.locator("tbody a").filter(has_text=NAME).count() == 0


def seen_by_everybody(visitor) -> None:
    page = visitor.page
    visitor.open("/enterprises")
    page.locator("tbody a").filter(has_text=NAME).first.click()
    page.wait_for_load_state()
    visitor.check()
    assert page.get_by_text("8,000–12,000 元/月").count() > 0


def withdrawn_from_one(visit) -> None:
    """A mentor looks and has nothing to press; the administrator takes back what one school sees."""
    mentor = visit("enterprise-mentor")
    mentor.open("/enterprise/profile")
    assert mentor.page.get_by_role("link", name="修改").count() == 0
    person = visit("enterprise-administrator")
    person.open("/enterprise/sharing")
    before = person.page.get_by_text("已共享", exact=True).count()
    person.page.get_by_role("button", name="撤回").first.click()
    person.page.wait_for_load_state()
    assert person.page.get_by_text("已共享", exact=True).count() == before - 1
    person.check()
