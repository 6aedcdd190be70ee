"""People write: packages, grids, cells; two at once; and moderators revert."""

from playwright.sync_api import expect

from browser.looking import flawless


def test_a_package_added_by_hand_is_found_at_once(visit):
    page = visit("ada")
    page.goto("/packages/")
    page.get_by_role("link", name="Add a package").click()
    flawless(page)
    page.get_by_role("link", name="Fill in the form yourself").click()
    flawless(page)
    page.get_by_label("Title").fill("django-zither")
    page.get_by_label("URL name").fill("django-zither")
    page.get_by_label("Repository").fill("https://git.example/ada/django-zither")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("django-zither was added to the catalogue.")).to_be_visible()
    page.goto("/search/?q=zither")
    expect(page.locator("ol.results").get_by_role("link", name="django-zither")).to_be_visible()


def test_a_cell_is_filled_from_the_keyboard_and_taken_back(visit):
    page = visit("ada")
    page.goto("/grids/g/caching/")
    flawless(page)
    way = page.locator(".cell-way").first
    place = page.locator("td", has=way).first
    before = place.text_content() or ""
    way.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(way).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".filling textarea")).to_be_focused()
    page.keyboard.type("since 2.0")
    flawless(page)
    page.keyboard.press("Enter")
    expect(place).to_contain_text("since 2.0")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(place).to_have_text(before.strip())
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("listitem").filter(has_text="since 2.0").first).to_contain_text("ada")
    flawless(page)


def test_the_second_of_two_editors_of_a_cell_sees_both_and_chooses(visit):
    first, second = visit("ada"), visit("bob", tolerates="409 (Conflict)")
    for page in (first, second):
        page.goto("/grids/g/email/")
        page.locator(".cell-way").first.press("Enter")
        expect(page.locator(".filling textarea")).to_be_focused()
    first.keyboard.type("with anymail")
    first.keyboard.press("Enter")
    expect(first.locator("td", has=first.locator(".cell-way")).first).to_contain_text("with anymail")
    second.keyboard.type("by hand")
    second.keyboard.press("Enter")
    expect(second.locator("blockquote")).to_have_text("with anymail")
    flawless(second)
    second.get_by_role("button", name="Keep mine").click()
    expect(second.locator("td", has=second.locator(".cell-way")).first).to_contain_text("by hand")


def test_moderators_lock_a_grid_and_take_an_edit_back(visit):
    ada, grace = visit("ada"), visit("grace")
    ada.goto("/grids/g/blogs/")
    ada.get_by_role("link", name="Add a feature").click()
    flawless(ada)
    ada.get_by_label("Feature").fill("Buy cheap watches")
    ada.get_by_role("button", name="Add", exact=True).click()
    expect(ada.get_by_role("rowheader", name="Buy cheap watches")).to_be_visible()
    grace.goto("/grids/blogs/edit/")
    grace.get_by_label("Locked").check()
    grace.get_by_role("button", name="Save").click()
    ada.goto("/grids/g/blogs/")
    expect(ada.get_by_text("locked", exact=True)).to_be_visible()
    expect(ada.locator(".cell-way")).to_have_count(0)
    flawless(ada)
    grace.goto("/edits/by/ada/")
    flawless(grace)
    grace.get_by_role("link", name="Revert the edit of Buy cheap watches").click()
    flawless(grace)
    grace.get_by_role("button", name="Revert").click()
    ada.goto("/grids/g/blogs/")
    expect(ada.get_by_role("rowheader", name="Buy cheap watches")).to_have_count(0)
