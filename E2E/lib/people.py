"""The people of the demo, one per role, and how they sign in."""

import functools

from playwright.sync_api import Browser

ROLES = (
    "platform-administrator", "alliance-secretary", "school-administrator", "cooperation-office",
    "department-administrator", "major-leader", "teacher", "class-adviser", "student",
    "enterprise-administrator", "enterprise-mentor", "expert", "authority")
SIGN_IN = "/sign-in"


def sign_in(page, base: str, role: str) -> None:
    """Takes the demo's one-click entry of a role."""
    page.goto(base + SIGN_IN)
    page.locator(f'form.demo-role button[value="{role}"]').click()
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
