import json
from datetime import UTC, datetime

import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.pypi import ProjectSnapshot, ReleaseSnapshot, Vulnerability, parse
from sources.documents import project_document, release_file

UPLOADED = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)


def parsed(**changes):  # noqa: ANN003
    return parse(json.dumps(project_document(**changes)).encode())


def test_a_document_is_read_whole():
    assert parsed() == ProjectSnapshot(
        name="django-a",
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
        version="1.0",
        released_at=UPLOADED,
        releases=(ReleaseSnapshot("1.0", UPLOADED, False, None, True, False, 1000, ">=3.12"),),  # noqa: FBT003
        vulnerabilities=(),
    )


@pytest.mark.parametrize("nothing", ["", "UNKNOWN", None])
def test_what_says_nothing_is_unknown(nothing):
    snapshot = parsed(
        summary=nothing, author=nothing, author_email=nothing, license_expression=nothing, requires_python=nothing
    )
    said = (snapshot.summary, snapshot.author, snapshot.license, snapshot.requires_python)
    assert said == (None, None, None, None)


def test_a_project_may_be_named_null():
    assert parsed(name="null").normalized_name == "null"


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
    assert parsed(releases=releases).version == version


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
    release = parsed(releases={"1.0": files}).releases[0]
    assert (release.is_yanked, release.yanked_reason) == (is_yanked, reason)


def test_a_release_sums_up_its_files():
    early = release_file(packagetype="sdist", size=500, upload_time_iso_8601="2026-01-01T00:00:00+01:00")
    assert parsed(releases={"1.0": [release_file(), early]}).releases == (
        ReleaseSnapshot("1.0", datetime(2025, 12, 31, 23, tzinfo=UTC), False, None, True, True, 1500, ">=3.12"),  # noqa: FBT003
    )


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
        Vulnerability("PYSEC-1", ("CVE-1",), None, "Bad", ("1.1",)),
    )


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({}, "info: an object"),
        ({"info": [], "releases": {}}, "info: an object"),
        ({"info": {}, "releases": {}}, "info.name: "),
        ({"info": {"name": "a"}}, "releases: an object"),
        (project_document(summary=5), "info.summary: a text"),
        (project_document(classifiers="x"), "info.classifiers: a list of texts"),
        (project_document(project_urls=["x"]), "info.project_urls: an object"),
        (project_document(releases={"1.0": {}}), "releases.1.0: a list"),
        (project_document(releases={"1.0": [release_file(upload_time_iso_8601=None)]}), "releases.1.0[].upload_time"),
        (
            project_document(releases={"1.0": [release_file(upload_time_iso_8601=20260102)]}),
            "releases.1.0[].upload_time",
        ),
        (project_document(releases={"1.0": [release_file(size=-1)]}), "releases.1.0[].size: a whole number"),
        (project_document(vulnerabilities=[{"id": 5}]), "vulnerabilities[].id: a text"),
        ([], "the answer is not a JSON object"),
    ],
)
def test_a_half_document_is_refused_with_its_place(document, place):
    with pytest.raises(Malformed) as raised:
        parse(json.dumps(document).encode())
    assert str(raised.value).startswith(place)


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
        parse(body)
    assert str(raised.value).startswith(reason)
