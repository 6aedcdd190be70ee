"""Rows by what stands in an address."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


def or_404[Key, Found](read: Callable[[Key], Found], key: Key) -> Found:
    """The row that a read finds by this key; else the page that says that it does not exist.

    Raises:
        Http404: the read raised a DoesNotExist.
    """
    try:
        return read(key)
    except ObjectDoesNotExist as error:
        raise Http404 from error
