"""Reads the provenance of a release as its index recorded it (PyPI's "Integrity API" and PEP 740, read November 2026).

Nothing is verified here: signatures, certificates and transparency logs are not looked at. What an index recorded is
read item by item; kinds of publishers that are not known are kept as they are told.
"""

import binascii
import json
from base64 import b64decode
from collections.abc import Iterator, Sequence

import attrs

from packgrid.lib.clean_text import clean_text
from packgrid.lib.http import HttpClient
from packgrid.sources.errors import Malformed
from packgrid.sources.http_statuses import check_status, translate_http_errors
from packgrid.sources.json_fields import (
    Json,
    format_value,
    located_at,
    optional_object,
    optional_text,
    parse_object,
    required_object,
    required_text,
)
from packgrid.sources.left_out import UnreadNotes
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error

ACCEPT = "application/vnd.pypi.integrity.v1+json"
NEWEST_FORM = 1
NOT_DETAILS = {"kind", "claims", "repository", "workflow", "workflow_filepath", "environment", "email"}
MOST_PUBLISHERS, MOST_DETAILS, LONGEST_DETAIL = 20, 10, 200


@attrs.frozen
class Publisher:
    """An identity that an index accepted an upload from. "" is not told.

    `kind` is "GitHub", "GitLab", "Google" or any other that the index names; `repository` is a path such as "o/r",
    `email` the account of a Google publisher. `details` are the texts that other kinds tell, by their names.
    """

    kind: str
    repository: str = ""
    workflow: str = ""
    environment: str = ""
    email: str = ""
    details: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class ProvenanceSnapshot:
    """The provenance of a release that its index recorded: publishers, and the statements of the attestations.

    `predicate_types` are addresses that name kinds of statements: of publishing, of a build (SLSA).
    """

    version: str
    publishers: tuple[Publisher, ...]
    predicate_types: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@attrs.frozen
class PyPIProvenance:
    """An index that tells the provenance of files. A subject is "name/version"; its validator is the address to ask."""

    http: HttpClient
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[ProvenanceSnapshot]]:
        """The provenance of these releases; one request for each."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[ProvenanceSnapshot]:
        """The provenance of this release; one request.

        Raises:
            Gone, RateLimited, Unavailable, Malformed; each says for which address.
        """
        url, version = asked.validator, asked.subject.partition("/")[2]
        with translate_http_errors(url):
            answer = await self.http.get(url, accept=ACCEPT)
        check_status(answer, url, "provenance")
        with located_at(url):
            snapshot = parse_provenance(answer.body, version)
        return SourceReply(snapshot, "", note="\n".join(f"left out: {note}" for note in snapshot.left_out))


def parse_provenance(body: bytes, version: str) -> ProvenanceSnapshot:
    """The provenance in these bytes. What cannot be read costs only itself.

    Raises:
        Malformed: it is not such a document, or one of a later form.
    """
    found, left_out = parse_object(body), UnreadNotes()
    check_form(found)
    if not isinstance(bundles := found.get("attestation_bundles"), list):
        raise Malformed(f"attestation_bundles: a list was expected, not {format_value(bundles)}")
    publishers: dict[Publisher, None] = {}
    types: dict[str, None] = {}
    for place, bundle in read_objects(bundles, "attestation_bundles", left_out):
        if (publisher := left_out.read(place, read_publisher, bundle, "publisher")) is not None:
            publishers[publisher] = None
        types |= dict.fromkeys(read_predicate_types(bundle, place, left_out))
    return ProvenanceSnapshot(version, tuple(publishers)[:MOST_PUBLISHERS], tuple(types), left_out.as_tuple())


def check_form(found: Json) -> None:
    """Return for the form of the document that can be read; one that tells no version is that one.

    Raises:
        Malformed: it is a later one.
    """
    form = found.get("version", NEWEST_FORM)
    if not isinstance(form, int) or isinstance(form, bool) or form > NEWEST_FORM:
        raise Malformed(f"version: {format_value(form)} is not the {NEWEST_FORM} that can be read")


def read_publisher(bundle: Json, key: str) -> Publisher:
    """The publisher of a bundle. GitLab calls its workflow a path."""
    said = required_object(bundle, key)
    kind = required_text(said, "kind").strip()
    texts = {name: clean_and_shorten(optional_text(said, name)) for name in ("repository", "environment", "email")}
    workflow = clean_and_shorten(optional_text(said, "workflow") or optional_text(said, "workflow_filepath"))
    return Publisher(clean_and_shorten(kind), workflow=workflow, **texts, details=read_details(said))


def read_details(said: Json) -> tuple[tuple[str, str], ...]:
    """The texts that a publisher tells besides the usual ones, in the order of their names."""
    texts = {clean_text(name): clean_and_shorten(value) for name, value in said.items() if isinstance(value, str)}
    return tuple(sorted((name, text) for name, text in texts.items() if text and name not in NOT_DETAILS))[
        :MOST_DETAILS
    ]


def clean_and_shorten(text: str | None) -> str:
    """The text without control characters, cut after 200 characters; "" for None."""
    return clean_text(text or "").strip()[:LONGEST_DETAIL]


def read_predicate_types(bundle: Json, place: str, left_out: UnreadNotes) -> Iterator[str]:
    """The kinds of statements that the attestations of a bundle make, in their order."""
    attestations = bundle.get("attestations")
    if not isinstance(attestations, list):
        left_out.add(f"{place}.attestations: a list was expected, not {format_value(attestations)}")
        return
    for within, attestation in read_objects(attestations, f"{place}.attestations", left_out):
        if predicate := left_out.read(within, read_predicate_type, attestation, "envelope"):
            yield predicate


def read_predicate_type(attestation: Json, key: str) -> str:
    """The kind of statement in the envelope of an attestation."""
    said = required_text(optional_object(attestation, key), "statement")
    try:
        statement: object = json.loads(b64decode(said, validate=False))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise Malformed(f"{key}.statement: it cannot be read") from error
    if not isinstance(statement, dict):
        raise Malformed(f"{key}.statement: an object was expected, not {format_value(statement)}")
    return clean_and_shorten(required_text(statement, "predicateType"))


def read_objects(items: list[object], place: str, left_out: UnreadNotes) -> Iterator[tuple[str, Json]]:
    """The objects of a list with their places; what is none is left out."""
    for number, item in enumerate(items):
        if isinstance(item, dict):
            yield f"{place}[{number}]", item
        else:
            left_out.add(f"{place}[{number}]: an object was expected, not {format_value(item)}")
