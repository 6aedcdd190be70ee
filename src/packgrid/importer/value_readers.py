"""Values of a file read by type.

Each function takes what stands there and gives what we keep, or raises ValueError with a reason that fits behind the
key: "stars: 'many' is not a whole number from 0 to 2,147,483,647".
"""

import ast
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from packgrid.catalogue.records import ExampleRecord
from packgrid.lib.clean_text import find_unclean, name_character
from packgrid.lib.dates import OutOfRange, parse_moment
from packgrid.lib.git_hosts import HOSTS
from packgrid.lib.index_names import PUBLIC_IN_FILES
from packgrid.lib.pasted_text import parse_pasted
from packgrid.lib.versions import normalize_name

type Reader = Callable[[object], object]

SLUG = re.compile(r"[A-Za-z0-9_-]+")
PROJECT = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
SCP_LIKE = re.compile(r"git@[\w.-]+:\S+")
PLAIN_WEB = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/[\w./-]*", re.ASCII)  # as most are, seen at once
IN_UTC = re.compile(r"\s*UTC$")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
DIGITS = re.compile(r"([0-9]{1,18})(?:\.0+)?")
INTEGER = 2_147_483_647
BIG_INTEGER = 9_223_372_036_854_775_807
WEEKS = 52
CLAIMS = {
    **dict.fromkeys(("true", "yes", "1", "1.0", "t", "y"), True),
    **dict.fromkeys(("false", "no", "0", "0.0", "f", "n"), False),
}
# Groups of three digits; 1.234 and 1,000 may be fractions, so they count for none.
GROUPED = re.compile(
    r"[0-9]{1,3}(?:(?:[ \u00a0\u202f'_][0-9]{3})+|(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,}|,(?!000)[0-9]{3})"
)
YEAR_FIRST = re.compile(r"(\d{4})/(\d\d)/(\d\d)", re.ASCII)
SHOWN = 60


def describe_value(value: object) -> str:
    """A value as a message shows it."""
    said = value.isoformat() if isinstance(value, date) else repr(value)
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}..."


def text_reader(longest: int) -> Callable[[object], str]:
    """A reader of texts of at most this many characters."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{describe_value(value)} is not text")
        if found := find_unclean(value):
            place = f"character {found.start() + 1} is {name_character(found[0])}"
            raise ValueError(f"{place}, a control character or not valid; delete it")
        if len(value) > longest:
            raise ValueError(f"{len(value):,} characters; write at most {longest:,}")
        return value

    return read


def stripped_reader(longest: int) -> Callable[[object], str]:
    """A reader of texts without the spaces around them."""
    read = text_reader(longest)
    return lambda value: read(value).strip()


def title_reader(longest: int) -> Callable[[object], str]:
    """A reader of texts that must not be empty."""

    def read(value: object) -> str:
        if said := text_reader(longest)(value).strip():
            return said
        raise ValueError("it is empty")

    return read


def choice_reader(choices: Sequence[str]) -> Callable[[object], str]:
    """A reader of texts that must be one of these."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{describe_value(value)} is not one of {', '.join(choices)}")
        return value

    return read


def slug_reader(longest: int) -> Callable[[object], str]:
    """A reader of slugs: letters, digits, "-" and "_"."""

    def read(value: object) -> str:
        said = text_reader(longest)(value)
        if not SLUG.fullmatch(said):
            raise ValueError(f"{describe_value(value)} is not a valid slug; use letters A to Z, digits, - and _")
        return said

    return read


def read_index(value: object) -> str:
    """The name of a private index; "" for the public one."""
    said = slug_reader(50)(value)
    return "" if said == PUBLIC_IN_FILES else said


def whole_number_reader(largest: int = INTEGER, smallest: int = 0) -> Callable[[object], int]:
    """A reader of whole numbers in a range."""

    def read(value: object) -> int:
        number = read_digits(value)
        if not isinstance(number, int) or isinstance(number, bool) or not smallest <= number <= largest:
            raise ValueError(f"{describe_value(value)} is not a whole number from {smallest} to {largest:,}")
        return number

    return read


