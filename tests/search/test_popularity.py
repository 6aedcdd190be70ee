import pytest

from packgrid.search.popularity import compute_popularity, entry_place, grid_popularity, popularity_at, step_of


@pytest.mark.parametrize(
    ("stars", "downloads", "rank", "known"),
    [
        (None, None, None, 0.0),
        (0, 0, None, 0.0),
        (100_000, None, None, 1.0),
        (9_000_000, None, None, 1.0),
        (315, None, None, 0.5),
        (None, 1_000_000_000, None, 1.0),
        (None, None, 1, 1.0),
        (None, None, 15_000, 0.5),
        (None, None, 15_001, 0.0),
        (1, None, 1, 1.0),
    ],
)
def test_popularity_is_the_best_of_what_is_known(stars, downloads, rank, known):
    assert compute_popularity(stars, downloads, rank) == pytest.approx(known, abs=0.001)


def test_a_grid_is_as_well_known_as_it_is_long_and_never_as_the_best_package():
    assert grid_popularity(0) == 0
    assert 0 < grid_popularity(3) < grid_popularity(30) < grid_popularity(64) == grid_popularity(900) == 0.7


def test_the_better_known_comes_first_then_grids_then_the_older():
    places = [
        entry_place(0.9, 7, is_grid=False),
        entry_place(0.5, 9, is_grid=True),
        entry_place(0.5, 3, is_grid=False),
        entry_place(0.5, 4, is_grid=False),
        entry_place(0.0, 1, is_grid=False),
    ]
    assert places == sorted(places)
    assert [popularity_at(found) for found in places] == [0.9, 0.5, 0.5, 0.5, 0.0]
    assert entry_place(0.0, 2**40 - 1, is_grid=False) < 2**63


def test_a_place_is_kept_until_it_is_two_steps_off():
    before = entry_place(0.50, 7, is_grid=False)
    assert entry_place(0.51, 7, is_grid=False, before=before) == before
    assert step_of(entry_place(0.52, 7, is_grid=False, before=before)) == 48
