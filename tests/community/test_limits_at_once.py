"""One person who sends many requests at the same moment is let through as often as the limit says."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from community.people import NOW, make_person
from packgrid.accounts.limits import LIMITS
from packgrid.catalogue.models import Example
from packgrid.catalogue.package_edits import add_package
from packgrid.community.errors import Refused
from packgrid.community.flags import flag_package, put_example
from packgrid.community.maintainers import claim_package
from packgrid.community.models import Flag, Maintainer
from packgrid.revisions.edit_log import EditContext
from packgrid.revisions.errors import TooManyEdits
from packgrid.revisions.models import Edit
from web.rows import make_category, make_package

pytestmark = [
    pytest.mark.django_db(transaction=True),
]
SPARE = 3


def at_once(kind, act) -> dict[str, int]:
    """What came of a few requests more than a new account may send, all at the same moment."""
    count = LIMITS[kind].a_day_if_new + SPARE
    start = Barrier(count)

    def one(number: int) -> str:
        start.wait()
        try:
            act(number)
        except (Refused, TooManyEdits):
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(count) as pool:
        return dict(Counter(pool.map(one, range(count))))


@pytest.fixture
def newcomer():
    return make_person(date_joined=NOW)


def expected(kind) -> dict[str, int]:
    return {"done": LIMITS[kind].a_day_if_new, "refused": SPARE}


def test_flags(newcomer):
    packages = [make_package(f"p{number}") for number in range(20)]
    happened = at_once("flag", lambda number: flag_package(newcomer, packages[number], "It is spam.", now=NOW))
    assert happened == expected("flag")
    assert Flag.objects.count() == LIMITS["flag"].a_day_if_new


def test_sites(newcomer):
    package = make_package()

    def act(number):
        site = Example(package=package, title="Shop", url=f"https://shop{number}.example/")
        put_example(newcomer, site, now=NOW)

    assert at_once("example", act) == expected("example")
    assert Example.objects.count() == LIMITS["example"].a_day_if_new


def test_claims(newcomer):
    packages = [make_package(f"p{number}") for number in range(20)]
    assert at_once("claim", lambda number: claim_package(newcomer, packages[number], now=NOW)) == expected("claim")
    assert Maintainer.objects.count() == LIMITS["claim"].a_day_if_new


def test_packages(newcomer):
    category = make_category()

    def act(number):
        values = {"slug": f"new-{number}", "title": f"New {number}", "category_id": category.pk}
        add_package(values, by=EditContext(newcomer, NOW))

    assert at_once("add", act) == expected("add")
    assert Edit.objects.count() == LIMITS["add"].a_day_if_new
