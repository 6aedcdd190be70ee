import tomllib
from pathlib import Path

import pytest
from django.db import IntegrityError

from packgrid.catalogue.builtin_facts import COLUMNS, explain_successor_source, find_builtin_problems, read_builtin_fact
from packgrid.catalogue.models import Package
from web.rows import make_package

STARTER = Path(__file__).parents[2] / "src/packgrid/catalogue/starter"
URL = "https://docs.example/releases/"
GIVEN = {"builtin_in": "django", "builtin_since": "6.0", "builtin_name": "django.tasks", "builtin_url": URL}
INCOMPLETE = "Say what it is built into, or empty the other three fields."
NO_VERSION = "Enter the first version that has it, such as 6.0."
NO_SOURCE = "Enter the address of a page that says so, such as the release notes."


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, {}),
        ({"builtin_name": ""}, {}),
        ({"builtin_in": "python", "builtin_since": "3.9.1"}, {}),
        (dict.fromkeys(COLUMNS, ""), {}),
        (dict.fromkeys(COLUMNS, " "), {}),
        (dict.fromkeys(COLUMNS), {}),
        ({"builtin_in": ""}, {"builtin_in": INCOMPLETE}),
        ({"builtin_in": "flask"}, {"builtin_in": "“flask” is not one of django, python, wagtail, cms, drf."}),
        ({"builtin_in": "Django"}, {"builtin_in": "“Django” is not one of django, python, wagtail, cms, drf."}),
        ({"builtin_since": ""}, {"builtin_since": NO_VERSION}),
        ({"builtin_since": "six"}, {"builtin_since": "“six” is not a version. Write it as 6.0 or 3.9.1."}),
        ({"builtin_since": ">=6.0"}, {"builtin_since": "“>=6.0” is not a version. Write it as 6.0 or 3.9.1."}),
        ({"builtin_since": "6."}, {"builtin_since": "“6.” is not a version. Write it as 6.0 or 3.9.1."}),
        ({"builtin_url": ""}, {"builtin_url": NO_SOURCE}),
        (
            {"builtin_url": "docs.example"},
            {"builtin_url": "“docs.example” is not the address of a page. Begin it with https://."},
        ),
        (
            {"builtin_url": "javascript:alert(1)"},
            {"builtin_url": "“javascript:alert(1)” is not the address of a page. Begin it with https://."},
        ),
        (
            {"builtin_in": "", "builtin_since": "", "builtin_url": ""},
            {"builtin_in": INCOMPLETE, "builtin_since": NO_VERSION, "builtin_url": NO_SOURCE},
        ),
    ],
)
def test_every_wrong_value_has_a_sentence(changes, problems):
    assert find_builtin_problems(GIVEN | changes) == problems


@pytest.mark.parametrize(
    ("values", "sentence", "mark"),
    [
        (GIVEN, "Part of Django since 6.0: django.tasks", "in Django 6.0"),
        (GIVEN | {"builtin_name": ""}, "Part of Django since 6.0", "in Django 6.0"),
        (
            GIVEN | {"builtin_in": "python", "builtin_since": "3.9", "builtin_name": "zoneinfo"},
            "In Python's standard library since 3.9: zoneinfo",
            "in Python 3.9",
        ),
        (GIVEN | {"builtin_in": "drf", "builtin_since": "3.15"}, None, "in Django REST Framework 3.15"),
    ],
)
def test_a_fact_is_a_sentence_and_a_short_mark(values, sentence, mark):
    fact = read_builtin_fact(Package(**values))
    assert fact.mark == mark
    assert sentence in {None, fact.sentence}


def test_without_a_known_framework_there_is_no_fact():
    assert read_builtin_fact(Package()) is None
    assert read_builtin_fact(Package(**GIVEN | {"builtin_in": "gone"})) is None


@pytest.mark.parametrize(
    ("url", "has_successor", "sentence"),
    [
        ("", True, ""),
        ("", False, ""),
        (URL, True, ""),
        (URL, False, "Say which package replaces it, or empty the source."),
        ("see forum", True, "“see forum” is not the address of a page. Begin it with https://."),
    ],
)
def test_the_source_of_a_successor_needs_a_successor_and_an_address(url, has_successor, sentence):
    assert explain_successor_source(url, has_successor=has_successor) == sentence


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["builtin_in", "builtin_since", "builtin_url"])
def test_the_database_takes_no_half_of_a_fact(missing):
    with pytest.raises(IntegrityError, match="builtin_with_source"):
        make_package(**GIVEN | {missing: ""})


def read_starter_facts():
    rows = [row for file in STARTER.glob("*.toml") for row in tomllib.loads(file.read_text()).get("package", ())]
    return [row for row in rows if any(name in row for name in COLUMNS)]


def test_the_starter_catalogue_has_at_least_twenty_facts_each_with_an_official_source():
    facts = read_starter_facts()
    assert len(facts) >= 20
    assert {row["slug"]: find_builtin_problems(row) for row in facts if find_builtin_problems(row)} == {}
    sources = ("https://docs.djangoproject.com/en/", "https://docs.python.org/3/library/")
    assert [row["slug"] for row in facts if not row["builtin_url"].startswith(sources)] == []
    assert {"django-tasks", "south", "pytz"} <= {row["slug"] for row in facts}
