import json
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.index_pages import IndexFile, IndexPage, ProjectStatus, parse_page

JSON, HTML = "application/vnd.pypi.simple.v1+json", "application/vnd.pypi.simple.v1+html"
URL = "https://pypi.example/simple/django-a/"
SHA, OTHER_SHA = "ab" * 32, "cd" * 32
WHEEL = "django_a-1.1-py3-none-any.whl"


def file(filename=WHEEL, **changes: Any) -> dict[str, Any]:
    return {"filename": filename, "url": f"https://files.example/{filename}", "hashes": {"sha256": SHA}} | changes


def page(*files: Any, version="1.4", **changes: Any) -> dict[str, Any]:
    return {"meta": {"api-version": version}, "name": "django-a", "files": list(files)} | changes


def read(document: Any, content_type=JSON) -> IndexPage:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return parse_page(body, content_type=content_type, url=URL, name="django-a")


def read_html(text: str, content_type=HTML) -> IndexPage:
    return read(text.encode(), content_type)


WHOLE = file(
    **{
        "requires-python": ">=3.10",
        "size": 51024,
        "upload-time": "2026-01-21T05:35:05.558877Z",
        "yanked": False,
        "core-metadata": {"sha256": OTHER_SHA},
        "data-dist-info-metadata": {"sha256": "00"},
        "provenance": f"https://pypi.example/integrity/django-a/1.1/{WHEEL}/provenance",
        "_private": 1,
    }
)


def test_a_json_page_is_read_whole():
    found = read(page(WHOLE, **{"versions": ["1.0", "1.1"], "project-status": {"status": "archived"}, "extra": 1}))
    assert found == IndexPage(
        name="django-a",
        api_version="1.4",
        status=ProjectStatus.ARCHIVED,
        status_reason=None,
        versions=("1.0", "1.1"),
        files=(
            IndexFile(
                filename=WHEEL,
                url=f"https://files.example/{WHEEL}",
                version="1.1",
                hashes={"sha256": SHA},
                size_bytes=51024,
                uploaded_at=datetime(2026, 1, 21, 5, 35, 5, 558877, UTC),
                requires_python=">=3.10",
                is_yanked=False,
                yanked_reason=None,
                metadata_hashes={"sha256": OTHER_SHA},
                provenance_url=f"https://pypi.example/integrity/django-a/1.1/{WHEEL}/provenance",
            ),
        ),
    )


