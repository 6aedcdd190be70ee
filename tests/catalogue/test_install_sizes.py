from collections import defaultdict
from typing import Any

import pytest

from packgrid.catalogue.install_sizes import (
    InstallablePackage,
    InstallGraph,
    InstallSize,
    Uncounted,
    measure_install,
)
from packgrid.catalogue.missing_values import MissingValue
from packgrid.catalogue.required_projects import list_needed_projects

OTHER, NOT_LISTED, NO_SIZE = Uncounted.OTHER_VERSION, Uncounted.NOT_LISTED, Uncounted.SIZE_UNKNOWN
NOT_KNOWN, UNREADABLE = Uncounted.REQUIREMENTS_UNKNOWN, Uncounted.UNREADABLE


def package(package_id: int, project: str, file_bytes: int | None, *requires_dist: str, **columns: Any):
    by_extra = defaultdict(list)
    for each in list_needed_projects(requires_dist):
        by_extra[each.extra].append(each)
    return InstallablePackage(
        package_id=package_id,
        project=project,
        file_bytes=file_bytes,
        needed=by_extra,
        **({"index_name": "", "version": "1.0"} | columns),
    )


def measure(*packages: InstallablePackage, is_cut: bool = False) -> InstallSize | MissingValue | None:
    """The install size of the first of these packages."""
    graph = InstallGraph({each.package_id: each for each in packages}, is_cut=is_cut)
    return measure_install(graph, packages[0].package_id)


@pytest.mark.parametrize(
    ("packages", "size"),
    [
        ([package(1, "a", 10)], InstallSize(10, 10)),
        ([package(1, "", 10)], InstallSize(10, 10)),
        ([package(1, "a", 10, "b"), package(2, "b", 5, "c"), package(3, "c", 1)], InstallSize(10, 16, 2)),
        ([package(1, "a", 10, "b", "c"), package(2, "b", 5, "c"), package(3, "c", 1, "b")], InstallSize(10, 16, 2)),
        ([package(1, "a", 10, "b"), package(2, "b", 5, "a")], InstallSize(10, 15, 1)),
        ([package(1, "a", 10, "a>=1")], InstallSize(10, 10)),
        ([package(1, "a", 10, "a>=2")], InstallSize(10, 10)),
        ([package(1, "a", 10), package(2, "b", 5)], InstallSize(10, 10)),
    ],
    ids=["alone", "no project", "chain", "circle", "circle through itself", "itself", "another of itself", "unneeded"],
)
def test_everything_that_is_required_is_counted_once(packages, size):
    assert measure(*packages) == size
    assert size.is_complete


@pytest.mark.parametrize(
    ("packages", "size"),
    [
        ([package(1, "a", 10, "nobody")], InstallSize(10, 10, 0, (("nobody", NOT_LISTED),))),
        (
            [package(1, "a", 10, "b"), package(2, "b", None, "c"), package(3, "c", 1)],
            InstallSize(10, 11, 1, (("b", NO_SIZE),)),
        ),
        ([package(1, "a", 10, "b"), package(2, "b", 0)], InstallSize(10, 10, 0, (("b", NO_SIZE),))),
        (
            [package(1, "a", 10, "b"), package(2, "b", 5, are_requirements_known=False)],
            InstallSize(10, 15, 1, (("b", NOT_KNOWN),)),
        ),
        (
            [package(1, "a", 10, "b"), package(2, "b", None, are_requirements_known=False)],
            InstallSize(10, 10, 0, (("b", NO_SIZE),)),
        ),
        ([package(1, "a", 10, are_requirements_known=False)], InstallSize(10, 10, 0, (("", NOT_KNOWN),))),
        ([package(1, "a", 10, "b=>1")], InstallSize(10, 10, 0, (("b=>1", UNREADABLE),))),
        ([package(1, "a", 10, "b<1"), package(2, "b", 5)], InstallSize(10, 10, 0, (("b", OTHER),))),
        ([package(1, "a", 10, "b>=1"), package(2, "b", None, version="")], InstallSize(10, 10, 0, (("b", NO_SIZE),))),
        ([package(1, "a", 10, "b @ https://b.example/"), package(2, "b", 5)], InstallSize(10, 10, 0, (("b", OTHER),))),
        (
            [package(1, "a", 10, "z", "nobody", "b"), package(2, "b", 5)],
            InstallSize(10, 15, 1, (("nobody", NOT_LISTED), ("z", NOT_LISTED))),
        ),
    ],
)
def test_what_is_not_known_is_said_and_not_counted(packages, size):
    assert measure(*packages) == size
    assert not size.is_complete


