"""Looks up what an address names."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


def find_or_404[Key, Found](read: Callable[[Key], Found], key: Key) -> Found:
    """The row that a query finds by this key.

    Raises:
        Http404: there is none.
    """
    try:
        return read(key)
    except ObjectDoesNotExist as error:
        raise Http404 from error
