"""People come, say what they use, and go."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.looking import flawless

LINK = re.compile(r"/account/confirm-email/\S+")


def test_somebody_signs_up_with_the_link_in_a_mail_and_signs_out(page: Page, log: Path):
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    flawless(page)
    page.get_by_role("link", name="Sign up").click()
    flawless(page)
    page.get_by_label("User name").fill("eve")
    page.get_by_label("E-mail address").fill("eve@mail.example")
    page.get_by_label("Password", exact=True).fill("a long secret")
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url("/account/confirm-email/")
    flawless(page)
    page.goto(LINK.findall(log.read_text())[-1])
    flawless(page)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("banner").get_by_text("eve").click()
    page.get_by_role("link", name="Profile").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("eve")
    flawless(page)
    page.get_by_role("banner").get_by_text("eve").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_what_somebody_uses_likes_and_follows_is_on_their_pages(visit):
    page = visit("bob")
    page.goto("/packages/p/django-compressor/")
    for name in ("I use this", "Favourite", "Follow"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    flawless(page)
    page.goto("/profiles/bob/")
    for shelf in ("#uses", "#favorites"):
        expect(page.locator(shelf)).to_contain_text("django-compressor")
    flawless(page)
    page.goto("/watching/")
    expect(page.get_by_role("complementary")).to_contain_text("django-compressor")
    flawless(page)
