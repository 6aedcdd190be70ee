import csv
import json
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from announcements import heard_ids
from packgrid.api.v4.models import PackageDocument
from packgrid.catalogue.models import Category, Example, Facts, Package
from packgrid.catalogue.provenance import Provenance, read_provenance
from packgrid.catalogue.records import RecordStatus
from packgrid.comparison.models import Grid, GridCell, GridPackage
from packgrid.importer import load as loading
from packgrid.importer import spool
from packgrid.importer.catalogue_files import starter_files
from packgrid.importer.load import LoadOptions, load, load_starter
from packgrid.importer.reports import KEPT
from packgrid.search.models import Entry

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
HEADER = (
    "slug,category,grids,usage_count,repo_url,repo_host,stars,forks,open_issues,commit_count,last_commit_at,topics,"
    "archived_guess,pypi_name,pypi_version,pypi_released_month,pypi_downloads_rank,summary"
)
ODD_ROWS = f"""{HEADER}
12,apps,,0,,,,,,,,,false,,,,,
django-crispy-forms,apps,forms  this-site client_side,69,https://github.com/d/crispy,github,4432,712,86,1689,\
2022-03-05T18:57:56Z,django  forms,false,Django_Crispy.Forms,2.7,2026-07,2723,"Best way, ""DRY"" forms"
one,apps,,0,https://github.com/d/mono.git,github,,,,,,,false,,,,,
two,apps,forms,0,https://github.com/D/mono,github,,,,,,,false,,,,,
lost,nowhere,,0,,,,,,,,,false,,,,,
one,apps,,0,,,,,,,,,false,,,,,
bad,apps,,-1,,,many,,,,,,false,,,,,
"""
CATALOGUE = """
[[grid]]
id = 48
slug = "layout"
title = "Layout"
packages = ["flat"]

[[grid.feature]]
title = "Headers"
[grid.feature.elements]
flat = "yes"
ghost = "no"

[[package]]
id = 265
slug = "flat"
title = "Flat"
category = "apps"
created = 2010-09-12T22:24:14.351985-04:00
modified = 2026-01-28T14:45:08.570748-05:00
last_fetched = 2026-02-15T19:07:25.175315-05:00
stars = 84
contributors = ["zerok"]
summary = "Blocks"
replaced_by = "newer"
examples = [{ title = "A site", url = "https://site.example/" }]

[[package]]
slug = "newer"
category = "apps"
replaced_by = "ghost"

[[category]]
id = 1
slug = "apps"
title = "App"
"""


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    return path


def counted(report):
    """added, changed, unchanged, skipped by kind."""
    return {kind: tuple(counts[verdict] for verdict in RecordStatus) for kind, counts in report.counts.items()}


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Category, Package, Facts, Grid, GridPackage)]


def without_ids(tables):
    """PostgreSQL gives no id twice."""
    return [[{name: row[name] for name in row if not name.endswith("id")} for row in table] for table in tables]


def entries():
    return list(Entry.objects.order_by("slug").values_list("slug", "names", "words", "tags"))


@pytest.fixture
def apps(db):
    return Category.objects.create(slug="apps", title="App")


@pytest.mark.django_db
def test_the_odd_rows_of_a_csv_file_are_loaded_or_named(tmp_path, apps):
    path = write(tmp_path, "c.csv", ODD_ROWS)
    report = load([path], now=NOW)
    assert counted(report) == {"package": (4, 0, 0, 3), "grid": (3, 0, 0, 0)}
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in report.problems] == [
        "c.csv:7:1: one: the same slug is at " + str(path) + ":4:1",
        "c.csv:8:4: bad: usage_count: '-1' is not a whole number from 0 to 2,147,483,647",
        "c.csv:8:7: bad: stars: 'many' is not a whole number from 0 to 2,147,483,647",
        "c.csv:6:1: lost: category: the catalogue has no category 'nowhere'; load it first",
    ]
    assert [(note.slug, note.reason) for note in report.notes] == [
        ("12", "no repository; kept"),
        ("12", "kept; the API finds it by its slug only where no package has that id"),
        ("one", "same repository as two; kept, a repository may hold several packages"),
        ("two", "same repository as one; kept, a repository may hold several packages"),
    ]
    assert not report.is_complete
    crispy = Package.objects.select_related("facts").get(slug="django-crispy-forms")
    assert (crispy.title, crispy.category, crispy.pypi_name) == ("django-crispy-forms", apps, "django-crispy-forms")
    assert list(crispy.grids.order_by("slug").values_list("slug", "title")) == [
        ("client_side", "Client side"),
        ("forms", "Forms"),
        ("this-site", "This site"),
    ]
    facts = crispy.facts
    assert (facts.stars, facts.topics, facts.usage_count) == (4432, ["django", "forms"], 69)
    assert (read_provenance(facts, "stars"), facts.last_fetched_at) == (Provenance("c.csv", NOW), None)
    assert (facts.version, facts.downloads_rank) == ("2.7", 2723)
    assert (facts.released_at, facts.released_to_the_month) == (datetime(2026, 7, 1, tzinfo=UTC), True)
    bare = Facts.objects.get(package__slug="12")
    assert (bare.stars, bare.summary, list(bare.provenance)) == (None, None, ["usage_count"])
    assert Entry.objects.filter(package=crispy).exists()