def test_an_html_page_is_read_whole():
    found = read_html(
        f"""<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.4">
        <meta name="pypi:project-status" content="deprecated">
        <meta name="pypi:project-status-reason" content="Use b &amp; c">
        <title>Links for django-a</title></head><body><h1>Links</h1><a href="../">Parent</a>
        <a href="../../files/{WHEEL}#sha256={SHA}" data-requires-python="&gt;=3.10" data-yanked="bro&quot;ken"
          data-core-metadata="sha256={OTHER_SHA}" data-provenance="/integrity/1.1" data-gpg-sig="false">{WHEEL}</a><br>
        </body></html>"""
    )
    assert found == IndexPage(
        name="django-a",
        api_version="1.4",
        status=ProjectStatus.DEPRECATED,
        status_reason="Use b & c",
        versions=("1.1",),
        files=(
            IndexFile(
                filename=WHEEL,
                url=f"https://pypi.example/files/{WHEEL}",
                version="1.1",
                hashes={"sha256": SHA},
                requires_python=">=3.10",
                is_yanked=True,
                yanked_reason='bro"ken',
                metadata_hashes={"sha256": OTHER_SHA},
                provenance_url="https://pypi.example/integrity/1.1",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("meta", "version"),
    [
        ({"api-version": "1.0"}, "1.0"),
        ({"api-version": "1.1"}, "1.1"),
        ({"api-version": "1.3"}, "1.3"),
        ({"api-version": "1.4"}, "1.4"),
        ({"api-version": "1.99"}, "1.99"),
        ({}, "1.0"),
        (None, "1.0"),
    ],
)
def test_versions_of_the_interface_up_to_any_minor_one_are_read(meta, version):
    found = read(page(meta=meta))
    assert (found.api_version, found.left_out) == (version, ())


@pytest.mark.parametrize("version", ["2.0", "2.1", "10.0"])
def test_a_greater_major_version_is_refused_in_both_forms(version):
    reason = f"meta.api-version: {version} is later than the 1.x that can be read"
    with pytest.raises(Malformed, match=reason):
        read(page(version=version))
    with pytest.raises(Malformed, match=reason):
        read_html(f'<meta name="pypi:repository-version" content="{version}">')


@pytest.mark.parametrize("version", ["latest", "1", "1.x", "", 1.4, "1.4.0"])
def test_what_is_no_version_of_the_interface_is_taken_for_the_first(version):
    found = read(page(version=version))
    assert found.api_version == "1.0"
    assert [note for note in found.left_out if not note.startswith("meta.api-version: ")] == []


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        ({"project-status": {"status": "active"}}, "active", None),
        ({"project-status": {"status": "archived", "reason": "use gadget"}}, "archived", "use gadget"),
        ({"project-status": {"status": "quarantined"}}, "quarantined", None),
        ({"project-status": {"status": "Deprecated", "reason": ""}}, "deprecated", None),
        ({"project-status": "archived", "project-status-reason": "done"}, "archived", "done"),
        ({"meta": {"api-version": "1.4", "project-status": "archived", "project-status-reason": "x"}}, "archived", "x"),
        ({"meta": {"api-version": "1.4", "project-status": {"status": "archived", "reason": "x"}}}, "archived", "x"),
        ({"project-status": None}, "active", None),
        ({}, "active", None),
        ({"meta": {"api-version": "1.3"}}, None, None),
        ({"meta": {"api-version": "1.0"}, "project-status": {"status": "archived"}}, "archived", None),
    ],
)
def test_the_status_is_read_wherever_it_stands(said, status, reason):
    found = read(page(**said))
    assert (found.status, found.status_reason, found.left_out) == (status, reason, ())


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ({"status": "frozen"}, "project-status: 'frozen' is not a status that is known"),
        ({"status": 5}, "project-status.status: a text was expected, not 5"),
        (["archived"], "project-status: an object was expected, not ['archived']"),
        ({"status": "archived", "reason": 5}, "project-status.reason: a text was expected, not 5"),
        (5, "project-status: an object was expected, not 5"),
    ],
)
def test_a_status_that_cannot_be_read_is_noted_and_costs_nothing_else(said, note):
    found = read(page(file(), **{"project-status": said}))
    assert (found.left_out, len(found.files)) == ((note,), 1)


def test_the_case_of_a_project_that_its_owner_archived():
    body = (
        b'{"meta": {"api-version": "1.4", "_last-serial": 1}, "name": "django-a", '
        b'"project-status": {"status": "archived", "reason": "use gadget"}, "files": [], "versions": []}'
    )
    found = read(body, "application/json")
    assert (found.status, found.status_reason, found.versions, found.is_complete) == (
        "archived",
        "use gadget",
        (),
        True,
    )


