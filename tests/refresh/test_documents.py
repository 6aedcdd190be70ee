from datetime import UTC, datetime

import pytest

from packgrid.catalogue.models import Readme, Release
from packgrid.lib.readme_html import digest_readme
from packgrid.lib.readme_process import shared_process
from packgrid.refresh.apply import apply_answer
from packgrid.refresh.documents import (
    RELEASE_COLUMNS,
    PreparedReadme,
    brought_up_to_date,
    is_storable,
    prepare_readme,
    put_readme,
    release_columns,
    unknown_versions,
)
from packgrid.sources.releases import ReleaseSnapshot
from refresh.rows import answer, package
from sources.documents import project_snapshot

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
    new = [Release(version=version, **listed[version]) for version in unknown_versions(listed, rows)]
    assert [(row.version, row.is_yanked, row.gone_since) for row in new + differing] == written


def test_a_release_whose_files_were_deleted_keeps_its_date():
    row = Release(version="1", uploaded_at=BEFORE, size_bytes=5)
    assert brought_up_to_date(row, {"1": {"uploaded_at": None, "size_bytes": 0}}, NOW)
    assert (row.uploaded_at, row.size_bytes) == (BEFORE, 0)
    assert not brought_up_to_date(row, {"1": {"uploaded_at": None, "size_bytes": 0}}, NOW)


def test_a_size_is_not_forgotten_where_html_has_none():
    row = Release(version="1", install_bytes=5)
    assert not brought_up_to_date(row, {"1": {"install_bytes": None}}, NOW)
    assert brought_up_to_date(row, {"1": {"install_bytes": 0}}, NOW)
    assert row.install_bytes == 0


@pytest.mark.parametrize(
    ("version", "does"),
    [("1.0", True), ("1" * 100, True), ("1" * 101, False), (".".join(["1"] * 51), False), ("1\x00", False)],
    ids=["usual", "longest", "too long", "too long", "with NUL"],
)
def test_a_version_fits_its_column_or_is_skipped(version, does):
    snapshot = ReleaseSnapshot(version, None, False, None, False, False, 0, None)  # noqa: FBT003 as its fields stand
    assert is_storable(snapshot) is does


def test_the_columns_of_a_release_are_those_that_a_conflict_updates():
    snapshot = ReleaseSnapshot("1.0", None, False, None, False, False, 0, None)  # noqa: FBT003 as its fields stand
    assert tuple(release_columns(snapshot)) == RELEASE_COLUMNS


def project(description: str | None, **info: object):
    return project_snapshot(description=description, **info)


def stored_readmes() -> list[tuple[str, str]]:
    return list(Readme.objects.values_list("html", "source_digest"))


@pytest.mark.django_db
class TestReadmes:
    def test_one_is_rendered_when_its_text_changes_and_only_then(self):
        made = package()
        markdown, rst = ({"description_content_type": kind} for kind in ("text/markdown", "text/x-rst"))
        apply_answer(answer(made, project("*a*", **markdown)), now=NOW)
        assert stored_readmes() == [("<p><em>a</em></p>\n", digest_readme("*a*", "text/markdown"))]
        shared_process.close()
        assert prepare_readme(made.pk, project("*a*", summary="Other", **markdown)) is None
        assert shared_process.child is None  # nothing was rendered
        assert prepare_readme(made.pk, project("*a*", **rst)) == PreparedReadme(
            "<p><em>a</em></p>\n", digest_readme("*a*", "text/x-rst")
        )
        apply_answer(answer(made, project("*b*", **markdown)), now=NOW)
        assert stored_readmes() == [("<p><em>b</em></p>\n", digest_readme("*b*", "text/markdown"))]

    def test_one_that_a_limit_cut_short_is_not_rendered_again(self):
        made, long = package(), project("x" * 512_001)
        apply_answer(answer(made, long), now=NOW)
        [(html, digest)] = stored_readmes()
        assert html.startswith("<p>This README is shown as plain text, because it is longer than 512,000 characters.")
        assert digest
        assert prepare_readme(made.pk, long) is None

    def test_one_from_before_digests_is_made_anew_and_is_news_only_where_it_differs(self):
        made = package()
        Readme.objects.create(package=made, html="<p>a</p>")
        same, other = PreparedReadme("<p>a</p>", "1" * 64), PreparedReadme("<p>b</p>", "2" * 64)
        assert not put_readme(made.pk, same)
        assert stored_readmes() == [("<p>a</p>", "1" * 64)]
        assert put_readme(made.pk, other)
        assert stored_readmes() == [("<p>b</p>", "2" * 64)]

    def test_one_that_is_gone_is_dropped_once(self):
        made = package()
        put_readme(made.pk, PreparedReadme("<p>a</p>"))
        gone = prepare_readme(made.pk, project(None))
        assert gone == PreparedReadme(None)
        assert put_readme(made.pk, gone)
        assert not put_readme(made.pk, gone)
        assert not put_readme(made.pk, None)

    def test_other_sources_say_nothing_of_it(self):
        assert prepare_readme(package().pk, None) is None
