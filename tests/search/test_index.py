from datetime import timedelta

import pytest
from django.db import transaction

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import GridPackage
from packgrid.projections.announcements import announce
from packgrid.search.entry_writer import ENTRY_COLUMNS
from packgrid.search.full_reindex import is_index_missing, reindex_everything
from packgrid.search.index import index_grids, index_packages
from packgrid.search.models import Entry, Word
from packgrid.search.tags import status_labels
from search.rows import NOW, add, add_grid, ask, change, conclude, slugs

pytestmark = pytest.mark.django_db


def test_a_new_package_is_found_within_its_transaction_and_not_once_that_is_rolled_back():
    with transaction.atomic():
        add("Flat Blocks")
        assert slugs("blocks") == ["flat-blocks"]
        transaction.set_rollback(True)
    assert slugs("blocks") == []


def test_a_renamed_package_is_found_by_its_new_name_alone():
    package = add("flat")
    change(package, slug="round", title="Round")
    assert (slugs("round"), slugs("flat")) == (["round"], [])


def test_a_deleted_package_is_gone_and_so_is_a_hidden_one_until_it_is_shown_again():
    package, other = add("flat"), add("flatter")
    other.delete()
    assert slugs("flat") == ["flat"]
    change(package, is_hidden=True)
    assert slugs("flat") == []
    change(package, is_hidden=False)
    assert slugs("flat") == ["flat"]


def test_a_grid_is_found_changed_and_deleted_and_lends_its_title_to_its_packages():
    package, other = add("flat"), add("other")
    grid = add_grid("Blocks of text", package, description="Side by side")
    assert slugs("blocks") == ["blocks-of-text", "flat"]
    assert slugs("side") == ["blocks-of-text"]
    GridPackage.objects.filter(grid=grid).update(package=other)
    announce(grids={grid.pk})
    assert slugs("blocks") == ["blocks-of-text", "other"]
    grid.delete()
    assert (slugs("blocks"), slugs("other")) == ([], ["other"])


def test_what_was_concluded_is_seen_once_it_is_announced():
    package = add("flat")
    conclude(package, status="unmaintained", score=44)
    announce(assessed_packages={package.pk})
    (hit,) = ask("flat").entries
    assert hit.labels == ("unmaintained",)
    assert Entry.objects.get().score == 44


def test_a_row_keeps_what_is_shown_sorted_and_filtered():
    package = add(
        "Flat Blocks",
        "Texts in blocks",
        repo_url="git@github.com:Ann/Flat.git",
        pypi_name="flat",
        documentation_url="https://docs.example/",
        facts={
            "stars": 315,
            "is_archived": True,
            "license": "BSD-3-Clause OR GPL-2.0-only",
            "topics": ["cms"],
            "classifiers": ["Framework :: Django :: 5.2", "Typing :: Typed"],
            "requires_python": ">=3.14",
            "requires_dist": ["Celery_X>=5", "pytest; extra == 'test'", "django>=5.2,<6"],
            "last_commit_at": NOW,
            "released_at": NOW - timedelta(days=1),
        },
    )
    add_grid("Blocks", package)
    entry = Entry.objects.get(package=package)
    assert {name: getattr(entry, name) for name in ENTRY_COLUMNS} == {
        "slug": "flat-blocks",
        "title": "Flat Blocks",
        "description": "Texts in blocks",
        "place": (50 << 41) | (1 << 40) | package.pk,
        "names": " flat blocks ^flatblocks ^flat ~flatblocks ~flat flatblocks flat | block ",
        "words": " texts in blocks cms apps | text block app + blocks | block ",
        "tags": " =every =kind:package =category:apps =grid:blocks =in:blocks =license:bsd-3-clause =license:bsd"
        " =license:gpl-2.0-only =license:gpl-2.0 =license:gpl =django:5.2 =python:3.14 =python:3.15"
        " =unchecked:status =unchecked:vulnerable =is:archived =has:docs"
        " =has:types =has:licence =uses:celery-x =uses:django =host:github.com =host:github =repo:github.com/ann/flat ",
        "stars": 315,
        "downloads": None,
        "score": None,
        "updated_at": NOW,
        "released_at": NOW - timedelta(days=1),
    }


