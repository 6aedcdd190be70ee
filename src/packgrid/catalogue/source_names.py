"""The names of the sources, as provenance and the schedule store them, and as people read them."""

from packgrid.lib import git_hosts

PYPI, PYPI_RELEASES, PYPI_PROVENANCE = "pypi", "pypi-releases", "pypi-provenance"
PYPISTATS, OSV, GIT = "pypistats", "osv", "git"
DEPSDEV = "depsdev"
GITHUB = git_hosts.GITHUB.key
OF_HOSTS = frozenset(git_hosts.SOFTWARE)
OF_ONE_HOST = frozenset(key for key, software in git_hosts.SOFTWARE.items() if software.is_one_service)
UNDATED = frozenset({DEPSDEV})
"""Sources that pass on what others said on an unknown day: whatever has a date replaces it, and it makes no trend."""
TITLES = {
    PYPI: "PyPI",
    PYPI_RELEASES: "older releases at PyPI",
    PYPI_PROVENANCE: "publishers of releases at PyPI",
    PYPISTATS: "pypistats",
    OSV: "OSV",
    **{key: software.title for key, software in git_hosts.SOFTWARE.items()},
    GIT: "git",
    DEPSDEV: "deps.dev",
}
