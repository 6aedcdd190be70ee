"""GitHub's documents, key by key as it sends them."""

from base64 import b64encode
from typing import Any
from zlib import crc32

from world import commits
from world.answers import stamp
from world.licences import NAMES
from world.project import Person, Project, Release

API, SITE = "https://api.github.com", "https://github.com"
FIRST_ID = 1_000_000
PARTS = (
    "forks", "keys{/key_id}", "collaborators{/collaborator}", "teams", "hooks", "issue_events{/number}", "events",
    "assignees{/user}", "branches{/branch}", "tags", "blobs{/sha}", "git_tags{/sha}", "git_refs{/sha}", "trees{/sha}",
    "statuses/{sha}", "languages", "stargazers", "contributors", "subscribers", "subscription", "commits{/sha}",
    "git_commits{/sha}", "comments{/number}", "issue_comment{/number}", "contents/{+path}", "compare/{base}...{head}",
    "merges", "archive/{archive_format}{/ref}", "downloads", "issues{/number}", "pulls{/number}", "milestones{/number}",
    "notifications{?since,all,participating}", "labels{/name}", "releases{/id}", "deployments",
)  # fmt: skip
USER_PARTS = (
    "followers", "following{/other_user}", "gists{/gist_id}", "starred{/owner}{/repo}", "subscriptions",
    "repos", "events{/privacy}", "received_events",
)  # fmt: skip


def id_of(project: Project) -> int:
    """The number that GitHub knows a repository by."""
    return FIRST_ID + project.number


def number_of(said: str) -> int:
    """The number of the project with this id; one that no project has where it is none."""
    return int(said) - FIRST_ID if said.isdecimal() and int(said) >= FIRST_ID else FIRST_ID**2


def repository(project: Project) -> dict[str, Any]:
    """A repository, as "Get a repository" describes it."""
    url, owner = f"{API}/repos/{project.path}", user(project.owner, is_group=True)
    licence = project.licence.spdx
    return {
        "id": id_of(project),
        "node_id": node_id("Repository", id_of(project)),
        "name": project.repo_name,
        "full_name": project.path,
        "private": False,
        "owner": owner,
        "html_url": project.url,
        "description": project.summary,
        "fork": project.is_fork,
        "url": url,
        **addresses(url, PARTS),
        "created_at": stamp(project.created_at),
        "updated_at": stamp(project.pushed_at),
        "pushed_at": stamp(project.pushed_at),
        "git_url": f"git://github.com/{project.path}.git",
        "ssh_url": f"git@github.com:{project.path}.git",
        "clone_url": f"{project.url}.git",
        "svn_url": project.url,
        "homepage": homepage(project),
        "size": project.commits * 7,
        "stargazers_count": project.stars,
        "watchers_count": project.stars,
        "language": "Python",
        "has_issues": True,
        "has_projects": True,
        "has_downloads": True,
        "has_wiki": True,
        "has_pages": False,
        "has_discussions": False,
        "forks_count": project.forks,
        "mirror_url": None,
        "archived": project.archived_at is not None,
        "disabled": False,
        "open_issues_count": project.open_issues,
        "license": licence_of(licence) if licence else None,
        "allow_forking": True,
        "is_template": False,
        "web_commit_signoff_required": False,
        "topics": list(project.topics),
        "visibility": "public",
        "forks": project.forks,
        "open_issues": project.open_issues,
        "watchers": project.stars,
        "default_branch": project.default_branch,
        "permissions": {"admin": False, "maintain": False, "push": False, "triage": False, "pull": True},
        "temp_clone_token": "",
        "custom_properties": {},
        "organization": owner,
        "network_count": project.forks,
        "subscribers_count": project.stars // 20,
    }


def homepage(project: Project) -> str | None:
    """The address of its documentation, where it has any."""
    return f"https://{project.slug}.docs.example/" if project.topics else None


def addresses(url: str, parts: tuple[str, ...]) -> dict[str, str]:
    """Address by key, such as forks_url: .../forks."""
    return {f"{part.split('{')[0].rstrip('/')}_url": f"{url}/{part}" for part in parts}


def licence_of(spdx: str) -> dict[str, Any]:
    """A licence as GitHub detects it."""
    key = "other" if spdx == "NOASSERTION" else spdx.lower()
    url = None if key == "other" else f"{API}/licenses/{key}"
    return {
        "key": key,
        "name": NAMES[spdx],
        "spdx_id": spdx,
        "url": url,
        "node_id": node_id("License", crc32(key.encode())),
    }


def user(login: str, *, is_bot: bool = False, is_group: bool = False) -> dict[str, Any]:
    """An account."""
    number, url = crc32(login.encode()), f"{API}/users/{login}"
    return {
        "login": login,
        "id": number,
        "node_id": node_id("User", number),
        "avatar_url": f"https://avatars.githubusercontent.com/u/{number}?v=4",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{SITE}/{login}",
        **addresses(url, USER_PARTS),
        "organizations_url": f"{url}/orgs",
        "type": "Bot" if is_bot else "Organization" if is_group else "User",
        "user_view_type": "public",
        "site_admin": False,
    }


def node_id(kind: str, number: int) -> str:
    """The id that GraphQL knows something by."""
    return b64encode(f"{len(kind):03}:{kind}{number}".encode()).decode()


def contributor(_project: Project, person: Person) -> dict[str, Any]:
    """Somebody who committed. Not every bot says so in its type."""
    return {**user(person.login, is_bot=person.login.endswith("[bot]")), "contributions": person.commits}


def release(project: Project, each: Release) -> dict[str, Any]:
    """A release with its tag."""
    url, number = f"{API}/repos/{project.path}/releases", crc32(f"{project.path}{each.version}".encode())
    return {
        "url": f"{url}/{number}",
        "html_url": f"{project.url}/releases/tag/{each.version}",
        "id": number,
        "author": user(project.author.login),
        "node_id": node_id("Release", number),
        "tag_name": each.version,
        "target_commitish": project.default_branch,
        "name": f"Version {each.version}",
        "draft": False,
        "prerelease": "rc" in each.version,
        "created_at": stamp(each.uploaded_at),
        "published_at": stamp(each.uploaded_at),
        "assets": [],
        "tarball_url": f"{API}/repos/{project.path}/tarball/{each.version}",
        "body": "",
    }


def commit(project: Project, back: int) -> dict[str, Any]:
    """The commit that is so many before the newest one."""
    found, url = commits.commit(project, back), f"{API}/repos/{project.path}"
    who = {"name": found.by.name or found.by.login, "email": "redacted@example.org", "date": stamp(found.at)}
    author = user(found.by.login, is_bot=found.by.is_bot)
    return {
        "sha": found.sha,
        "node_id": node_id("Commit", back),
        "commit": {
            "author": who,
            "committer": who,
            "message": found.message,
            "tree": {"sha": found.sha[::-1], "url": f"{url}/git/trees/{found.sha[::-1]}"},
            "url": f"{url}/git/commits/{found.sha}",
            "comment_count": 0,
            "verification": {"verified": False, "reason": "unsigned", "signature": None, "payload": None},
        },
        "url": f"{url}/commits/{found.sha}",
        "html_url": f"{project.url}/commit/{found.sha}",
        "comments_url": f"{url}/commits/{found.sha}/comments",
        "author": author,
        "committer": author,
        "parents": [
            {"sha": sha, "url": f"{url}/commits/{sha}", "html_url": f"{project.url}/commit/{sha}"}
            for sha in commits.parents(project, back)
        ],
    }
