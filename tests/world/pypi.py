"""PyPI's JSON documents (its documentation, "JSON API", read November 2026)."""

from datetime import timedelta
from hashlib import blake2b
from random import Random
from typing import Any

from world.answers import JSON, Answer, Call, encoded, etag, told
from world.chance import chance_of
from world.identity import normalized
from world.project import Project, Release, Vulnerability
from world.view import View
from world.words import SENTENCES, TOPICS

PAGES, FILES = "https://pypi.example", "https://files.example/packages"


def document(view: View, call: Call, name: str) -> Answer:
    """A project with all of its releases; any other spelling of a name leads to the normalized one."""
    project = view.named(name, call)
    if not project:
        return told({"message": "Not Found"}, 404)
    if name != normalized(name):
        return Answer(301, headers={"location": f"{call.base}/{normalized(name)}/json"}, about=(project.number,))
    return Answer(
        make=lambda: encoded(whole(project)),
        headers={"content-type": JSON, "cache-control": "max-age=900, public", "x-pypi-last-serial": serial(project)},
        etag=etag("pypi", view.world, project.number, project.pypi_changes),
        about=(project.number,),
    )


def release_document(view: View, call: Call, name: str, version: str) -> Answer:
    """One release of a project: what it declares, and its files."""
    project = view.named(name, call)
    release = next((each for each in project.releases if each.version == version), None) if project else None
    if not project or not release:
        return told({"message": "Not Found"}, 404)
    return Answer(
        make=lambda: encoded(of_release(project, release)),
        headers={"content-type": JSON, "cache-control": "max-age=900, public", "x-pypi-last-serial": serial(project)},
        etag=etag("pypi", view.world, project.number, project.pypi_changes, version),
        about=(project.number,),
    )


ROUTES = {"*/json": document, "*/*/json": release_document}


def whole(project: Project) -> dict[str, Any]:
    """The document of a project."""
    releases = {release.version: files(project, release) for release in project.releases}
    return {
        "info": info(project, project.current),
        "last_serial": int(serial(project)),
        "ownership": {"organization": None, "roles": [{"role": "Owner", "user": project.author.login}]},
        "releases": releases,
        "urls": releases[project.current.version],
        "vulnerabilities": [vulnerability(project, known) for known in project.vulnerabilities],
    }


def of_release(project: Project, release: Release) -> dict[str, Any]:
    """The document of a release: as that of the project, without the list of releases."""
    return {
        "info": info(project, release),
        "last_serial": int(serial(project)),
        "urls": files(project, release),
        "vulnerabilities": [],
    }


def serial(project: Project) -> str:
    """The number of the last change to a project."""
    return str(20_000_000 + project.number * 1000 + project.pypi_changes)


def info(project: Project, release: Release) -> dict[str, Any]:
    """What a release says of the project, with the addresses in one of the manners that people use."""
    chance = chance_of(project.slug, "info")
    licence, author = project.licence, project.author
    is_modern = licence.expression is not None
    contact = f"{author.name} <{author.login}@people.example>" if author.name else f"{author.login}@people.example"
    page = f"{PAGES}/project/{normalized(project.name)}/"
    return {
        "author": "" if is_modern else author.name,
        "author_email": contact if is_modern else f"{author.login}@people.example",
        "bugtrack_url": None,
        "classifiers": classifiers(project, release),
        "description": description(project, chance),
        "description_content_type": chance.choice(["text/markdown", "text/markdown", "text/x-rst", "", None]),
        "docs_url": None,
        "download_url": "" if is_modern else None,
        "downloads": {"last_day": -1, "last_month": -1, "last_week": -1},
        "dynamic": None,
        "home_page": "" if is_modern else (project.url or None),
        "keywords": chance.choice([",".join(project.topics), " ".join(project.topics), "", None]),
        "license": licence.text,
        "license_expression": licence.expression,
        "license_files": ["LICENSE"] if is_modern else None,
        "maintainer": "",
        "maintainer_email": chance.choice(["", None, "Team <team@people.example>"]),
        "name": project.name,
        "package_url": page,
        "platform": None,
        "project_url": page,
        "project_urls": links(project, chance),
        "provides_extra": chance.choice([None, ["dev", "test"]]),
        "release_url": f"{page}{release.version}/",
        "requires_dist": requirements(release, chance),
        "requires_python": f">={release.pythons[0]}" if release.pythons else None,
        "summary": project.summary,
        "version": release.version,
        "yanked": release.is_yanked,
        "yanked_reason": "broken" if release.is_yanked else None,
    }


