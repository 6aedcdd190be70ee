"""Parses the branches and tags of a git server (gitprotocol-v2, gitprotocol-http; git-scm.com, read November 2026).

A server of version 2 first says what it can do and is then asked for refs; an older one lists all of them at once.
"""

import re
from collections.abc import Iterable

import attrs

from packgrid.lib.clean_text import clean_text
from packgrid.sources.errors import Malformed
from packgrid.sources.json_fields import format_value

COMMIT_ID = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
LENGTH = re.compile(rb"[0-9a-f]{4}")
VERSION_2 = b"version 2"
END = b"0000"
SERVICE = re.compile(rb"\A001[de]# service=git-upload-pack\n?0000")


class ServerError(Exception):
    """A git server says that something is wrong; the message is a sentence with its words."""


@attrs.frozen
class Refs:
    """The newest commit of the default branch ("" if there is none), the branch, and the names of all tags."""

    head: str = ""
    branch: str = ""
    tags: tuple[str, ...] = ()


def parse_capabilities(body: bytes) -> list[bytes] | None:
    """The capabilities of a server of protocol version 2; None for an older server."""
    said = read_packet_lines(body)
    return said[1:] if said[:1] == [VERSION_2] else None


def make_ls_refs_request(can: Iterable[bytes]) -> bytes:
    """The request for the default branch and the tags, to a server that can do this."""
    known = list(can)
    formats = [ability for ability in known if ability.startswith(b"object-format=")]
    unborn = [b"unborn"] if b"ls-refs=unborn" in known else []
    options = [b"symrefs", *unborn, b"ref-prefix HEAD", b"ref-prefix refs/tags/"]
    return (
        b"".join(map(make_packet, [b"command=ls-refs", *formats]))
        + b"0001"
        + b"".join(map(make_packet, options))
        + b"0000"
    )


def make_packet(line: bytes) -> bytes:
    """A line with its length before it."""
    return b"%04x%s\n" % (len(line) + 5, line)


def parse_ls_refs(body: bytes) -> Refs:
    """The refs in the answer to ls_refs()."""
    split = [line.split(b" ") for line in read_packet_lines(body)]
    targets = [part for said in split if said[1:2] == [b"HEAD"] for part in said[2:]]
    return make_refs(((said[0], b"".join(said[1:2])) for said in split), branch_after(targets, b"symref-target:"))


def parse_advertised_refs(body: bytes) -> Refs:
    """The refs in the first answer of a server that does not speak version 2."""
    said = [line for line in read_packet_lines(body) if not line.startswith(b"version ")]
    can = said[0].partition(b"\0")[2].split(b" ") if said else []
    pairs = (line.partition(b"\0")[0].partition(b" ") for line in said)
    return make_refs(((identifier, name) for identifier, _, name in pairs), branch_after(can, b"symref=HEAD:"))


def parse_ls_remote(output: bytes) -> Refs:
    """The refs in the output of `git ls-remote --symref`."""
    split = [line.split(b"\t") for line in output.splitlines()]
    targets = [said[0] for said in split if said[1:] == [b"HEAD"]]
    return make_refs(((said[0], b"".join(said[1:2])) for said in split), branch_after(targets, b"ref: "))


def read_packet_lines(body: bytes) -> list[bytes]:
    """The lines that packets carry; the marks between them are left out, and what names the service before them.

    An answer without its end is none: read as it is, it would say that there are no branches and tags, or fewer.

    Raises:
        Malformed: these are not packets, or they break off; ServerError: they carry an error.
    """
    body = SERVICE.sub(b"", body)
    found, head, at = [], b"", 0
    while at < len(body):
        head = body[at : at + 4]
        size = int(head, 16) if LENGTH.fullmatch(head) else 0
        if not LENGTH.fullmatch(head) or at + size > len(body):
            raise Malformed(f"not a complete answer of a git server: {format_value(body[at : at + 40])}")
        if size >= len(head):
            found.append(body[at + 4 : at + size].rstrip(b"\n"))
        at += max(size, len(head))
    if error := next((line for line in found if line.startswith(b"ERR ")), None):
        raise ServerError(f"its git server says: {decode_text(error[4:])[:200]}")
    if head != END:
        raise Malformed(f"the answer of the git server breaks off after {len(found)} lines")
    return found


def make_refs(pairs: Iterable[tuple[bytes, bytes]], branch: str) -> Refs:
    """The refs among these pairs of id and name."""
    known = {name: identifier for identifier, name in pairs if COMMIT_ID.fullmatch(identifier)}
    names = (name.removeprefix(b"refs/tags/") for name in known if name.startswith(b"refs/tags/"))
    return Refs(
        known.get(b"HEAD", b"").decode(), branch, tuple(decode_text(name) for name in names if name[-3:] != b"^{}")
    )


def branch_after(parts: Iterable[bytes], before: bytes) -> str:
    """The branch that the first part with this beginning names."""
    target = next((part.removeprefix(before) for part in parts if part.startswith(before)), b"")
    return decode_text(target.removeprefix(b"refs/heads/"))


def decode_text(said: bytes) -> str:
    """Bytes as text that can be stored."""
    return clean_text(said.decode(errors="replace"))
