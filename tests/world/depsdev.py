"""deps.dev's batch of projects (api.proto of v3alpha, read November 2026): what hosts said when the world began.

The size of a page and the limit are guesses, because neither is documented. A small share of projects is unknown there.
"""

import json
from typing import Any

from world.answers import Answer, Call, told
from world.chance import chance_of
from world.licences import NAMES
from world.project import Project
from world.view import View

MOST, PAGE = 5000, 100
UNKNOWN_SHARE = 0.05
SERVICES = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}
WITH_COUNTS = {"github", "gitlab"}
BAD = {"code": 3, "message": "invalid argument", "details": []}


def project_batch(view: View, call: Call) -> Answer:
    """A page of the projects that are asked about, and the token of the next one."""
    if call.method != "POST":
        return told({"code": 12, "message": "Method Not Allowed", "details": []}, 501)
    asked = json.loads(call.body)
    requests, token = asked["requests"], asked.get("pageToken", "")
    if len(requests) > MOST or (token and not token.isdecimal()):
        return told(BAD, 400)
    start = int(token or 0)
    seen = [(request, project_of(view, call, request["projectKey"]["id"])) for request in requests[start:][:PAGE]]
    page: dict[str, Any] = {"responses": [respond(request, project) for request, project in seen]}
    if start + PAGE < len(requests):
        page["nextPageToken"] = str(start + PAGE)
    return told(page).of(*(project.number for _, project in seen if project))


def project_of(view: View, call: Call, key: str) -> Project | None:
    """The project of this key as it was when the world began; None of one that deps.dev does not know."""
    host, _, path = key.partition("/")
    number = view.universe.numbers_by_path.get((SERVICES.get(host, ""), path.lower()))
    if number is None or chance_of(view.universe.seed, number, "depsdev").random() < UNKNOWN_SHARE:
        return None
    return view.faults.seen(call.service, view.universe.at(number, view.universe.began_at), call.now)


def respond(request: dict[str, Any], project: Project | None) -> dict[str, Any]:
    """The response to one request, which it repeats; nothing else of unknown projects."""
    return {"request": request, "project": describe(project)} if project else {"request": request}


def describe(project: Project) -> dict[str, Any]:
    """A project with a scorecard; values that are 0 or empty are left out."""
    is_counted = project.service in WITH_COUNTS
    counts = {
        "openIssuesCount": project.open_issues,
        "starsCount": project.stars,
        "forksCount": project.forks,
    }
    named = project.licence.spdx if project.licence.spdx in NAMES else ""
    said = {
        "projectKey": {"id": f"{project.host}/{project.path.lower()}"},
        **(counts if is_counted else {}),
        "license": "non-standard" if named == "NOASSERTION" else named,
        "description": project.summary,
        "scorecard": {"date": "2026-11-16T00:00:00Z", "overallScore": 4.2, "checks": [CHECK] * 12},
    }
    return {name: value for name, value in said.items() if value}


CHECK = {
    "name": "Maintained",
    "documentation": {"shortDescription": "Determines if the project is maintained.", "url": "https://checks.example"},
    "score": 10,
    "reason": "30 commits and 1 issue activity found in the last 90 days -- score normalized to 10",
    "details": [],
}
ROUTES = {"v3alpha/projectbatch": project_batch}
