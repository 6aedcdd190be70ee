"""The git hosts that packages live on, and the software that they run: public ones, and those that the operator names.

A public host is here once; `name_hosts` adds the others at the start of the program. What Packgrid itself does with
a host is decided by its software: who asks it, and how fast, is in refresh/clients.py and refresh/lanes.py
(docs/decisions/0021-git-hosts.md).
"""

from collections.abc import Mapping, Sequence

import attrs


@attrs.frozen
class Software:
    """A program that git hosts run, and how the addresses of its repositories look.

    `key` is the name of the source that asks it, as it is stored. `service_host` is the host of a service that its
    maker runs; the rows of the schedule about that one name no host. `release_page` is where it shows the notes of a
    tag, "" if nowhere. `file_page` and `raw_file` are where it shows the files of the default branch. Nobody can have
    an account with the name of a reserved owner, and nobody's repository a reserved name: what is there are pages of
    the host.
    """

    key: str
    title: str
    has_subgroups: bool = False
    service_host: str = ""
    release_page: str = ""
    file_page: str = ""
    raw_file: str = ""
    reserved_owners: frozenset[str] = frozenset()
    reserved_names: frozenset[str] = frozenset()

    def is_own_page(self, path: Sequence[str]) -> bool:
        """True if a path of two or more parts is a page of the host, not a repository."""
        return path[0].lower() in self.reserved_owners or path[1].lower() in self.reserved_names


GITHUB = Software(
    "github",
    "GitHub",
    service_host="github.com",
    release_page="{repo}/releases/tag/{tag}",
    file_page="{repo}/blob/HEAD/",
    raw_file="{repo}/raw/HEAD/",
    reserved_owners=frozenset(
        {
            *("sponsors", "orgs", "apps", "marketplace", "users", "topics", "settings", "user-attachments", "features"),
            *("about", "pricing", "login", "join", "explore", "trending", "collections", "events", "notifications"),
            *("search", "security", "site", "contact", "enterprise", "customer-stories", "organizations", "stars"),
            *("codespaces", "account", "dashboard", "discussions", "enterprises", "solutions", "resources", "new"),
            *("readme", "team", "copilot", "advisories", "pulls", "issues", "gist", "mobile", "premium-support"),
            *("nonprofit", "edu", "education", "logout", "sessions", "signup", "showcases", "gists", "models", "mcp"),
        }
    ),
)
GITLAB = Software(
    "gitlab",
    "GitLab",
    has_subgroups=True,
    release_page="{repo}/-/releases/{tag}",
    file_page="{repo}/-/blob/HEAD/",
    raw_file="{repo}/-/raw/HEAD/",
    reserved_owners=frozenset(
        {
            *("groups", "users", "explore", "help", "dashboard", "api", "admin", "projects", "profile", "search"),
            *("snippets", "uploads", "public", "oauth", "import", "files", "assets", "unsubscribes", "-", "s", "v2"),
        }
    ),
)
BITBUCKET = Software(
    "bitbucket",
    "Bitbucket",
    service_host="bitbucket.org",
    file_page="{repo}/src/HEAD/",
    raw_file="{repo}/raw/HEAD/",
    reserved_owners=frozenset({"account", "dashboard", "product", "support", "snippets", "workspaces", "repo", "site"}),
    reserved_names=frozenset({"workspace"}),
)
FORGEJO = Software(  # and Gitea, which it comes from
    "forgejo",
    "Forgejo",
    release_page="{repo}/releases/tag/{tag}",
    reserved_owners=frozenset(
        {
            *("explore", "user", "org", "repo", "api", "admin", "assets", "attachments", "avatars", "issues", "pulls"),
            *("milestones", "notifications", "login", "metrics", "v2", "swagger", "devtest"),
        }
    ),
    reserved_names=frozenset({"-"}),
    file_page="{repo}/src/branch/{branch}/",
    raw_file="{repo}/raw/branch/{branch}/",
)
SOFTWARE: Mapping[str, Software] = {software.key: software for software in (GITHUB, GITLAB, BITBUCKET, FORGEJO)}
GITHUB_ENTERPRISE = attrs.evolve(
    GITHUB,
    title="GitHub Enterprise",
    service_host="",
    reserved_owners=frozenset(
        {
            *("api", "orgs", "apps", "users", "topics", "settings", "login", "join", "explore", "trending", "search"),
            *("notifications", "stars", "organizations", "enterprises", "account", "dashboard", "new", "pages"),
        }
    ),
)
BITBUCKET_DATA_CENTER = Software(
    BITBUCKET.key, "Bitbucket Data Center", file_page="{repo}/browse/", raw_file="{repo}/raw/"
)
KINDS: Mapping[str, Software] = {
    "forgejo": FORGEJO,
    "gitlab": GITLAB,
    "github": GITHUB_ENTERPRISE,
    "bitbucket": BITBUCKET_DATA_CENTER,
}
"""The software that an operator can name for a host."""


