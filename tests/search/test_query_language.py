import random
import re
from datetime import timedelta
from pathlib import Path

import attrs
import pytest

from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.search.field_values import parse_license
from packgrid.search.query_language import Field, Filter, Operator, Query, parse_query, query_text
from packgrid.search.tags import license_values

DAY = timedelta(days=1)
NAMES = {
    "=": Operator.EQUAL,
    "<": Operator.LESS,
    "<=": Operator.LESS_OR_EQUAL,
    ">": Operator.GREATER,
    ">=": Operator.GREATER_OR_EQUAL,
}


def one(field, value, sign="=", *, is_negated=False):
    """The question that is one filter."""
    said = Filter(field=field, comparison=NAMES[sign], value=value, is_negated=is_negated)
    return Query(filters=(said,))


def problems(text):
    return [(problem.position, problem.found, problem.expected) for problem in parse_query(text).problems]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        (" \t\n ", Query()),
        ("rest framework", Query(words=("rest", "framework"))),
        ("Größe c++ a_b-c 12:30 :rocket:", Query(words=("Größe", "c++", "a_b-c", "12:30", ":rocket:"))),
        ('"inclusion  tag"', Query(phrases=("inclusion tag",))),
        ('a"b c"d', Query(words=("a", "d"), phrases=("b c",))),
        ("forms -crispy", Query(words=("forms",), without=("crispy",))),
        ('-"rest framework"', Query(without=("rest framework",))),
        ('"is:archived" -"is:archived"', Query(phrases=("is:archived",), without=("is:archived",))),
        ("--upgrade", Query(words=("--upgrade",))),
        ("well-known", Query(words=("well-known",))),
        ("https://github.com/a/b", Query(words=("https://github.com/a/b",))),
        ("HTTP://host.example:8000/?q=is:gone", Query(words=("HTTP://host.example:8000/?q=is:gone",))),
        ("-https://github.com/a/b", Query(without=("https://github.com/a/b",))),
        ("git@github.com:a/b.git", Query(words=("git@github.com:a/b.git",))),
        ("git+ssh://git@github.com/a/b", Query(words=("git+ssh://git@github.com/a/b",))),
        ("host://a", Query(words=("host://a",))),
        ("sort:stars", Query(sort="stars")),
        ("sort:-Updated", Query(sort="-updated")),
        ("sort:stars sort:name", Query(sort="name")),
    ],
)
def test_a_text_is_understood(text, query):
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("category:apps", one("category", "apps")),
        ('category:"Web Apps"', one("category", "web-apps")),
        ("-category:apps", one("category", "apps", is_negated=True)),
        ("grid:this-site", one("grid", "this-site")),
        ("license:BSD-3-Clause", one("license", "bsd-3-clause")),
        ("licence:=MIT", one("license", "mit")),
        ("django:5.2", one("django", "5.2")),
        ("django:>=5.2", one("django", "5.2", ">=")),
        ("django:<5", one("django", "5", "<")),
        ("python:3.14", one("python", "3.14")),
        ("wagtail:6", one("wagtail", "6")),
        ("cms:>=4.1", one("cms", "4.1", ">=")),
        ("djangocms:4", one("cms", "4")),
        ("DRF:3.15", one("drf", "3.15")),
        ("djangorestframework:<3.15", one("drf", "3.15", "<")),
        ("-wagtail:6", one("wagtail", "6", is_negated=True)),
        ("framework:Wagtail", one("framework", "wagtail")),
        ('framework:"django cms"', one("framework", "cms")),
        ("framework:django-rest-framework", one("framework", "drf")),
        ("python:<=3.9.1", one("python", "3.9.1", "<=")),
        ("STARS:>100", one("stars", 100, ">")),
        ('stars:>"100"', one("stars", 100, ">")),
        ("stars:0", one("stars", 0)),
        ("-stars:<=5", one("stars", 5, "<=", is_negated=True)),
        ("updated:<30d", one("updated", 30 * DAY, "<")),
        ("updated:>=2w", one("updated", 14 * DAY, ">=")),
        ("updated:<6M", one("updated", 180 * DAY, "<")),
        ("released:1y", one("released", 365 * DAY)),
        ("released:<9999y", one("released", 9999 * 365 * DAY, "<")),
        ("updated:>0d", one("updated", timedelta(), ">")),
        *((f"is:{name}", one("is", name)) for name in ("archived", "deprecated", "maintained", "finished")),
        *((f"is:{name}", one("is", name)) for name in ("vulnerable", "superseded", "unmaintained", "gone")),
        ("is:malware", one("is", "malware")),
        *((f"severity:{name}", one("severity", name)) for name in ("critical", "high", "medium", "low", "unknown")),
        *((f"has:{name}", one("has", name)) for name in ("docs", "wheels", "types", "readme", "licence")),
        ("host:github", one("host", "github")),
        ("host:git.host.example:8443", one("host", "git.host.example:8443")),
        ("uses:Django_Filter", one("uses", "django-filter")),
    ],
)
def test_a_filter_is_understood(text, query):
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "query", "position", "found", "expected"),
    [
        ("a colour:red", Query(words=("a", "colour:red")), 2, "colour:red", "one of category, grid, license"),
        ("-colour:red", Query(without=("colour:red",)), 0, "-colour:red", "one of category, grid"),
        ('x:"y z"', Query(words=("x",), phrases=("y z",)), 0, 'x:"y z"', "one of category"),
        ('-x:"y z"', Query(without=("x y z",)), 0, '-x:"y z"', "one of category"),
        ("stars:>many", Query(words=("stars:>many",)), 0, "stars:>many", "a whole number, with <"),
        ("stars:1234567890", Query(words=("stars:1234567890",)), 0, "stars:1234567890", "a whole number"),
        ("stars:٣", Query(words=("stars:٣",)), 0, "stars:٣", "a whole number"),
        ("stars:-1", Query(words=("stars:-1",)), 0, "stars:-1", "a whole number"),
        ("stars:", Query(words=("stars:",)), 0, "stars:", "a whole number"),
        ('stars:""', Query(words=("stars:",)), 0, 'stars:""', "a whole number"),
        ("stars:>", Query(words=("stars:>",)), 0, "stars:>", "a whole number"),
        ("updated:<6", Query(words=("updated:<6",)), 0, "updated:<6", "an age such as 30d, 2w, 6m or 1y"),
        ("released:soon", Query(words=("released:soon",)), 0, "released:soon", "an age such as"),
        ("updated:10000y", Query(words=("updated:10000y",)), 0, "updated:10000y", "an age such as"),
        ("django:main", Query(words=("django:main",)), 0, "django:main", "a series such as 5.2"),
        ("wagtail:main", Query(words=("wagtail:main",)), 0, "wagtail:main", "a series such as 5.2"),
        ("framework:x", Query(words=("framework:x",)), 0, "framework:x", "one of wagtail, cms, drf"),
        ("framework:django", Query(words=("framework:django",)), 0, "framework:django", "one of wagtail, cms, drf"),
        ("is:dead", Query(words=("is:dead",)), 0, "is:dead", "one of archived, deprecated, maintained"),
        ("is:archived|gone", Query(words=("is:archived|gone",)), 0, "is:archived|gone", "one of archived"),
        ("has:tests", Query(words=("has:tests",)), 0, "has:tests", "one of docs, wheels, types, readme, licence"),
        ("is:>gone", Query(words=("is:>gone",)), 0, "is:>gone", "one of archived"),
        ("category:a/b", Query(words=("category:a/b",)), 0, "category:a/b", "the short name of a category"),
        ("grid::", Query(words=("grid::",)), 0, "grid::", "the short name of a grid"),
        ("license:???", Query(words=("license:???",)), 0, "license:???", "a licence such as"),
        ("host:@", Query(words=("host:@",)), 0, "host:@", "the host of a repository"),
        ("uses:a/b", Query(words=("uses:a/b",)), 0, "uses:a/b", "the name of a project"),
        ("sort:luck", Query(words=("sort:luck",)), 0, "sort:luck", "one of popularity, stars"),
        ("-sort:stars", Query(without=("sort:stars",)), 0, "-sort:stars", "sort:-stars for the other"),
        ('a "b c', Query(words=("a", "b", "c")), 2, "a quote that nothing closes", 'a second "'),
        ('stars:"5', Query(words=("stars:", "5")), 0, "stars:", "a whole number"),
        ('""', Query(), 0, '""', "words between the quotes"),
        ('-" "', Query(), 0, '-" "', "words between the quotes"),
        ("a - b", Query(words=("a", "b")), 2, "a minus alone", "a word right behind it"),
        ("-", Query(), 0, "a minus alone", "a word right behind it"),
        ("fl\x0bat", Query(words=("fl", "at")), 2, "the character U+000B", "text"),
        ("fl\uffffat", Query(words=("fl", "at")), 2, "the character U+FFFF", "text"),
        ("fl\x00at", Query(words=("fl", "at")), 2, "the character U+0000", "text"),
        ("x" * 201, Query(words=("x" * 200,)), 200, "201 characters", "at most 200"),
    ],
)
def test_what_cannot_be_understood_is_words_and_a_problem(text, query, position, found, expected):
    first = problems(text)[0]
    assert (attrs.evolve(parse_query(text), problems=()), first[:2]) == (query, (position, found))
    assert first[2].startswith(expected)


