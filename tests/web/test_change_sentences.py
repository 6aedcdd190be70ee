"""Changes as sentences."""

import pytest

from packgrid.catalogue.models import Package
from packgrid.history.models import Change, Kind
from packgrid.web import change_sentences
from web.rows import AT

WIDGETS = Package(title="widgets")


def change(kind: Kind, **columns: str) -> Change:
    return Change(kind=kind, package=WIDGETS, at=AT, **columns)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words_and_a_tone(kind):
    said = change(kind, subject="1.0", old="a", new="b")
    assert change_sentences.make_change_sentence(said) == f"widgets {change_sentences.describe_change(said)}"
    assert not {"{", "}"} & set(change_sentences.make_change_sentence(said))
    assert change_sentences.get_change_tone(said) in {"", "good", "warn", "bad"}


def test_a_project_is_gone_from_the_index_that_it_came_from():
    said = change(Kind.PYPI_GONE)
    assert change_sentences.describe_change(said) == "is no longer on PyPI"
    said.package = Package(title="widgets", index_name="acme")
    assert change_sentences.describe_change(said) == "is no longer on the index acme"


def test_what_was_or_is_not_there_is_nothing():
    assert (
        change_sentences.describe_change(change(Kind.LICENSE, old="", new="MIT"))
        == "changed its licence from nothing to MIT"
    )


@pytest.mark.parametrize(
    ("fix", "words"),
    [
        ("2.1", "has a new known vulnerability, CVE-2026-1, fixed in 2.1"),
        ("", "has a new known vulnerability, CVE-2026-1"),
    ],
)
def test_a_vulnerability_says_what_fixes_it_where_that_is_known(fix, words):
    said = change(Kind.VULNERABILITY_APPEARED, subject="CVE-2026-1", old="", new=fix)
    assert change_sentences.describe_change(said) == words
