import pytest

from packgrid.comparison.grid_proposal import ProposalStep, find_packages_left_out, plan_steps
from packgrid.comparison.records import FeatureRecord, GridRecord

KNOWN = {"a", "b", "c"}


def grid(**values: object) -> GridRecord:
    features = (FeatureRecord(title="Ajax", description="Any", cells={"a": "yes"}),)
    given = {"slug": "forms", "title": "Forms", "description": "", "packages": ("a", "b"), "features": features}
    return GridRecord(**given | values)


def feature(title="Ajax", **values: object) -> tuple[FeatureRecord, ...]:
    return (FeatureRecord(title=title, **values),)


@pytest.mark.parametrize(
    ("wanted", "steps"),
    [
        ({}, []),
        ({"title": None, "description": None, "packages": (), "features": ()}, []),
        ({"title": "New"}, [ProposalStep("title", before="Forms", after="New")]),
        ({"description": "Text"}, [ProposalStep("description", after="Text")]),
        ({"packages": ("b", "a")}, []),
        ({"packages": ("c", "c", "nobody")}, [ProposalStep("package", package="c", after="c")]),
        ({"features": feature(description="")}, [ProposalStep("meaning", "Ajax", before="Any")]),
        ({"features": feature(cells={"a": " yes "})}, []),
        ({"features": feature(cells={"a": ""})}, [ProposalStep("cell", "Ajax", "a", "yes", "")]),
        ({"features": feature(cells={"b": "no", "c": "x"})}, [ProposalStep("cell", "Ajax", "b", "", "no")]),
        (
            {"packages": ("c",), "features": feature("Docs", description="All", cells={"c": "+"})},
            [
                ProposalStep("package", package="c", after="c"),
                ProposalStep("feature", "Docs", after="All"),
                ProposalStep("cell", "Docs", "c", "", "+"),
            ],
        ),
    ],
)
def test_only_what_a_file_says_otherwise_is_a_step_and_nothing_leaves(wanted, steps):
    assert plan_steps(grid(), grid(**wanted), known=KNOWN) == steps


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, []),
        ({"packages": ("nobody", "c")}, ["nobody"]),
        ({"packages": (), "features": feature(cells={"c": "x", "a": "x"})}, ["c"]),
    ],
)
def test_packages_that_are_left_out_are_named(wanted, names):
    assert find_packages_left_out(grid(), grid(**wanted), known=KNOWN) == names
