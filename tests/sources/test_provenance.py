import json
from base64 import b64encode
from typing import Any

import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.provenance import ProvenanceSnapshot, Publisher, parse_provenance

PUBLISH, SLSA = "https://pypi.example/attestations/publish/v1", "https://slsa.dev/provenance/v1"
GITHUB = {"kind": "GitHub", "repository": "o/r", "workflow": "release.yml", "environment": "pypi", "claims": None}


def statement(predicate: Any = PUBLISH, **changes: Any) -> str:
    said = {"_type": "https://in-toto.io/Statement/v1", "subject": [], "predicateType": predicate, "predicate": None}
    return b64encode(json.dumps(said | changes).encode()).decode()


def attestation(predicate: Any = PUBLISH) -> dict[str, Any]:
    return {"version": 1, "envelope": {"statement": statement(predicate), "signature": "AA=="}}


def bundle(publisher: Any = GITHUB, *attestations: Any) -> dict[str, Any]:
    return {"publisher": publisher, "attestations": list(attestations or [attestation()])}


def read(*bundles: Any, **changes: Any) -> ProvenanceSnapshot:
    said = {"version": 1, "attestation_bundles": list(bundles)} | changes
    return parse_provenance(json.dumps(said).encode(), "1.0")


def test_the_publisher_and_what_is_attested_are_read():
    found = read(bundle(GITHUB, attestation(PUBLISH), attestation(SLSA)))
    publisher = Publisher("GitHub", "o/r", "release.yml", "pypi")
    assert found == ProvenanceSnapshot("1.0", (publisher,), (PUBLISH, SLSA))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (GITHUB | {"environment": None}, Publisher("GitHub", "o/r", "release.yml")),
        (GITHUB | {"environment": ""}, Publisher("GitHub", "o/r", "release.yml")),
        ({"kind": "GitHub"}, Publisher("GitHub")),
        (
            {"kind": "GitLab", "repository": "g/s/r", "workflow_filepath": ".gitlab-ci.yml", "environment": "*"},
            Publisher("GitLab", "g/s/r", ".gitlab-ci.yml", "*"),
        ),
        ({"kind": "Google", "email": "a@b.example"}, Publisher("Google", email="a@b.example")),
        (
            {"kind": "Codeberg Actions", "owner": "o", "job": "j", "run": 4, "claims": {"x": 1}},
            Publisher("Codeberg Actions", details=(("job", "j"), ("owner", "o"))),
        ),
        (GITHUB | {"claims": {"sha": "abc"}}, Publisher("GitHub", "o/r", "release.yml", "pypi")),
        (GITHUB | {"repository": " o/r\x07\n "}, Publisher("GitHub", "o/r", "release.yml", "pypi")),
        (GITHUB | {"workflow": "w" * 999}, Publisher("GitHub", "o/r", "w" * 200, "pypi")),
    ],
)
def test_publishers_of_every_kind_are_kept(said, expected):
    assert read(bundle(said)).publishers == (expected,)


@pytest.mark.parametrize(
    ("broken", "note"),
    [
        (3, "attestation_bundles[0]: an object was expected, not 3"),
        (None, "attestation_bundles[0]: an object was expected, not nothing"),
        ({"attestations": []}, "attestation_bundles[0].publisher: an object was expected, not nothing"),
        (bundle("GitHub"), "attestation_bundles[0].publisher: an object was expected, not 'GitHub'"),
        (bundle({"repository": "a/b"}), "attestation_bundles[0].kind: a text was expected, not nothing"),
        (bundle(GITHUB | {"repository": 1}), "attestation_bundles[0].repository: a text was expected, not 1"),
        (
            {"publisher": GITHUB, "attestations": "x"},
            "attestation_bundles[0].attestations: a list was expected, not 'x'",
        ),
        (bundle(GITHUB, 1), "attestation_bundles[0].attestations[0]: an object was expected, not 1"),
        (bundle(GITHUB, {}), "attestation_bundles[0].attestations[0].statement: a text was expected, not nothing"),
        (
            bundle(GITHUB, {"envelope": {"statement": "%%%"}}),
            "attestation_bundles[0].attestations[0].envelope.statement: it cannot be read",
        ),
        (
            bundle(GITHUB, {"envelope": {"statement": b64encode(b"[1]").decode()}}),
            "attestation_bundles[0].attestations[0].envelope.statement: an object was expected, not [1]",
        ),
        (
            bundle(GITHUB, {"envelope": {"statement": b64encode(b"\xff{").decode()}}),
            "attestation_bundles[0].attestations[0].envelope.statement: it cannot be read",
        ),
        (
            bundle(GITHUB, attestation(4)),
            "attestation_bundles[0].attestations[0].predicateType: a text was expected, not 4",
        ),
    ],
)
def test_what_cannot_be_read_costs_only_itself(broken, note):
    found = read(broken, bundle({"kind": "Google", "email": "a@b.example"}, attestation(SLSA)))
    assert Publisher("Google", email="a@b.example") in found.publishers
    assert SLSA in found.predicate_types
    assert found.left_out == (note,)


def test_bundles_of_one_publisher_are_one_publisher():
    found = read(bundle(), bundle(), bundle(GITHUB, attestation(SLSA)))
    assert len(found.publishers) == 1
    assert found.predicate_types == (PUBLISH, SLSA)


def test_a_document_without_bundles_records_nobody():
    assert read() == ProvenanceSnapshot("1.0", (), ())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the answer is empty"),
        (b"<html>", "the answer is not JSON"),
        (b"[]", "the answer is not a JSON object"),
        (b"{}", "attestation_bundles: a list was expected, not nothing"),
        (b'{"attestation_bundles": {}}', "attestation_bundles: a list was expected"),
        (b'{"version": 2, "attestation_bundles": []}', "version: 2 is not the 1 that can be read"),
        (b'{"version": "1", "attestation_bundles": []}', "version: '1' is not the 1 that can be read"),
        (b'{"version": true, "attestation_bundles": []}', "version: True is not the 1 that can be read"),
    ],
)
def test_what_is_no_such_document_is_malformed(body, message):
    with pytest.raises(Malformed, match=message):
        parse_provenance(body, "1.0")


def test_a_document_without_a_version_is_of_the_form_that_is_known():
    assert parse_provenance(json.dumps({"attestation_bundles": [bundle()]}).encode(), "1.0").publishers
