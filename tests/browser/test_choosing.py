"""People choose: they search, read about a package, set some side by side."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from browser.looking import fits, flawless


def asked(page: Page) -> dict[str, list[str]]:
    """What the address asks for."""
    return parse_qs(urlsplit(page.url).query)


def test_a_search_is_narrowed_ordered_and_reshaped_by_its_address(page: Page):
    page.goto("/search/?q=forms")
    flawless(page)
    page.get_by_role("complementary").get_by_role("link", name="MIT").click()
    expect(page.get_by_role("list", name="Conditions")).to_contain_text("mit", ignore_case=True)
    page.get_by_role("navigation", name="Order").get_by_role("link", name="Stars").click()
    page.get_by_role("navigation", name="Shape").get_by_role("link", name="Table").click()
    rows = page.locator("table.list tbody tr")
    expect(rows.first).to_contain_text("django-crispy-forms")
    assert asked(page) == {"q": ["forms license:mit sort:stars"], "shape": ["table"]}
    flawless(page)
    rows.first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("django-crispy-forms")


def test_a_package_shows_its_evidence_and_is_weighed_anew(page: Page):
    page.goto("/packages/p/django-crispy-forms/")
    page.get_by_text("Why?").click()
    evidence = page.get_by_role("region", name="Reasons of the verdict")
    expect(evidence).to_contain_text("Nobody has said that it is deprecated")
    flawless(page)
    ways = page.get_by_role("navigation", name="About this package")
    ways.get_by_role("link", name="Health").click()
    page.get_by_role("spinbutton", name="Popularity").fill("100")
    page.get_by_role("button", name="Update score").click()
    assert asked(page)["popularity"] == ["100"]
    flawless(page)
    ways.get_by_role("link", name="Support").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("support")
    flawless(page)
    ways.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="Badges, a card, citations").click()
    page.wait_for_load_state()
    drawn = page.get_by_role("img").evaluate_all("all => all.map(one => one.complete && one.naturalWidth > 0)")
    assert len(drawn) == 7
    assert all(drawn)
    flawless(page)


def test_a_grid_is_sorted_narrowed_and_shared(page: Page):
    page.goto("/grids/g/forms/")
    flawless(page)
    heads, wish = page.locator(".grid tbody th[scope=row] a"), page.get_by_role("form", name="What to show")
    expect(heads.first).to_have_text("django-crispy-forms")
    wish.get_by_label("Order").select_option("From A to Z")
    expect(heads.first).to_have_text("django-bootstrap5")
    wish.get_by_role("combobox", name="Python").select_option("3.13")
    expect(page.locator("#tally")).to_contain_text("Left out: 10 not checked")
    page.get_by_role("link", name="Show all").click()
    expect(heads).to_have_count(10)
    wish.get_by_label("Only differences").check()
    expect(heads).to_have_count(10)
    page.locator(".grid tbody").get_by_label("Select iommi").check()
    page.get_by_role("button", name="Hide").click()
    expect(heads).to_have_count(9)
    assert asked(page)["without"] == ["iommi"]
    flawless(page)
    there = page.url
    page.context.clear_cookies()
    page.goto("/")
    page.goto(there)
    expect(heads).to_have_count(9)
    page.get_by_role("link", name="Show all").click()
    expect(heads).to_have_count(10)


def test_packages_are_ticked_compared_and_made_a_grid(visit):
    page = visit("ada")
    page.goto("/search/?q=forms&shape=table")
    for name in ("django-crispy-forms", "django-formtools", "django-widget-tweaks"):
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()
    tray = page.get_by_role("form", name="Packages to compare")
    flawless(page)
    tray.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile(r"/compare/\?p="))
    heads = page.locator(".grid thead th")
    expect(heads).to_have_count(1 + 3)
    flawless(page)
    heads.filter(has_text="django-formtools").get_by_role("link", name="Remove").click()
    expect(heads).to_have_count(1 + 2)
    page.get_by_role("link", name="Make a grid").click()
    flawless(page)
    page.get_by_label("Title").fill("Forms that I know")
    page.get_by_role("button", name="Create grid").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Forms that I know 2")
    expect(heads).to_have_count(1 + 2)


def test_three_packages_from_results_are_compared_on_a_narrow_screen(visit):
    page = visit(viewport={"width": 360, "height": 740})
    page.goto("/search/?q=forms")
    names = ("django-crispy-forms", "django-formtools", "django-widget-tweaks")
    for name in names:
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()
    page.get_by_role("form", name="Packages to compare").get_by_role("button", name="Compare").click()
    heads = page.locator(".grid thead th a[href^='/packages/']")
    expect(heads).to_have_text(names)
    expect(page.get_by_text("3 packages. Scroll the table sideways to see more.")).to_be_visible()
    for head in heads.all()[:2]:
        place = head.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= 360
    expect(heads.nth(2)).to_be_in_viewport(ratio=0)
    flawless(page)
    fits(page)
    page.get_by_role("form", name="What to show").get_by_label("Only differences").check()
    expect(page.locator("#tally")).to_contain_text("same for all")


def test_a_grid_in_rows_keeps_names_and_heads_in_sight(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/grids/g/forms/")
    fits(page)
    grid = page.get_by_role("region", name="Packages side by side")
    grid.evaluate("one => one.scrollTo(400, 500)")
    box, name = grid.bounding_box(), page.locator(".grid tbody th[scope=row]").nth(6).bounding_box()
    head = page.locator(".grid thead th").first.bounding_box()
    assert box is not None
    assert name is not None
    assert head is not None
    assert abs(name["x"] - box["x"]) <= 2
    assert (abs(head["x"] - box["x"]) <= 2, abs(head["y"] - box["y"]) <= 2) == (True, True)


def test_a_stack_is_set_once_and_kept(page: Page):
    page.goto("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="My stack").click()
    form = page.get_by_role("form", name="My stack")
    form.get_by_label("Django", exact=True).select_option("5.2")
    form.get_by_role("button", name="Set my stack").click()
    expect(page).to_have_url(re.compile(r"/my-stack/\?django=5.2$"))
    flawless(page)
    page.goto("/search/?q=sms")
    bar, results = page.locator("details.stack"), page.locator("ol.results > li")
    expect(bar.locator("summary")).to_have_text("My stack: Django 5.2")
    expect(results.filter(has_text="django-sms-gate").locator(".fit")).to_have_text("✓ 5.2")
    expect(results.filter(has_text="django-sms-old").locator(".fit")).to_have_text("✗ 5.2 not declared")
    expect(results.filter(has_text="django-sms-new").locator(".fit")).to_have_count(0)
    expect(results.filter(has_text="django-sms-new")).to_contain_text("Not checked: Django, Python")
    bar.locator("summary").click()
    bar.get_by_label("Python").select_option("3.13")
    expect(results.filter(has_text="django-sms-gate").locator(".fit")).to_have_text(["✓ 5.2", "✓ 3.13"])
    flawless(page)
    bar.get_by_role("button", name="Show only what supports it").click()
    expect(results).to_have_count(1)
    assert asked(page) == {"q": ["sms"], "django": ["5.2"], "python": ["3.13"]}
    page.get_by_role("list", name="Conditions").get_by_role("link", name="Django 5.2").click()
    expect(results).to_have_count(2)
    page.goto("/compare/?p=django-sms-gate,django-sms-old,django-sms-new")
    expect(page.locator(".grid .fits")).to_have_text(
        [
            "✓ Django 5.2 ✓ Python 3.13 ",
            "✗ Django 5.2 not declared ✓ Python 3.13 ",
            "? Django 5.2, Python 3.13 not checked ",
        ]
    )
    flawless(page)
    page.get_by_role("link", name="Only what supports it").click()
    expect(page.locator(".grid .fits")).to_have_count(1)
    assert (asked(page)["django"], asked(page)["python"]) == (["5.2"], ["3.13"])
    for path in ("/packages/p/django-sms-old/", "/packages/p/django-sms-old/support/"):
        page.goto(path)
        expect(page.locator("#stack-fit .fit")).to_have_text(["✗ Django 5.2 not declared", "✓ Python 3.13"])
    page.goto("/packages/")
    expect(bar.locator("summary")).to_have_text("My stack: Django 5.2, Python 3.13")
    assert not page.context.cookies()
    bar.locator("summary").click()
    bar.get_by_role("button", name="Clear").click()
    expect(page.locator(".fit")).to_have_count(0)
    page.reload()
    expect(bar.locator("summary")).to_have_text("My stack: not set")


def test_an_sms_package_for_django_52_is_four_clicks_away_from_home(page: Page):
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.click()
    page.keyboard.type("sms")
    page.keyboard.press("Enter")
    page.get_by_role("complementary").get_by_role("link", name="5.2").click()
    page.locator("ol.results").get_by_role("link", name="django-sms-gate").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("django-sms-gate")