@attrs.frozen
class Host:
    """A git host. `short_name` is what searches (`host:github`) and people's accounts call it, "" if nothing."""

    name: str
    software: Software
    title: str
    short_name: str = ""

    @property
    def is_public(self) -> bool:
        """True if everybody knows it and may read there."""
        return self.name in HOSTS

    @property
    def has_deep_paths(self) -> bool:
        """True if more than owner/name can stand in the address of a repository: groups, or the place of a Forgejo."""
        return self.software.has_subgroups or (self.software is FORGEJO and not self.is_public)

    def is_own_page(self, path: Sequence[str]) -> bool:
        """True if a path of two or more parts is a page of the host, not a repository."""
        return self.software.is_own_page(path)

    @property
    def url(self) -> str:
        """Its address; followed by an account's name, it is the address of a profile."""
        return f"https://{self.name}/"


HOSTS: Mapping[str, Host] = {
    host.name: host
    for host in (
        Host("github.com", GITHUB, "GitHub", "github"),
        Host("gitlab.com", GITLAB, "GitLab", "gitlab"),
        Host("bitbucket.org", BITBUCKET, "Bitbucket", "bitbucket"),
        Host("codeberg.org", FORGEJO, "Codeberg", "codeberg"),
        Host("gitlab.gnome.org", GITLAB, "GNOME GitLab"),
        Host("gitlab.freedesktop.org", GITLAB, "freedesktop.org GitLab"),
        Host("gitlab.archlinux.org", GITLAB, "Arch Linux GitLab"),
        Host("gitlab.torproject.org", GITLAB, "Tor Project GitLab"),
        Host("salsa.debian.org", GITLAB, "Debian Salsa"),
        Host("invent.kde.org", GITLAB, "KDE Invent"),
        Host("framagit.org", GITLAB, "Framagit"),
        Host("code.videolan.org", GITLAB, "VideoLAN GitLab"),
        Host("0xacab.org", GITLAB, "0xacab"),
        Host("code.forgejo.org", FORGEJO, "code.forgejo.org"),
        Host("gitea.com", FORGEJO, "Gitea"),
        Host("git.disroot.org", FORGEJO, "Disroot"),
    )
}
BY_SHORT_NAME: Mapping[str, Host] = {host.short_name: host for host in HOSTS.values() if host.short_name}


named_hosts: dict[str, Host] = {}
"""The hosts that the operator named, by name; they win over the table."""


def name_hosts(kinds: Mapping[str, str]) -> None:
    """Know these hosts (names with the kinds of their software) instead of those that were named before."""
    named_hosts.clear()
    for name, kind in kinds.items():
        if software := find_named_software(name, kind):
            known = HOSTS.get(name)
            named_hosts[name] = attrs.evolve(known, software=software) if known else Host(name, software, name)


def find_named_software(host: str, kind: str) -> Software | None:
    """The software that an operator means by a kind; None where it does not run on this host, or does not exist."""
    public, software = HOSTS.get(host), KINDS.get(kind)
    if public and public.software.key == kind:
        return public.software
    return None if public and software in {GITHUB_ENTERPRISE, BITBUCKET_DATA_CENTER} else software


def find_host(name: str) -> Host | None:
    """The host of this name, with its port if that is unusual; None where git alone can be asked."""
    return named_hosts.get(name) or HOSTS.get(name)


def find_stored_host(source: str, host: str) -> str:
    """The host as the rows of the schedule name it: "" where the source has a service of its own and that is it."""
    software = SOFTWARE.get(source)
    return "" if software and software.service_host == host else host