def test_an_entry_that_says_nothing_new_is_not_written(django_assert_num_queries):
    package = add("flat", facts={"stars": 100})
    before = Entry.objects.values().get()
    Facts.objects.update(forks=7)
    with django_assert_num_queries(4):
        index_packages([package.pk])
    assert Entry.objects.values().get() == before
    Facts.objects.update(stars=102)
    index_packages([package.pk])
    after = Entry.objects.values().get()
    assert (after["place"], after["stars"]) == (before["place"], 102)
    assert after["modified"] > before["modified"]
    assert after["created"] == before["created"]


def test_reindexing_makes_good_what_was_missed_and_a_second_time_does_nothing():
    add("flat")
    add_grid("Blocks")
    Entry.objects.all().delete()
    assert is_index_missing()
    assert reindex_everything() == 2
    assert not is_index_missing()
    assert (slugs("flat"), slugs("blocks")) == (["flat"], ["blocks"])
    before = list(Entry.objects.order_by("pk").values())
    assert reindex_everything() == 2
    assert list(Entry.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("rewrite", ["package", "grid"])
def test_an_index_that_has_only_what_changed_lately_is_missing(rewrite):
    package, grid = add("flat"), add_grid("Blocks")
    Entry.objects.all().delete()
    if rewrite == "package":
        index_packages([package.pk])
    else:
        index_grids([grid.pk])
    assert is_index_missing()
    reindex_everything()
    Package.objects.update(is_hidden=True)
    index_packages([package.pk])
    assert not is_index_missing()


def test_reindexing_tells_how_far_it_is():
    add("flat")
    told = []
    reindex_everything(lambda *said: told.append(said))
    assert told == [("Finding packages", 1, 1)]


def test_reindexing_counts_the_words_in_use():
    add("flat blocks", "blocks of text")
    add("more blocks")
    Word.objects.create(word="vanished", skeleton="vnshd", count=3)
    reindex_everything()
    found = Word.objects.filter(word__in=["blocks", "text", "flatblocks", "vanished"])
    assert dict(found.values_list("word", "count")) == {"blocks": 2, "text": 1, "flatblocks": 1}


def test_compounds_are_split_by_the_words_of_the_catalogue():
    for number in range(5):
        add(f"quux-{number}")
        add(f"zyzzy-{number}")
    add("quuxzyzzy")
    reindex_everything()
    assert slugs("zyzzy quux")[0] == "quuxzyzzy"


@pytest.mark.django_db(transaction=True)
def test_words_are_known_once_the_transaction_that_brought_them_is_over():
    package = add("celebrate")
    assert Word.objects.get(word="celebrate").count == 1
    change(package, slug="rejoice", title="rejoice")
    assert dict(Word.objects.filter(word__in=["celebrate", "rejoice"]).values_list("word", "count")) == {
        "celebrate": 0,
        "rejoice": 1,
    }


def test_labels_come_in_one_order():
    assert status_labels(" =is:vulnerable =is:archived =has:docs ") == ("archived", "vulnerable")


def test_a_large_load_leaves_the_index_that_everybody_else_would():
    add_many = 120
    packages = [add(f"django number {number}", "Blocks and tags") for number in range(add_many)]
    grid = add_grid("Blocks of text", packages[0])
    others = Category.objects.create(slug="others", title="Other")
    Package.objects.filter(pk__in=[package.pk for package in packages[10:90]]).update(category=others)
    Package.objects.filter(pk=packages[1].pk).update(is_hidden=True)
    Package.objects.filter(pk=packages[2].pk).update(title="Fresh paint")
    announce(packages={package.pk for package in packages}, grids={grid.pk})
    written = list(Entry.objects.order_by("slug").values_list(*ENTRY_COLUMNS))
    words = dict(Word.objects.filter(count__gt=0).values_list("word", "count"))
    assert len(written) == add_many
    assert [number for number in range(add_many) if slugs(f"number {number}")[:1] != [f"django-number-{number}"]] == [1]
    assert (slugs("paint"), slugs("blocks of text")[0]) == (["django-number-2"], "blocks-of-text")
    assert len(ask("tags").entries) > 1
    reindex_everything()
    assert list(Entry.objects.order_by("slug").values_list(*ENTRY_COLUMNS)) == written
    assert dict(Word.objects.filter(count__gt=0).values_list("word", "count")) == words
    change(packages[2], title="Old paint")
    assert (slugs("fresh"), slugs("old paint")) == ([], ["django-number-2"])
