import pytest

from packgrid.lib.picture_store import FAILURE_KEPT_S, KEPT_S, PictureStore, StoredPicture
from packgrid.lib.picture_types import find_picture_type

PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x0aWEBPVP8", "image/webp"),
        (b"\x00\x00\x00\x1cftypavif", "image/avif"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "image/svg+xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE svg PUBLIC "x">\n<svg >', "image/svg+xml"),
        (b"<html><svg></svg></html>", None),
        (b"<!DOCTYPE html><svg>", "image/svg+xml"),
        (b"<script>alert(1)</script>", None),
        (b"text", None),
        (b"", None),
    ],
)
def test_the_bytes_tell_what_a_picture_is(body, kind):
    assert find_picture_type(body) == kind


def test_a_picture_is_kept_for_a_week_and_a_failure_for_an_hour(tmp_path):
    store = PictureStore(tmp_path / "pictures", most_bytes=100_000)
    store.put("https://a.example/a.png", PNG, 1000)
    store.put("https://a.example/gone.png", b"", 1000)
    assert store.get("https://a.example/a.png", 999 + KEPT_S) == StoredPicture("image/png", PNG)
    assert store.get("https://a.example/a.png", 1000 + KEPT_S) is None
    assert store.get("https://a.example/gone.png", 999 + FAILURE_KEPT_S) == StoredPicture(None, b"")
    assert store.get("https://a.example/gone.png", 1000 + FAILURE_KEPT_S) is None
    assert store.get("https://a.example/other.png", 1000) is None


def test_the_oldest_pictures_leave_when_there_are_too_many(tmp_path):
    store = PictureStore(tmp_path, most_bytes=3 * 5000)
    for number in range(4):
        url = f"https://a.example/{number}.png"
        store.put(url, PNG, 1000 + number)
    kept = [number for number in range(4) if store.get(f"https://a.example/{number}.png", 1010)]
    assert kept == [1, 2, 3]
