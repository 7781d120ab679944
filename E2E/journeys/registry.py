"""What a cooperation office does on its first day: its sheet comes in, is looked at, and can be taken back."""

import re

import pytest
from lib import people, sheets

ROWS = [
    ["深圳闻桥智能装备有限公司", sheets.credit_code(1), "通用设备制造业", "广东省深圳市", "周岚", "13800000001"],
    ["深圳闻桥食品有限公司", sheets.credit_code(2), "食品制造业", "广东省深圳市", "", ""],
    ["深圳写错有限公司", "91440300MB0000003X", "没有这个行业", "广东省深圳市", "", ""],
]


@pytest.mark.parametrize("look", ["office", "phone"])
def test_a_sheet_becomes_partners_and_can_be_taken_back(visit, engine, look, tmp_path):
    person = visit("cooperation-office", look=look, on=engine)
    page = person.page
    person.open("/partners")
    person.click("导入表格")
    page.set_input_files("input[type=file]", sheets.partners(tmp_path / f"登记表 {look}.csv", *ROWS))
    page.get_by_role("button", name="上传并检查").click()

    confirm = page.get_by_role("button", name="导入 2 家企业")
    confirm.wait_for(timeout=30_000)
    person.check()
    assert page.get_by_text("没有找到“没有这个行业”").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="下载有误的 1 行").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    confirm.click()
    undo = page.get_by_role("link", name=re.compile("撤销"))
    undo.wait_for(timeout=30_000)
    person.check()
    batch = page.url

    person.open("/partners?q=闻桥")
    assert page.locator("tbody tr").count() == 2
    page.get_by_role("link", name="深圳闻桥智能装备有限公司").click()
    page.wait_for_load_state()
    person.check()
    assert page.locator("h1").inner_text().startswith("深圳闻桥智能装备有限公司")
    assert page.get_by_text(sheets.credit_code(1)).count() > 0
    page.get_by_role("link", name="联系人").first.click()
    page.wait_for_load_state()
    person.check()
    assert page.get_by_text("13800000001").count() == 0, "a telephone number is masked until somebody asks for it"

    page.goto(batch)
    undo.click()
    page.wait_for_load_state()
    page.get_by_role("button", name=re.compile("撤销")).first.click()
    page.get_by_text("已撤销").first.wait_for(timeout=30_000)
    person.open("/partners?q=闻桥")
    assert page.locator("tbody tr a").count() == 0


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(visit):
    person = visit("cooperation-office", language="en")
    page = person.page
    person.open("/partners/new")
    page.get_by_label("Credit code", exact=True).fill("91440300MB0000003X")
    page.get_by_label("Short name").fill("Wen")
    with person.expecting("422"):
        page.get_by_role("button", name="Save").first.click()
        page.wait_for_load_state()
    assert page.get_by_label("Short name").input_value() == "Wen"
    summary = page.get_by_role("alert")
    assert summary.get_by_role("link").count() >= 2, f"every problem is a link to its field: {summary.inner_text()}"
    person.check()


def test_a_stranger_does_not_see_another_schools_partner(visit):
    person = visit("cooperation-office")
    person.open("/partners")
    own = person.page.locator("tbody a[href^='/partners/']").first.get_attribute("href")
    stranger = visit(people.STRANGER)
    stranger.open(own, status=404)


@pytest.mark.parametrize("language, name", [("zh-CN", "partners.zh-CN"), ("en", "partners")])
def test_the_picture_of_the_readme(visit, pictures, language, name):
    person = visit("cooperation-office", language=language)
    person.open("/partners")
    person.shot(name, pictures)
