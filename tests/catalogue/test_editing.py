from datetime import UTC, datetime

import attrs
import pytest

from announcements import heard_ids
from packgrid.catalogue import provenance
from packgrid.catalogue.editing import put_categories, put_packages, put_successors
from packgrid.catalogue.models import Category, Example, Facts, FetchState, Package
from packgrid.catalogue.provenance import Provenance
from packgrid.catalogue.records import CategoryRecord, ExampleRecord, PackageRecord, RecordOutcome, RecordStatus

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
OLD, NEW = datetime(2022, 1, 1, tzinfo=UTC), datetime(2026, 2, 15, tzinfo=UTC)


@pytest.fixture
def apps(db):
    return Category.objects.create(slug="apps", title="App")


def put(record, *, origin="first.toml", now=NOW, overwrites=False):
    """The outcome of one package, with a category."""
    return put_packages([attrs.evolve(record, category="apps")], origin=origin, now=now, overwrites=overwrites)[0]


@pytest.mark.django_db
def test_a_category_is_added_changed_and_left_alone():
    record = CategoryRecord(slug="apps", id=1, title="App")
    assert put_categories([record], now=NOW) == [RecordOutcome(RecordStatus.ADDED)]
    assert put_categories([record], now=LATER) == [RecordOutcome(RecordStatus.UNCHANGED)]
    assert put_categories([CategoryRecord(slug="apps", title_plural="Apps")], now=LATER) == [
        RecordOutcome(RecordStatus.CHANGED)
    ]
    assert list(Category.objects.values_list("id", "title", "title_plural", "created", "modified")) == [
        (1, "App", "Apps", NOW, LATER)
    ]
    assert put_categories([CategoryRecord(slug="x", id=1)], now=NOW) == [
        RecordOutcome(RecordStatus.REFUSED, "id: 1 belongs to 'apps'")
    ]


@pytest.mark.django_db
def test_a_change_moves_modified_and_keeps_what_is_not_said(apps):
    put(PackageRecord(slug="p", title="P", repo_url="https://git.example/p/p"))
    assert put(PackageRecord(slug="p", title="New"), now=LATER, overwrites=True) == RecordOutcome(RecordStatus.CHANGED)
    assert list(Package.objects.values_list("title", "repo_url", "created", "modified")) == [
        ("New", "https://git.example/p/p", NOW, LATER)
    ]


@pytest.mark.django_db
def test_many_changed_rows_are_written_in_place(apps):
    records = [PackageRecord(slug=f"p{number}", category="apps", stars=number) for number in range(1200)]
    put_packages(records, origin="a", now=NOW)
    ids = dict(Package.objects.values_list("slug", "pk"))
    changed = [attrs.evolve(record, title="T", stars=7) for record in records]
    outcomes = put_packages(changed, origin="a", now=LATER, overwrites=True)
    assert {outcome.status for outcome in outcomes} == {RecordStatus.CHANGED}
    assert dict(Package.objects.filter(title="T", facts__stars=7).values_list("slug", "pk")) == ids


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (
            PackageRecord(slug="q", category="nowhere"),
            "category: the catalogue has no category 'nowhere'; load it first",
        ),
        (PackageRecord(slug="q"), "category: missing; a new package needs one"),
        (PackageRecord(slug="q", category="apps", id=5), "id: 5 belongs to 'p'"),
    ],
)
def test_a_package_that_cannot_be_is_refused_and_the_others_are_not(apps, record, reason):
    put(PackageRecord(slug="p", id=5))
    good = PackageRecord(slug="r", category="apps")
    assert put_packages([record, good], origin="x", now=NOW) == [
        RecordOutcome(RecordStatus.REFUSED, reason),
        RecordOutcome(RecordStatus.ADDED),
    ]
    assert list(Package.objects.order_by("slug").values_list("slug", flat=True)) == ["p", "r"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "said", "stars"),
    [
        (None, None, 2),
        (None, NEW, 2),
        (NEW, None, 1),
        (NEW, OLD, 1),
        (OLD, NEW, 2),
        (OLD, OLD, 2),
    ],
)
def test_dated_beats_undated_and_newer_beats_older(apps, stored, said, stars):
    put(PackageRecord(slug="p", stars=1, summary="1", usage_count=1, last_fetched_at=stored))
    outcome = put(
        PackageRecord(slug="p", stars=2, summary="2", usage_count=2, last_fetched_at=said), origin="b.csv", now=LATER
    )
    won = stars == 2
    date = said if won else stored
    assert outcome.status == (RecordStatus.CHANGED if won else RecordStatus.UNCHANGED)
    facts = Facts.objects.get()
    assert (facts.stars, facts.summary, facts.usage_count) == (stars, str(stars), stars)
    assert facts.last_fetched_at == date
    expected = Provenance("b.csv", LATER, said) if won else Provenance("first.toml", NOW, stored)
    assert {provenance.read_provenance(facts, name) for name in ("stars", "summary", "usage_count")} == {expected}


@pytest.mark.django_db
def test_each_value_is_dated_by_itself(apps):
    put(PackageRecord(slug="p", stars=1, last_fetched_at=NEW))
    put(PackageRecord(slug="p", stars=2, summary="2"), origin="b.csv", now=LATER)
    facts = Facts.objects.get()
    assert (facts.stars, provenance.read_provenance(facts, "stars")) == (1, Provenance("first.toml", NOW, NEW))
    assert (facts.summary, provenance.read_provenance(facts, "summary")) == ("2", Provenance("b.csv", LATER))


