"""Yes, no and unknown put together."""

from collections.abc import Iterable


def all_true(answers: Iterable[bool | None]) -> bool | None:
    """No if one is no, else unknown if one is unknown, else yes."""
    given = set(answers)
    if False in given:
        return False
    return None if None in given else True


def any_true(answers: Iterable[bool | None]) -> bool | None:
    """Yes if one is yes, else unknown if one is unknown, else no."""
    return negate(all_true(negate(answer) for answer in answers))


def negate(answer: bool | None) -> bool | None:  # noqa: FBT001 an answer is all there is to hand over
    """No for yes, yes for no."""
    return None if answer is None else not answer
