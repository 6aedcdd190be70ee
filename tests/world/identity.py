"""What a project is called and where its repository is: made up from a number, or read from a catalogue."""

import csv
import re
from pathlib import Path
from random import Random
from urllib.parse import unquote, urlsplit

import attrs

from world.words import FIRST_NAMES, LAST_NAMES, QUALITIES, THINGS


@attrs.frozen
class Identity:
    """`name` is "" where it is not on PyPI; the rest is "" where there is no repository."""

    slug: str
    name: str
    service: str = ""
    host: str = ""
    path: str = ""


# Of a hundred repositories; the services are those of our sources, "git" is every host without an API.
HOSTS = {
    ("github", "github.com"): 88,
    ("gitlab", "gitlab.com"): 4,
    ("gitlab", "gitlab.example"): 1,
    ("forgejo", "codeberg.org"): 2,
    ("forgejo", "forgejo.example"): 1,
    ("bitbucket", "bitbucket.org"): 1,
    ("git", "git.example"): 1,
    ("", ""): 2,
}
# The hosts of operators that have nothing made up.
OF_OPERATORS = {"github.example": "github_enterprise", "bitbucket.example": "bitbucket_data_center"}
SERVICES = {host: service for service, host in HOSTS} | OF_OPERATORS
SPELLINGS = {str: 84, lambda slug: slug.replace("-", "_"): 8, str.title: 5, lambda slug: slug.replace("-", "."): 3}


def made_up(chance: Random, number: int) -> Identity:
    """The identity of the project of this number; no two have the same."""
    round_, place = divmod(number, len(QUALITIES) * len(THINGS))
    slug = f"django-{QUALITIES[place % len(QUALITIES)]}-{THINGS[place // len(QUALITIES)]}{round_ + 1 if round_ else ''}"
    (service, host) = drawn(chance, HOSTS)
    spell = drawn(chance, SPELLINGS)
    path = f"{owner(chance, is_nested=service == 'gitlab')}/{slug}" if host else ""
    return Identity(slug, spell(slug), service, host, path)


def drawn[Choice](chance: Random, weights: dict[Choice, int]) -> Choice:
    """One of the keys, as often as its weight says."""
    return chance.choices(list(weights), weights=weights.values())[0]


def owner(chance: Random, *, is_nested: bool) -> str:
    """An account or organization, or at some hosts a group within a group."""
    person = login(chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES))
    named = chance.choice([person, f"{chance.choice(THINGS)}-team", f"{chance.choice(QUALITIES)}labs"])
    return f"{named}/{chance.choice(THINGS)}" if is_nested and chance.random() < NESTED else named


NESTED = 0.3


def login(first: str, last: str) -> str:
    """The account of a person, in letters that hosts allow."""
    return re.sub(r"[^a-z]", "", f"{first}{last}".lower())


def read_catalogue(file: Path) -> list[Identity]:
    """The identities in a CSV file with the columns slug, pypi_name and repo_url."""
    with file.open(newline="", encoding="utf-8") as rows:
        return [from_row(row["slug"], row["pypi_name"], row["repo_url"]) for row in csv.DictReader(rows)]


def from_row(slug: str, name: str, url: str) -> Identity:
    """The identity of one line; a host without an API is plain git."""
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/").removesuffix(".git")
    host = parts.netloc.lower().removeprefix("www.")
    return Identity(slug, name, SERVICES.get(host, "git"), host, path) if path else Identity(slug, name)


def normalized(name: str) -> str:
    """A project's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