@pytest.mark.django_db
def test_a_value_that_is_said_again_keeps_the_time_of_its_change(apps):
    put(PackageRecord(slug="p", stars=1, forks=1, last_fetched_at=OLD))
    put(PackageRecord(slug="p", stars=1, forks=2, last_fetched_at=NEW), origin="b.csv", now=LATER)
    facts = Facts.objects.get()
    assert provenance.read_provenance(facts, "stars") == Provenance("b.csv", NOW, NEW)
    assert provenance.read_provenance(facts, "forks") == Provenance("b.csv", LATER, NEW)


@pytest.mark.django_db
def test_a_version_and_its_date_come_from_one_account(apps):
    put(PackageRecord(slug="p", version="2.0", last_fetched_at=NEW))
    put(PackageRecord(slug="p", version="1.0", released_at=OLD))
    assert Facts.objects.values_list("version", "released_at").get() == ("2.0", None)
    put(PackageRecord(slug="q", version="1.0", released_at=OLD))
    put(PackageRecord(slug="q", version="2.0"))
    assert Facts.objects.filter(package__slug="q").values_list("version", "released_at").get() == ("2.0", None)


@pytest.mark.django_db
@pytest.mark.parametrize(("stated", "stars"), [(OLD, 1), (None, 1), (NEW, 2)])
def test_what_a_source_confirmed_gives_way_to_a_newer_file_only(apps, stated, stars):
    put(PackageRecord(slug="p", stars=1))
    facts = Facts.objects.get()
    Facts.objects.update(provenance={"stars": ["github", 0]})
    between = OLD + (NEW - OLD) / 2
    record = PackageRecord(slug="p", category="apps", stars=2, last_fetched_at=stated)
    FetchState.objects.create(package_id=facts.pk, source="github", last_success_at=between)
    put_packages([record], origin="b", now=LATER)
    facts.refresh_from_db()
    assert facts.stars == stars


@pytest.mark.django_db
def test_sources_hear_that_a_file_has_changed_their_facts(apps):
    with heard_ids("loaded_facts") as heard:
        put(PackageRecord(slug="p", stars=1))
        put(PackageRecord(slug="p", stars=1))
        assert heard == []
        put(PackageRecord(slug="p", title="T", stars=2), overwrites=True)
    assert heard == [{Package.objects.get().pk}]


@pytest.mark.django_db
def test_a_package_without_facts_gets_them(apps):
    Package.objects.create(slug="p", title="P", category=apps)
    assert put(PackageRecord(slug="p", stars=1)) == RecordOutcome(RecordStatus.CHANGED)
    assert Facts.objects.get().stars == 1


@pytest.mark.django_db
def test_examples_are_matched_by_address(apps):
    record = PackageRecord(slug="p", examples=[ExampleRecord(title="A", url="https://a.example/")])
    assert [put(record).status, put(record).status] == [RecordStatus.ADDED, RecordStatus.UNCHANGED]
    renamed = PackageRecord(slug="p", examples=[ExampleRecord(title="B", url="https://a.example/")])
    assert put(renamed).status == RecordStatus.CHANGED
    assert list(Example.objects.values_list("title", "is_approved")) == [("B", True)]


@pytest.mark.django_db
def test_successors_are_linked_once_all_exist(apps):
    records = [
        PackageRecord(slug="old", category="apps", replaced_by="new"),
        PackageRecord(slug="new", category="apps", replaced_by="new"),
    ]
    put_packages(records, origin="x", now=NOW)
    left_out = "replaced_by: the catalogue has no other package 'new'; left out"
    assert put_successors(records, now=LATER) == {
        "old": RecordOutcome(RecordStatus.CHANGED),
        "new": RecordOutcome(RecordStatus.UNCHANGED, left_out),
    }
    assert put_successors(records, now=LATER)["old"] == RecordOutcome(RecordStatus.UNCHANGED)
    assert Package.objects.get(slug="old").replaced_by == Package.objects.get(slug="new")


@pytest.mark.django_db
def test_only_ids_of_added_and_changed_packages_are_announced(apps):
    with heard_ids("packages") as heard:
        put(PackageRecord(slug="p", stars=1))
        put(PackageRecord(slug="p", stars=1))
        put(PackageRecord(slug="p", stars=2))
    assert heard == [{Package.objects.get().pk}] * 2


IN_DJANGO = {"builtin_in": "django", "builtin_since": "6.0", "builtin_name": "", "builtin_url": "https://a.example/"}
IN_PYTHON = {"builtin_in": "python", "builtin_since": "3.9", "builtin_name": "x", "builtin_url": "https://b.example/"}


@pytest.mark.parametrize(
    ("stored", "loaded", "overwrites", "result"),
    [
        ({}, IN_PYTHON, False, IN_PYTHON),
        (IN_DJANGO, IN_PYTHON, False, IN_DJANGO),
        (IN_DJANGO, IN_PYTHON, True, IN_PYTHON),
        (IN_PYTHON, {name: value for name, value in IN_DJANGO.items() if value}, True, IN_DJANGO),
        (IN_PYTHON, {"builtin_in": "", "builtin_since": "", "builtin_url": ""}, True, dict.fromkeys(IN_DJANGO, "")),
        (IN_PYTHON, {"title": "Only the title"}, True, IN_PYTHON),
    ],
)
def test_what_a_package_is_built_into_is_loaded_as_one_fact(apps, stored, loaded, overwrites, result):
    put(PackageRecord(slug="a", **stored))
    outcome = put(PackageRecord(slug="a", **loaded), now=LATER, overwrites=overwrites)
    assert Package.objects.filter(slug="a").values(*IN_DJANGO).get() == result
    kept = {"builtin_in", "builtin_since", "builtin_url"} if stored == IN_DJANGO and not overwrites else set()
    assert set(outcome.unchanged) == kept
