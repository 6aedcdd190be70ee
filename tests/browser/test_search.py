"""People look for something and find it."""

from playwright.sync_api import Page, expect


def test_a_mistyped_name_is_found(page: Page):
    page.goto("/")
    page.get_by_role("combobox", name="Search").first.fill("djnago debgu")
    expect(page.get_by_role("option").first).to_contain_text("django-debug-toolbar")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/search/?q=djnago+debgu")
    expect(page.get_by_text("Did you mean django debug?")).to_be_visible()
    page.locator("ol.results").get_by_role("link", name="django-debug-toolbar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("django-debug-toolbar")


def test_suggestions_are_chosen_from_the_keyboard(page: Page):
    page.goto("/search/")
    field = page.get_by_role("combobox").first
    field.press_sequentially("crispy", delay=20)
    expect(page.get_by_role("option").first).to_contain_text("django-crispy-forms")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("crispy")


def test_a_question_that_is_not_understood_says_where(page: Page):
    page.goto("/search/?q=forms+is:archive")
    expect(page.get_by_text("Character 7: found is:archive")).to_be_visible()
