import pytest

from packgrid.comparison.cell_checks import explain_cell_problem, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("12", 12),
            (" -3 ", -3),
            ("+0.5", 0.5),
            ("0", 0),
            ("", None),
            ("1,000", None),
            ("1e9", None),
            ("12 MB", None),
        ),
        *(("\u0661", None), (".5", None), ("1.", None), ("nan", None), ("9" * 16, None), ("--", None)),
    ],
)
def test_a_number_is_digits_with_a_sign_and_a_point(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("kind", ["text", "yes_no", "number"])
def test_an_empty_cell_fits_every_kind(kind):
    assert explain_cell_problem(kind, " ") == ""


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("text", "since 2.0", ""),
        ("yes_no", "YES", ""),
        ("yes_no", "--", ""),
        ("yes_no", "+3", ""),
        ("yes_no", "yes, since 2.0", "“yes, since 2.0” is neither yes nor no. Write yes or no."),
        ("yes_no", "2", "“2” is neither yes nor no. Write yes or no."),
        ("number", "2.5", ""),
        ("number", "yes", "“yes” is not a number. Write one such as 12 or 0.5."),
        ("number", "x" * 50, f"“{'x' * 40}” is not a number. Write one such as 12 or 0.5."),
    ],
)
def test_a_cell_fits_its_kind_or_says_what_to_write(kind, text, problem):
    assert explain_cell_problem(kind, text) == problem
