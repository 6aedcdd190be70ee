import pytest

from packgrid.search.compounds import SEED_PIECES, split_compound


@pytest.mark.parametrize(
    ("compound", "pieces"),
    [
        ("djangorestframework", ("django", "rest", "framework")),
        ("restframework", ("rest", "framework")),
        ("debugtoolbar", ("debug", "toolbar")),
        ("multitenant", ("multi", "tenant")),
        ("restframeworkx", ()),
        ("xrestframework", ()),
        ("framework", ()),
        ("django", ()),
        ("", ()),
    ],
)
def test_a_compound_is_cut_where_all_of_it_is_known(compound, pieces):
    assert split_compound(compound, SEED_PIECES) == pieces


def test_few_long_pieces_are_better_than_many_short_ones_and_common_ones_better_than_rare_ones():
    assert split_compound("toolbarweb", {"tool": 9, "bar": 9, "toolbar": 1, "web": 1}) == ("toolbar", "web")
    assert split_compound("newsletter", {"news": 9, "letter": 9, "new": 1, "sletter": 1}) == ("news", "letter")
