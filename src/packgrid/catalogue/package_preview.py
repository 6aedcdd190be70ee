"""A package that somebody is about to add: what a pasted text means, and what sources say of it."""

import re
from datetime import datetime
from enum import StrEnum

import attrs
from django.utils.translation import gettext as _

from packgrid.lib.locators import PROJECT_PAGE, RepoLocator, find_repo, parse_project
from packgrid.lib.versions import normalize_name

OWNER_AND_NAME = re.compile(r"[\w-]+/[\w.-]+")


class NotAPackage(ValueError):
    """The text names no project and no repository; the message says what to write."""


class PreviewAnswer(StrEnum):
    FOUND = "found"
    GONE = "gone"
    SILENT = "silent"
    NOT_ASKED = "not asked"


@attrs.frozen
class SourcePreview:
    """A source that was asked, and a sentence about how it answered."""

    source: str
    answer: PreviewAnswer
    sentence: str


@attrs.frozen(kw_only=True)
class PackagePreview:
    """The facts about a package that sources gave within the time limit. "" and None are unknown."""

    pypi_name: str = ""
    repo_url: str = ""
    repo_subdirectory: str = ""
    title: str = ""
    description: str = ""
    documentation_url: str = ""
    version: str = ""
    released_at: datetime | None = None
    release_count: int | None = None
    is_archived: bool = False
    topics: tuple[str, ...] = ()
    classifiers: tuple[str, ...] = ()
    looks: tuple[SourcePreview, ...] = ()

    @property
    def is_found(self) -> bool:
        """True if any source knows it."""
        return any(look.answer is PreviewAnswer.FOUND for look in self.looks)

    @property
    def is_dead(self) -> bool:
        """True if all sources that were asked answered that there is no such thing."""
        answers = {look.answer for look in self.looks}
        return (
            PreviewAnswer.GONE in answers and PreviewAnswer.FOUND not in answers and PreviewAnswer.SILENT not in answers
        )


def parse_package_text(text: str) -> PackagePreview:
    """The project or repository that a text names: the address of either, owner/name at GitHub, or a name.

    Raises:
        NotAPackage: it names neither.
    """
    said = text.strip()
    if OWNER_AND_NAME.fullmatch(said) and "." not in said.partition("/")[0]:
        said = f"https://github.com/{said}"
    repo = parse_repo_text(said)
    is_page = PROJECT_PAGE.search(said) and not (repo and repo.known_host)
    if repo and not is_page:
        return PackagePreview(
            repo_url=repo.url, repo_subdirectory=repo.subdirectory, title=repo.path.rpartition("/")[2]
        )
    if (is_page or "/" not in said) and (name := parse_project(said)):
        return PackagePreview(pypi_name=normalize_name(name), title=name)
    raise NotAPackage(
        _("“%(text)s” names no project and no repository. Paste the address of either, or the name on PyPI.")
        % {"text": said[:100]}
    )


def parse_repo_text(text: str) -> RepoLocator | None:
    """The repository that a text names; None for a bare word."""
    return find_repo(text) if "/" in text else None
