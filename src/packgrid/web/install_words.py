"""The words with which pages and exports say how large a package is with everything that is installed with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packgrid.catalogue.install_sizes import InstallSize, Uncounted

THOUSAND, MILLION = 1000, 1_000_000
MOST_NAMES = 5


def format_bytes(value: int) -> str:
    """A number of bytes in kB or MB."""
    unit, name = (MILLION, "MB") if value >= MILLION else (THOUSAND, "kB")
    return f"{number_format(value / unit, 1, force_grouping=True)} {name}"


def describe_install_size(size: InstallSize) -> str:
    """Such as "at least 3.2 MB with 4 packages"."""
    said = format_bytes(size.total_bytes)
    if size.package_count:
        words = ngettext("%(size)s with %(count)s package", "%(size)s with %(count)s packages", size.package_count)
        said = words % {"size": said, "count": size.package_count}
    return said if size.is_complete else _("at least %(size)s") % {"size": said}


def describe_whole_install_size(size: InstallSize) -> str:
    """Such as "at least 3.2 MB with 4 packages; sqlparse is not in this catalogue"."""
    return "; ".join([describe_install_size(size), *describe_uncounted(size)])


def describe_uncounted(size: InstallSize) -> Iterator[str]:
    """A sentence without its end for each reason why something is not counted."""
    for why, words in WORDS.items():
        if names := [name for name, reason in size.uncounted if reason is why and name]:
            yield words(len(names)) % {"names": list_names(names), "count": len(names)}
    if ("", Uncounted.REQUIREMENTS_UNKNOWN) in size.uncounted:
        yield _("its own requirements are not known")
    if size.is_cut:
        yield _("more packages are required than are counted here")


def list_names(names: Sequence[str]) -> str:
    """Such as "a, b and c", or "a, b, c, d, e and 3 more"."""
    more = len(names) - MOST_NAMES
    shown = [*names[:MOST_NAMES], _("%(count)s more") % {"count": more}] if more > 0 else names
    *before, last = shown
    return _("%(names)s and %(last)s") % {"names": ", ".join(before), "last": last} if before else last


WORDS: Mapping[Uncounted, Callable[[int], str]] = {
    Uncounted.NOT_LISTED: lambda count: ngettext(
        "%(names)s is not in this catalogue", "%(names)s are not in this catalogue", count
    ),
    Uncounted.SIZE_UNKNOWN: lambda count: ngettext(
        "the size of %(names)s is not known", "the sizes of %(names)s are not known", count
    ),
    Uncounted.OTHER_VERSION: lambda count: ngettext(
        "another version of %(names)s than the newest is required",
        "other versions of %(names)s than the newest are required",
        count,
    ),
    Uncounted.REQUIREMENTS_UNKNOWN: lambda count: ngettext(
        "the requirements of %(names)s are not known", "the requirements of %(names)s are not known", count
    ),
    Uncounted.UNREADABLE: lambda count: ngettext(
        "%(count)s requirement cannot be read", "%(count)s requirements cannot be read", count
    ),
}
