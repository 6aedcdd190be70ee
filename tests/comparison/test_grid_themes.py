"""Grids are grouped by the words of their titles."""

import attrs
import pytest

from packgrid.comparison.grid_themes import THEMES, find_theme, group_by_theme


@attrs.frozen
class TitledGrid:
    title: str


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Forms", "forms"),
        ("Linters and Formatters", "development"),
        ("Wagtail forms", "wagtail"),
        ("OAuth servers", "accounts"),
        ("Two factor authentication", "accounts"),
        ("SMS", "communication"),
        ("Feed aggregators", "cms"),
        ("Feedback", "community"),
        ("Multi-Tenancy", "data"),
        ("Workers, Queues and Tasks", "operations"),
        ("Django REST Framework", "api"),
        ("Fresh grid", "other"),
        ("", "other"),
        ("Übersetzung", "other"),
    ],
)
def test_the_words_of_a_title_tell_its_theme(title, theme):
    assert find_theme(title).slug == theme


def test_themes_have_slugs_of_their_own_and_no_word_twice():
    assert len({theme.slug for theme in THEMES}) == len(THEMES)
    for theme in THEMES:
        for word in theme.words:
            assert [other.slug for other in THEMES if word in other.words] == [theme.slug], word


def test_themes_come_by_title_with_the_rest_last_and_keep_the_order_of_their_grids():
    grids = [TitledGrid(title) for title in ("Zope", "Tables", "SMS", "Forms", "Admin styling")]
    found = [(theme.title, [grid.title for grid in rows]) for theme, rows in group_by_theme(grids)]
    assert found == [
        ("Admin", ["Admin styling"]),
        ("Forms, fields and tables", ["Tables", "Forms"]),
        ("Mail, chat and notifications", ["SMS"]),
        ("Other", ["Zope"]),
    ]
