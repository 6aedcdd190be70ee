"""The mark on an answer that is the same for everybody who is not signed in."""

from collections.abc import Iterable

import attrs
from django.http import HttpResponse

ENVIRON = "packgrid.public"
"""Where the mark lies in the WSGI environment, for whoever stands before Django; it never leaves this process."""


@attrs.frozen
class Public:
    """What an answer was made from, and for how many seconds it is true (None: until one of its tags is touched)."""

    tags: frozenset[str]
    kept_s: float | None = None
    changed_s: int | None = None


MARK = "_packgrid_public"


def made_from[Answer: HttpResponse](
    response: Answer, tags: Iterable[str], *, kept_s: float | None = None, changed_s: int | None = None
) -> Answer:
    """The answer, marked as public.

    `kept_s` is for what tells ages ("3 minutes ago"); `changed_s`, in seconds since 1970, is given where it is known
    when the content changed.
    """
    setattr(response, MARK, Public(frozenset(tags), kept_s, changed_s))
    return response


def mark_of(response: HttpResponse) -> Public | None:
    """The mark of an answer; None if it is for whoever asked alone."""
    mark: Public | None = getattr(response, MARK, None)
    return mark