def test_a_quarantined_project_hides_its_files_and_loses_no_version_by_that():
    assert read(page(versions=[], **{"project-status": {"status": "quarantined"}})).is_complete is False


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"yanked": True}, {"is_yanked": True}),
        ({"yanked": "broken"}, {"is_yanked": True, "yanked_reason": "broken"}),
        ({"yanked": ""}, {}),
        ({"yanked": None}, {}),
        ({"core-metadata": True}, {"metadata_hashes": {}}),
        ({"core-metadata": False}, {}),
        ({"core-metadata": False, "dist-info-metadata": True}, {}),
        ({"dist-info-metadata": {"SHA256": "AB"}}, {"metadata_hashes": {"sha256": "ab"}}),
        ({"data-dist-info-metadata": {"sha256": "ab"}}, {"metadata_hashes": {"sha256": "ab"}}),
        ({"provenance": None}, {"provenance_url": ""}),
        ({"provenance": "/p"}, {"provenance_url": "https://pypi.example/p"}),
        ({"hashes": {}}, {"hashes": {}}),
        ({"hashes": None}, {"hashes": {}}),
        ({"size": 0}, {"size_bytes": 0}),
        ({"requires-python": ""}, {}),
        ({"upload-time": "2026-01-21T05:35:05Z"}, {"uploaded_at": datetime(2026, 1, 21, 5, 35, 5, tzinfo=UTC)}),
        ({"upload-time": "2026-01-21T05:35:05.5Z"}, {"uploaded_at": datetime(2026, 1, 21, 5, 35, 5, 500000, UTC)}),
        ({"upload-time": "9999-12-31T23:59:59Z"}, {}),
        ({"url": "../../f/a.whl"}, {"url": "https://pypi.example/f/a.whl"}),
        ({"url": "//files.example/a.whl"}, {"url": "https://files.example/a.whl"}),
        ({"url": "a b.whl"}, {"url": "https://pypi.example/simple/django-a/a b.whl"}),
    ],
)
def test_what_a_file_may_say(changes, expected):
    plain = IndexFile(WHEEL, f"https://files.example/{WHEEL}", "1.1", {"sha256": SHA})
    found = read(page(file(**changes)))
    assert (found.files, found.left_out) == ((attrs.evolve(plain, **expected),), ())


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"upload-time": 5}, "upload-time: a date and time was expected, not 5"),
        ({"upload-time": "yesterday"}, "upload-time: a date and time was expected, not 'yesterday'"),
        ({"size": -1}, "size: a whole number was expected, not -1"),
        ({"size": "5"}, "size: a whole number was expected, not '5'"),
        ({"hashes": ["sha256"]}, "hashes: an object was expected, not ['sha256']"),
        ({"hashes": {"sha256": 5}}, "hashes: texts were expected, not {'sha256': 5}"),
        ({"yanked": 1}, "yanked: true, false or a reason was expected, not 1"),
        ({"requires-python": 3}, "requires-python: a text was expected, not 3"),
        ({"core-metadata": "yes"}, "core-metadata: an object was expected, not 'yes'"),
        ({"provenance": 5}, "provenance: a text was expected, not 5"),
    ],
)
def test_a_field_that_cannot_be_read_costs_only_itself(changes, note):
    found = read(page(file(**changes), file("django-a-1.1.tar.gz"), versions=["1.1"]))
    assert [each.version for each in found.files] == ["1.1", "1.1"]
    assert (found.left_out, found.is_complete) == ((f"files[0] ({WHEEL}).{note}",), True)


@pytest.mark.parametrize(
    ("item", "note"),
    [
        (None, "files[0]: an object was expected, not nothing"),
        ("a", "files[0]: an object was expected, not 'a'"),
        ({}, "files[0].filename: a text was expected, not nothing"),
        ({"filename": "", "url": "a"}, "files[0].filename: a text was expected, not ''"),
        ({"filename": WHEEL, "url": 5}, "files[0].url: a text was expected, not 5"),
        ({"filename": WHEEL, "url": "data:,a"}, f"files[0] ({WHEEL}).url: 'data:,a' is not a web address"),
        ({"filename": WHEEL, "url": "http://[x"}, f"files[0] ({WHEEL}).url: 'http://[x' is not a web address"),
    ],
)  # fmt: skip
def test_a_file_without_name_or_address_costs_only_itself(item, note):
    found = read(page(item, file(), versions=["1.0", "1.1"]))
    assert [each.filename for each in found.files] == [WHEEL]
    assert note in found.left_out
    assert (found.versions, found.is_complete) == (("1.0", "1.1"), True)


def test_without_a_list_of_versions_a_file_that_is_left_out_may_take_one_along():
    assert read(page(file(), 5, version="1.0")).is_complete is False


def test_a_file_of_no_version_is_kept_and_noted():
    found = read(page(file("README.zip"), versions=["1.0"]))
    assert [each.version for each in found.files] == [None]
    assert found.left_out == ("files[0] (README.zip): its name has no version of the project",)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["1.0", "0.9-final"], ("1.0", "0.9-final")),
        (["1.0", "1.0"], ("1.0",)),
        ([], ()),
        (None, ("1.1",)),
        (["1.0", 5, "", None], ("1.0",)),
        ({"1.0": 1}, ("1.1",)),
    ],
)
def test_versions_come_from_their_list_and_else_from_the_names_of_files(versions, expected):
    assert read(page(file(), versions=versions)).versions == expected


def test_notes_are_counted_after_the_first():
    notes = read(page(*[5] * 30, versions=[])).left_out
    assert (len(notes), notes[-1]) == (21, "and 10 more")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (page(name="django-b"), "name: 'django-b' is not the 'django-a' that was asked for"),
        (page(name=None), "name: a text was expected, not nothing"),
        ([], "the answer is not a JSON object"),
        (b"<html>", "the answer is not JSON: "),
        (b"", "the answer is empty"),
        (b'{"name": "django-a"', "the answer is not JSON: "),
    ],
)
def test_a_page_of_something_else_is_refused(document, reason):
    with pytest.raises(Malformed) as raised:
        read(document)
    assert str(raised.value).startswith(reason)


