from datetime import timedelta

import pytest
from django.db import connection

from packgrid.catalogue.models import Facts, Package
from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.projections.announcements import announce
from packgrid.search.facets import Facet
from packgrid.search.full_reindex import reindex_everything
from packgrid.search.query import find_text, search, suggest
from packgrid.search.query_language import Field, Filter, Operator, parse_query
from search.rows import NOW, add, add_grid, ask, slugs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
INDEXES = {"popularity": "sqlite_autoindex_search_entry"}


def stars(count):
    return {"stars": count}


@pytest.mark.parametrize(
    "text",
    ["django-debug-toolbar", "Django_Debug Toolbar", "djangodebugtoolbar", "ddt", "DDT", "debug toolbar",
     "toolbar debug",      "django debug toolb", "debugtoolbar", "https://github.com/Jazzband/Django-Debug-Toolbar/issues/5",
     "git@github.com:jazzband/django-debug-toolbar.git", "https://github.com/old-owner/django-debug-toolbar",
     "https://pypi.example/project/django-debug-toolbar/"],
)  # fmt: skip
def test_a_package_is_first_by_every_name_that_it_has(text):
    add("django-debug-toolbar", repo_url="https://github.com/jazzband/django-debug-toolbar", facts=stars(300))
    add("django-debug-toolbar-mongo", "A panel for django-debug-toolbar", facts=stars(200))
    add("toolbars", "Debug all toolbars of django, ddt", facts=stars(3000))
    assert slugs(*text.split())[0] == "django-debug-toolbar"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://github.com/django/django", ["django", "django-lite", "dj-ango", "django"]),
        ("https://github.com/django/django sort:title", ["dj-ango", "django", "django", "django-lite"]),
        ("https://github.com/django/django stars:>100", ["django"]),
        ("https://github.com/somebody/django/pull/5", ["django", "dj-ango", "django"]),
        ("https://pypi.example/project/Django/", ["django", "dj-ango", "django"]),
        ("pip install django", ["django", "dj-ango", "django"]),
        ("https://github.com/somebody/django-text", ["django-filter", "django-lite"]),
        ("pip install django text", ["django-filter", "django-lite"]),
    ],
)
def test_what_means_one_package_finds_it_with_its_kin_and_words_only_where_it_is_not_there(text, found):
    add("django", repo_url="https://github.com/django/django", facts=stars(900))
    add("dj-ango", facts=stars(20))
    add_grid("Django")
    add("django-filter", "Finds text", facts=stars(800))
    add("django-lite", "Less text", repo_url="https://github.com/django/django", facts=stars(30))
    assert [hit.slug for hit in search(parse_query(text), limit=9, now=NOW).entries] == found


@pytest.mark.parametrize("text", ["rest framework", "drf", "django rest framework", "framework rest", "Restframework"])
def test_a_compound_is_found_by_its_parts(text):
    add("djangorestframework", "Web APIs", facts=stars(9000))
    add("other", "Nothing of the kind")
    assert slugs(*text.split()) == ["djangorestframework"]


def test_names_come_before_texts_and_popularity_decides_between_equals():
    add("blocks", facts=stars(1))
    add("blocks-more", facts=stars(50))
    add("blocks-extra", facts=stars(500))
    add("texts", "Blocks of text", facts=stars(900))
    add("unknown", "Blocks of text")
    add("other", "Nothing of the kind", facts=stars(99_000))
    assert slugs("Blocks") == ["blocks", "blocks-extra", "blocks-more", "texts", "unknown"]


def test_what_has_ended_sinks_with_a_label_and_stays():
    add("flat-a", facts=stars(100) | {"is_archived": True})
    successor = add("flat-b", facts=stars(90))
    add("flat-c", facts=stars(100), replaced_by=successor)
    add("flat-d", facts=stars(100), deprecated_at=NOW)
    found = ask("flat").entries
    assert found[0].slug == "flat-b"
    assert {hit.slug: hit.labels for hit in found} == {
        "flat-a": ("archived",), "flat-b": (), "flat-c": ("superseded",), "flat-d": ("deprecated",),
    }  # fmt: skip
    assert slugs("flat-a")[0] == "flat-a"


def test_mistyped_words_are_understood():
    add("django-debug-toolbar", "Panels that tell")
    add("django-allauth", "Authentication for the many")
    reindex_everything()
    found = ask("djnago", "debgu")
    assert [hit.slug for hit in found.entries] == ["django-debug-toolbar"]
    assert found.suggestion == "django debug"
    assert slugs("athentecation") == ["django-allauth"]
    assert ask("django", "debug").suggestion == ""


