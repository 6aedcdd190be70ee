"""The repository of a request, and the address that answered."""

from packgrid.lib.locators import BadLocator, RepoLocator, parse_repo
from packgrid.sources.errors import Malformed, Unavailable
from packgrid.sources.source import SourceRequest


def requested_repo(asked: SourceRequest) -> RepoLocator:
    """The repository that a request means.

    Raises:
        Unavailable: its subject is not the address of a repository, so nobody can be asked.
    """
    try:
        return parse_repo(asked.subject)
    except BadLocator as error:
        raise Unavailable(str(error)) from error


def repo_at_host(host: str, name: str) -> RepoLocator:
    """The repository that a host calls owner/name.

    An address in an answer is never taken as it is: it is made of the host that was asked and the name.
    """
    try:
        return parse_repo(f"https://{host}/{name}")
    except BadLocator as error:
        raise Malformed(f"{name!r} is not the name of a repository") from error


def moved_address(asked: RepoLocator, url: str) -> str:
    """The address that a repository has moved to, "" if it has not moved.

    The hosts with an API do not tell capitals apart.
    """
    return "" if asked.url.lower() == url.lower() else url
