from packgrid.config.variables import read_environment, setting_warnings, with_new_names


def test_an_old_name_still_works():
    chosen = read_environment({"PACKGRID_FRONT": "off", "PACKGRID_FRONT_MB": "7"})
    assert (chosen.has_response_cache, chosen.response_cache_mb) == (False, 7)


def test_the_new_name_counts_where_both_are_set():
    both = {"PACKGRID_FRONT": "off", "PACKGRID_RESPONSE_CACHE": "on"}
    assert with_new_names(both) == both
    assert with_new_names({"PACKGRID_FRONT": "off", "PACKGRID_RESPONSE_CACHE": ""})["PACKGRID_RESPONSE_CACHE"] == "off"


def test_an_old_name_is_reported_and_an_empty_or_new_one_is_not():
    sentence = "PACKGRID_FRONT is now called PACKGRID_RESPONSE_CACHE. The old name still works."
    assert setting_warnings({"PACKGRID_FRONT": "off", "PATH": "/bin"}) == [sentence]
    assert setting_warnings({"PACKGRID_FRONT": "", "PACKGRID_RESPONSE_CACHE": "on"}) == []


def test_a_name_that_nobody_knows_is_reported_with_the_nearest():
    variables = dict.fromkeys(
        ["PACKGRID_REFESH", "PACKGRD_DATA", "packgrid_debug", "PACKGRID_XYZ", "PACKGRID_GITHUB_TOKEN"], "x"
    )
    assert setting_warnings(variables) == [
        "PACKGRD_DATA is not a setting, so it is ignored. Did you mean PACKGRID_DATA?",
        "PACKGRID_GITHUB_TOKEN is not a setting, so it is ignored. Did you mean GITHUB_TOKEN?",
        "PACKGRID_REFESH is not a setting, so it is ignored. Did you mean PACKGRID_REFRESH?",
        "PACKGRID_XYZ is not a setting, so it is ignored. docs/settings.md lists those that there are.",
        "packgrid_debug is not a setting, so it is ignored. Did you mean PACKGRID_DEBUG?",
    ]


def test_names_of_other_programs_are_not_reported():
    others = ["PATH", "PORT", "IMPORT", "PACKAGER", "DATABASE_URLS", "GITHUB_TOKEN_X", "PACKGRID_TESTS_NEED_BROWSER"]
    assert setting_warnings(dict.fromkeys(others, "x")) == []
