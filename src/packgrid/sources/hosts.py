"""Which source answers for the repositories of a host."""

from collections.abc import Mapping

from packgrid.lib.locators import RepoLocator

# Public hosts that many packages live on, with the program that they run.
KNOWN = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "gitlab.gnome.org": "gitlab",
    "gitlab.freedesktop.org": "gitlab",
    "gitlab.archlinux.org": "gitlab",
    "gitlab.torproject.org": "gitlab",
    "salsa.debian.org": "gitlab",
    "invent.kde.org": "gitlab",
    "framagit.org": "gitlab",
    "code.videolan.org": "gitlab",
    "0xacab.org": "gitlab",
    "bitbucket.org": "bitbucket",
    "codeberg.org": "forgejo",
    "code.forgejo.org": "forgejo",
    "gitea.com": "forgejo",
    "git.disroot.org": "forgejo",
}
ANYWHERE = {"gitlab", "forgejo"}


def kind_of(repo: RepoLocator, further: Mapping[str, str]) -> str:
    """github, gitlab, bitbucket or forgejo, which also asks Gitea; "" where git alone can be asked.

    `further` are hosts that the operator named, with a kind of ANYWHERE: the other kinds are services of one host. It
    wins over what is known here.
    """
    named = further.get(repo.host, "")
    return named if named in ANYWHERE else KNOWN.get(repo.host, "")
