"""PyPI's Integrity API (its documentation, read November 2026): who uploaded each attested file."""

import json
from base64 import b64encode
from typing import Any

from world.answers import Answer, Call, encoded, told
from world.chance import chance_of
from world.identity import normalized
from world.project import Project, Release
from world.pypi import files
from world.view import View

TYPE = "application/vnd.pypi.integrity.v1+json"
ATTESTED, BY_OTHERS = 0.3, 0.03


def provenance(view: View, call: Call, name: str, version: str, filename: str) -> Answer:
    """The provenance of a file; 404 of one without attestations."""
    project = view.named(name, call)
    release = next((each for each in project.releases if each.version == version), None) if project else None
    if not project or not release or not is_attested(project, release):
        return told({"message": "Not Found"}, 404)
    file = next((each for each in files(project, release) if each["filename"] == filename), None)
    if file is None:
        return told({"message": "Not Found"}, 404)
    body = encoded(
        {
            "attestation_bundles": [
                {"attestations": [attestation(file)], "publisher": publisher_of(project, release)},
            ],
            "version": 1,
        }
    )
    return Answer(make=lambda: body, headers={"content-type": TYPE}, about=(project.number,))


ROUTES = {"*/*/*/provenance": provenance}


def address(call: Call, project: Project, release: Release, filename: str) -> str | None:
    """Where the provenance of a file is; None for one without attestations."""
    if not is_attested(project, release):
        return None
    path = f"{normalized(project.name)}/{release.version}/{filename}/provenance"
    return f"{call.base.removesuffix('/simple')}/integrity/{path}"


def is_attested(project: Project, release: Release) -> bool:
    """Whether a release has attestations, which there have been since November 2024."""
    return release.uploaded_at.year >= 2025 and chance_of(project.slug, "attested").random() < ATTESTED


def publisher_of(project: Project, release: Release) -> dict[str, Any]:
    """Who uploaded a release: nearly always the same repository."""
    is_other = chance_of(project.slug, "publisher", release.version).random() < BY_OTHERS
    path = f"somebody-else/{project.slug}" if is_other else project.url.partition("://")[2].partition("/")[2]
    path = path or f"team/{project.slug}"
    if "gitlab" in project.url:
        return {"claims": None, "environment": None, "kind": "GitLab", "repository": path, "workflow_filepath": CI}
    return {"claims": None, "environment": "pypi", "kind": "GitHub", "repository": path, "workflow": "release.yml"}


CI = ".gitlab-ci.yml"


def attestation(file: dict[str, Any]) -> dict[str, Any]:
    """The attestation that a file was published; its signature is none."""
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "predicate": None,
        "predicateType": "https://pypi.example/attestations/publish/v1",
        "subject": [{"digest": {"sha256": file["digests"]["sha256"]}, "name": file["filename"]}],
    }
    envelope = {"signature": "AA==", "statement": b64encode(json.dumps(statement).encode()).decode()}
    return {
        "envelope": envelope,
        "verification_material": {"certificate": "AA==", "transparency_entries": [{}]},
        "version": 1,
    }
