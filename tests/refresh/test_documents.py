from datetime import UTC, datetime

import pytest

from packgrid.catalogue.models import Release
from packgrid.refresh.documents import RELEASE_COLUMNS, brought_up_to_date, fits, release_columns, unknown
from packgrid.sources.pypi import ReleaseSnapshot

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
LISTED = {"is_yanked": False, "gone_since": None}


@pytest.mark.parametrize(
    ("stored", "listed", "written"),
    [
        ({}, {}, []),
        ({}, {"1": LISTED}, [("1", False, None)]),
        ({"1": LISTED}, {"1": LISTED}, []),
        ({"1": LISTED}, {"1": LISTED | {"is_yanked": True}}, [("1", True, None)]),
        ({"1": LISTED}, {}, [("1", False, NOW)]),
        ({"1": LISTED | {"gone_since": BEFORE}}, {}, []),
        ({"1": LISTED | {"gone_since": BEFORE}}, {"1": LISTED}, [("1", False, None)]),
        ({"1": LISTED}, {"2": LISTED}, [("2", False, None), ("1", False, NOW)]),
    ],
    ids=["nothing", "new", "same", "yanked", "gone", "still gone", "returned", "one for another"],
)
def test_only_releases_that_differ_are_written(stored, listed, written):
    rows = [Release(version=version, **values) for version, values in stored.items()]
    differing = [row for row in rows if brought_up_to_date(row, listed, NOW)]
    new = [Release(version=version, **listed[version]) for version in unknown(listed, rows)]
    assert [(row.version, row.is_yanked, row.gone_since) for row in new + differing] == written


def test_a_release_whose_files_were_deleted_keeps_its_date():
    row = Release(version="1", uploaded_at=BEFORE, size_bytes=5)
    assert brought_up_to_date(row, {"1": {"uploaded_at": None, "size_bytes": 0}}, NOW)
    assert (row.uploaded_at, row.size_bytes) == (BEFORE, 0)
    assert not brought_up_to_date(row, {"1": {"uploaded_at": None, "size_bytes": 0}}, NOW)


@pytest.mark.parametrize(
    ("version", "does"),
    [("1.0", True), ("1" * 100, True), ("1" * 101, False), (".".join(["1"] * 51), False), ("1\x00", False)],
    ids=["usual", "longest", "too long", "too long", "with NUL"],
)
def test_a_version_fits_its_column_or_is_skipped(version, does):
    snapshot = ReleaseSnapshot(version, None, False, None, False, False, 0, None)  # noqa: FBT003 as its fields stand
    assert fits(snapshot) is does


def test_the_columns_of_a_release_are_those_that_a_conflict_updates():
    snapshot = ReleaseSnapshot("1.0", None, False, None, False, False, 0, None)  # noqa: FBT003 as its fields stand
    assert tuple(release_columns(snapshot)) == RELEASE_COLUMNS
