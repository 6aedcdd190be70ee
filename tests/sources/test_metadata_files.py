import hashlib

import pytest
from aiohttp import web

from packgrid.sources.errors import Gone, Malformed
from packgrid.sources.index_pages import IndexFile
from packgrid.sources.metadata_files import (
    MetadataFile,
    choose_metadata_file,
    fetch_metadata,
    parse_metadata,
)

WHOLE = """Metadata-Version: 2.4
Name: Django_A
Version: 1.0
Summary: Does a
Author-email: Ada <ada@people.example>
License-Expression: MIT
Project-URL: Source, https://github.com/a/a
Classifier: Framework :: Django :: 6.0
Classifier: Programming Language :: Python :: 3.13
Requires-Python: >=3.12
Requires-Dist: django>=6.0
Requires-Dist: pytest; extra == "test"
Provides-Extra: test
Description-Content-Type: text/markdown

# A

Does a.
"""


def read(text=WHOLE):
    return parse_metadata(text.encode(), name="django-a", version="1.0")


def test_a_file_is_read_whole():
    found = read()
    assert found.classifiers == ("Framework :: Django :: 6.0", "Programming Language :: Python :: 3.13")
    assert (found.name, found.version) == ("Django_A", "1.0")
    assert found.requires_dist == ("django>=6.0", 'pytest; extra == "test"')
    assert found.info == {
        "name": "Django_A",
        "version": "1.0",
        "summary": "Does a",
        "description": "# A\n\nDoes a.\n",
        "description_content_type": "text/markdown",
        "author": None,
        "author_email": "Ada <ada@people.example>",
        "maintainer": None,
        "maintainer_email": None,
        "license": None,
        "license_expression": "MIT",
        "license_files": None,
        "classifiers": ["Framework :: Django :: 6.0", "Programming Language :: Python :: 3.13"],
        "requires_dist": ["django>=6.0", 'pytest; extra == "test"'],
        "requires_python": ">=3.12",
        "home_page": None,
        "project_urls": {"Source": "https://github.com/a/a"},
    }


@pytest.mark.parametrize("said", ["1.0", "1.2", "2.1", "2.5", "2.6", "2.99", "x"])
def test_every_minor_version_of_the_format_is_read(said):
    assert read(WHOLE.replace("2.4", said)).requires_dist == ("django>=6.0", 'pytest; extra == "test"')


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("Version: 1.0\n", "Version: 1.0.0\n"),
        ("Summary: Does a\n", "Summary: Does a\nSummary: Twice\n"),
        ("Project-URL: Source, https://github.com/a/a\n", "Project-URL: Source\nProject-URL: Source\n"),
        ("Requires-Python: >=3.12\n", "Requires-Python: what\nImport-Name: a; private\nNew-Field: 5\n"),
        ("Metadata-Version: 2.4\n", ""),
    ],
)
def test_what_is_written_wrongly_costs_only_itself(line, other):
    assert line in WHOLE
    found = read(WHOLE.replace(line, other))
    assert (len(found.classifiers), len(found.requires_dist)) == (2, 2)


def test_a_release_that_needs_nothing_needs_nothing():
    found = read("Metadata-Version: 2.1\nName: django-a\nVersion: 1.0\n")
    assert (found.classifiers, found.requires_dist) == ((), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WHOLE.replace("2.4", "3.0"), "Metadata-Version: '3.0' is later than the 2.x that can be read"),
        (WHOLE.replace("Django_A", "django-b"), "Name: 'django-b' is not the 'django-a' that was asked for"),
        (WHOLE.replace("Version: 1.0", "Version: 1.1"), "Version: '1.1' is not the '1.0' that was asked for"),
        ("<html>Not found</html>", "Name: '' is not the 'django-a' that was asked for"),
        ("", "Name: '' is not the 'django-a' that was asked for"),
    ],
)
def test_a_file_of_something_else_is_refused(text, reason):
    with pytest.raises(Malformed) as raised:
        read(text)
    assert str(raised.value) == reason


def index_file(filename, hashes=None) -> IndexFile:
    return IndexFile(filename, f"https://files.example/{filename}", "1.0", {}, metadata_hashes=hashes)


PURE, OTHER, SDIST = "a-1.0-py3-none-any.whl", "a-1.0-cp313-cp313-win_amd64.whl", "a-1.0.tar.gz"


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ([], None),
        ([index_file(PURE)], None),
        ([index_file(PURE, {})], f"https://files.example/{PURE}.metadata"),
        ([index_file(OTHER, {}), index_file(PURE, {})], f"https://files.example/{PURE}.metadata"),
        ([index_file(SDIST, {}), index_file(OTHER, {})], f"https://files.example/{OTHER}.metadata"),
        ([index_file(OTHER, {}), index_file(PURE)], f"https://files.example/{OTHER}.metadata"),
        ([index_file(PURE, {"md5": "1", "sha256": "2"})], f"https://files.example/{PURE}.metadata#sha256=2"),
        ([index_file(PURE, {"crc": "1"})], f"https://files.example/{PURE}.metadata"),
    ],
)
def test_the_wheel_for_every_platform_speaks_for_a_release(files, text):
    found = choose_metadata_file(files)
    assert (found and found.as_text) == text
    assert found is None or MetadataFile.parse(found.as_text) == found


async def test_a_file_is_fetched_and_checked(host):
    host.answers["/a.whl.metadata"] = lambda _request: web.Response(text=WHOLE)
    digest = hashlib.sha256(WHOLE.encode()).hexdigest()
    for told in ("", f"sha256={digest}", f"sha256={digest.upper()}"):
        file = MetadataFile(f"{host.url}/a.whl.metadata", told)
        assert await fetch_metadata(host.http, file, name="django-a", version="1.0") == read()


@pytest.mark.parametrize(
    ("path", "digest", "error", "reason"),
    [
        ("/a.whl.metadata", "sha256=00", Malformed, "its sha256 is "),
        ("/b.whl.metadata", "", Gone, "there is no such metadata file (404)"),
    ],
)
async def test_a_file_that_is_not_what_the_index_says_is_refused(host, path, digest, error, reason):
    host.answers["/a.whl.metadata"] = lambda _request: web.Response(text=WHOLE)
    with pytest.raises(error) as raised:
        await fetch_metadata(host.http, MetadataFile(f"{host.url}{path}", digest), name="django-a", version="1.0")
    assert str(raised.value).startswith(f"{host.url}{path}: {reason}")