def test_another_spelling_of_the_name_is_the_same_project():
    assert read(page(name="Django_A")).name == "Django_A"


@pytest.mark.parametrize("kind", [JSON, "application/json", "application/json; charset=utf-8", JSON.upper()])
def test_json_is_told_by_its_type(kind):
    assert read(page(file()), kind).versions == ("1.1",)


@pytest.mark.parametrize("kind", [HTML, "text/html", "text/html; charset=utf-8", "Text/HTML;charset=nonsense"])
def test_html_is_told_by_its_type(kind):
    assert read_html(f'<a href="{WHEEL}">x</a>', kind).versions == ("1.1",)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/vnd.pypi.simple.v2+json", "image/png"])
def test_another_type_is_refused(kind):
    with pytest.raises(Malformed, match="which is neither its JSON nor its HTML form"):
        read(page(), kind)


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (f'<a href="/f/{WHEEL}">', {"url": f"https://pypi.example/f/{WHEEL}"}),
        (f'<A HREF="/f/{WHEEL}#SHA256={SHA.upper()}">', {"hashes": {"sha256": SHA}}),
        (f'<a href="/f/{WHEEL}#sha256-{SHA}">', {"hashes": {"sha256": SHA}}),
        (f'<a href="/f/{WHEEL}#egg=django-a">', {}),
        (f'<a href="/f/{WHEEL}#rot13={SHA}">', {}),
        (f'<a href="/f/{WHEEL}" data-yanked>', {"is_yanked": True}),
        (f'<a href="/f/{WHEEL}" data-yanked="">', {"is_yanked": True}),
        (f'<a href="/f/{WHEEL}" data-yanked="&lt;b&gt;">', {"is_yanked": True, "yanked_reason": "<b>"}),
        (f'<a href="/f/{WHEEL}" data-requires-python="&gt;=3.8,&lt;4">', {"requires_python": ">=3.8,<4"}),
        (f'<a href="/f/{WHEEL}" data-dist-info-metadata="true">', {"metadata_hashes": {}}),
        (f'<a href="/f/{WHEEL}" data-core-metadata="sha256={SHA}">', {"metadata_hashes": {"sha256": SHA}}),
        (f'<a href="/f/{WHEEL}" data-core-metadata="false" data-dist-info-metadata="true">', {}),
        (f'<a href="/f/{WHEEL}" data-provenance="/p">', {"provenance_url": "https://pypi.example/p"}),
        (f'<a href="/f/{WHEEL.replace("_", "%5F")}">', {"url": f"https://pypi.example/f/{WHEEL.replace('_', '%5F')}"}),
        (f'<a href="/download?id=5">{WHEEL}</a><a>', {"url": "https://pypi.example/download?id=5"}),
        (f'<base href="/g/"><base href="/h/"><a href="{WHEEL}">', {"url": f"https://pypi.example/g/{WHEEL}"}),
    ],
)
def test_what_a_link_may_say(anchor, expected):
    plain = IndexFile(WHEEL, f"https://pypi.example/f/{WHEEL}", "1.1", {})
    found = read_html(anchor)
    assert (found.files, found.left_out) == ((attrs.evolve(plain, **expected),), ())


LINKS = ["", "<p>No links", '<a href="../">Up</a>', f'<a name="x">{WHEEL[:-4]}</a>', "\x00<a"]


@pytest.mark.parametrize("text", LINKS)
def test_a_page_without_files_has_none(text):
    found = read_html(f'<meta name="pypi:repository-version" content="1.0">{text}')
    assert (found.files, found.versions, found.status) == ((), (), None)


@pytest.mark.parametrize("text", [*LINKS, "<h1>Sign in</h1><form></form>"])
def test_a_page_that_is_of_no_index_is_refused(text):
    with pytest.raises(Malformed, match="a page that has no files of a project"):
        read_html(text)


def test_a_file_that_is_listed_twice_counts_once():
    assert len(read(page(file(), file(size=5))).files) == 1


def test_a_password_in_the_address_of_the_page_is_not_in_the_addresses_of_its_files():
    body = json.dumps(page(file(url="../a.whl"))).encode()
    found = parse_page(
        body, content_type=JSON, url="https://ann:secret@pypi.example:81/simple/django-a/", name="django-a"
    )
    assert found.files[0].url == "https://pypi.example:81/simple/a.whl"
