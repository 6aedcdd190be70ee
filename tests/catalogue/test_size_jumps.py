from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.catalogue.models import Release
from packgrid.catalogue.size_jumps import SizeJump, find_size_jumps
from packgrid.lib.versions import is_prerelease, version_sort_key


def release(version: str, install_bytes: int | None, **columns: Any) -> Release:
    return Release(
        version=version,
        sort_key=version_sort_key(version),
        is_prerelease=is_prerelease(version),
        uploaded_at=datetime(2026, 5, 3, tzinfo=UTC),
        install_bytes=install_bytes,
        **({"has_wheel": True} | columns),
    )


@pytest.mark.parametrize(
    ("old", "new", "is_jump"),
    [
        (780_000, 2_400_000, True),
        (200_000, 300_001, True),
        (200_000, 300_000, False),
        (1_000_000, 1_500_000, False),
        (1_000_000, 1_500_001, True),
        (1_000, 100_900, False),
        (2_400_000, 780_000, False),
        (None, 2_400_000, False),
        (780_000, None, False),
        (0, 2_400_000, False),
        (780_000, 0, False),
    ],
)
def test_a_jump_is_more_than_half_and_more_than_100_kb(old, new, is_jump):
    found = find_size_jumps([release("1.0", old), release("1.1", new)])
    assert found == ({"1.1": SizeJump("1.1", "1.0", new, old)} if is_jump else {})


def test_a_release_is_compared_with_the_next_lower_version_in_any_order():
    releases = [release("4.10", 900_000), release("4.9", 100_000), release("5.0", 3_000_000)]
    assert find_size_jumps(releases) == {
        "4.10": SizeJump("4.10", "4.9", 900_000, 100_000),
        "5.0": SizeJump("5.0", "4.10", 3_000_000, 900_000),
    }
    assert find_size_jumps(releases)["4.10"].times == 9


@pytest.mark.parametrize(
    "skipped",
    [
        release("2.0rc1", 9_000_000),
        release("1.5", 9_000_000, is_yanked=True),
        release("1.5", 9_000_000, gone_since=datetime(2026, 6, 1, tzinfo=UTC)),
    ],
)
def test_what_an_installer_would_not_choose_is_not_compared(skipped):
    assert find_size_jumps([release("1.0", 100_000), skipped, release("2.0", 120_000)]) == {}


def test_a_wheel_is_not_compared_with_a_source_archive():
    archive = release("1.0", 100_000, has_wheel=False, has_sdist=True)
    assert find_size_jumps([archive, release("2.0", 9_000_000)]) == {}
