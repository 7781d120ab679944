"""The people of the demo, one per role, and how they sign in."""

import functools
import re

from playwright.sync_api import Browser

# How the sign-in page of the demo names them.
ROLES = {
    "platform-administrator": "平台管理员",
    "alliance-secretary": "联盟秘书",
    "school-administrator": "学校管理员",
    "cooperation-office": "校企合作办",
    "department-administrator": "系管理员（机电）",
    "major-leader": "专业带头人",
    "teacher": "教师",
    "class-adviser": "班主任",
    "student": "学生",
    "enterprise-administrator": "企业管理员",
    "enterprise-mentor": "企业导师",
    "expert": "专家",
    "authority": "主管部门（只读）",
}
# Somebody whom the first school's records do not concern.
STRANGER = "校企合作办（第二所学校）"
SIGN_IN = "/sign-in"


def entrance(page, label: str):
    """The button of the demo that lets in as `label`; its words are the role, a dot and the person's name."""
    return page.locator("form[action*='demo/'] button").filter(has_text=re.compile(rf"^\s*{re.escape(label)} · "))


def sign_in(page, base: str, role: str) -> None:
    """Takes the demo's one-click entry of a role (or of `STRANGER`)."""
    page.goto(base + SIGN_IN)
    entrance(page, ROLES.get(role, role)).click()
    page.wait_for_url(lambda url: SIGN_IN not in url)


@functools.cache
def signed_in(browser: Browser, base: str, role: str) -> dict:
    """The cookies of a role, made once per run: every journey has its own context with them."""
    context = browser.new_context(locale="zh-CN")
    try:
        sign_in(context.new_page(), base, role)
        return context.storage_state()
    finally:
        context.close()