def test_if_nothing_has_all_words_most_are_enough():
    add("flat-blocks", "for pages")
    add("flat-earth")
    add("round-blocks")
    assert slugs("flat", "blocks", "nowhere")[0] == "flat-blocks"
    assert set(slugs("earth", "blocks")) == {"flat-earth", "flat-blocks", "round-blocks"}


def test_the_beginning_of_a_well_known_name_is_no_mistake():
    add("gunicorn", "A server", facts=stars(9000))
    add("django-gui", facts=stars(300))
    reindex_everything()
    found = ask("guni")
    assert ([hit.slug for hit in found.entries], found.suggestion) == (["gunicorn"], "")
    found = ask("guin")
    assert ([hit.slug for hit in found.entries], found.suggestion) == (["django-gui"], "gui")


def test_of_several_corrections_that_is_said_which_the_best_answer_has():
    for number in range(3):
        add(f"linaro-{number}", facts=stars(5))
    add("linear-migrations", facts=stars(3000))
    reindex_everything()
    assert ask("linar", "migrations").suggestion == "linear migrations"


def test_a_term_of_two_words_has_other_names_too():
    add("locks", "Counts failed login attempts")
    add("brutebuster", "Stops brute force")
    assert set(slugs("brute", "force")) == {"locks", "brutebuster"}


def test_who_asks_for_drf_wants_what_is_made_for_it():
    add("admin-filters", "Filters for the admin", facts=stars(500))
    add("rest-filters", "Filters for Django REST framework", facts=stars(5))
    assert slugs("drf", "filters") == ["rest-filters", "admin-filters"]


def test_packages_of_one_repository_are_equally_well_known():
    add("drf", repo_url="https://github.com/encode/drf", facts=stars(20_000))
    add("djangorestframework", repo_url="https://github.com/encode/drf")
    add("djangorestauth", facts=stars(100))
    assert slugs("djangorest") == ["djangorestframework", "djangorestauth"]


