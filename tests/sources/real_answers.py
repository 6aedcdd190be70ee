"""The shapes of real answers of GitHub, GitLab and Bitbucket (seen 2023 to 2026): each key with a value of its kind.

What the parsers read has a value of the kind that was seen; texts that they must not read say so, numbers are 7.
"""

import json
from collections.abc import Iterable
from typing import Any

UNREAD = "not to be read"
WHEN = "2015-07-27T03:45:43Z"


def texts(keys: Iterable[str]) -> dict[str, str]:
    """Texts that nobody reads."""
    return dict.fromkeys(keys, UNREAD)


def switches(*keys: str, on: bool = True) -> dict[str, bool]:
    """Settings of a project."""
    return dict.fromkeys(keys, on)


def github_account(login: str, **values: Any) -> dict[str, Any]:
    """An account as it stands in other documents."""
    parts = "avatar events followers following gists html organizations received_events repos starred subscriptions"
    links = texts([*(f"{part}_url" for part in parts.split()), "url", "node_id"])
    return {"login": login, "id": 7, "gravatar_id": "", "type": "User", "site_admin": False} | links | values


def github_repository(path: str, **values: Any) -> dict[str, Any]:
    """A repository whole."""
    parts = (
        "archive assignees blobs branches clone collaborators comments commits compare contents contributors "
        "deployments downloads events forks git git_commits git_refs git_tags hooks html issue_comment "
        "issue_events issues keys labels languages merges milestones notifications pulls releases ssh stargazers "
        "statuses subscribers subscription svn tags teams trees"
    )
    owner, name = path.split("/")
    rights = {"admin": False, "maintain": False, "push": False, "triage": False, "pull": True}
    return (
        texts([*(f"{part}_url" for part in parts.split()), "url", "node_id", "name", "language", "visibility"])
        | {"full_name": path, "name": name, "owner": github_account(owner), "permissions": rights}
        | {"id": 7, "size": 7, "network_count": 7, "subscribers_count": 7, "mirror_url": None, "temp_clone_token": ""}
        | dict.fromkeys(["watchers", "watchers_count", "forks", "open_issues", "open_issues_count"], 7)
        | {"stargazers_count": 36, "forks_count": 4, "description": "Pages.", "homepage": "", "default_branch": "main"}
        | {"created_at": WHEN, "updated_at": WHEN, "pushed_at": "2016-11-07T08:42:39Z"}
        | switches("has_issues", "has_projects", "has_downloads", "has_wiki", "allow_forking")
        | switches("private", "fork", "archived", "disabled", "has_pages", "has_discussions", "is_template", on=False)
        | switches("web_commit_signoff_required", on=False)
        | {"topics": [], "license": None}
        | values
    )


def gitlab_project(path: str, **values: Any) -> dict[str, Any]:
    """A project as its owner sees it, but for some switches."""
    spoken = (
        "name name_with_namespace path ssh_url_to_repo http_url_to_repo web_url readme_url license_url visibility "
        "container_registry_image_prefix import_url import_status build_git_strategy runners_token merge_method "
        "squash_option auto_cancel_pending_pipelines auto_devops_deploy_strategy description_html"
    )
    access = (
        "analytics builds container_registry environments feature_flags forking infrastructure issues "
        "merge_requests model_experiments model_registry monitor pages releases repository requirements "
        "security_and_compliance snippets wiki"
    )
    unset = (
        "allow_merge_on_skipped_pipeline avatar_url ci_config_path ci_default_git_depth "
        "ci_forward_deployment_enabled import_error import_type issue_branch_template merge_commit_template "
        "packages_enabled resolve_outdated_diff_discussions runner_token_expiration_interval service_desk_enabled "
        "squash_commit_template suggestion_commit_message"
    )
    named = {"id": 7, "parent_id": None, **texts(["name", "path", "kind", "full_path", "web_url"]), "avatar_url": None}
    return (
        texts(spoken.split())
        | texts(f"{part}_access_level" for part in access.split())
        | dict.fromkeys(unset.split())
        | {"path_with_namespace": path, "description": "Words.\r\n\r\nMore.", "default_branch": "master"}
        | {"id": 7, "creator_id": 7, "build_timeout": 7, "star_count": 0, "forks_count": 0, "open_issues_count": 0}
        | {"created_at": "2014-04-27T20:52:58.000Z", "last_activity_at": "2014-04-27T20:54:43.000Z"}
        | {"updated_at": "2022-03-24T00:08:50.115Z", "external_authorization_classification_label": ""}
        | switches("issues_enabled", "wiki_enabled", "jobs_enabled", "lfs_enabled", "emails_enabled", "public_jobs")
        | switches("archived", "empty_repo", "snippets_enabled", "emails_disabled", "auto_devops_enabled", on=False)
        | {"license": None, "topics": [], "tag_list": [], "shared_with_groups": [], "compliance_frameworks": []}
        | {"namespace": named, "owner": {"id": 7, "locked": False, **texts(["username", "name", "state", "web_url"])}}
        | {"_links": texts(["self", "issues", "merge_requests", "repo_branches", "labels", "events", "members"])}
        | {"permissions": {"project_access": {"access_level": 50, "notification_level": 3}, "group_access": None}}
        | values
    )


def gitlab_contributor(name: str, commits: int) -> dict[str, Any]:
    """Somebody by name and address; a second address of the same person is another entry."""
    return {"name": name, "email": f"{commits}@people.example", "commits": commits, "additions": 0, "deletions": 0}


def bitbucket_repository(path: str, **values: Any) -> dict[str, Any]:
    """A repository whole."""
    parts = "avatar branches commits downloads forks hooks html issues pullrequests self source tags watchers"
    links: dict[str, Any] = {part: {"href": UNREAD} for part in parts.split()}
    links["clone"] = [{"name": "https", "href": UNREAD}, {"name": "ssh", "href": UNREAD}]
    own = {"links": {"html": {"href": UNREAD}}, "uuid": "{7}"}
    return {
        "type": "repository",
        "full_name": path,
        "links": links,
        **texts(["name", "slug", "scm", "fork_policy", "language"]),
        "description": "Words.\r\n\r\nMore.",
        "website": "",
        "owner": {"type": "user", **texts(["display_name", "account_id", "nickname"]), **own},
        "workspace": {"type": "workspace", **texts(["name", "slug"]), **own},
        "project": {"type": "project", **texts(["name", "key"]), **own},
        "is_private": False,
        "created_on": "2014-11-15T01:29:30.302881+00:00",
        "updated_on": "2023-03-28T23:23:14.419025+00:00",
        "size": 4_004_226,
        "uuid": "{7}",
        "mainbranch": {"name": "master", "type": "branch"},
        "override_settings": {"default_merge_strategy": False, "branching_model": False},
        "parent": None,
        "has_issues": True,
        "has_wiki": False,
        **values,
    }


def bitbucket_page(size: int, *values: dict[str, Any]) -> dict[str, Any]:
    """The first page of a list."""
    return {"values": list(values), "pagelen": 10, "size": size, "page": 1, "next": UNREAD}


def encode(answer: object) -> bytes:
    """An answer as a body."""
    return json.dumps(answer).encode()
