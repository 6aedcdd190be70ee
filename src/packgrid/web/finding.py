"""Rows by what stands in an address."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


def or_404[Found](read: Callable[[str], Found], slug: str) -> Found:
    """What a read gives, or the page that says that it does not exist."""
    try:
        return read(slug)
    except ObjectDoesNotExist as error:
        raise Http404 from error
