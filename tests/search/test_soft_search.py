"""Questions are answered by what has most of their words, and the words that say most count most."""

import pytest

from packgrid.search.full_reindex import reindex_everything
from search.rows import add, add_grid, ask, slugs

pytestmark = pytest.mark.django_db


def stars(count):
    return {"stars": count}


def test_a_question_is_answered_by_the_words_that_say_something():
    add("django-tenants", "Tenants with schemas", facts=stars(1000))
    add("django-do", "How to do it", facts=stars(5000))
    add("multi-select", "Selects many", facts=stars(3000))
    reindex_everything()
    assert slugs("how", "do", "I", "do", "multi", "tenant")[:1] == ["django-tenants"]
    assert "django-do" not in slugs("how", "do", "I", "do", "multi", "tenant")


def test_a_rare_word_says_more_than_a_common_one():
    for number in range(8):
        add(f"page-{number}", "Management of pages", facts=stars(900))
    add("invoices", "Sends invoices", facts=stars(2))
    reindex_everything()
    assert slugs("management", "invoices")[0] == "invoices"


def test_two_words_are_found_where_they_are_written_as_one():
    add("fulltext", "Nothing else")
    assert slugs("full", "text") == ["fulltext"]


def test_a_package_in_a_grid_that_fits_rises():
    add("one", "Sends payments", facts=stars(20))
    other = add("other", "Sends payments", facts=stars(10))
    assert slugs("payments") == ["one", "other"]
    add_grid("Payments", other)
    assert [slug for slug in slugs("payments") if slug != "payments"] == ["other", "one"]


def test_each_unknown_word_is_corrected_though_others_are_known():
    for name in ("blue", "red", "green", "black", "white"):
        add(f"{name}-forms", "Forms", facts=stars(50))
    add("bootstrap-forms", "Forms", facts=stars(5))
    reindex_everything()
    found = ask("boostrap", "forms")
    assert (found.entries[0].slug, found.suggestion) == ("bootstrap-forms", "bootstrap forms")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("lodz", "Łódź"), ("Łódź", "Lodz"), ("smorrebrod", "Smørrebrød"), ("dakovo", "Đakovo"),
        ("isik", "I\u015f\u0131k"),
        ("aether", "Æther"), ("oeuvre", "Œuvre"), ("thing", "Þing"), ("strasse", "Straße"), ("hello", "\uff48ello"),
    ],
)  # fmt: skip
def test_letters_are_found_as_people_write_them_who_do_not_have_them(text, title):
    add(title, slug="letters")
    assert slugs(text) == ["letters"]


def test_who_contributes_is_found_after_what_is_called_so():
    add("ada", facts=stars(1))
    add("kites", facts=stars(900) | {"contributors": ["ada lovelace", "grace"]})
    assert slugs("ada") == ["ada", "kites"]
    assert slugs("lovelace") == ["kites"]
