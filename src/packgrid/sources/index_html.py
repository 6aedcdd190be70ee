"""The HTML form of a project's page at an index, turned into its JSON form, so that one reader reads both.

Browsers' rules hold: `<base>` counts, entities are decoded, tags may stay open. HTML tells neither sizes nor times nor
versions.
"""

import hashlib
import re
from email.message import Message
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import attrs

from packgrid.sources.file_names import is_distribution
from packgrid.sources.json_fields import Json

HASH = re.compile(r"(?P<name>[a-z0-9_]+)[=-](?P<digest>[0-9a-f]{32,})", re.IGNORECASE)
METAS = {
    "pypi:repository-version": "api-version",
    "pypi:project-status": "project-status",
    "pypi:project-status-reason": "project-status-reason",
}


@attrs.define
class Anchor:
    """A link: its attributes, and the text within it."""

    attributes: dict[str, str | None]
    text: str = ""


class AnchorParser(HTMLParser):
    """Collects the links of a page, its `pypi:` metas and its base."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: list[Anchor] = []
        self.metas: dict[str, str] = {}
        self.base = ""
        self.is_within = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take note of links, metas and the first base."""
        found = dict(attributes)
        if tag == "a":
            self.anchors.append(Anchor(found))
            self.is_within = True
        elif tag == "base":
            self.base = self.base or found.get("href") or ""
        elif tag == "meta" and (key := METAS.get((found.get("name") or "").lower())):
            self.metas.setdefault(key, found.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        """Text after the link is not its own."""
        self.is_within = self.is_within and tag != "a"

    def handle_data(self, data: str) -> None:
        """Add the text within a link to it."""
        if self.is_within:
            self.anchors[-1].text += data


def page_from_html(body: bytes, parameters: str, *, url: str, name: str) -> tuple[Json, str]:
    """The object that the JSON form would have, and the address that its links are relative to."""
    parser = AnchorParser()
    parser.feed(decode_page(body, parameters))
    parser.close()
    base = join_address(url, parser.base) if parser.base else url
    files = [file for anchor in parser.anchors if (file := file_of(anchor))]
    return {"meta": dict(parser.metas), "name": name, "files": files}, base


def decode_page(body: bytes, parameters: str) -> str:
    """The text of a page in the encoding that its Content-Type names, else UTF-8."""
    header = Message()
    header["Content-Type"] = f"text/html; {parameters}"
    try:
        return body.decode(header.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return body.decode(errors="replace")


def join_address(base: str, address: str) -> str:
    """The absolute form of an address on the page `base`; `base` itself where the address is not valid."""
    try:
        return urljoin(base, address)
    except ValueError:
        return base


def file_of(anchor: Anchor) -> Json | None:
    """The file that a link leads to, as the JSON form has it; None for other links."""
    address = (anchor.attributes.get("href") or "").strip()
    try:
        url, fragment = urldefrag(address)
        filename = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        url, fragment, filename = address, "", ""
    filename = next((name for name in (filename, anchor.text.strip()) if is_distribution(name)), "")
    if not filename:
        return None
    file: Json = {"filename": filename, "url": url, "hashes": hashes_of(fragment)}
    given = anchor.attributes
    if requires_python := given.get("data-requires-python"):
        file["requires-python"] = requires_python
    if "data-yanked" in given:
        file["yanked"] = given["data-yanked"] or True
    if (key := next((key for key in METADATA if key in given), None)) is not None:
        file["core-metadata"] = metadata_of(given[key])
    if "data-provenance" in given:
        file["provenance"] = given["data-provenance"] or None
    return file


METADATA = ("data-core-metadata", "data-dist-info-metadata")


def metadata_of(value: str | None) -> bool | dict[str, str]:
    """The value of the attribute for the metadata file: its hashes, True for a file without hashes, False for none."""
    if (value or "").strip().lower() == "false":
        return False
    return hashes_of(value or "") or True


def hashes_of(text: str) -> dict[str, str]:
    """The digest in `sha256=...`; some indexes write `sha256-...`. Nothing where it names no algorithm that we know."""
    found = HASH.fullmatch(text.strip())
    name = found["name"].lower() if found else ""
    return {name: found["digest"].lower()} if found and name in hashlib.algorithms_available else {}