@pytest.mark.django_db
def test_ids_dates_features_and_examples_of_a_toml_file_survive_whatever_their_order(tmp_path):
    path = write(tmp_path, "c.toml", CATALOGUE)
    report = load([path], now=NOW)
    assert counted(report) == {"category": (1, 0, 0, 0), "package": (2, 0, 0, 0), "grid": (1, 0, 0, 0)}
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in report.problems] == [
        "c.toml:28:1: newer: replaced_by: the catalogue has no other package 'ghost'; left out",
        "c.toml:2:1: layout: elements: 'ghost' is not in this grid; 'Headers' left out",
    ]
    assert report.is_complete
    flat = Package.objects.select_related("facts", "replaced_by").get(pk=265)
    assert flat.created == datetime.fromisoformat("2010-09-12T22:24:14.351985-04:00")
    assert flat.modified == datetime.fromisoformat("2026-01-28T14:45:08.570748-05:00")
    fetched = datetime.fromisoformat("2026-02-15T19:07:25.175315-05:00")
    assert flat.facts.last_fetched_at == fetched
    assert read_provenance(flat.facts, "stars") == Provenance("c.toml", NOW, fetched.replace(microsecond=0))
    assert (flat.facts.stars, flat.facts.contributors, flat.replaced_by.slug) == (84, ["zerok"], "newer")
    assert list(Example.objects.values_list("title", "url", "is_approved")) == [
        ("A site", "https://site.example/", True)
    ]
    assert list(GridCell.objects.values_list("column__grid_id", "column__package_id", "feature__title", "text")) == [
        (48, 265, "Headers", "yes")
    ]


@pytest.mark.django_db
def test_the_same_files_again_write_nothing(tmp_path):
    paths = [write(tmp_path, "c.toml", CATALOGUE), write(tmp_path, "c.csv", ODD_ROWS)]
    load(paths, now=NOW)
    before = everything()
    with CaptureQueriesContext(connection) as queries, heard_ids("packages") as heard:
        report = load(paths, now=LATER)
    assert {kind: counts[:3] for kind, counts in counted(report).items()} == {
        "category": (0, 0, 1),
        "package": (0, 0, 6),
        "grid": (0, 0, 4),
    }
    assert heard == []
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert everything() == before


@pytest.mark.django_db
def test_a_dry_run_counts_and_writes_nothing(tmp_path):
    report = load([write(tmp_path, "c.toml", CATALOGUE)], now=NOW, options=LoadOptions(dry_run=True))
    assert counted(report)["package"] == (2, 0, 0, 0)
    assert everything() == [[], [], [], [], []]
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_later_undated_file_leaves_what_is_dated_and_fills_what_is_not_known(tmp_path):
    load([write(tmp_path, "c.toml", CATALOGUE)], now=NOW)
    before = Facts.objects.values("stars", "contributors", "summary", "last_fetched_at").get(package__slug="flat")
    row = "flat,apps,layout,3,,github,75,32,1,5,2022-02-15T21:47:58Z,,true,,0.9,2022-05,7,Old"
    report = load([write(tmp_path, "c.csv", f"{HEADER}\n{row}\n")], now=LATER)
    assert counted(report) == {"package": (0, 1, 0, 0), "grid": (0, 0, 1, 0)}
    facts = Facts.objects.get(package__slug="flat")
    assert {name: getattr(facts, name) for name in before} == before
    assert (facts.forks, read_provenance(facts, "forks")) == (32, Provenance("c.csv", LATER))


@pytest.mark.django_db
def test_ids_are_given_first_to_those_that_bring_one(tmp_path, apps):
    lines = [{"slug": "a"}, {"slug": "b"}, {"slug": "c", "id": 1}]
    path = write(
        tmp_path,
        "p.ndjson",
        "\n".join(json.dumps({"type": "package", "category": "apps"} | line) for line in lines),
    )
    load([path], now=NOW)
    assert Package.objects.get(slug="c").pk == 1
    assert Package.objects.count() == 3

    path.write_text(json.dumps({"type": "package", "slug": "d", "category": "apps", "id": 1}))
    report = load([path], now=NOW)
    assert [problem.reason for problem in report.problems] == ["id: 1 belongs to 'c'"]


@pytest.mark.django_db
def test_after_explicit_ids_the_next_row_gets_a_fresh_one(tmp_path, apps):
    lines = [{"type": "grid", "slug": "g", "id": 48}, {"type": "package", "slug": "p", "category": "apps", "id": 265}]
    load([write(tmp_path, "p.ndjson", "\n".join(map(json.dumps, lines)))], now=NOW)
    assert Package.objects.create(slug="q", title="Q", category=apps).pk > 265
    assert Grid.objects.create(slug="h", title="H").pk > 48


