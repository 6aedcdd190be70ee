"""The words with which pages and exports say how large a package is with everything that is installed with it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.formats import number_format

from packgrid.catalogue.install_sizes import InstallSize, Uncounted
from packgrid.lib.plurals import choose_plural

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
        said += f" with {size.package_count} {choose_plural(size.package_count, 'package', 'packages')}"
    return said if size.is_complete else f"at least {said}"


def describe_whole_install_size(size: InstallSize) -> str:
    """Such as "at least 3.2 MB with 4 packages; sqlparse is not in this catalogue"."""
    return "; ".join([describe_install_size(size), *describe_uncounted(size)])


def describe_uncounted(size: InstallSize) -> Iterator[str]:
    """A sentence without its end for each reason why something is not counted."""
    for why, words in WORDS.items():
        if names := [name for name, reason in size.uncounted if reason is why and name]:
            yield words(len(names)).format(names=list_names(names), count=len(names))
    if ("", Uncounted.REQUIREMENTS_UNKNOWN) in size.uncounted:
        yield "its own requirements are not known"
    if size.is_cut:
        yield "more packages are required than are counted here"


def list_names(names: Sequence[str]) -> str:
    """Such as "a, b and c", or "a, b, c, d, e and 3 more"."""
    more = len(names) - MOST_NAMES
    shown = [*names[:MOST_NAMES], f"{more} more"] if more > 0 else names
    *before, last = shown
    return f"{', '.join(before)} and {last}" if before else last


WORDS: Mapping[Uncounted, Callable[[int], str]] = {
    Uncounted.NOT_LISTED: lambda count: choose_plural(
        count, "{names} is not in this catalogue", "{names} are not in this catalogue"
    ),
    Uncounted.SIZE_UNKNOWN: lambda count: choose_plural(
        count, "the size of {names} is not known", "the sizes of {names} are not known"
    ),
    Uncounted.OTHER_VERSION: lambda count: choose_plural(
        count,
        "another version of {names} than the newest is required",
        "other versions of {names} than the newest are required",
    ),
    Uncounted.REQUIREMENTS_UNKNOWN: lambda count: choose_plural(
        count, "the requirements of {names} are not known", "the requirements of {names} are not known"
    ),
    Uncounted.UNREADABLE: lambda count: choose_plural(
        count, "{count} requirement cannot be read", "{count} requirements cannot be read"
    ),
}
