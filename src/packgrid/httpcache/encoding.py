"""Content encodings: choosing one by Accept-Encoding, and compressing."""

import gzip
import sys
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IDENTITY = "identity"
THREAD = threading.local()
MIN_BYTES = 2048
"""A smaller body fits into one or two packets either way, and is never compressed."""


def compress_zstd(body: bytes) -> bytes:
    """The body at level 3: level 10 takes seven times as long for an eighth fewer bytes (measured on lists).

    Each thread keeps its compressor, because making one takes as long as compressing a list of 20 packages.
    """
    if (compressor := getattr(THREAD, "compressor", None)) is None:
        compressor = THREAD.compressor = zstd.ZstdCompressor(3)
    return compressor.compress(body, zstd.ZstdCompressor.FLUSH_FRAME)


def decompress_zstd(body: bytes) -> bytes:
    """The body that was compressed by `compress_zstd`."""
    plain: bytes = zstd.decompress(body)
    return plain


def compress_brotli(body: bytes) -> bytes:
    """The body at level 5, which browser makers advise for responses that are compressed on request."""
    compressed: bytes = brotli.compress(body, quality=5)
    return compressed


def compress_gzip(body: bytes) -> bytes:
    """The body at level 6, without a time in the header, so that equal bodies give equal bytes."""
    return gzip.compress(body, 6, mtime=0)


ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "zstd": compress_zstd,
    "br": compress_brotli,
    "gzip": compress_gzip,
}


MAX_HEADER_LENGTH = 500


def choose_encoding(accepted: str) -> str:
    """The first of ENCODINGS among those with the highest weight in Accept-Encoding; "identity" if there is none.

    A header that is longer than any browser's counts as none.
    """
    return choose_by_weight(accepted) if len(accepted) <= MAX_HEADER_LENGTH else IDENTITY


@lru_cache(maxsize=1024)
def choose_by_weight(accepted: str) -> str:
    """The result of choose_encoding, remembered for headers of usual length."""
    weights = dict(parse_weight(part) for part in accepted.lower().split(","))
    others = weights.get("*", 0.0)
    found = {name: weights.get(name, others) for name in ENCODINGS}
    most = max(found.values())
    is_plain_better = weights.get(IDENTITY, 0.0) > most
    return next(name for name, weight in found.items() if weight == most) if most and not is_plain_better else IDENTITY


def parse_weight(part: str) -> tuple[str, float]:
    """An encoding and its weight, 0 to 1; 0 where the weight is not a number."""
    name, _, parameter = part.partition(";")
    weight = parameter.strip().removeprefix("q=")
    try:
        return name.strip(), min(max(float(weight), 0.0), 1.0) if weight else 1.0
    except ValueError:
        return name.strip(), 0.0
