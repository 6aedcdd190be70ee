"""A package that somebody is about to add: what a pasted text means, and what sources say of it."""

from datetime import datetime
from enum import StrEnum

import attrs

from packgrid.lib.pasted_text import parse_pasted
from packgrid.lib.versions import normalize_name


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
    index_name: str = ""
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
    """The project or repository that a text names: as lib/pasted_text.py reads it.

    Raises:
        NotAPackage: it names neither.
    """
    found = parse_pasted(text)
    if repo := found.repo:
        return PackagePreview(repo_url=repo.url, repo_subdirectory=repo.subdirectory, title=found.name)
    if found.name:
        return PackagePreview(pypi_name=normalize_name(found.name), title=found.name)
    raise NotAPackage(
        f"“{text.strip()[:100]}” is not a project or a repository. Paste the address of one, or a name on PyPI."
    )
