import pytest

from packgrid.comparison.table import Cell, read_cell


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("yes", 1),
        (" YES\n", 1),
        ("good", 1),
        ("check", 1),
        ("+", 1),
        ("+1", 1),
        ("no", -1),
        ("No", -1),
        ("bad", -1),
        ("negative", -1),
        ("evil", -1),
        ("sucks", -1),
        ("-", -1),
        ("-1", -1),
        ("++", 2),
        ("+2", 2),
        ("--", -2),
        ("-2", -2),
        ("+++", 3),
        ("+++++++", 3),
        ("+3", 3),
        ("+9", 3),
        ("+10", 3),
        ("+" + "9" * 900, 3),
        ("---", -3),
        ("-3", -3),
        ("-10", -3),
    ],
)
def test_words_and_signs_are_ticks_and_crosses(text, marks):
    assert read_cell(text) == Cell(marks=marks)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_unknown(text):
    assert read_cell(text) == Cell()


@pytest.mark.parametrize(
    "text",
    ["no idea", "nothing", "yes, but", "+-", "+ 1", "1", "+0", "-0", "+1.5", "+²", "yes yes", "n/a", "<b>yes</b>", "0"],
)
def test_anything_else_is_text(text):
    assert read_cell(text) == Cell(pieces=((text, False),))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("https://a.example/x", (("https://a.example/x", True),)),
        ("see https://a.example/x.", (("see ", False), ("https://a.example/x", True), (".", False))),
        ("(http://a.example)", (("(", False), ("http://a.example", True), (")", False))),
        ("a\nb", (("a\nb", False),)),
        ("javascript:alert(1)", (("javascript:alert(1)", False),)),
        ("ftp://a.example", (("ftp://a.example", False),)),
    ],
)
def test_addresses_are_told_apart(text, pieces):
    assert read_cell(text) == Cell(pieces=pieces)
