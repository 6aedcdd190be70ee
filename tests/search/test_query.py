import pytest

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid
from packgrid.search.models import Entry
from packgrid.search.query import Question, find, understand


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("flatblocks", Question("flatblocks", ("flatblocks",))),
        ("  django   flatblocks ", Question("django-flatblocks", ("django", "flatblocks"))),
        ("django_flat-blocks", Question("django-flat-blocks", ("django-flat-blocks",))),
        ('"inclusion tag" flat', Question("inclusion-tag-flat", ("inclusion-tag", "flat"))),
        ('"unfinished', Question("unfinished", ("unfinished",))),
        ('un"finished', Question("un-finished", ("un", "finished"))),
        ('" " flat ""', Question("flat", ("flat",))),
        ("flat flat", Question("flat-flat", ("flat",))),
        ("c++ a", Question("c++-a", ("c++", "a"))),
        ("größe", Question("größe", ("größe",))),
        ("x" * 200, Question("x" * 200, ("x" * 200,))),
    ],
)
def test_a_text_is_understood(text, question):
    assert understand(text) == question


@pytest.mark.parametrize("text", ["", " ", "a", "a b c", '"', '""', '" "', "--", "- _ -", "fl\x00at", "x" * 201])
def test_a_text_that_asks_nothing_is_no_question(text):
    assert understand(text) is None


def add(title, description="", *, slug=None, stars=None):
    slug = slug or title.lower().replace(" ", "-")
    apps, _ = Category.objects.get_or_create(slug="apps", title="App")
    package = Package.objects.create(slug=slug, title=title, category=apps)
    Facts.objects.create(package=package, stars=stars)
    Entry.objects.create(package=package, slug=slug, title=title, description=description)


def titles(text):
    return [entry.title for entry in find(text)]


@pytest.mark.django_db
def test_names_come_before_descriptions_and_stars_decide_between_equals():
    add("blocks", stars=1)
    add("blocks-extra", stars=5)
    add("blocks-more", stars=50)
    add("django-blocks", stars=None)
    add("my-blocks", stars=0)
    add("Texts", "Blocks of text", stars=9000)
    add("Other", "Nothing of the kind", stars=99_000)
    assert titles("Blocks") == ["blocks", "blocks-more", "blocks-extra", "my-blocks", "django-blocks", "Texts"]


@pytest.mark.django_db
def test_equal_stars_are_ordered_by_title():
    for title in ("b-flat", "c-flat", "a-flat"):
        add(title, stars=3)
    assert titles("flat") == ["a-flat", "b-flat", "c-flat"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["django flatblocks", "django-flatblocks", "Django_Flatblocks", '"django flatblocks"', "flatblocks django"]
)
def test_separators_are_equal(text):
    add("django-flatblocks")
    add("Django Flatblocks", slug="elsewhere")
    add("x", "for django_flatblocks", slug="x")
    add("django", "nothing flat")
    assert sorted(titles(text)) == ["Django Flatblocks", "django-flatblocks", "x"]
    assert titles(text)[2] == "x"


@pytest.mark.django_db
def test_every_word_must_occur_somewhere():
    add("flat", "with blocks")
    add("flat-pages", "with pages")
    assert titles("flat blocks") == ["flat"]
    assert titles("flat nothing") == []


@pytest.mark.django_db
def test_a_phrase_must_occur_as_it_is():
    add("one", "an inclusion tag")
    add("two", "a tag for inclusion")
    assert titles('"inclusion tag"') == ["one"]
    assert titles("inclusion tag") == ["one", "two"]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "found"), [("100%", ["a"]), ("%%", []), ("\\d", ["b"]), ("\\\\", []), ("'x'", ["c"])])
def test_signs_of_the_database_mean_themselves(text, found):
    add("a", "100% tested")
    add("b", "matches \\d")
    add("c", "says 'x'")
    assert titles(text) == found


@pytest.mark.django_db
def test_grids_are_found_too_and_the_limit_holds_in_one_query(django_assert_num_queries):
    for number in range(30):
        add(f"flat-{number:02}")
    grid = Grid.objects.create(slug="flat", title="Flat")
    Entry.objects.create(grid=grid, slug="flat", title="Flat")
    with django_assert_num_queries(1):
        found = find("flat", limit=5)
    assert [entry.grid_id for entry in found] == [grid.pk, None, None, None, None]


@pytest.mark.django_db
def test_many_words_are_no_burden():
    add("flat")
    assert titles(" ".join("abcdefghijklmnopqrstuvwxyz0123456789") + " flat") == []
    assert titles(" ".join(f"{a}{b}" for a in "abcdefgh" for b in "abcdefgh")) == []
