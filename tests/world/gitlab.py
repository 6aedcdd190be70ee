"""GitLab's REST API (docs.gitlab.com, "Projects API", "Repositories API" and "REST API", read November 2026)."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote
from zlib import crc32

from world import commits
from world.answers import Answer, Call, encoded, etag, stamp, told
from world.licences import NAMES
from world.pages import paged
from world.project import Person, Project, Release
from world.routes import Endpoint
from world.view import View

FIRST_ID = 6_000_000
NOT_FOUND = {"message": "404 Project Not Found"}
ACCESS = (
    "issues", "repository", "merge_requests", "forking", "wiki", "builds", "snippets", "pages", "analytics",
    "container_registry", "releases", "environments", "feature_flags", "infrastructure", "monitor", "model_experiments",
    "model_registry", "requirements",
)  # fmt: skip
ON = (
    "autoclose_referenced_issues", "can_create_merge_request_in", "code_suggestions", "container_registry_enabled",
    "emails_enabled", "enforce_auth_checks_on_uploads", "issues_enabled", "jobs_enabled", "lfs_enabled",
    "merge_requests_enabled", "printing_merge_request_link_enabled", "public_jobs", "request_access_enabled",
    "service_desk_enabled", "shared_runners_enabled", "snippets_enabled", "wiki_enabled",
)  # fmt: skip
OFF = (
    "emails_disabled", "empty_repo", "only_allow_merge_if_all_discussions_are_resolved", "requirements_enabled",
    "only_allow_merge_if_pipeline_succeeds", "resolve_outdated_diff_discussions", "security_and_compliance_enabled",
)  # fmt: skip
UNSET = (
    "allow_merge_on_skipped_pipeline", "ci_config_path", "issue_branch_template", "merge_commit_template",
    "packages_enabled", "remove_source_branch_after_merge", "squash_commit_template", "suggestion_commit_message",
)  # fmt: skip
type Show = Callable[[View, Call, Project], Answer]


def project_document(view: View, call: Call, project: Project) -> Answer:
    """The project; who shows no key gets the short form, and the licence comes only where it is asked for."""
    form = whole if call.token else basic
    licence = licence_of(project) if call.query.get("license", "").lower() in {"true", "1", "yes"} else {}
    return lasting(view, call, project, lambda: encoded({**form(project), **licence}))


def listed(items: Callable[[Call, Project], Sequence[Any]], shape: Callable[[Project, Any], Any]) -> Show:
    """A list of a project, a page at a time."""

    def show(view: View, call: Call, project: Project) -> Answer:
        page = paged(call, items(call, project), size_name="per_page", size=20)
        url = "/".join([call.base, "projects", str(FIRST_ID + project.number), *call.segments[2:]])
        counts = {
            "x-page": str(page.number),
            "x-per-page": str(page.size),
            "x-next-page": str(page.number + 1) if page.number < page.last else "",
            "x-total": str(page.total),
            "x-total-pages": str(page.last),
        }
        answer = lasting(view, call, project, lambda: encoded([shape(project, item) for item in page.items]))
        return answer.also(counts | page.link(call, url))

    return show


def ordered(call: Call, project: Project) -> Sequence[Person]:
    """The authors by their commits, least first unless asked otherwise."""
    return project.people if call.query.get("sort") == "desc" else project.people[::-1]


def contributor(_project: Project, person: Person) -> dict[str, Any]:
    """An author; GitLab does not know whose account it is."""
    name = person.name or person.login
    return {"name": name, "email": "redacted@example.org", "commits": person.commits, "additions": 0, "deletions": 0}


def release(project: Project, each: Release) -> dict[str, Any]:
    """A release with its tag."""
    at = stamp(each.uploaded_at)
    return {
        "tag_name": each.version,
        "name": each.version,
        "description": "",
        "created_at": at,
        "released_at": at,
        "upcoming_release": False,
        "tag_path": f"/{project.path}/-/tags/{each.version}",
    }


def commit(project: Project, back: int) -> dict[str, Any]:
    """The commit that is so many before the newest one."""
    found = commits.commit(project, back)
    name, at = found.by.name or found.by.login, stamp(found.at)
    return {
        "id": found.sha,
        "short_id": found.sha[:8],
        "created_at": at,
        "parent_ids": commits.parents(project, back),
        "title": found.message,
        "message": f"{found.message}\n",
        **{f"{role}_name": name for role in ("author", "committer")},
        **{f"{role}_email": "redacted@example.org" for role in ("author", "committer")},
        "authored_date": at,
        "committed_date": at,
        "trailers": {},
        "extended_trailers": {},
        "web_url": f"{project.url}/-/commit/{found.sha}",
    }


def found(show: Show) -> Endpoint:
    """The project with this number or path; 301 to its number where it had the path once."""

    def answer(view: View, call: Call, said: str) -> Answer:
        project = view.numbered(int(said) - FIRST_ID, call) if said.isdecimal() else view.hosted(said, call)
        if not project or project.service != "gitlab":
            return told(NOT_FOUND, 404)
        if said.isdecimal() or said.lower() == project.path.lower():
            return show(view, call, project)
        url = "/".join([call.base, "projects", str(FIRST_ID + project.number), *call.segments[2:]])
        return told({"message": f"This resource has been moved permanently to {url}"}, 301, location=url)

    return answer


def lasting(view: View, call: Call, project: Project, make: Callable[[], bytes]) -> Answer:
    """An answer that stays the same as long as nothing happens to the repository."""
    parts = (
        call.segments,
        sorted(call.query.items()),
        bool(call.token),
        view.world,
        project.repo_changes,
        project.path,
    )
    headers = {"content-type": "application/json"}
    return Answer(make=make, headers=headers, etag=etag(*parts, is_weak=True), about=(project.number,))


ROUTES: dict[str, Endpoint] = {
    "projects/*": found(project_document),
    "projects/*/repository/contributors": found(listed(ordered, contributor)),
    "projects/*/repository/commits": found(listed(lambda _call, project: range(project.commits), commit)),
    "projects/*/releases": found(listed(lambda _call, project: project.releases[::-1], release)),
}


def basic(project: Project) -> dict[str, Any]:
    """What everybody may know of a project."""
    number = FIRST_ID + project.number
    return {
        "id": number,
        "description": project.summary,
        "name": project.repo_name,
        "name_with_namespace": project.path.replace("/", " / "),
        "path": project.repo_name,
        "path_with_namespace": project.path,
        "created_at": stamp(project.created_at),
        "default_branch": project.default_branch,
        "tag_list": list(project.topics),
        "topics": list(project.topics),
        "ssh_url_to_repo": f"git@{project.host}:{project.path}.git",
        "http_url_to_repo": f"{project.url}.git",
        "web_url": project.url,
        "readme_url": f"{project.url}/-/blob/{project.default_branch}/README.md",
        "forks_count": project.forks,
        "avatar_url": None,
        "star_count": project.stars,
        "last_activity_at": stamp(project.pushed_at),
        "visibility": "public",
        "namespace": namespace(project),
    }


def whole(project: Project) -> dict[str, Any]:
    """What those with a key may know besides."""
    url = f"https://{project.host}/api/v4/projects/{FIRST_ID + project.number}"
    parts = ("issues", "merge_requests", "repo_branches", "labels", "events", "members", "cluster_agents")
    return {
        **basic(project),
        "container_registry_image_prefix": f"registry.{project.host}/{project.path}",
        "_links": {"self": url, **{part: f"{url}/{part.replace('repo_', 'repository/')}" for part in parts}},
        **dict.fromkeys(ON, True),
        **dict.fromkeys(OFF, False),
        **dict.fromkeys(UNSET),
        "archived": project.archived_at is not None,
        **{f"{part}_access_level": "enabled" for part in ACCESS},
        "security_and_compliance_access_level": "private",
        "creator_id": crc32(project.owner.encode()),
        "import_status": "none",
        "open_issues_count": project.open_issues,
        "description_html": f'<p data-sourcepos="1:1-1:{len(project.summary)}" dir="auto">{project.summary}</p>',
        "updated_at": stamp(project.pushed_at),
        "external_authorization_classification_label": "",
        "shared_with_groups": [],
        "merge_method": "merge",
        "squash_option": "default_off",
        "compliance_frameworks": [],
        "permissions": {"project_access": None, "group_access": None},
    }


def namespace(project: Project) -> dict[str, Any]:
    """The account or group that holds a project."""
    name = project.owner.rpartition("/")[2]
    return {
        "id": crc32(project.owner.encode()),
        "name": name,
        "path": name,
        "kind": "group" if "/" in project.owner else "user",
        "full_path": project.owner,
        "parent_id": crc32(project.owner.rpartition("/")[0].encode()) if "/" in project.owner else None,
        "avatar_url": None,
        "web_url": f"https://{project.host}/{quote(project.owner)}",
    }


def licence_of(project: Project) -> dict[str, Any]:
    """The licence that GitLab detects."""
    spdx, place = project.licence.spdx, f"{project.url}/-/blob/{project.default_branch}/LICENSE"
    if not spdx:
        return {"license_url": None, "license": None}
    key = "other" if spdx == "NOASSERTION" else spdx.lower()
    said = {
        "key": key,
        "name": NAMES[spdx],
        "nickname": None,
        "html_url": f"https://spdx.example/{key}",
        "source_url": None,
    }
    return {"license_url": place, "license": said}