def test_a_package_of_which_anybody_requires_another_version_is_not_counted_with_what_it_requires():
    size = measure(
        package(1, "a", 10, "c", "b"),
        package(2, "b", 5, "c<1"),
        package(3, "c", 100, "only-c"),
        package(4, "only-c", 50),
    )
    assert size == InstallSize(10, 15, 1, (("c", OTHER),))


def test_pre_releases_of_the_catalogue_fulfil_requirements():
    assert measure(package(1, "a", 10, "b>=1"), package(2, "b", 5, version="2.0b1")) == InstallSize(10, 15, 1)


def test_extras_bring_what_they_require():
    b = package(2, "b", 5, 'c; extra == "x"', 'd; extra == "y"', 'b[y]; extra == "all"')
    others = [package(3, "c", 100), package(4, "d", 1000)]
    assert measure(package(1, "a", 10, "b"), b, *others) == InstallSize(10, 15, 1)
    assert measure(package(1, "a", 10, "b[x]"), b, *others) == InstallSize(10, 115, 2)
    assert measure(package(1, "a", 10, "b[all]"), b, *others) == InstallSize(10, 1015, 2)
    assert measure(package(1, "a", 10, "b[unknown]"), b, *others) == InstallSize(10, 15, 1)
    assert measure(package(1, "a", 10, 'c; extra == "x"'), *others) == InstallSize(10, 10)


def test_of_two_packages_of_a_project_the_older_one_counts():
    assert measure(package(3, "a", 10, "b"), package(2, "b", 7), package(1, "b", 5)) == InstallSize(10, 15, 1)
    assert measure(package(3, "a", 10, "b"), package(2, "b", 5, "a"), package(1, "a", 1000)) == InstallSize(10, 15, 1)


def test_requirements_of_a_private_package_are_looked_for_at_its_index_and_then_at_the_public_one():
    private = [package(2, "b", 5, "c", index_name="corp"), package(3, "c", 7)]
    assert measure(package(1, "a", 10, "b", index_name="corp"), *private) == InstallSize(10, 22, 2)
    shadowing = package(4, "c", 1000, index_name="corp")
    assert measure(package(1, "a", 10, "b", index_name="corp"), *private, shadowing) == InstallSize(10, 1015, 2)
    assert measure(package(1, "a", 10, "b", "c"), *private, shadowing) == InstallSize(10, 17, 1, (("b", NOT_LISTED),))
    assert measure(package(1, "a", 10, "b", index_name="other"), *private) == InstallSize(
        10, 10, 0, (("b", NOT_LISTED),)
    )


@pytest.mark.parametrize(
    ("package_", "missing"),
    [
        (package(1, "a", None), None),
        (package(1, "a", None, is_size_due=True), MissingValue.NOT_CHECKED),
        (package(1, "a", 0), None),
    ],
)
def test_without_its_own_size_nothing_is_claimed(package_, missing):
    assert measure(package_) is missing


def test_a_package_that_was_not_read_has_no_size():
    assert measure_install(InstallGraph({}), 1) is None


def test_a_total_of_more_packages_than_were_read_is_not_complete():
    size = measure(package(1, "a", 10), is_cut=True)
    assert size == InstallSize(10, 10, is_cut=True)
    assert not size.is_complete
