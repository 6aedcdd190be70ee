"""The settings that say where the index is, how often it is looked at, and which private indexes there are."""

import attrs

from packgrid.config.setting_fields import setting
from packgrid.config.setting_parsers import parse_indexes, parse_logins, parse_pause, web_address, whole_number

PUBLIC_INDEX = "https://" + ".".join(("pypi", "org")) + "/pypi"  # noqa: FLY002 no file of ours spells the host of a registry
"""The base of PyPI's JSON documents where nobody has configured another index."""


@attrs.frozen
class IndexSettings:
    """The part of the settings about indexes. `python_index` is the one that pip or uv are told to use; "" if none."""

    python_index: str
    pypi_url: str = setting(
        "PACKGRID_PYPI_URL",
        "The base URL of PyPI's JSON documents, such as `https://pypi.example/pypi`. Unset: the index in "
        "`PIP_INDEX_URL` or `UV_DEFAULT_INDEX`, else the public index.",
        "",
        web_address("https://pypi.example/pypi"),
    )
    index_url: str = setting(
        "PACKGRID_INDEX_URL",
        "The base of the index's pages, such as `https://pypi.example/simple`. Unset: derived from `PACKGRID_PYPI_URL` "
        "(`X/pypi` gives `X/simple`) where that is set, else as there.",
        "",
        web_address("https://pypi.example/simple"),
    )
    feed_url: str = setting(
        "PACKGRID_FEED_URL",
        "The feed of the newest releases at the index (RSS). Unset: `X/rss/updates.xml` where the pages are at "
        "`X/simple`.",
        "",
        web_address("https://pypi.example/rss/updates.xml"),
    )
    feed_s: int = setting(
        "PACKGRID_FEED_SECONDS",
        "How often this feed is read, in seconds, 30 to 3600. New releases are refreshed at once. 0: never.",
        "90",
        parse_pause,
    )
    full_list_h: int = setting(
        "PACKGRID_FULL_LIST_HOURS",
        "How often the index's list of all projects is read, in hours, 0 to 720. It has the changes that the feed "
        "missed. 0: never.",
        "24",
        whole_number(0, 720),
    )
    private_indexes: dict[str, str] = setting(
        "PACKGRID_PRIVATE_INDEXES",
        "Private indexes by name, as `internal=https://index.example/simple,team=https://user:password@...`. A package "
        "whose `index` is one of these names comes from there, and its name is sent nowhere else. Their order matters: "
        "a package that is added or loaded without an `index` comes from the first one that has its name, and from "
        "PyPI if none has.",
        "",
        parse_indexes,
        is_secret=True,
    )
    index_logins: dict[str, str] = setting(
        "PACKGRID_INDEX_LOGINS",
        "Users and passwords of private indexes, as `internal=user:password`, where their addresses have none. Unset: "
        "the netrc file (`NETRC`, `~/.netrc`).",
        "",
        parse_logins,
        is_secret=True,
    )

    @property
    def pypi(self) -> str:
        """The base of the JSON documents: `<base>/<name>/json`."""
        index = (self.index_url or self.python_index).rstrip("/").removesuffix("/simple")
        return self.pypi_url or (f"{index}/pypi" if index else PUBLIC_INDEX)

    @property
    def simple_index(self) -> str:
        """The base of the index's pages where a setting names it, "" where it follows from that of the documents."""
        return self.index_url or ("" if self.pypi_url else self.python_index.rstrip("/"))
