import json

import pytest

from packgrid.sources.index_pages import parse_page


@pytest.mark.parametrize(
    ("version", "file", "sentence"),
    [
        ("1.4", {"core-metadata": False, "provenance": None}, "the index page offers no metadata files"),
        ("1.4", {"core-metadata": {"sha256": "a"}, "provenance": None}, ""),
        ("1.3", {"dist-info-metadata": True, "provenance": None}, "the index page offers no project status"),
        ("1.1", {"core-metadata": True}, "the index page offers no attestations, no project status"),
        ("1.1", {}, "the index page offers no metadata files, no attestations, no project status"),
        ("1.1", None, ""),
    ],
)
def test_what_a_mirror_does_not_offer_is_said(version, file, sentence):
    files = [] if file is None else [{"filename": "a-1.0-py3-none-any.whl", "url": "a.whl", "hashes": {}, **file}]
    said = {"meta": {"api-version": version}, "name": "a", "files": files}
    page = parse_page(
        json.dumps(said).encode(),
        content_type="application/vnd.pypi.simple.v1+json",
        url="https://pypi.example/simple/a/",
        name="a",
    )
    assert page.untold == sentence