def test_every_problem_is_told_in_the_order_of_its_place():
    assert [position for position, _, _ in problems('is:x \x00 - "a' + " " * 200)] == [0, 5, 7, 9, 200]


def test_a_problem_is_a_sentence():
    (problem,) = parse_query("a -").problems
    assert problem.sentence == "Character 3: found a minus alone, expected a word right behind it."


def test_a_sign_is_named_where_no_order_is():
    (problem,) = parse_query("is:>=gone").problems
    assert problem.expected.endswith("builtin, without >=")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", ""),
        ('  sort:stars -b Stars:>=5 a "c  d" ', 'a "c d" -b stars:>=5 sort:stars'),
        (
            'licence:=MIT -"x y" -"is:gone" -is:gone',
            '-"x y" -"is:gone" license:mit -is:gone',
        ),
        ("updated:<360d released:14d updated:>365d", "updated:<12m released:14d updated:>1y"),
        ("updated:0d", "updated:0d"),
        ("stars:>many", "stars:>many"),
    ],
)
def test_a_question_has_one_text(text, canonical):
    assert query_text(parse_query(text)) == canonical


PIECES = [
    *' "-:<>=./|a1\x00', "  ", "is:", "gone", "stars:", ">5", "updated:<", "6m", "sort:", "name", "x:", "//",
    "-is:gone", '"is:gone"', "category:", "ü", "\u2028", "license:", "mit", "uses:", "@",
]  # fmt: skip


