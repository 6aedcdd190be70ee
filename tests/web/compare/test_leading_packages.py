from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.comparison.table import Moment, Side, Support
from packgrid.web.compare.leading_packages import find_leading_packages

AT = datetime(2026, 5, 3, tzinfo=UTC)


def make_side(slug: str, status: str = "maintained", **values: Any) -> Side:
    return Side(
        package_id=1,
        slug=slug,
        title=slug,
        created=AT,
        status=status,
        is_vulnerable=False,
        release=ReleaseEvidence(version="1"),
        values={"stars": 10} | values,
    )


def find_slugs(sides) -> list[str]:
    return [found.side.slug for found in find_leading_packages(sides)]


FOUR = [make_side(slug, stars=at) for at, slug in enumerate("abcd", 1)]


def test_the_three_most_popular_with_a_good_verdict_lead():
    sides = [
        make_side("old", "unmaintained", stars=9000, downloads=90),
        make_side("ended", "archived", stars=8000),
        make_side("unknown", "", stars=7000),
        make_side("stars", stars=500, downloads=10),
        make_side("both", stars=400, downloads=5000),
        make_side("done", "finished", stars=300, downloads=4000),
        make_side("few", stars=3, downloads=3),
    ]
    assert find_slugs(sides) == ["both", "done", "stars"]
    assert find_slugs(sides[::-1]) == ["both", "done", "stars"]


@pytest.mark.parametrize(
    ("changes", "is_left_out"),
    [
        ({"is_vulnerable": True}, True),
        ({"builtin_mark": "in Django 6.0"}, True),
        ({"values": {"stars": 999, "support": Support((), (), ("5.2", "6.0"))}}, True),
        ({"values": {"stars": 999, "support": Support((), ("6.0",), ("5.2",))}}, False),
        ({"values": {"stars": 999, "support": Support((), (), ())}}, False),
        ({"values": {}}, True),
        ({"values": {"stars": 0, "downloads": 0}}, True),
    ],
)
def test_what_speaks_against_a_package_leaves_it_out(changes, is_left_out):
    one = attrs.evolve(make_side("one", stars=999), **changes)
    assert ("one" not in find_slugs([one, *FOUR])) == is_left_out


def test_nothing_is_said_where_too_little_is_known():
    unknown = [make_side(f"u{at}", "") for at in range(5)]
    assert find_slugs([]) == []
    assert find_slugs(FOUR[:3]) == []
    assert find_slugs([*FOUR, *unknown]) == []
    assert find_slugs([*FOUR, *unknown[:4]]) == ["d", "c", "b"]
    assert find_slugs([make_side(f"x{at}", "unmaintained") for at in range(9)]) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"stars": 1}, "maintained, 1 star"),
        ({"stars": 12345}, "maintained, most stars (12,345)"),
        ({"stars": 1, "downloads": 7}, "maintained, 1 star, most downloads (7)"),
        ({"stars": 1, "age": 0}, "maintained, 1 star, released today"),
        ({"stars": 1, "age": 1}, "maintained, 1 star, released yesterday"),
        ({"stars": 1, "age": 60, "released": Moment(AT)}, "maintained, 1 star, released 60 days ago"),
        ({"stars": 1, "age": 61, "released": Moment(AT)}, "maintained, 1 star, last release May\xa02026"),
        ({"stars": 1, "released": Moment(AT, is_month=True)}, "maintained, 1 star, last release May\xa02026"),
        ({"stars": 1, "support": Support(("5.2", "6.0"), (), ())}, "maintained, 1 star, supports Django 6.0"),
        ({"stars": 1, "support": Support((), ("6.0",), ())}, "maintained, 1 star"),
    ],
)
def test_the_reasons_are_facts(values, sentence):
    others = [make_side(f"o{at}", "unmaintained", stars=50) for at in range(3)]
    (found,) = find_leading_packages([make_side("one", **values), *others])
    assert found.sentence == sentence