@pytest.mark.parametrize("sort", ["stars", "downloads", "updated", "released", "score", "title", "popularity"])
def test_everything_in_an_order_is_read_from_the_index_of_that_order(sort, django_assert_num_queries):
    add("one", facts={"stars": 5, "downloads_30d": 5, "last_commit_at": NOW, "released_at": NOW})
    add("two")
    with django_assert_num_queries(1) as asked:
        assert slugs(sort=sort) == ["one", "two"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
            assert any("SCAN e " in row[3] and INDEXES.get(sort, f"search_entry_by_{sort}") in row[3] for row in cursor)


def test_what_half_of_all_names_have_in_common_counts_little():
    add("crispy-forms")
    add("django-other")
    assert slugs("django", "forms") == ["crispy-forms"]
    assert slugs("django") == ["django-other"]


def test_nothing_found_is_an_empty_answer():
    add("flat")
    found = ask("xyzzy")
    assert (found.entries, found.count, found.is_capped, found.suggestion, found.near) == ([], 0, False, "", [])


def test_where_nothing_fits_the_nearest_names_are_shown_apart():
    add("celebration")
    add("other")
    found = ask("celebrity")
    assert (found.entries, [hit.slug for hit in found.near]) == ([], ["celebration"])


def test_pages_follow_each_other():
    for number in range(7):
        add(f"flat-{number}")
    assert [hit.slug for hit in ask("flat", limit=3, offset=3).entries] == ["flat-3", "flat-4", "flat-5"]
    assert ask("flat", limit=3, offset=3).count == 7


def test_phrases_stand_together_and_unwanted_words_nowhere():
    add("one", "an inclusion tag")
    add("two", "a tag for inclusion")
    assert slugs(phrases=("inclusion tag",)) == ["one"]
    assert slugs(phrases=("Inclusion-Tag",)) == ["one"]
    assert slugs("tag", without=("inclusion tag",)) == []
    assert slugs("inclusion", without=("an",)) == ["two"]
    assert slugs(without=("an",)) == ["two"]
    assert slugs(phrases=("%",)) == []


def only(field, value, comparison=Operator.EQUAL, *, is_negated=False):
    return {"filters": (Filter(field=field, comparison=comparison, value=value, is_negated=is_negated),)}


LESS, MORE = Operator.LESS, Operator.GREATER
AT_LEAST = Operator.GREATER_OR_EQUAL


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (only(Field.CATEGORY, "tools"), {"old"}),
        (only(Field.CATEGORY, "tools", is_negated=True), {"new", "bare", "things"}),
        (only(Field.GRID, "things"), {"new"}),
        (only(Field.LICENSE, "MIT"), {"new"}),
        (only(Field.LICENSE, "bsd"), {"old"}),
        (only(Field.LICENSE, "BSD-3-Clause"), {"old"}),
        (only("django", "5.2"), {"new"}),
        (only("django", "5.2", AT_LEAST), {"new"}),
        (only("django", "4", MORE), {"new"}),
        (only("django", "4.0", LESS), {"old"}),
        (only("django", "9.9"), set()),
        (only("python", "3.14"), {"new"}),
        (only(Field.STARS, 100, MORE), {"old"}),
        (only(Field.STARS, 100, AT_LEAST), {"old", "new"}),
        (only(Field.STARS, 100, MORE, is_negated=True), {"new", "bare", "things"}),
        (only(Field.UPDATED, 30 * DAY, LESS), {"new"}),
        (only(Field.UPDATED, 30 * DAY, MORE), {"old"}),
        (only(Field.RELEASED, 30 * DAY, LESS), {"new"}),
        (only(Field.RELEASED, timedelta(days=999_999_999), LESS), {"new", "old"}),
        (only(Field.IS, "archived"), {"old"}),
        (only(Field.IS, "vulnerable"), {"old"}),
        (only(Field.IS, "malware"), {"old"}),
        (only(Field.SEVERITY, "critical"), {"old"}),
        (only(Field.SEVERITY, "unknown"), {"old"}),
        (only(Field.SEVERITY, "high"), set()),
        (only(Field.SEVERITY, "critical", is_negated=True), {"new", "bare", "things"}),
        (only(Field.HAS, "docs"), {"new"}),
        (only(Field.HAS, "types"), {"new"}),
        (only(Field.HOST, "gitlab"), {"old"}),
        (only(Field.HOST, "github.com"), {"new"}),
        (only(Field.USES, "celery"), {"new"}),
        (only(Field.IS, "nonsense"), set()),
    ],
)  # fmt: skip
def test_each_filter_leaves_what_it_says(filters, found):
    new = add("new", repo_url="https://github.com/a/new", documentation_url="https://docs.example/", facts={
        "stars": 100, "license": "MIT", "last_commit_at": NOW - DAY, "released_at": NOW - DAY,
        "classifiers": ["Framework :: Django :: 5.2", "Programming Language :: Python :: 3.14", "Typing :: Typed"],
        "requires_dist": ["celery>5"],
    })  # fmt: skip
    add("old", category="tools", repo_url="https://gitlab.com/a/old", facts={
        "stars": 101, "license": "BSD-3-Clause", "last_commit_at": NOW - 60 * DAY, "released_at": NOW - 60 * DAY,
        "classifiers": ["Framework :: Django :: 3.2", "Programming Language :: Python :: 3.9"], "is_archived": True,
        "vulnerabilities": [{"id": "PYSEC-1"}, {"id": "MAL-1", "severity": "critical", "is_malware": True}],
    })  # fmt: skip
    add("bare")
    add_grid("things", new)
    assert set(slugs(**filters)) == found


def test_a_sort_of_its_own_turns_ranking_off_and_unknown_values_come_last():
    add("flat", facts=stars(1))
    add("b-flat", facts=stars(5))
    add("a-flat")
    assert slugs("flat", sort="stars") == ["b-flat", "flat", "a-flat"]
    assert slugs("flat", sort="-stars") == ["flat", "b-flat", "a-flat"]
    assert slugs("flat", sort="name") == ["a-flat", "b-flat", "flat"]
    assert slugs("flat", sort="nonsense") == slugs("flat")


def test_facets_count_every_answer():
    add("flat-a", facts={"license": "MIT"})
    add("flat-b", category="tools", facts={"license": "MIT", "is_archived": True})
    found = ask("flat", limit=1)
    assert found.facets == {
        "category": [Facet("apps", 1), Facet("tools", 1)],
        "grid": [],
        "license": [Facet("mit", 2)],
        "framework": [],
        **{framework.key: [] for framework in FRAMEWORKS},
        "is": [Facet("archived", 1)],
        "unchecked": [Facet("status", 2)],
        "silent": [],
    }


