"""Which answers may be cached, and what makes them stale."""

from collections.abc import Iterable

import attrs
from django.http import HttpResponse

POLICY = "packgrid.cache_policy"
"""The key of the policy in the WSGI environment, where the WSGI layer reads it; it is never sent."""
ATTRIBUTE = "_packgrid_cache_policy"


@attrs.frozen
class CachePolicy:
    """When a cached answer becomes stale: once one of its tags is invalidated, or after that many seconds, if any."""

    tags: frozenset[str]
    fresh_for_s: float | None = None
    changed_s: int | None = None


def cacheable[Answer: HttpResponse](
    response: Answer, tags: Iterable[str], *, fresh_for_s: float | None = None, changed_s: int | None = None
) -> Answer:
    """The response, which may be cached for everybody who sends no cookie.

    `tags` name everything that it shows (see tags.py). `fresh_for_s` is for what becomes wrong with time alone, such as
    "3 minutes ago". `changed_s`, in seconds since 1970, is when its content changed last, where that is known.
    """
    setattr(response, ATTRIBUTE, CachePolicy(frozenset(tags), fresh_for_s, changed_s))
    return response


def cache_policy_of(response: HttpResponse) -> CachePolicy | None:
    """The policy of a cacheable response; None for any other."""
    policy: CachePolicy | None = getattr(response, ATTRIBUTE, None)
    return policy
