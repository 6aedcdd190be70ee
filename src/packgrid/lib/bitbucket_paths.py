"""Paths of repositories at a Bitbucket Data Center: their pages, what git clones, the REST API and files as they are.

    [<context>/]projects/<KEY>/repos/<slug>[/browse...], [<context>/]users/<name>/repos/<slug>[...]
    [<context>/]scm/<key>/<slug>.git, over ssh <key>/<slug>.git
    [<context>/]rest/api/1.0/projects/<KEY>/repos/<slug>[...]

Somebody's own repositories have the key ~name. The server ignores the case of keys and slugs; it writes keys in
capitals and slugs in small letters (developer.atlassian.com, "Bitbucket Data Center REST API", and confluence, "HTTP
access tokens", read November 2026).
"""

from collections.abc import Sequence
from typing import Self

import attrs

SSH_PORT = 7999
FEWEST_OF_PAGE = len(("projects", "KEY", "repos", "slug"))
FEWEST_TO_CLONE = len(("scm", "key", "slug.git"))
PLACES = {"projects", "users"}
OWN_PAGES = {"admin", "account", "dashboard", "login", "mvc", "plugins", "profile", "projects", "rest", "s", "users"}


@attrs.frozen
class BitbucketPath:
    """The path of a repository: `context` is what the server has before all its paths, `page` what follows."""

    context: tuple[str, ...]
    key: str
    slug: str
    page: tuple[str, ...] = ()

    @classmethod
    def parse(cls, segments: Sequence[str], *, is_known: bool) -> Self | None:
        """Parse the parts of a path; None of a path that is none.

        `is_known` says that the host surely is a Bitbucket Data Center. Then key/slug is enough, else only such paths
        are taken that hardly any other server has.
        """
        parts = tuple(segments)
        for at, part in enumerate(parts):
            if part in PLACES and parts[at + 2 : at + 3] == ("repos",) and len(parts) - at >= FEWEST_OF_PAGE:
                key = f"~{parts[at + 1].removeprefix('~')}" if part == "users" else parts[at + 1]
                return cls.make(find_context(parts[:at]), key, parts[at + 3], parts[at + FEWEST_OF_PAGE :])
            if part == "scm" and len(parts) - at >= FEWEST_TO_CLONE and (is_known or is_clone_path(parts)):
                return cls.make(parts[:at], parts[at + 1], parts[at + 2])
        if is_known and len(parts) == len(("key", "slug.git")) and parts[0] not in OWN_PAGES:
            return cls.make((), parts[0], parts[1])
        return None

    @classmethod
    def make(cls, context: Sequence[str], key: str, slug: str, page: Sequence[str] = ()) -> Self:
        """A path with key and slug as the server writes them."""
        written = key.lower() if key.startswith("~") else key.upper()
        return cls(tuple(context), written, slug.removesuffix(".git").lower(), tuple(page))

    @property
    def web_path(self) -> tuple[str, ...]:
        """The path of its page, which is its canonical one."""
        place = ("users", self.key[1:]) if self.key.startswith("~") else ("projects", self.key)
        return (*self.context, *place, "repos", self.slug)

    @property
    def clone_path(self) -> str:
        """The path that git clones it from over https."""
        return "/".join([*self.context, "scm", self.key.lower(), f"{self.slug}.git"])

    @property
    def api_path(self) -> str:
        """The path below the base of the REST API."""
        return f"projects/{self.key}/repos/{self.slug}"


def is_clone_path(parts: Sequence[str]) -> bool:
    """True for scm/key/slug.git at the root of a server; cgit has pub/scm/folder/name.git."""
    return parts[0] == "scm" and parts[2].endswith(".git")


def find_context(before: tuple[str, ...]) -> tuple[str, ...]:
    """The path of the server itself, from the parts before `projects/`; REST addresses have `rest` in it."""
    return before[: before.index("rest")] if "rest" in before else before
