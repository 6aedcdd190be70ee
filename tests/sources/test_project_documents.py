import json
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.project_documents import Ownership, ProjectDocument, ReportedVulnerability, parse_document
from packgrid.sources.releases import ReleaseList, ReleaseSnapshot
from sources.documents import project_document, release_file

UPLOADED = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)


def parsed(name="django-a", **changes: Any) -> ProjectDocument:
    return parse_document(json.dumps(project_document(name, **changes)).encode(), name)


def newest(**changes: Any) -> ReleaseSnapshot | None:
    return parsed(**changes).release_list.newest


def test_a_document_is_read_whole():
    release = ReleaseSnapshot("1.0", UPLOADED, False, None, True, False, 1000, ">=3.12", file_count=1)  # noqa: FBT003
    release = attrs.evolve(release, install_bytes=1000)
    assert parsed() == ProjectDocument(
        name="django-a",
        version="1.0",
        summary="Does a",
        description="# A\n\nDoes a.",
        description_content_type="text/markdown",
        author="Ada",
        maintainer=None,
        classifiers=("Framework :: Django :: 6.0", "Programming Language :: Python :: 3.13"),
        requires_python=">=3.12",
        requires_dist=("django>=6.0",),
        license="MIT",
        links={"repository": "https://github.com/a/a", "documentation": "https://a.example/"},
        vulnerabilities=(),
        release_list=ReleaseList((release,)),
    )


@pytest.mark.parametrize("nothing", ["", "UNKNOWN", None])
def test_what_says_nothing_is_unknown(nothing):
    document = parsed(
        summary=nothing, author=nothing, author_email=nothing, license_expression=nothing, requires_python=nothing
    )
    said = (document.summary, document.author, document.license, document.requires_python)
    assert said == (None, None, None, None)


def test_a_project_may_be_named_null():
    assert parsed("null").name == "null"


def test_characters_that_no_text_may_hold_are_dropped():
    snapshot = parsed(summary="a\x00b\ud800c\ufffe", classifiers=["A\x0bB"], author="Ann\x1b[1m")
    assert (snapshot.summary, snapshot.classifiers, snapshot.author) == ("abc", ("A B",), "Ann[1m")


@pytest.mark.parametrize(
    ("author", "address", "name"),
    [
        ("Ada", "ada@people.example", "Ada"),
        ("", "Ada <ada@people.example>, Bob <bob@people.example>", "Ada, Bob"),
        ("", '"Doe, Jane" <jane@people.example>', "Doe, Jane"),
        ("ada@people.example", "Ada <ada@people.example>", "Ada"),
        ("Ada <ada@people.example>", None, "Ada"),
        ("", '"ada@people.example" <ada@people.example>', None),
        ("", "ada@people.example", None),
        (None, None, None),
    ],
)
def test_people_are_named_without_their_addresses(author, address, name):
    assert parsed(author=author, author_email=address).author == name


YANKED = {"yanked": True, "yanked_reason": "broken"}


@pytest.mark.parametrize(
    ("releases", "version"),
    [
        ({"1.0": [release_file()], "2.0": [release_file()]}, "2.0"),
        ({"1.0": [release_file()], "2.0": [release_file(**YANKED)]}, "1.0"),
        ({"1.0": [release_file()], "2.0": []}, "1.0"),
        ({"1.0": [release_file()], "2.0rc1": [release_file()]}, "1.0"),
        ({"2.0a1": [release_file()], "2.0rc1": [release_file()]}, "2.0rc1"),
        ({"1.0": [release_file(**YANKED)], "2.0": [release_file(**YANKED)]}, "2.0"),
        ({"1.0": []}, None),
        ({}, None),
    ],
)
def test_the_version_is_the_newest_that_can_be_installed(releases, version):
    found = newest(releases=releases)
    assert (found and found.version) == version