def test_the_text_of_any_question_parses_to_that_question():
    chance = random.Random(4)  # noqa: S311 no secret
    for _ in range(4000):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 14)))
        query = parse_query(text)
        again = parse_query(query_text(query))
        assert attrs.evolve(again, problems=()) == attrs.evolve(query, problems=()), text
        assert query_text(again) == query_text(query), text
        assert bool(query.problems) >= bool(again.problems), text


def test_every_example_of_its_page_is_understood():
    page = (Path(__file__).parents[2] / "docs/search-language.md").read_text()
    cells = [row.split("|") for row in page.splitlines() if row.startswith("| `")]
    examples = [said for row in cells for said in re.findall(r"`([^`]+)`", row[3] if len(row) > 4 else row[1])]
    assert len(examples) > 20
    assert {said: problems(said) for said in examples if problems(said)} == {}
    for field in (*Field, *(framework.key for framework in FRAMEWORKS)):
        assert f"| `{field}` |" in page


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("gpl", "gpl"),
        ("gplv3", "gpl-3.0"),
        ("GPL-3.0-only", "gpl-3.0-only"),
        ("gplv3+", "gpl-3.0-or-later"),
        ("apache2", "apache-2.0"),
        ("bsd-3", "bsd-3-clause"),
        ("MIT", "mit"),
        ("(MIT)", "mit"),
        ("public domain", "public-domain"),
        ("MIT-Lizenz", "mit"),
        ("The Unlicense", "unlicense"),
        ("EUPL 1.2 or later", "eupl-1.2+"),
        ("beer", "beer"),
        ("()", None),
    ],
)
def test_a_licence_is_filtered_by_however_it_is_written(said, value):
    assert parse_license(said) == value


@pytest.mark.parametrize(
    ("license_", "values"),
    [
        ("GPL-3.0-or-later", {"gpl-3.0-or-later", "gpl-3.0", "gpl"}),
        ("GPL-3.0-only", {"gpl-3.0-only", "gpl-3.0", "gpl"}),
        ("MIT OR Apache-2.0", {"mit", "apache-2.0", "apache"}),
        ("BSD", {"bsd"}),
        ("BSD/MIT", {"bsd", "mit"}),
        ("Public domain", {"public-domain", "public", "domain"}),
        ("EUPL-1.2+", {"eupl-1.2+", "eupl-1.2", "eupl"}),
        (
            "(MIT OR ISC) AND GPL-2.0-only WITH Classpath-exception-2.0",
            {"mit", "isc", "gpl-2.0-only", "gpl-2.0", "gpl", "classpath-exception-2.0", "classpath"},
        ),
        ("LicenseRef-Ours", {"licenseref-ours", "licenseref"}),
    ],
)
def test_a_licence_is_found_by_its_id_and_its_family(license_, values):
    assert set(license_values(license_)) == values
