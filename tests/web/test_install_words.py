import pytest

from packgrid.catalogue.install_sizes import InstallSize, Uncounted
from packgrid.web.install_words import describe_install_size, describe_whole_install_size

NOT_LISTED = Uncounted.NOT_LISTED


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (InstallSize(65_000, 65_000), "65.0 kB"),
        (InstallSize(65_000, 3_200_000, 1), "3.2 MB with 1 package"),
        (InstallSize(65_000, 3_200_000, 4), "3.2 MB with 4 packages"),
        (InstallSize(65_000, 65_000, 0, (("a", NOT_LISTED),)), "at least 65.0 kB"),
        (InstallSize(65_000, 3_200_000, 4, (("a", NOT_LISTED),)), "at least 3.2 MB with 4 packages"),
        (InstallSize(65_000, 65_000, is_cut=True), "at least 65.0 kB"),
    ],
)
def test_a_total_is_called_the_least_unless_everything_is_counted(size, words):
    assert describe_install_size(size) == words


@pytest.mark.parametrize(
    ("uncounted", "words"),
    [
        ([("sqlparse", NOT_LISTED)], "sqlparse is not in this catalogue"),
        ([("a", NOT_LISTED), ("b", NOT_LISTED), ("c", NOT_LISTED)], "a, b and c are not in this catalogue"),
        (
            [(name, NOT_LISTED) for name in "abcdefgh"],
            "a, b, c, d, e and 3 more are not in this catalogue",
        ),
        ([(name, NOT_LISTED) for name in "abcdef"], "a, b, c, d, e and 1 more are not in this catalogue"),
        ([("a", Uncounted.SIZE_UNKNOWN)], "the size of a is not known"),
        ([("a", Uncounted.OTHER_VERSION)], "another version of a than the newest is required"),
        ([("a", Uncounted.REQUIREMENTS_UNKNOWN)], "the requirements of a are not known"),
        ([("", Uncounted.REQUIREMENTS_UNKNOWN)], "its own requirements are not known"),
        ([("a=>1", Uncounted.UNREADABLE)], "1 requirement cannot be read"),
        (
            [("a", Uncounted.SIZE_UNKNOWN), ("b", NOT_LISTED)],
            "b is not in this catalogue; the size of a is not known",
        ),
    ],
)
def test_what_is_not_counted_is_named_by_reason(uncounted, words):
    assert describe_whole_install_size(InstallSize(1000, 1000, 0, tuple(uncounted))) == f"at least 1.0 kB; {words}"


def test_too_many_packages_to_count_are_told():
    words = "at least 1.0 kB; more packages are required than are counted here"
    assert describe_whole_install_size(InstallSize(1000, 1000, is_cut=True)) == words
