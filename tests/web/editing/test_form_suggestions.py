import pytest

from packgrid.catalogue.package_preview import PackagePreview
from packgrid.web.editing.form_suggestions import MAX_WORDS, choose_category_slug, choose_search_words, make_slug


@pytest.mark.parametrize(
    ("found", "slug"),
    [
        (PackagePreview(title="django-kite"), "apps"),
        (PackagePreview(title="kite", topics=("django",)), "apps"),
        (PackagePreview(title="kite", classifiers=("Framework :: Django :: 5.2",)), "apps"),
        (PackagePreview(title="kite", classifiers=("Framework :: Flask",)), "other"),
        (PackagePreview(title="kite", description="A framework on Django"), "frameworks"),
        (PackagePreview(title="kite", description="A starter for Django sites"), "starter-projects"),
        (PackagePreview(title="kite", description="Our website"), "projects"),
        (PackagePreview(title="kite"), "other"),
        (PackagePreview(), "other"),
    ],
)
def test_words_topics_and_classifiers_speak_for_a_category(found, slug):
    assert choose_category_slug(found) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Kite", "kite"), ("zope.interface", "zope-interface"), ("a b/ü", "a-b"), ("..", ""), ("x" * 120, "x" * 100)],
)
def test_a_name_becomes_part_of_an_address(name, slug):
    assert make_slug(name) == slug


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (PackagePreview(), []),
        (PackagePreview(title="django-kite", description="A simple app for the wind"), ["kite", "wind"]),
        (PackagePreview(title="kite", topics=("django-forms", "kite")), ["forms", "kite"]),
        (PackagePreview(description="ab of is"), []),
    ],
)
def test_words_that_say_nothing_are_not_looked_for(found, words):
    assert choose_search_words(found) == words


def test_few_words_are_looked_for():
    assert (
        len(choose_search_words(PackagePreview(description=" ".join(f"word{number}" for number in range(50)))))
        == MAX_WORDS
    )
