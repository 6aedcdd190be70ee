"""What happened, in words."""

import pytest

from packgrid.catalogue.models import Package
from packgrid.history.models import Change, Kind
from packgrid.web import happenings
from web.rows import AT

WIDGETS = Package(title="widgets")


def change(kind: Kind, **columns: str) -> Change:
    return Change(kind=kind, package=WIDGETS, at=AT, **columns)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words_and_a_tone(kind):
    said = change(kind, subject="1.0", old="a", new="b")
    assert happenings.told(said) == f"widgets {happenings.words(said)}"
    assert not {"{", "}"} & set(happenings.told(said))
    assert happenings.tone(said) in {"", "good", "warn", "bad"}


def test_what_was_or_is_not_there_is_nothing():
    assert happenings.words(change(Kind.LICENSE, old="", new="MIT")) == "changed its licence from nothing to MIT"
