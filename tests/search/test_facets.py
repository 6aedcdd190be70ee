from packgrid.search.facets import SHOWN, Facet, count_facets


def test_values_are_counted_and_the_commonest_come_first():
    tags = [" =every =category:apps =is:archived =host:github ", " =category:apps ", " =category:tools "]
    nothing = {field: [] for field in SHOWN}
    assert count_facets(tags) == nothing | {
        "category": [Facet("apps", 2), Facet("tools", 1)],
        "is": [Facet("archived", 1)],
    }
    assert count_facets([]) == nothing


def test_no_more_than_a_page_can_show():
    found = count_facets([f"=grid:g{number:02}" for number in range(30)])["grid"]
    assert [facet.value for facet in found] == [f"g{number:02}" for number in range(20)]
