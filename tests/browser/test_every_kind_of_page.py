"""Every kind of page is flawless and fits: wide and light, on 320 pixels and dark, at 200 % zoom, in print.

Each page is looked at twice, not four times: the journeys look at the most important ones in both themes.
"""

import pytest

from browser.looking import fits, flawless

WIDE, ZOOMED, NARROW = ({"width": width, "height": 720} for width in (1280, 640, 320))
PACKAGE = "/packages/p/django-crispy-forms/"
FOR_EVERYBODY = [
    "/",
    "/packages/",
    "/packages/?shape=table",
    "/packages/latest/",
    "/categories/apps/",
    "/search/",
    "/search/?q=forms",
    "/search/?q=forms&shape=table",
    "/my-stack/",
    "/my-stack/?django=5.2&database=postgresql",
    PACKAGE,
    f"{PACKAGE}activity/",
    f"{PACKAGE}facts/",
    f"{PACKAGE}health/",
    f"{PACKAGE}share/",
    f"{PACKAGE}support/",
    "/packages/django-crispy-forms/versions/",
    "/grids/",
    "/grids/g/forms/",
    "/grids/g/forms/timesheet/",
    "/compare/",
    "/compare/?p=django-crispy-forms,django-formtools",
    "/readiness/",
    "/open/",
    "/changes/",
    "/syndication/",
    "/about/",
    "/help/",
    "/help/api/",
    "/terms/",
    "/metrics/",
    "/metrics/score/",
    "/metrics/support/",
    "/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/api/v4/?format=api",
    "/api/v4/packages/?format=api",
    "/api/v4/packages/django-crispy-forms/?format=api",
    "/api/v4/search/?format=api&q=forms",
]
FOR_THE_SIGNED_IN = [
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/sessions/",
    "/account/3rdparty/",
    "/profiles/edit/",
    "/profiles/delete/",
    "/watching/",
    "/packages/add/",
    "/grids/add/",
]
FOR_STAFF = [
    "/moderation/",
    "/admin/",
    "/admin/catalogue/package/",
    "/admin/catalogue/package/add/",
    "/admin/accounts/user/",
    "/admin/comparison/grid/",
    "/admin/community/flag/",
]
PAGES = [
    *(("", path) for path in FOR_EVERYBODY),
    *(("bob", path) for path in FOR_THE_SIGNED_IN),
    *(("grace", path) for path in FOR_STAFF),
]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_is_flawless_at_every_width(visit, who, path):
    page = visit(who, viewport=WIDE)
    page.goto(path)
    fits(page)
    flawless(page, ["light"])
    page.set_viewport_size(NARROW)
    fits(page)
    flawless(page, ["dark"])
    page.set_viewport_size(ZOOMED)
    fits(page)
    page.emulate_media(media="print")
    fits(page)


@pytest.mark.parametrize("path", ["/nothing/", "/api/v4/packages/nothing/?format=api"])
def test_a_page_that_is_not_there_is_flawless_too(visit, path):
    page = visit(viewport=NARROW, tolerates="404 (Not Found)")
    page.goto(path)
    fits(page)
    flawless(page)


def test_the_keyboard_leads_past_the_menus_and_shows_where_it_is(page):
    page.goto("/help/api/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