@pytest.mark.parametrize(
    ("files", "is_yanked", "reason"),
    [
        ([release_file(**YANKED), release_file(**YANKED)], True, "broken"),
        ([release_file(**YANKED), release_file()], False, None),
        ([release_file()], False, None),
        ([], False, None),
    ],
)
def test_a_release_is_yanked_where_all_its_files_are(files, is_yanked, reason):
    release = parsed(releases={"1.0": files}).release_list.releases[0]
    assert (release.is_yanked, release.yanked_reason) == (is_yanked, reason)


def test_a_release_sums_up_its_files():
    early = release_file(packagetype="sdist", size=500, upload_time_iso_8601="2026-01-01T00:00:00+01:00")
    release = newest(releases={"1.0": [release_file(), early]})
    assert release.uploaded_at == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert (release.has_wheel, release.has_sdist, release.size_bytes, release.file_count) == (True, True, 1500, 2)
    assert release.install_bytes == 1000


def test_withdrawn_vulnerabilities_are_left_out():
    known = {
        "id": "PYSEC-1",
        "aliases": ["CVE-1"],
        "link": None,
        "summary": "Bad",
        "fixed_in": ["1.1"],
        "withdrawn": None,
    }
    withdrawn = known | {"id": "PYSEC-2", "withdrawn": "2026-01-01T00:00:00Z"}
    assert parsed(vulnerabilities=[known, withdrawn]).vulnerabilities == (
        ReportedVulnerability("PYSEC-1", ("CVE-1",), None, "Bad", ("1.1",)),
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({}, "info: an object was expected, not nothing"),
        ({"info": [], "releases": {}}, "info: an object was expected, not []"),
        ({"info": {}, "releases": {}}, "info.name: a text was expected, not nothing"),
        (project_document("django-b"), "info.name: 'django-b' is not the 'django-a' that was asked for"),
        (project_document(name=5), "info.name: a text was expected, not 5"),
        ([], "the answer is not a JSON object"),
    ],
)
def test_a_document_of_something_else_is_refused_with_the_place(document, reason):
    with pytest.raises(Malformed) as raised:
        parse_document(json.dumps(document).encode(), "django-a")
    assert str(raised.value) == reason


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"summary": 5}, "info.summary: a text was expected, not 5"),
        ({"author": ["Ada"]}, "info.author: a text was expected, not ['Ada']"),
        ({"classifiers": "x"}, "info.classifiers: a list of texts was expected, not 'x'"),
        ({"classifiers": ["a", None]}, "info.classifiers[1]: a text was expected, not nothing"),
        ({"requires_dist": [5, "a"]}, "info.requires_dist[0]: a text was expected, not 5"),
        ({"project_urls": ["x"]}, "info.project_urls: an object was expected, not ['x']"),
        ({"project_urls": {"Source": 5}}, "info.project_urls.Source: a text was expected, not 5"),
        ({"home_page": 5}, "info.home_page: a text was expected, not 5"),
        ({"releases": []}, "releases: an object was expected, not []"),
        ({"releases": {"1.0": {}}}, "releases.1.0: a list was expected, not {}"),
        ({"releases": {"1.0": [5]}}, "releases.1.0[0]: an object was expected, not 5"),
        ({"releases": {"1.0": [{}]}}, "releases.1.0[0].filename: a text was expected, not nothing"),
        (
            {"releases": {"1.0": [release_file(upload_time_iso_8601=20260102)]}},
            "releases.1.0[0].upload_time_iso_8601: a date and time was expected, not 20260102",
        ),
        ({"releases": {"1.0": [release_file(size=-1)]}}, "releases.1.0[0].size: a whole number was expected, not -1"),
        ({"vulnerabilities": [{"id": 5}]}, "vulnerabilities[0].id: a text was expected, not 5"),
        ({"vulnerabilities": [5]}, "vulnerabilities[0]: an object was expected, not 5"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out_and_costs_nothing_else(changes, note):
    document = parsed(**changes)
    assert document.left_out == (note,)
    assert (document.name, document.license, document.version) == ("django-a", "MIT", "1.0")


def test_one_file_without_a_date_costs_only_that_date():
    undated = release_file(upload_time=None, upload_time_iso_8601=None)
    document = parsed(releases={"0.9": [undated], "1.0": [release_file()]})
    releases = document.release_list.releases
    assert [(release.version, release.uploaded_at) for release in releases] == [("0.9", None), ("1.0", UPLOADED)]
    assert (document.summary, document.left_out) == ("Does a", ())


@pytest.mark.parametrize(
    ("times", "uploaded_at"),
    [
        ({"upload_time": "2024-03-01T10:00:00", "upload_time_iso_8601": None}, datetime(2024, 3, 1, 10, tzinfo=UTC)),
        ({"upload_time": "1999-01-01T00:00:00"}, UPLOADED),
        ({"upload_time": "", "upload_time_iso_8601": None}, None),
        ({"upload_time": 5, "upload_time_iso_8601": None}, None),
        ({"upload_time_iso_8601": "0001-01-01T00:00:00Z"}, None),
        ({"upload_time_iso_8601": "2026-01-02"}, datetime(2026, 1, 2, tzinfo=UTC)),
    ],
)
def test_old_indexes_have_the_older_time_alone(times, uploaded_at):
    assert newest(releases={"1.0": [release_file(**times)]}).uploaded_at == uploaded_at


@pytest.mark.parametrize(
    ("versions", "version"),
    [
        (["0.9-final", "0.10-final"], "0.10-final"),
        (["0.8.1-final0", "0.8-final0", "0.8.1-alpha-x"], "0.8.1-final0"),
        (["1.0-rc-x", "1.0-final"], "1.0-final"),
        (["r9", "r10", "r100"], "r100"),
        (["2004c", "2004b"], "2004c"),
        (["2.0-final", "1.0"], "1.0"),
        (["0.25.1-foo", "0.9-foo"], "0.25.1-foo"),
    ],
)
def test_versions_older_than_pep_440_are_ordered_by_their_numbers(versions, version):
    assert newest(releases={each: [release_file()] for each in versions}).version == version


def test_without_its_releases_a_document_tells_of_the_newest_alone():
    found = project_document(version="1.0") | {"urls": [release_file()]}
    del found["releases"]
    releases = parse_document(json.dumps(found).encode(), "django-a").release_list
    assert [release.version for release in releases.releases] == ["1.0"]
    assert not releases.is_complete
    assert parse_document(json.dumps(found | {"urls": []}).encode(), "django-a").release_list is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b" ", "the answer is empty"),
        (b"<html>", "the answer is not JSON: Expecting value: line 1 column 1 (char 0); it begins with '<html>'"),
        (b'{"info":', "the answer is not JSON: Expecting value: line 1 column 9 (char 8); it begins with"),
        (b"\xff", "the answer is not JSON: 'utf-8' codec can't decode byte 0xff"),
        (b"[" * 200_000, "the answer is not JSON: "),
    ],
)
def test_what_is_no_json_is_refused_with_its_beginning(body, reason):
    with pytest.raises(Malformed) as raised:
        parse_document(body, "django-a")
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, None),
        ({}, None),
        ({"roles": [], "organization": None}, None),
        ("Ada", None),
        ([], None),
        ({"roles": [{"role": "Owner", "user": "ada"}]}, Ownership("", (("ada", "Owner"),))),
        ({"roles": [{"user": "ada"}, {"role": "Owner", "user": " "}, 3]}, Ownership("", (("ada", ""),))),
        ({"roles": {"role": "Owner"}, "organization": "Team"}, Ownership("Team", ())),
        (
            {"roles": [{"role": "Owner", "user": "ada"}, {"role": "Maintainer", "user": "bob"}], "organization": "T"},
            Ownership("T", (("ada", "Owner"), ("bob", "Maintainer"))),
        ),
        ({"roles": [{"role": 1, "user": "ada"}], "organization": 2}, Ownership("", (("ada", ""),))),
    ],
)
def test_who_may_publish_is_read_where_the_index_tells(said, expected):
    document = project_document() | ({} if said is None else {"ownership": said})
    assert parse_document(json.dumps(document).encode(), "django-a").ownership == expected
