"""The names of the sources, as provenance and the schedule store them, and as people read them."""

from packgrid.lib import git_hosts
from packgrid.lib.index_names import PUBLIC, name_index

PYPI, PYPI_RELEASES, PYPI_PROVENANCE = "pypi", "pypi-releases", "pypi-provenance"
PYPISTATS, OSV, GIT = "pypistats", "osv", "git"
DEPSDEV, TOP_DOWNLOADS = "depsdev", "top-downloads"
GITHUB = git_hosts.GITHUB.key
OF_HOSTS = frozenset(git_hosts.SOFTWARE)
UNDATED = frozenset({DEPSDEV})
"""Sources that pass on what others said on an unknown day: whatever has a date replaces it, and it makes no trend."""
NO_TREND = UNDATED | {TOP_DOWNLOADS}
"""Sources whose values make no trend; the list of downloads does not count as pypistats does."""
TITLES = {
    PYPI: PUBLIC,
    PYPI_RELEASES: f"older releases at {PUBLIC}",
    PYPI_PROVENANCE: f"publishers of releases at {PUBLIC}",
    PYPISTATS: "pypistats",
    OSV: "OSV",
    **{key: software.title for key, software in git_hosts.SOFTWARE.items()},
    GIT: "git",
    DEPSDEV: "deps.dev",
    TOP_DOWNLOADS: "monthly list of downloads",
}


def name_source(origin: str, index_name: str = "") -> str:
    """The title of a source, with the index of the package in the place of PyPI; another origin is its own title."""
    return TITLES[origin].replace(PUBLIC, name_index(index_name)) if origin in TITLES else origin
