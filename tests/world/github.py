"""GitHub's REST API (docs.github.com, "REST API endpoints for repositories", read November 2026)."""

from collections.abc import Callable, Sequence
from typing import Any

from world import github_shapes as shapes
from world.answers import JSON, Answer, Call, encoded, etag, told
from world.limits import DOCS
from world.pages import paged
from world.project import Project
from world.routes import Endpoint
from world.view import View

NOT_FOUND = {"message": "Not Found", "documentation_url": f"{DOCS}rest/repos/repos#get-a-repository", "status": "404"}
type Show = Callable[[View, Call, Project], Answer]


def repository(view: View, call: Call, project: Project) -> Answer:
    """The document of a repository."""
    return lasting(view, call, project, lambda: encoded(shapes.repository(project)))


def listed(items: Callable[[Project], Sequence[Any]], shape: Callable[[Project, Any], Any]) -> Show:
    """A list of a repository, a page at a time, with links to the others."""

    def show(view: View, call: Call, project: Project) -> Answer:
        page = paged(call, items(project), size_name="per_page", size=30)
        url = f"{call.base}/repositories/{shapes.id_of(project)}/{call.segments[-1]}"
        answer = lasting(view, call, project, lambda: encoded([shape(project, item) for item in page.items]))
        return answer.also(page.link(call, url))

    return show


def lasting(view: View, call: Call, project: Project, make: Callable[[], bytes]) -> Answer:
    """An answer that stays the same as long as nothing happens to the repository."""
    parts = (call.segments, sorted(call.query.items()), view.world, project.repo_changes, project.path)
    headers = {"content-type": JSON, "x-github-media-type": "github.v3; format=json"}
    return Answer(make=make, headers=headers, etag=etag(*parts, is_weak=True), about=(project.number,))


def rate_limit(view: View, call: Call) -> Answer:
    """What the caller may still ask; free."""
    budgets = {name: view.limits.budget(call, name) for name in ("core", "graphql")}
    said = {
        name: {"limit": budget.most, "used": budget.used, "remaining": budget.left, "reset": budget.reset}
        for name, budget in budgets.items()
    }
    return told({"resources": said, "rate": said["core"]})


def by_name(show: Show) -> Endpoint:
    """404 where no repository has this name, 301 to its number where it had it once."""

    def answer(view: View, call: Call, owner: str, name: str) -> Answer:
        project = view.hosted(f"{owner}/{name}", call)
        if not project:
            return told(NOT_FOUND, 404)
        if project.path.lower() == f"{owner}/{name}".lower():
            return show(view, call, project)
        url = "/".join([call.base, "repositories", str(shapes.id_of(project)), *call.segments[3:]])
        return told({"message": "Moved Permanently", "url": url, "documentation_url": DOCS}, 301, location=url)

    return answer


def by_number(show: Show) -> Endpoint:
    """The same of the repository with this number, whatever its name is now."""

    def answer(view: View, call: Call, number: str) -> Answer:
        project = view.numbered(shapes.number_of(number), call)
        return show(view, call, project) if project and project.service == "github" else told(NOT_FOUND, 404)

    return answer


SHOWN: dict[str, Show] = {
    "": repository,
    "/contributors": listed(lambda project: project.people, shapes.contributor),
    "/releases": listed(lambda project: project.releases[::-1], shapes.release),
    "/commits": listed(lambda project: range(project.commits), shapes.commit),
}
ROUTES: dict[str, Endpoint] = {
    **{f"repos/*/*{tail}": by_name(show) for tail, show in SHOWN.items()},
    **{f"repositories/*{tail}": by_number(show) for tail, show in SHOWN.items()},
    "rate_limit": rate_limit,
}
