import pytest

from packgrid.comparison.proposing import Step, left_out, plan
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
        ({"title": "New"}, [Step("title", before="Forms", after="New")]),
        ({"description": "Text"}, [Step("description", after="Text")]),
        ({"packages": ("b", "a")}, []),
        ({"packages": ("c", "c", "nobody")}, [Step("package", package="c", after="c")]),
        ({"features": feature(description="")}, [Step("meaning", "Ajax", before="Any")]),
        ({"features": feature(cells={"a": " yes "})}, []),
        ({"features": feature(cells={"a": ""})}, [Step("cell", "Ajax", "a", "yes", "")]),
        ({"features": feature(cells={"b": "no", "c": "x"})}, [Step("cell", "Ajax", "b", "", "no")]),
        (
            {"packages": ("c",), "features": feature("Docs", description="All", cells={"c": "+"})},
            [
                Step("package", package="c", after="c"),
                Step("feature", "Docs", after="All"),
                Step("cell", "Docs", "c", "", "+"),
            ],
        ),
    ],
)
def test_only_what_a_file_says_otherwise_is_a_step_and_nothing_leaves(wanted, steps):
    assert plan(grid(), grid(**wanted), known=KNOWN) == steps


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, []),
        ({"packages": ("nobody", "c")}, ["nobody"]),
        ({"packages": (), "features": feature(cells={"c": "x", "a": "x"})}, ["c"]),
    ],
)
def test_packages_that_are_left_out_are_named(wanted, names):
    assert left_out(grid(), grid(**wanted), known=KNOWN) == names
