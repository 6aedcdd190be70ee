"""Logic with three values: True, False and None for unknown."""

from collections.abc import Iterable


def all_true(answers: Iterable[bool | None]) -> bool | None:
    """False if one is False, else None if one is None, else True."""
    given = set(answers)
    if False in given:
        return False
    return None if None in given else True


def any_true(answers: Iterable[bool | None]) -> bool | None:
    """True if one is True, else None if one is None, else False."""
    return negate(all_true(negate(answer) for answer in answers))


def negate(answer: bool | None) -> bool | None:  # noqa: FBT001 an answer is all there is to hand over
    return None if answer is None else not answer
