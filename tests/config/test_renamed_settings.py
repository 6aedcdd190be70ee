from packgrid.config import environment
from packgrid.config.renamed_settings import describe_old_names, with_new_names


def test_an_old_name_still_works(monkeypatch):
    monkeypatch.setenv("PACKGRID_FRONT", "off")
    monkeypatch.setenv("PACKGRID_FRONT_MB", "7")
    chosen = environment.read()
    assert (chosen.has_response_cache, chosen.response_cache_bytes) == (False, 7_000_000)


def test_the_new_name_counts_where_both_are_set():
    both = {"PACKGRID_FRONT": "off", "PACKGRID_RESPONSE_CACHE": "on"}
    assert with_new_names(both) == both
    assert with_new_names({"PACKGRID_FRONT": "off", "PACKGRID_RESPONSE_CACHE": ""})["PACKGRID_RESPONSE_CACHE"] == "off"


def test_an_old_name_is_reported_and_an_empty_or_new_one_is_not():
    sentence = "PACKGRID_FRONT is now called PACKGRID_RESPONSE_CACHE. The old name still works."
    assert describe_old_names({"PACKGRID_FRONT": "off", "PATH": "/bin"}) == [sentence]
    assert describe_old_names({"PACKGRID_FRONT": "", "PACKGRID_RESPONSE_CACHE": "on"}) == []
