"""The public git hosts that many packages live on, and the software that they run.

A host is here once. What Packgrid itself does with it is decided by its software: who asks it, and how fast, is in
refresh/clients.py and refresh/lanes.py (docs/decisions/0021-git-hosts.md).
"""

from collections.abc import Mapping, Sequence

import attrs


@attrs.frozen
class Software:
    """A program that git hosts run, and how the addresses of its repositories look.

    `key` is the name of the source that asks it, as it is stored. `release_page` is where it shows the notes of a tag,
    "" if nowhere. `file_page` and `raw_file` are where it shows the files of the default branch. Nobody can have an
    account with the name of a reserved owner, and nobody's repository a reserved name: what is there are pages of the
    host.
    """

    key: str
    title: str
    has_subgroups: bool = False
    is_one_service: bool = False
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
    is_one_service=True,
    release_page="{repo}/releases/tag/{tag}",
    file_page="{repo}/blob/HEAD/",
    raw_file="{repo}/raw/HEAD/",
    reserved_owners=frozenset(
        {
            *("sponsors", "orgs", "apps", "marketplace", "users", "topics", "settings", "user-attachments", "features"),
            *("about", "pricing", "login", "join", "explore", "trending", "collections", "events", "notifications"),
            *("search", "security", "site", "contact", "enterprise", "customer-stories", "organizations", "stars"),
            *("codespaces", "account", "dashboard", "discussions", "enterprises", "solutions", "resources", "new"),
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
    is_one_service=True,
    file_page="{repo}/src/HEAD/",
    raw_file="{repo}/raw/HEAD/",
    reserved_owners=frozenset({"account", "dashboard", "product", "support", "snippets", "workspaces", "repo", "site"}),
    reserved_names=frozenset({"workspace"}),
)
FORGEJO = Software(  # and Gitea, which it comes from
    "forgejo",
    "Forgejo",
    release_page="{repo}/releases/tag/{tag}",
    file_page="{repo}/src/branch/{branch}/",
    raw_file="{repo}/raw/branch/{branch}/",
)
SOFTWARE: Mapping[str, Software] = {software.key: software for software in (GITHUB, GITLAB, BITBUCKET, FORGEJO)}


@attrs.frozen
class Host:
    """A public git host. `short_name` is what searches (`host:github`) and people's accounts call it, "" if nothing."""

    name: str
    software: Software
    title: str
    short_name: str = ""

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


def software_of(host: str, further: Mapping[str, str]) -> Software | None:
    """The software of a host; None where git alone can be asked.

    `further` are keys of software by hosts that the operator named, which win over the table.
    """
    if named := SOFTWARE.get(further.get(host, "")):
        return named
    return HOSTS[host].software if host in HOSTS else None