def classifiers(project: Project, release: Release) -> list[str]:
    """The trove classifiers of a release, in order."""
    said = {
        f"Development Status :: {project.development_status}",
        "Environment :: Web Environment",
        "Framework :: Django",
        *(f"Framework :: Django :: {version}" for version in release.djangos),
        "Intended Audience :: Developers",
        *project.licence.classifiers,
        "Operating System :: OS Independent",
        "Programming Language :: Python",
        *(f"Programming Language :: Python :: {version}" for version in release.pythons),
        *(f"Topic :: {topic}" for topic in TOPICS),
    }
    return sorted(said)


def links(project: Project, chance: Random) -> dict[str, str] | None:
    """The labelled addresses, None where somebody gave none."""
    if not project.url or chance.random() < WITHOUT_LINKS:
        return None
    label = chance.choice(["Source", "Repository", "Homepage", "Source Code", "GitHub"])
    more = {
        "Documentation": f"https://{project.slug}.docs.example/",
        "Changelog": f"{project.url}/blob/{project.default_branch}/CHANGELOG.md",
        "Issues": f"{project.url}/issues",
        "Funding": f"https://funding.example/{project.author.login}",
    }
    return {label: project.url, **{key: more[key] for key in chance.sample(sorted(more), chance.randrange(5))}}


WITHOUT_LINKS = 0.1


def requirements(release: Release, chance: Random) -> list[str] | None:
    """What a release depends on."""
    lowest = f">={release.djangos[0]}" if release.djangos else ""
    extras = ["pytest; extra == 'test'", "pytest-django>=4.5; extra == 'test'", "ruff; extra == 'dev'"]
    return chance.choice([[f"Django{lowest}"], [f"django{lowest}", "asgiref>=3.6", *extras], None])


def description(project: Project, chance: Random) -> str:
    """A README of a few thousand letters, as projects have them."""
    sections = ("Installation", "Usage", "Settings", "Templates", "Signals", "Development", "Changelog", "Licence")
    head = f"# {project.slug}\n\n{project.summary}\n\n```\npip install {project.name}\n```"
    texts = [" ".join(chance.choices(SENTENCES, k=chance.randrange(3, 20))) for _ in range(chance.randrange(1, 9))]
    return "\n\n".join([head, *(f"## {title}\n\n{text}" for title, text in zip(sections, texts, strict=False))])


def files(project: Project, release: Release) -> list[dict[str, Any]]:
    """The files of a release."""
    stem = normalized(project.name).replace("-", "_")
    source = file(project, release, f"{stem}-{release.version}.tar.gz", 1)
    wheel = file(project, release, f"{stem}-{release.version}-py3-none-any.whl", 0)
    return [wheel, source] if release.has_wheel else [source]


def file(project: Project, release: Release, filename: str, seconds_later: int) -> dict[str, Any]:
    """One file of a release."""
    is_wheel = filename.endswith(".whl")
    uploaded_at = release.uploaded_at + timedelta(seconds=seconds_later)
    digest = blake2b(filename.encode(), digest_size=56).hexdigest()
    blake, sha, md5 = digest[:64], digest[16:80], digest[80:112]
    return {
        "comment_text": None,
        "core-metadata": {"sha256": sha} if is_wheel else False,
        "digests": {"blake2b_256": blake, "md5": md5, "sha256": sha},
        "downloads": -1,
        "filename": filename,
        "has_sig": False,
        "md5_digest": md5,
        "packagetype": "bdist_wheel" if is_wheel else "sdist",
        "python_version": "py3" if is_wheel else "source",
        "requires_python": f">={release.pythons[0]}" if release.pythons else None,
        "size": release.size_bytes if is_wheel else release.size_bytes + 2000,
        "upload_time": f"{uploaded_at:%Y-%m-%dT%H:%M:%S}",
        "upload_time_iso_8601": f"{uploaded_at:%Y-%m-%dT%H:%M:%S.%fZ}",
        "url": f"{FILES}/{blake[:2]}/{blake[2:4]}/{blake[4:]}/{filename}",
        "yanked": release.is_yanked,
        "yanked_reason": "broken" if release.is_yanked else None,
    }


def vulnerability(project: Project, known: Vulnerability) -> dict[str, Any]:
    """A known vulnerability as PyPI passes it on from OSV."""
    return {
        "aliases": [known.id.replace("PYSEC", "CVE")],
        "details": f"{project.name} lets people see what they should not. {SENTENCES[0]}",
        "fixed_in": [],
        "id": known.id,
        "link": f"https://osv.example/vulnerability/{known.id}",
        "source": "osv",
        "summary": None,
        "withdrawn": None,
    }
