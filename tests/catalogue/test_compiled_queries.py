"""Queries that are compiled once and read as tuples or as models."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_models import of_model, read_models
from packgrid.catalogue.compiled_queries import (
    IDS,
    MOMENT,
    NUMBER,
    TEXT,
    TEXTS,
    compile_query,
    count_rows,
    read_rows,
)
from packgrid.catalogue.models import Category, Facts, Package, Readme
from web.rows import make_package

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 3, 4, 5, 6, 789, tzinfo=UTC)
WITH_RELATED = of_model(
    Package, "slug", "title", facts=of_model(Facts, "stars", "classifiers"), readme=of_model(Readme, "html")
)


def select_released():
    rows = Facts.objects.filter(released_at__gte=MOMENT).filter(stars__lt=NUMBER)
    rows = rows.filter(package__slug__in=in_values(TEXTS))
    return rows.order_by("package__slug").values_list("package__slug", "released_at", "classifiers", "is_archived")


def select_by_ids():
    return Package.objects.filter(pk__in=in_values(IDS)).order_by("slug")


def select_by_slug():
    return Package.objects.filter(slug=TEXT)


def test_values_take_the_places_of_placeholders_and_come_back_with_their_types(django_assert_num_queries):
    make_package("a", facts={"released_at": AT, "stars": 5, "classifiers": ["A :: B"], "is_archived": True})
    make_package("b", facts={"released_at": AT - timedelta(days=9), "stars": 5})
    make_package("c", facts={"released_at": AT, "stars": 50})
    make_package("d", facts={"released_at": AT, "stars": 5})
    values = [AT - timedelta(days=1), 10, ["a", "b", "c"]]
    for _ in range(2):
        with django_assert_num_queries(1):
            assert read_rows(select_released, values=values) == [("a", AT, ["A :: B"], True)]
    assert read_rows(select_released, values=[AT, 100, ["c", "a", "%s"]], part=slice(1, 2)) == [("c", AT, None, None)]
    assert count_rows(select_released, values=[AT - timedelta(days=99), 100, ["a", "b", "c", "d"]]) == 4


def test_a_query_is_compiled_once():
    package = make_package("a")
    read_rows(select_released, values=[AT, 1, ["a"]])
    before = compile_query.cache_info().misses
    read_rows(select_released, values=[AT, 2, ["a", "b"]])
    assert [row.pk for row in read_models(WITH_RELATED, select_by_ids, values=[[package.pk]])] == [package.pk]
    read_models(WITH_RELATED, select_by_ids, values=[[package.pk, 0]])
    assert compile_query.cache_info().misses == before + 1


def test_models_come_with_their_related_objects_and_without_those_that_are_missing(django_assert_num_queries):
    known, bare = make_package("known", facts={"stars": 0, "classifiers": ["A"]}), make_package("bare")
    Readme.objects.create(package=known, html="<p>Read</p>")
    Facts.objects.filter(package=bare).delete()
    with django_assert_num_queries(1):
        found = read_models(WITH_RELATED, select_by_ids, values=[[known.pk, bare.pk, 0]])
        assert [(row.slug, row.title, row.get_absolute_url()) for row in found] == [
            (row.slug, row.title, row.get_absolute_url()) for row in (bare, known)
        ]
        assert (found[1].facts.stars, found[1].facts.classifiers, found[1].readme.html) == (0, ["A"], "<p>Read</p>")
        for name in ("facts", "readme"):
            with pytest.raises(ObjectDoesNotExist):
                getattr(found[0], name)
    assert (found[1].category, found[1].facts.forks) == (Category.objects.get(), None)  # what was not read is fetched


def test_a_text_finds_its_row_and_nothing_else():
    make_package("a")
    assert [row.slug for row in read_models(WITH_RELATED, select_by_slug, values=["a"])] == ["a"]
    assert read_models(WITH_RELATED, select_by_slug, values=["' OR 1=1 --"]) == []
