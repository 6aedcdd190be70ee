"""The rules: conclusions about a package with their reasons, as pure functions of evidence and time.

    evidence         what is known, read once; None is unknown
    release_support  which versions of Django and Python a release says that it supports
    status           deprecated, superseded, archived, gone, unmaintained, finished, maintained: independent claims
    health           a table of small checks, each with its page in docs/metrics/health/
    score            a number made of named parts, which can be recomputed with other weights
    identity         whether the PyPI project and the repository belong together
    proposals        corrections that the evidence speaks for

Nothing here reads a row or a clock: `now` is an argument, and the same evidence gives the same answers.
"""
