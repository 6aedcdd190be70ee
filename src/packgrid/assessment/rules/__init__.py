"""What can be concluded of a package, each conclusion with its reasons: pure functions over frozen evidence.

    evidence    what is known, gathered once; None is unknown
    support     which versions of Django and Python a release is said to support
    status      deprecated, superseded, archived, gone, unmaintained, finished, maintained: claims that stand apart
    health      a table of small checks, each with its page in docs/metrics/health/
    scoring     a number out of named parts, recomputable with other weights
    identity    whether the PyPI project and the repository belong together, and what could be proposed

Nothing here reads a row or a clock: `now` is an argument, and the answers are the same for the same evidence.
"""
