import random

import pytest
from packaging.version import Version

from packgrid.lib.versions import is_prerelease, newest_version, normalize_name, version_series, version_sort_key

IN_ORDER = [
    "not a version", "0.0.1.dev1", "0.0.1", "0.9", "1.dev1", "1.0a1.dev1", "1.0a1", "1.0a1.post1.dev1", "1.0a1.post1",
    "1.0a2", "1.0a10", "1.0b1", "1.0rc1.dev1", "1.0rc1", "1.0rc2", "1.0", "1.0+local.1", "1.0.post1.dev1", "1.0.post1",
    "1.0.post2", "1.0.1.dev1", "1.0.1a1", "1.0.1", "1.1", "1.2.3", "1.10", "2.0", "10.0", "2026.11.1", "1!0.1",
]  # fmt: skip


def test_the_key_orders_as_pep_440():
    shuffled = random.Random(265).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311
    assert sorted(shuffled, key=version_sort_key) == IN_ORDER
    assert sorted(IN_ORDER[1:], key=Version) == IN_ORDER[1:]


def test_zeros_at_the_end_do_not_matter():
    assert version_sort_key("1.0") == version_sort_key("1") == version_sort_key("1.0.0")


@pytest.mark.parametrize(
    ("versions", "version"),
    [
        (["1.0", "2.0", "1.5"], "2.0"),
        (["1.0", "2.0rc1"], "1.0"),
        (["2.0a1", "2.0rc1"], "2.0rc1"),
        (["9.0", "10.0"], "10.0"),
        (["2004c", "1.0"], "1.0"),
        ([], None),
    ],
)
def test_the_newest_is_stable_where_there_is_a_stable_one(versions, version):
    assert newest_version(versions) == version


@pytest.mark.parametrize(("version", "claim"), [("1.0", False), ("1.0rc1", True), ("1.dev0", True), ("what", False)])
def test_prereleases_are_told(version, claim):
    assert is_prerelease(version) is claim


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.2.3", (0, 1, 2)),
        ("1.2rc1", (0, 1, 2)),
        ("3", (0, 3, 0)),
        ("1!2026.10.1", (1, 2026, 10)),
        ("what", ("what",)),
    ],
)
def test_releases_of_one_series_share_its_numbers(version, expected):
    assert version_series(version) == expected


@pytest.mark.parametrize("name", ["Django_Filter", "django.filter", " django--filter "])
def test_names_are_normalized(name):
    assert normalize_name(name) == "django-filter"


LOCALS = ["1.0", "1.0+abc", "1.0+abc.1", "1.0+9", "1.0+10", "1.0.post1"]


def test_local_versions_are_compared_by_their_parts():
    assert sorted(set(LOCALS), key=version_sort_key) == sorted(LOCALS, key=Version) == LOCALS


def test_what_pep_440_does_not_know_is_never_newest_beside_what_it_knows():
    assert newest_version(["not a version", "2.0rc1"]) == "2.0rc1"
    assert newest_version(["1" * 5000, "0.1"]) == "0.1"


@pytest.mark.parametrize(
    "version",
    [
        "",
        "v",
        "9" * 2000,
        "1." + "9" * 2000,
        "1+" + ".".join("1" * 49),
        "1!" + "9" * 900,
        "1.0.post" + "9" * 900,
        "\u0661.\u0662",
        "x\u00b2",
        "1.0\x00",
        "1_0x",
        "2026-11-30",
        "1.0-1-gabcdef-dirty",
        "0" * 1200 + "1",
    ],
)
def test_any_version_has_a_key_that_can_be_stored(version):
    assert len(version_sort_key(version)) <= 300
    assert newest_version([version]) == version


@pytest.mark.parametrize(
    "in_order",
    [
        ["2004a", "2004b", "2005a"],
        ["1.0.dev-r99", "1.0.dev-r100"],
        ["r9", "r10"],
        ["1.0-SNAPSHOT-9", "1.0-SNAPSHOT-10"],
        ["2011-01-02x", "2011-01-03x"],
        ["0.1-bzr9", "0.1-bzr10"],
    ],
)
def test_versions_older_than_pep_440_are_in_the_order_of_their_numbers(in_order):
    assert sorted(sorted(in_order, key=len, reverse=True), key=version_sort_key) == in_order
