"""Every process of one version with the same settings names its pages alike."""

import os
import subprocess
import sys

import pytest

from packgrid.httpcache.page_fingerprint import describe_setting

PRINT = """
import django
django.setup()
from packgrid.httpcache.page_fingerprint import fingerprint_pages
print(fingerprint_pages())
"""
HOSTS = ",".join(f"host-{number}.example" for number in range(20))


def fingerprint(tmp_path, seed, title="Packgrid"):
    made = os.environ | {
        "PACKGRID_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "packgrid.config.settings",
        "PACKGRID_ALLOWED_PRIVATE_HOSTS": HOSTS,
        "PYTHONHASHSEED": seed,
    }
    command = [sys.executable, "-c", PRINT]
    return subprocess.run(
        command, env=made | {"PACKGRID_SITE_TITLE": title}, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_two_processes_give_the_same_and_another_title_gives_another(tmp_path):
    one = fingerprint(tmp_path, "1")
    assert len(one) == 32
    assert fingerprint(tmp_path, "2") == one
    assert fingerprint(tmp_path, "2", title="Another") != one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"b", "a", "c"}, {"c", "a", "b"}),
        ({"x": frozenset({"b", "a"}), "y": 1}, {"y": 1, "x": frozenset({"a", "b"})}),
    ],
)
def test_order_does_not_count_where_there_is_none(one, other):
    assert describe_setting(one) == describe_setting(other)


def test_order_counts_in_lists():
    assert describe_setting(["a", "b"]) != describe_setting(["b", "a"])
