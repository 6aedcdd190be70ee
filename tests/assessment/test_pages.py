from pathlib import Path

import pytest

from assessment.cases import NOW
from packgrid.assessment.percentiles import make_percentiles
from packgrid.assessment.rules.ages import LONG, YEAR
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.health import CHECKS
from packgrid.assessment.rules.identity import IdentityMatch
from packgrid.assessment.rules.score import PRESETS, compute_score
from packgrid.assessment.rules.score_parts import PARTS
from packgrid.assessment.rules.status_rules import Status
from packgrid.assessment.rules.support_cells import SupportKind

METRICS = Path(__file__).parents[2] / "docs" / "metrics"
HEADINGS = [
    "## The rule",
    "## Where it comes from",
    "## If you use the package",
    "## If you maintain it",
    "## What it does not mean",
]


def words(page):
    return " ".join((METRICS / page).read_text().split())


def rows(page):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in (METRICS / page).read_text().splitlines()]


def test_every_check_has_its_page_and_every_page_its_check():
    assert {page.stem for page in (METRICS / "health").iterdir()} == {check.key for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=[check.key for check in CHECKS])
def test_a_page_says_what_the_check_says_word_for_word(check):
    page = words(f"health/{check.key}.md")
    assert page.startswith(f"# {check.title} Level: {check.level} ")
    assert f"## The rule {check.exactly} ## Where it comes from" in page
    assert f"## If you use the package {check.advice} ## If you maintain it" in page
    lines = (METRICS / "health" / f"{check.key}.md").read_text().splitlines()
    assert [line for line in lines if line.startswith("## ")] == HEADINGS


def test_the_index_leads_to_every_page_and_names_its_level():
    index = rows("README.md")
    assert all([f"[{check.title}](health/{check.key}.md)", check.level] in index for check in CHECKS)
    pages = {page.name for page in METRICS.iterdir() if page.suffix == ".md"} - {"README.md"}
    assert all(f"]({page})" in words("README.md") for page in pages)


def test_the_page_of_the_score_has_every_weight():
    page, nothing = rows("score.md"), compute_score(Evidence(slug="a"), make_percentiles({}), now=NOW)
    for name, weights in PRESETS.items():
        assert [name, *(str(getattr(weights, key)) for key, *_ in PARTS)] in page
    for part in nothing.parts:
        (row,) = [row for row in page if row[0] == part.key]
        assert row[1] == str(part.weight)
        assert all(item.name in row[2] for item in part.inputs)


@pytest.mark.parametrize(
    ("page", "names"), [("status.md", Status), ("support.md", SupportKind), ("identity.md", IdentityMatch)]
)
def test_every_answer_has_a_row_on_its_page(page, names):
    assert set(names) <= {row[0] for row in rows(page)}


def test_the_page_of_the_status_has_the_numbers_of_the_rules():
    assert f"{LONG.days:,} days" in words("status.md")
    assert f"{YEAR.days} days" in words("status.md")
