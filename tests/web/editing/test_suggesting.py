import pytest

from packgrid.catalogue.package_preview import Preview
from packgrid.web.editing.suggesting import MOST_WORDS, kind_of, slug_of, words_of


@pytest.mark.parametrize(
    ("found", "slug"),
    [
        (Preview(title="django-kite"), "apps"),
        (Preview(title="kite", topics=("django",)), "apps"),
        (Preview(title="kite", classifiers=("Framework :: Django :: 5.2",)), "apps"),
        (Preview(title="kite", classifiers=("Framework :: Flask",)), "other"),
        (Preview(title="kite", description="A framework on Django"), "frameworks"),
        (Preview(title="kite", description="A starter for Django sites"), "starter-projects"),
        (Preview(title="kite", description="Our website"), "projects"),
        (Preview(title="kite"), "other"),
        (Preview(), "other"),
    ],
)
def test_words_topics_and_classifiers_speak_for_a_category(found, slug):
    assert kind_of(found) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Kite", "kite"), ("zope.interface", "zope-interface"), ("a b/ü", "a-b"), ("..", ""), ("x" * 120, "x" * 100)],
)
def test_a_name_becomes_part_of_an_address(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Preview(), []),
        (Preview(title="django-kite", description="A simple app for the wind"), ["kite", "wind"]),
        (Preview(title="kite", topics=("django-forms", "kite")), ["forms", "kite"]),
        (Preview(description="ab of is"), []),
    ],
)
def test_words_that_say_nothing_are_not_looked_for(found, words):
    assert words_of(found) == words


def test_few_words_are_looked_for():
    assert len(words_of(Preview(description=" ".join(f"word{number}" for number in range(50))))) == MOST_WORDS
