"""Which repository is asked for, and which one answers."""

from packgrid.lib.locators import BadLocator, RepoLocator, parse_repo
from packgrid.sources.asking import Asked
from packgrid.sources.errors import Malformed, Unavailable


def asked_repo(asked: Asked) -> RepoLocator:
    """The repository that a question means.

    Raises:
        Unavailable: its subject is not the address of a repository, so nobody can be asked.
    """
    try:
        return parse_repo(asked.subject)
    except BadLocator as error:
        raise Unavailable(str(error)) from error


def named_repo(host: str, name: str) -> RepoLocator:
    """The repository that a host calls owner/name.

    An address in an answer is never taken as it is: it is made of the host that was asked and the name.
    """
    try:
        return parse_repo(f"https://{host}/{name}")
    except BadLocator as error:
        raise Malformed(f"{name!r} is not the name of a repository") from error


def moved_to(asked: RepoLocator, url: str) -> str:
    """The address where a repository is now, "" where it is still that one.

    The hosts with an API do not tell capitals apart.
    """
    return "" if asked.url.lower() == url.lower() else url
