import json

import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.pypi_releases import DeclaredSnapshot, parse


def document(**info: object) -> bytes:
    said = {"version": "1.0", "classifiers": ["Framework :: Django :: 4.2"], "requires_dist": ["django>=4.2"]}
    return json.dumps({"info": said | info}).encode()


@pytest.mark.parametrize(
    ("body", "snapshot"),
    [
        (document(), DeclaredSnapshot("1.0", ("Framework :: Django :: 4.2",), ("django>=4.2",))),
        (document(classifiers=[], requires_dist=None), DeclaredSnapshot("1.0", (), ())),
    ],
)
def test_a_document_says_what_a_release_declares(body, snapshot):
    assert parse(body, "1.0") == snapshot


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{}", "info: an object was expected, not nothing"),
        (document(version=None), "info.version"),
        (document(version="1.1"), "info.version: '1.1' is not the '1.0' that was asked for"),
        (document(classifiers="a"), "info.classifiers"),
    ],
)
def test_a_document_of_something_else_is_malformed(body, reason):
    with pytest.raises(Malformed) as raised:
        parse(body, "1.0")
    assert str(raised.value).startswith(reason)
