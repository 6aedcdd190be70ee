import pytest

from packgrid.revisions.diff import MAX_PIECES, FieldDiff, Piece, Sign, diff_states, diff_texts

SAME, GONE, NEW = Sign.SAME, Sign.GONE, Sign.NEW


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("", "yes", [Piece(NEW, "yes")]),
        ("yes", "", [Piece(GONE, "yes")]),
        ("yes", "yes", [Piece(SAME, "yes")]),
        ("since 0.6", "since 0.7", [Piece(SAME, "since 0."), Piece(GONE, "6"), Piece(NEW, "7")]),
        (
            "see https://a.example/b",
            "see https://a.example/c",
            [
                Piece(SAME, "see "),
                Piece(GONE, "https://a.example/b"),
                Piece(NEW, "https://a.example/c"),
            ],
        ),
        ("a b", "a c b", [Piece(SAME, "a "), Piece(NEW, "c "), Piece(SAME, "b")]),
        ("a\nb", "a\nb\nc", [Piece(SAME, "a\nb"), Piece(NEW, "\nc")]),
        ("<b>", "<i>", [Piece(SAME, "<"), Piece(GONE, "b"), Piece(NEW, "i"), Piece(SAME, ">")]),
    ],
)
def test_texts_are_compared_word_by_word(old, new, pieces):
    assert list(diff_texts(old, new)) == pieces


@pytest.mark.parametrize(("old", "new"), [("one two three", "two  four\nthree"), ("x" * 9, "x y " * 9), ("ä-ö", "ä_ö")])
def test_nothing_of_either_text_is_lost(old, new):
    found = list(diff_texts(old, new))
    assert "".join(piece.text for piece in found if piece.sign is not NEW) == old
    assert "".join(piece.text for piece in found if piece.sign is not GONE) == new


def test_very_long_texts_are_shown_as_old_and_new():
    old, new = "a " * MAX_PIECES, "b " * MAX_PIECES
    assert list(diff_texts(old, new)) == [Piece(GONE, old), Piece(NEW, new)]


def test_only_the_fields_that_differ_are_lines():
    before, after = {"title": "A", "is_locked": False, "url": None}, {"title": "A", "is_locked": True, "url": ""}
    assert diff_states(before, after) == [FieldDiff("is_locked", (Piece(GONE, "no"), Piece(NEW, "yes")))]
    assert diff_states(None, {"title": "A"}) == [FieldDiff("title", (Piece(NEW, "A"),))]
    assert diff_states({"title": "A"}, None) == [FieldDiff("title", (Piece(GONE, "A"),))]