@pytest.mark.django_db
@pytest.mark.parametrize(("overwrites", "title", "kept"), [(False, "First", 1), (True, "Second", 0)])
def test_a_file_fills_what_is_empty_and_overwrites_only_when_told_to(tmp_path, apps, overwrites, title, kept):
    first = write(tmp_path, "a.csv", "slug,category,title\np,apps,First\n")
    second = write(tmp_path, "b.csv", "slug,title,documentation_url\np,Second,https://docs.example/\n")
    report = load([first, second], now=NOW, options=LoadOptions(overwrites=overwrites))
    assert counted(report) == {"package": (1, 0, 0, 0)}
    assert (Package.objects.get().title, Package.objects.get().documentation_url) == (title, "https://docs.example/")
    assert [note.kind for note in report.notes].count(KEPT) == kept


@pytest.mark.django_db
def test_folders_mean_their_toml_files_and_each_file_counts_once(tmp_path):
    folder = tmp_path / "full" / "deep"
    folder.mkdir(parents=True)
    write(folder, "c.toml", CATALOGUE)
    write(folder, "readme.md", "#")
    report = load([tmp_path / "full", folder / "c.toml"], now=NOW)
    assert counted(report)["package"] == (2, 0, 0, 0)
    assert report.is_complete


CSV = "slug,category\na,apps\n"
OWN_CATEGORY = '[[category]]\nslug = "apps"\ntitle = "Mine"\n'


@pytest.mark.django_db
@pytest.mark.parametrize("dry_run", [False, True])
def test_an_empty_catalogue_gets_the_starter_with_the_first_files(tmp_path, dry_run):
    options = LoadOptions(dry_run=dry_run, adds_starter=True)
    row = "slug,category,title\na,apps,A\ndjango-allauth,apps,Ours\n"
    report = load([write(tmp_path, "c.csv", row)], now=NOW, options=options)
    assert (report.is_complete, report.has_starter) == (True, True)
    titles = dict(Package.objects.filter(slug__in=["a", "django-allauth"]).values_list("slug", "title"))
    assert titles == ({} if dry_run else {"a": "A", "django-allauth": "Ours"})
    assert (Package.objects.count() > 200) is not dry_run


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [("c.toml", OWN_CATEGORY), ("c.csv", "slug,category\n"), ("c.csv", "slug,category\na b,apps\n")],
)
def test_files_with_categories_or_without_records_bring_no_starter(tmp_path, name, content):
    report = load([write(tmp_path, name, content)], now=NOW, options=LoadOptions(adds_starter=True))
    assert (report.has_starter, Package.objects.count()) == (False, 0)


@pytest.mark.django_db
def test_a_catalogue_with_a_category_gets_no_starter(tmp_path):
    load([write(tmp_path, "c.toml", OWN_CATEGORY)], now=NOW)
    report = load([write(tmp_path, "c.csv", CSV)], now=NOW, options=LoadOptions(adds_starter=True))
    assert (report.has_starter, Package.objects.count()) == (False, 1)


@pytest.mark.django_db
def test_a_large_load_leaves_the_same_catalogue_as_a_small_one_and_makes_documents_later(tmp_path, monkeypatch):
    paths = [write(tmp_path, "c.toml", CATALOGUE), write(tmp_path, "c.csv", ODD_ROWS)]
    with transaction.atomic():
        small, written, found = load(paths, now=NOW), without_ids(everything()), entries()
        assert PackageDocument.objects.exists()
        transaction.set_rollback(True)
    monkeypatch.setattr(loading, "MANY", 0)
    monkeypatch.setattr(spool, "MOST_IN_MEMORY_BYTES", 1)
    large = load(paths, now=NOW)
    assert (large.counts, large.problems, large.notes) == (small.counts, small.problems, small.notes)
    assert without_ids(everything()) == written
    assert entries() == found
    assert not PackageDocument.objects.exists()


@pytest.mark.django_db
def test_progress_is_told_from_nothing_to_all(tmp_path, apps):
    told = []
    path = tmp_path / "c.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["slug", "category"], *([f"p{number}", "apps"] for number in range(501))])
    load([path], now=NOW, progress=lambda *step: told.append(step))
    assert told == [
        ("Reading", 0, 1),
        ("Reading", 1, 1),
        ("Packages", 0, 501),
        ("Packages", 500, 501),
        ("Packages", 501, 501),
        ("Grids", 0, 0),
        ("Grids", 0, 0),
        ("Finding packages", 501, 501),
    ]


@pytest.mark.django_db
def test_the_starter_catalogue_loads_fully_and_again_changes_nothing():
    assert starter_files()
    report = load_starter(now=NOW)
    assert report.problems == []
    counts = counted(report)
    assert {kind: found[1:] for kind, found in counts.items()} == dict.fromkeys(counts, (0, 0, 0))
    before = everything()
    again = load_starter(now=LATER)
    assert counted(again) == {kind: (0, 0, found[0], 0) for kind, found in counts.items()}
    assert everything() == before
    assert Facts.objects.count() == Package.objects.count()
