import pytest

from packgrid.catalogue.judgement.positions import positions


@pytest.mark.parametrize(
    ("values", "value", "place"),
    [
        ([1, 2, 3, 4], 1, 0.125),
        ([1, 2, 3, 4], 4, 0.875),
        ([4, 3, None, 2, 1], 3, 0.625),
        ([0, 0, 0, 8], 0, 0.375),
        ([5, 5, 5, 5], 5, 0.5),
        ([1, 2, 3, 4], 0, 0.0),
        ([1, 2, 3, 4], 9, 1.0),
        ([7], 7, 0.5),
        ([1, 2], None, None),
        ([], 1, None),
        ([None], 1, None),
    ],
)
def test_a_place_is_the_share_of_lower_values_and_ties_share_one(values, value, place):
    assert positions({"stars": values}).place("stars", value) == place


def test_a_column_that_is_not_known_has_no_places():
    assert positions({}).place("stars", 1) is None


def test_an_outlier_moves_nobody():
    plain, spoiled = positions({"stars": [1, 2, 3]}), positions({"stars": [1, 2, 1_000_000]})
    assert plain.place("stars", 2) == spoiled.place("stars", 2)
