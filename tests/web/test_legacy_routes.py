"""The old system's addresses answer as docs/routes.md says."""

import re
from pathlib import Path

import pytest
from django.test import Client

from community.people import make_person
from packgrid.comparison.models import Feature
from web.rows import make_grid, make_package

TABLE = Path(__file__).parents[2] / "docs/routes.md"
ROW = re.compile(r"^\| `(?P<path>/[^`]*)` \| (?P<answer>[^|]+) \| (?P<verdict>[a-z]+) \|", re.MULTILINE)
ROWS = [match.groups() for match in ROW.finditer(TABLE.read_text())]


@pytest.fixture
def names(db) -> dict[str, object]:
    """What stands for the names in addresses; package and grid have the same slug."""
    package, person = make_package("both"), make_person()
    grid = make_grid("both", packages=[package], features=[("Fast", {"both": "yes"})])
    return {
        "slug": "both",
        "category": package.category.slug,
        "name": person.username,
        "package": package.pk,
        "feature": Feature.objects.get(grid=grid).pk,
        "example": 1,
    }


def filled(text: str, names: dict[str, object]) -> str:
    return re.sub(r"<(\w+)>", lambda match: str(names[match[1]]), text)


def test_the_table_has_every_kind_of_answer():
    assert len(ROWS) == len({path for path, _answer, _verdict in ROWS}) > 90
    assert {verdict for _path, _answer, verdict in ROWS} == {"same", "better", "redirect", "dropped"}


@pytest.mark.parametrize(("path", "said", "verdict"), ROWS)
def test_an_old_address_answers_as_the_table_says(path, said, verdict, names):
    path = filled(path, names)
    answer = Client(SERVER_NAME="127.0.0.1").get(path)
    if said == "sign in":
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={path}")
        return
    status, _space, place = filled(said, names).partition(" ")
    assert answer.status_code == int(status)
    assert place.strip("`") in {"", answer.headers.get("Location")}
    assert (verdict == "redirect") == (answer.status_code == 301 and "rules" not in path)
    assert (verdict == "dropped") <= (answer.status_code == 404)


def test_what_was_asked_goes_along_to_the_new_address(names):
    answer = Client(SERVER_NAME="127.0.0.1").get("/grids/ajax_package_search/?q=both")
    assert answer.headers["Location"] == "/search/suggestions/?q=both"
