"""Finds the proof that somebody maintains a package in the facts about it. Pure functions."""

import re
from collections.abc import Collection, Iterator

import attrs

TOKEN = "packgrid-verify-"  # noqa: S105 it is followed by what is secret until it is published


@attrs.frozen(kw_only=True)
class Published:
    """The facts about a package that only its maintainers can change. Unknown is empty.

    `index` is the index of its project in sentences.
    """

    topics: Collection[str] = ()
    links: Collection[str] = ()
    index: str = "PyPI"
    repo_homepage: str = ""
    repo_description: str = ""
    readme: str = ""
    host: str = ""
    owner: str = ""
    contributors: Collection[str] = ()

    @property
    def busiest(self) -> str:
        """The account with the most commits, programs left out."""
        return next(iter(self.contributors), "")


def find_proof(token: str, accounts: Collection[tuple[str, str]], published: Published) -> str:
    """Where the proof was found, as a phrase; "" if nowhere. `accounts` are pairs of a host and a name in lower case.

    A token proves it in any place that only maintainers can write to. An account that the host itself has confirmed
    proves it if it owns the repository, or has made the most commits.
    """
    if said := next(places_with(token, published), ""):
        return said
    if published.owner and (published.host, published.owner.lower()) in accounts:
        return f"{published.owner} owns the repository"
    if published.busiest and (published.host, published.busiest.lower()) in accounts:
        return f"{published.busiest} has made the most commits"
    return ""


def places_with(token: str, published: Published) -> Iterator[str]:
    """The places that a token stands in, as a whole."""
    whole = re.compile(rf"{re.escape(token)}(?![0-9a-z])")
    places = {
        "the topics of the repository": published.topics,
        "the website of the repository": [published.repo_homepage],
        "the description of the repository": [published.repo_description],
        f"a link of the project on {published.index}": published.links,
        f"the README on {published.index}": [published.readme],
    }
    return (name for name, texts in places.items() if any(whole.search(text) for text in texts))
