import pytest

from packgrid.lib.requirements import admits_version, applies_on, find_applying_extras, parse_requirement


@pytest.mark.parametrize(
    ("marker", "python", "answer"),
    [
        ("", "3.13", True),
        ('; python_version >= "3.12"', "3.13", True),
        ('; python_version >= "3.12"', "3.9", False),
        ('; python_full_version < "3.9.1"', "3.9", True),
        ('; extra == "django"', "3.13", False),
        ('; extra == "django" and python_version > "3"', "3.13", False),
        ('; sys_platform == "win32"', "3.13", False),
        ('; sys_platform == "linux"', "3.13", True),
        ('; platform_machine ~= "x"', "3.13", False),
    ],
)
def test_a_requirement_counts_where_its_marker_says_so_and_never_for_an_extra(marker, python, answer):
    requirement = parse_requirement(f"django>=5.2{marker}")
    assert applies_on(requirement, python) is answer


@pytest.mark.parametrize(
    ("marker", "extra", "answer"),
    [
        ('extra == "more"', "more", True),
        ('extra == "more"', "other", False),
        ('extra == "More_Things"', "more-things", True),
        ('extra == "more" and sys_platform == "win32"', "more", False),
        ('extra != "more"', "", True),
    ],
)
def test_a_requirement_of_an_extra_counts_with_it(marker, extra, answer):
    assert applies_on(parse_requirement(f"django; {marker}"), "3.13", extra) is answer


@pytest.mark.parametrize("text", ["django>", "", "django (", "a b", "https://example.org/a.zip"])
def test_what_is_no_requirement_is_none(text):
    assert parse_requirement(text) is None


@pytest.mark.parametrize(
    ("specifier", "version", "answer"),
    [
        ("", "1.0", True),
        ("", "long ago", True),
        (">=1,<2", "1.9", True),
        (">=1,<2", "2.0", False),
        (">=1,<2", "2.0rc1", False),
        (">=1", "2.0rc1", True),
        (">=3.6.*", "3.7", True),
        ("!=1.0", "1.0.0", False),
        ("===1.0", "1.0", True),
        (">=1", "long ago", False),
        (">= one", "1.0", False),
    ],
)
def test_a_specifier_admits_a_version(specifier, version, answer):
    assert admits_version(specifier, version) is answer


@pytest.mark.parametrize(
    ("text", "extras"),
    [
        ("a", [""]),
        ('a; python_version >= "3.8"', [""]),
        ('a; python_version < "3.8"', []),
        ('a; extra == "More_Things"', ["more-things"]),
        ('a; extra == "b" or extra == "c"', ["b", "c"]),
        ('a; extra == "b" and sys_platform == "win32"', []),
        ('a; extra == "b" or sys_platform == "linux"', [""]),
    ],
)
def test_a_requirement_is_of_the_extras_with_which_it_applies(text, extras):
    assert find_applying_extras(parse_requirement(text), "3.13") == extras
