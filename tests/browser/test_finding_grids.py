"""People find the grid that answers their question."""

import re

from playwright.sync_api import Page, expect

from browser.looking import flawless

QUESTION = "how do I serve several customers from one site"


def test_the_home_page_leads_by_a_question_to_the_grid_of_multi_tenancy(page: Page):
    page.goto("/")
    flawless(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Find and compare Django packages")
    page.get_by_role("link", name="multi-tenant site").click()
    page.get_by_role("main").get_by_role("link", name="Multi-Tenancy").first.click()
    expect(page).to_have_url(re.compile(r"/grids/g/multi-tenancy/$"))
    expect(page.get_by_role("main")).to_contain_text("django-tenants")


def test_the_list_of_grids_answers_a_question_and_has_themes(page: Page):
    page.goto("/grids/")
    flawless(page)
    search = page.get_by_role("search", name="Grids")
    search.get_by_role("searchbox", name="Search grids").fill(QUESTION)
    search.get_by_role("button", name="Search").click()
    rows = page.get_by_role("rowheader")
    expect(rows.first).to_contain_text("Multi-Tenancy")
    flawless(page)
    page.get_by_role("navigation", name="Themes of grids").get_by_role("link", name="Forms, fields and tables").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Forms, fields and tables")
    page.get_by_role("rowheader").get_by_role("link", name="Forms", exact=True).click()
    expect(page).to_have_url(re.compile(r"/grids/g/forms/$"))