def read_digits(value: object) -> object:
    """The whole number in a text of digits, or in 3.0, as pandas writes it; any other value as it is."""
    if isinstance(value, str) and (found := DIGITS.fullmatch(value.strip())):
        return int(found[1])
    if isinstance(value, str) and GROUPED.fullmatch(value.strip()):
        return int(re.sub(r"\D", "", value))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def read_boolean(value: object) -> bool:
    """Truth: true or false; in a CSV cell also yes, no, 1, 0."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in CLAIMS:
        return CLAIMS[value.strip().lower()]
    raise ValueError(f"{describe_value(value)} is not true or false")


def read_moment(value: object) -> datetime:
    """A date and time (ISO 8601) in UTC; one without a zone is taken for UTC."""
    try:
        return parse_moment(
            value.isoformat()
            if isinstance(value, date)
            else IN_UTC.sub("+00:00", YEAR_FIRST.sub(r"\1-\2-\3", text_reader(40)(value).strip()))
        )
    except OutOfRange as error:
        raise ValueError(f"{describe_value(value)} is not between 1970 and 2199") from error
    except ValueError as error:
        raise ValueError(f"{describe_value(value)} is not a date and time such as 2026-02-15T19:07:25Z") from error


def read_month(value: object) -> datetime:
    """A month (2026-02) as its first moment in UTC."""
    try:
        return parse_moment(f"{value}-01" if isinstance(value, str) and MONTH.fullmatch(value) else "")
    except ValueError as error:
        raise ValueError(f"{describe_value(value)} is not a month such as 2026-02") from error


def address_reader(longest: int) -> Callable[[object], str]:
    """A reader of http and https addresses; an empty text is not an address."""

    def read(value: object) -> str:
        said = text_reader(longest)(value).strip()
        if said and not is_web_address(said):
            raise ValueError(f"{describe_value(value)} is not an http or https address")
        return said

    return read


def read_repo(value: object) -> str:
    """The address of a repository, http(s) or git@host:path, without a slash or .git at its end.

    The large hosts answer https only, so theirs is written with https.
    """
    said = text_reader(300)(value).strip()
    if said and not is_web_address(said) and not SCP_LIKE.fullmatch(said):
        if repo := parse_pasted(said).repo:
            return repo.url
        raise ValueError(f"{describe_value(value)} is neither an http or https address nor git@host:path")
    if said.startswith("http://") and urlsplit(said).hostname in HOSTS:
        said = said.replace("http://", "https://", 1)
    return said.rstrip("/").removesuffix(".git")


def is_web_address(said: str) -> bool:
    """True if this is an http or https address with a host."""
    if PLAIN_WEB.fullmatch(said):
        return True
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", said)


def read_project(value: object) -> str:
    """The name of a project on PyPI, normalized; also from a requirement or the address of its page."""
    said = text_reader(300)(value).strip()
    if not said or PROJECT.fullmatch(said):
        return normalize_name(text_reader(100)(said))
    found = parse_pasted(said)
    if not found.name or found.repo:
        raise ValueError(f"{describe_value(value)} is not a valid project name")
    return normalize_name(found.name)


def list_reader[T](reader: Callable[[object], T]) -> Callable[[object], list[T]]:
    """A reader of lists; in a CSV cell the items are separated by spaces."""

    def read(value: object) -> list[T]:
        items = split_cell(value) if isinstance(value, str) else value
        if not isinstance(items, list):
            raise ValueError(f"{describe_value(value)} is not a list")
        return [reader(item) for item in items]

    return read


def split_cell(cell: str) -> object:
    """The items in a cell: between spaces, or in a list as Python or JSON writes it."""
    if not cell.strip().startswith("["):
        return cell.split()
    try:
        return ast.literal_eval(cell.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"{describe_value(cell)} is not a list") from error


def read_weeks(value: object) -> list[int]:
    """52 whole numbers, oldest first."""
    counts = list_reader(whole_number_reader())(value)
    if len(counts) != WEEKS:
        raise ValueError(f"{len(counts)} numbers; write {WEEKS}, oldest week first")
    return counts


def read_examples(value: object) -> list[ExampleRecord]:
    """A list of {title, url}; each address once."""
    if not isinstance(value, list) or not all(
        isinstance(item, dict) and set(item) == {"title", "url"} for item in value
    ):
        raise ValueError("write a list of tables with the keys title and url")
    found = [
        ExampleRecord(title=title_reader(100)(item["title"]), url=address_reader(200)(item["url"])) for item in value
    ]
    if "" in (urls := {example.url for example in found}) or len(urls) < len(found):
        raise ValueError("two examples have the same address; remove one")
    return found


def read_cells(value: object) -> dict[str, str]:
    """A table from package slug to text."""
    if not isinstance(value, dict):
        raise ValueError(f"{describe_value(value)} is not a table from package to text")
    return {slug_reader(100)(package): text_reader(1000)(said) for package, said in value.items()}


def skip_value(_value: object) -> None:
    """Read and not kept."""
