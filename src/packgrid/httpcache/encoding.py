"""Compression: which one a reader likes best, and doing it."""

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
OURS = threading.local()
SMALLEST_BYTES = 2048
"""What is smaller fits into one or two packets either way, and is sent as it is to everybody."""


def zstandard(body: bytes) -> bytes:
    """At the level from which on a list of packages grows smaller by little and slower by much (measured).

    Each thread keeps its compressor: making one takes as long as compressing a list of 20.
    """
    if (compressor := getattr(OURS, "compressor", None)) is None:
        compressor = OURS.compressor = zstd.ZstdCompressor(3)
    return compressor.compress(body, zstd.ZstdCompressor.FLUSH_FRAME)


def brotlied(body: bytes) -> bytes:
    """The level that browsers' makers advise for what is made while somebody waits."""
    compressed: bytes = brotli.compress(body, quality=5)
    return compressed


def gzipped(body: bytes) -> bytes:
    """Without a time in it, so that equal bodies stay equal."""
    return gzip.compress(body, 6, mtime=0)


# The best first.
ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {"zstd": zstandard, "br": brotlied, "gzip": gzipped}


LONGEST_HEADER = 500


def best(accepted: str) -> str:
    """The first of our encodings among those that an Accept-Encoding header weighs highest; "identity" if none.

    A header that is longer than any browser's counts as none.
    """
    return best_of(accepted) if len(accepted) <= LONGEST_HEADER else IDENTITY


@lru_cache(maxsize=1024)
def best_of(accepted: str) -> str:
    """The same, for headers that may be remembered."""
    weights = dict(weighed(part) for part in accepted.lower().split(","))
    others = weights.get("*", 0.0)
    found = {name: weights.get(name, others) for name in ENCODINGS}
    most = max(found.values())
    is_plain_better = weights.get(IDENTITY, 0.0) > most
    return next(name for name, weight in found.items() if weight == most) if most and not is_plain_better else IDENTITY


def weighed(part: str) -> tuple[str, float]:
    """An encoding and its weight, 0 to 1; nonsense weighs nothing."""
    name, _, parameter = part.partition(";")
    said = parameter.strip().removeprefix("q=")
    try:
        return name.strip(), min(max(float(said), 0.0), 1.0) if said else 1.0
    except ValueError:
        return name.strip(), 0.0
