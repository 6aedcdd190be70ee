import pytest

from packgrid.comparison.similar_titles import are_similar_titles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Forms", "forms"),
        ("Form", "Forms"),
        ("Django Forms", "Forms for Django"),
        ("REST APIs", "Rest API"),
        ("Categories", "Category"),
        ("Authentication", "Authentification"),
        ("Image galleries", "Gallery: images"),
        ("Packages", "Package"),
    ],
)
def test_titles_that_mean_the_same(one, other):
    assert are_similar_titles(one, other)
    assert are_similar_titles(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Forms", "Fonts"),
        ("CMS", "CRM"),
        ("Caching", "Tagging"),
        ("Admin", "Admin themes"),
        ("CSS", "JS"),
        ("Blogs", "Logs"),
    ],
)
def test_titles_that_mean_something_else(one, other):
    assert not are_similar_titles(one, other)
