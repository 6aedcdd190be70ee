import gzip

import brotli
import pytest

from packgrid.httpcache.encoding import ENCODINGS, choose_encoding, zstd

READ = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("GZIP, Br", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br; q=0.8, gzip;q=0.8", "br"),
        ("*", "zstd"),
        ("zstd;q=0, *;q=0.1", "br"),
        ("identity, gzip;q=0.5", "identity"),
        ("gzip;q=0", "identity"),
        ("gzip;q=much, br;q=2", "br"),
        ("deflate", "identity"),
        ("gzip, " + "x" * 500, "identity"),
    ],
)
def test_the_encoding_with_the_highest_weight_is_chosen(accepted, expected):
    assert choose_encoding(accepted) == expected


@pytest.mark.parametrize("name", ENCODINGS)
def test_compressed_content_can_be_read_and_is_the_same_each_time(name):
    body = b"as it was " * 1000
    compressed = ENCODINGS[name](body)
    assert (READ[name](compressed), ENCODINGS[name](body)) == (body, compressed)
