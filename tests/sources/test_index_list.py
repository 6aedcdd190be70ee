import json

import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.index_list import SerialReader


def read(body: bytes, size: int) -> list[tuple[str, int]]:
    reader, found = SerialReader(), []
    for start in range(0, len(body), size):
        found += reader.read(body[start : start + size])
    return found + reader.close()


def listed(*projects: object) -> bytes:
    return json.dumps({"meta": {"_last-serial": 9, "api-version": "1.4"}, "projects": list(projects)}).encode()


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_a_list_is_read_as_it_comes(size):
    body = listed({"name": "Frob.Nicate", "_last-serial": 5}, {"_last-serial": 3, "name": "é"})
    assert read(body, size) == [("frob-nicate", 5), ("é", 3)]


@pytest.mark.parametrize(
    "item",
    [{"name": "a"}, {"_last-serial": 5}, {"name": 5, "_last-serial": 5}, {"name": "a", "_last-serial": "5"}, 5, None],
)
def test_an_item_without_name_or_serial_costs_only_itself(item):
    assert read(listed(item, {"name": "b", "_last-serial": 7}), 16) == [("b", 7)]


@pytest.mark.parametrize("body", [b'{"meta": {}}', b"[]", b"5", listed()])
def test_a_document_without_projects_has_none(body):
    assert read(body, 3) == []


@pytest.mark.parametrize("body", [b"<html>", b"{x}", listed({"name": "a", "_last-serial": 1})[:-5], b"", b"{}}"])
def test_what_is_no_whole_json_is_refused(body):
    with pytest.raises(Malformed):
        read(body, 8)