@pytest.mark.parametrize(
    ("words", "queries"),
    [
        (["flat"], 1),
        (["nonsense"], 4),
        (["flat", "nonsense"], 3),
        (["https://github.com/a/flat-1"], 1),
        (["https://github.com/a/nonsense"], 5),
        ([], 0),
    ],
)
def test_a_search_costs_the_same_few_queries_however_much_it_finds(words, queries, django_assert_num_queries):
    for number in range(9):
        add(f"flat-{number}")
    with django_assert_num_queries(queries):
        ask(*words)
    for number in range(30):
        add(f"flat-more-{number}")
    with django_assert_num_queries(queries):
        ask(*words)


def test_suggestions_follow_what_is_typed(django_assert_num_queries):
    add("flat-blocks", "Texts", facts=stars(5))
    add_grid("Flat things")
    with django_assert_num_queries(1):
        found = suggest("fla", limit=5)
    assert [(hit.slug, hit.grid_id is None) for hit in found] == [("flat-blocks", True), ("flat-things", False)]
    assert [hit.slug for hit in suggest("flat blo", limit=5)][:1] == ["flat-blocks"]
    assert [hit.slug for hit in suggest("fla", limit=1)] == ["flat-blocks"]


@pytest.mark.parametrize("text", ["", " ", "a", "a b c", "fl\x00at", "x" * 201])
def test_a_text_that_asks_nothing_finds_nothing(text, django_assert_num_queries):
    add("a")
    with django_assert_num_queries(0):
        assert find_text(text) == []
        assert suggest(text, limit=5) == []


@pytest.mark.parametrize(
    "text",
    ["100%", "c++", "c#", "'x'", '"', '" "', "a'b\\c", "(", "flat)", "*", "NOT", "a:b*", "=every", "^zz", "größe",
     "日本語", "--", "NEAR(a b)", "names : x", "&|!", "ab<->cd"],
)  # fmt: skip
def test_signs_of_the_database_mean_themselves(text):
    add("other")
    add("signs", f"A {text} B", slug="signs")
    assert "other" not in [entry.slug for entry in find_text(text)]
    assert [hit.slug for hit in suggest(text, limit=9)][1:] == []


def test_many_words_are_no_burden():
    add("flat")
    assert slugs(*(f"{a}{b}" for a in "abcdefgh" for b in "abcdefgh")) == []


def test_more_than_a_thousand_are_counted_as_a_thousand():
    category = add("flat").category
    Package.objects.bulk_create(
        Package(slug=f"flat-{number}", title="flat", category=category) for number in range(1000)
    )
    ids = set(Package.objects.values_list("pk", flat=True))
    Facts.objects.bulk_create(Facts(package_id=pk) for pk in ids if not Facts.objects.filter(pk=pk).exists())
    announce(packages=ids)
    found = ask("flat", limit=20, offset=990)
    assert (found.count, found.is_capped, len(found.entries)) == (1000, True, 11)
    assert found.facets["category"] == [Facet("apps", 1000)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("フォーム", "run-0"),
        ("検索", "run-1"),
        ("分词", "run-2"),
        ("ไทย", "run-3"),
        ("민국", "run-4"),
        ("日本語", "run-0"),
        ("エンジン", "run-1"),
        ("中文", "run-2"),
        ("ง่าย", "run-3"),
        ("한민", "run-4"),
    ],
)
def test_a_word_within_a_run_without_spaces_is_found(text, slug):
    titles = ("日本語フォーム", "全文検索エンジン", "中文分词", "ภาษาไทยง่าย", "大한민국")
    for number, title in enumerate(titles):
        add(title, slug=f"run-{number}")
    assert [entry.slug for entry in find_text(text)][:1] == [slug]


@pytest.mark.parametrize(
    "text",
    [
        "django-kite==23.5",
        "django-kite>=2,<3",
        "django-kite; python_version>'3'",
        "pip install 'django-kite[all]>=2'",
        "python -m pip install django-kite",
        "conda install -c conda-forge django-kite",
        "pkg:pypi/django-kite@23.5",
        "<https://github.com/ada/django-kite>",
        "https://django-kite.readthedocs.io/en/stable/",
        "git clone https://github.com/ada/django-kite.git",
        "django-kite 23.5",
        "\u200bDjango_Kite\u00a0",
    ],
)
def test_what_is_pasted_finds_its_package_first(text):
    add("django-kite", repo_url="https://github.com/ada/django-kite")
    add("django-kite-extras", summary="extras of django-kite for python, by conda, pip and git")
    assert [entry.slug for entry in find_text(text)][:1] == ["django-kite"]
