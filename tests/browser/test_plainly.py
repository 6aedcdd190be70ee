"""What matters works without scripts, and on a window of 320 pixels."""

import re

from playwright.sync_api import expect

NARROW = {"width": 320, "height": 640}


def test_choosing_works_without_scripts_on_a_narrow_window(visit):
    page = visit(java_script_enabled=False, viewport=NARROW)
    page.goto("/search/?q=forms")
    page.get_by_role("link", name="Stars").click()
    page.locator("ol.results").get_by_role("link", name="django-crispy-forms", exact=True).click()
    page.get_by_text("Why?").click()
    expect(page.get_by_role("region", name="Reasons of the verdict")).to_be_visible()
    page.goto("/grids/g/forms/")
    page.get_by_role("form", name="What to show").get_by_label("Order").select_option("From A to Z")
    page.get_by_label("Only differences").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#tally")).to_contain_text("from A to Z")
    for name in ("django-bootstrap5", "django-crispy-forms"):
        page.locator(".grid tbody").get_by_label(f"Select {name}").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".grid thead th")).to_have_count(1 + 2)


def test_a_stack_is_put_into_the_address_without_scripts(visit):
    page = visit(java_script_enabled=False, viewport=NARROW)
    page.goto("/packages/")
    page.locator("details.stack summary").click()
    form = page.get_by_role("form", name="My stack")
    form.get_by_label("Django", exact=True).select_option("5.2")
    form.get_by_role("button", name="Show only what supports it").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=sort%3Astars&shape=table&django=5.2$"))
    expect(page.get_by_role("list", name="Conditions")).to_contain_text("Django 5.2")
