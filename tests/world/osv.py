"""OSV's API (its documentation, "API", read November 2026): known vulnerabilities by project.

Each has two records, as PyPI's database and GitHub write them; they name each other. Pages are shorter than OSV's, so
that a few vulnerabilities have several.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from world.answers import Answer, Call, stamp, told
from world.identity import normalized
from world.project import Project, Vulnerability
from world.view import View
from world.words import SENTENCES

MOST_QUERIES = 1000
PAGE = 3
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"


def batch(view: View, call: Call) -> Answer:
    """A page of records for each query; one that is wrong costs all of them."""
    try:
        queries = json.loads(call.body)["queries"]
        names = [name_of(query) for query in queries]
    except (ValueError, KeyError, TypeError, AttributeError):
        return refused("Invalid query.")
    if len(queries) > MOST_QUERIES:
        return refused("Too many queries.")
    pages = [page(view, call, name, query) for name, query in zip(names, queries, strict=True)]
    numbers = [found.number for name in names if (found := view.named(name, call))]
    return told({"results": pages}).of(*numbers)


def name_of(query: Mapping[str, Any]) -> str:
    """The name of the project that a query is about. The ecosystem is written as it is."""
    package = query["package"]
    if package["ecosystem"] != "PyPI" or not package["name"] or package["name"] != normalized(package["name"]):
        raise ValueError(package)
    return package["name"]


def page(view: View, call: Call, name: str, query: Mapping[str, Any]) -> dict[str, Any]:
    """The records about a project, from its token on; without any there is no list."""
    project, first = view.named(name, call), int(query.get("page_token") or 0)
    found = [] if project is None else list(records(project))
    shown = [{"id": record["id"], "modified": record["modified"]} for record in found[first : first + PAGE]]
    more = {"next_page_token": str(first + PAGE)} if first + PAGE < len(found) else {}
    return ({"vulns": shown} if shown else {}) | more


def record(view: View, call: Call, name: str) -> Answer:
    """A record, about every project that has it."""
    seen = [view.numbered(number, call) for number in range(len(view.universe))]
    found = [(project, each) for project in seen if project for each in records(project) if each["id"] == name]
    if not found:
        return told({"code": 5, "message": "Bug not found."}, 404)
    affected = [item for _project, each in found for item in each["affected"]]
    return told(found[0][1] | {"affected": affected}).of(*(project.number for project, _each in found))


def refused(message: str) -> Answer:
    return told({"code": 3, "message": message}, 400)


def records(project: Project) -> Iterator[dict[str, Any]]:
    """The records of everything that was ever known of a project on PyPI."""
    for known in (*project.mended, *project.vulnerabilities) if project.name else ():
        advisory = f"GHSA-{blake2b(f'{project.slug} {known.id}'.encode(), digest_size=6).hexdigest()}"
        cve = known.id.replace("PYSEC", "CVE")
        listed = [release.version for release in project.releases if release.uploaded_at <= known.published_at]
        yield shared(project, known) | {
            "id": known.id, "aliases": [cve, advisory], "affected": [affected(project, known) | {"versions": listed}],
        }  # fmt: skip
        yield shared(project, known) | {
            "id": advisory, "aliases": [cve, known.id], "affected": [affected(project, known)],
            "severity": [{"type": "CVSS_V3", "score": VECTOR}], "database_specific": {"severity": "HIGH"},
        }  # fmt: skip


def shared(project: Project, known: Vulnerability) -> dict[str, Any]:
    """The parts that both records have; a fix modifies them."""
    fixing = next((release for release in project.releases if release.version == known.fixed_in), None)
    return {
        "schema_version": "1.7.3",
        "modified": stamp(fixing.uploaded_at if fixing else known.published_at),
        "published": stamp(known.published_at),
        "summary": f"{project.name} lets people see what they should not",
        "details": SENTENCES[0],
        "references": [{"type": "WEB", "url": f"https://osv.example/{known.id}"}],
    }


def affected(project: Project, known: Vulnerability) -> dict[str, Any]:
    """The versions: every one until the fix, if there is one."""
    events = [{"introduced": "0"}, *([{"fixed": known.fixed_in}] if known.fixed_in else [])]
    package = {"ecosystem": "PyPI", "name": normalized(project.name), "purl": f"pkg:pypi/{normalized(project.name)}"}
    return {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}


ROUTES = {"v1/querybatch": batch, "v1/vulns/*": record}
