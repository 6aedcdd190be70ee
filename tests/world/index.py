"""PyPI's index (PyPA's "Simple repository API", read November 2026), metadata files, and the feed of new releases."""

from email.utils import format_datetime
from hashlib import sha256
from html import escape
from typing import Any

from world.answers import Answer, Call, encoded, etag, told
from world.identity import normalized
from world.integrity import address
from world.project import Project, Release
from world.pypi import PAGES, classifiers, files, info, serial
from world.view import View

JSON, HTML = "application/vnd.pypi.simple.v1+json", "application/vnd.pypi.simple.v1+html"
NEWEST = 100


def project_page(view: View, call: Call, name: str) -> Answer:
    """A project's page; any other spelling of a name leads to the normalized one."""
    project = view.named(name, call)
    if not project:
        return told({"message": "Not Found"}, 404)
    if name != normalized(name):
        return Answer(301, headers={"location": f"{call.base}/{normalized(name)}/"}, about=(project.number,))
    is_json = JSON in call.headers.get("Accept", "")
    known = [(release.version, release.is_yanked) for release in project.releases]
    return Answer(
        make=lambda: encoded(page(project, call)) if is_json else html(page(project, call)),
        headers=headers(serial(project), JSON if is_json else HTML),
        etag=etag("simple", view.world, project.number, known, is_json),
        about=(project.number,),
    )


def full_list(view: View, call: Call) -> Answer:
    """Every project with the serial of its last change."""
    projects = [project for number in range(len(view.universe)) if (project := view.numbered(number, call))]
    named = [project for project in projects if project.name]
    last = max((serial(project) for project in named), default="0")
    rows = [{"_last-serial": int(serial(project)), "name": project.name} for project in named]
    body = encoded({"meta": {"_last-serial": int(last), "api-version": "1.4"}, "projects": rows})
    return Answer(make=lambda: body, headers=headers(last, JSON), etag=etag("list", body))


def updates(view: View, call: Call) -> Answer:
    """The feed of the newest releases of all projects."""
    projects = [project for number in range(len(view.universe)) if (project := view.numbered(number, call))]
    pairs = [(project, release) for project in projects if project.name for release in project.releases]
    newest = sorted(pairs, key=lambda pair: pair[1].uploaded_at, reverse=True)[:NEWEST]
    body = feed(newest).encode()
    return Answer(make=lambda: body, headers={"content-type": "text/xml; charset=UTF-8"}, etag=etag("feed", body))


def metadata_file(view: View, call: Call, name: str, filename: str) -> Answer:
    """The metadata beside a wheel."""
    project = view.named(name, call)
    for release in project.releases if project else ():
        for file in files(project, release):
            if f"{file['filename']}.metadata" == filename and file["core-metadata"]:
                return text(metadata(project, release)).of(project.number)
    return told({"message": "Not Found"}, 404)


def text(body: bytes) -> Answer:
    """An answer of plain text."""
    return Answer(make=lambda: body, headers={"content-type": "text/plain"})


PAGE_ROUTES = {"": full_list, "*": project_page}
FEED_ROUTES = {"updates.xml": updates}
FILE_ROUTES = {"*/*": metadata_file}


def headers(last_serial: str, content_type: str) -> dict[str, str]:
    """Those of every answer of the index."""
    return {
        "content-type": content_type,
        "cache-control": "max-age=600, public",
        "vary": "Accept",
        "x-pypi-last-serial": last_serial,
    }


def page(project: Project, call: Call) -> dict[str, Any]:
    """The page of a project as JSON."""
    pairs = [(release, file) for release in project.releases for file in files(project, release)]
    return {
        "alternate-locations": [],
        "files": [file_entry(project, release, file, call) for release, file in pairs],
        "meta": {"_last-serial": int(serial(project)), "api-version": "1.4"},
        "name": normalized(project.name),
        "project-status": {"status": "active"},
        "versions": [release.version for release in project.releases],
    }


def file_entry(project: Project, release: Release, file: dict[str, Any], call: Call) -> dict[str, Any]:
    """A file of a page."""
    filename = file["filename"]
    has_metadata = bool(file["core-metadata"])
    hashes = {"sha256": sha256(metadata(project, release)).hexdigest()} if has_metadata else False
    return {
        "core-metadata": hashes,
        "data-dist-info-metadata": hashes,
        "filename": filename,
        "hashes": {"sha256": file["digests"]["sha256"]},
        "provenance": address(call, project, release, filename),
        "requires-python": file["requires_python"],
        "size": file["size"],
        "upload-time": file["upload_time_iso_8601"],
        "url": f"{call.base.removesuffix('/simple')}/files/{normalized(project.name)}/{filename}",
        "yanked": (file["yanked_reason"] or True) if file["yanked"] else False,
    }


def html(found: dict[str, Any]) -> bytes:
    """The same page as HTML, which has neither sizes nor times."""
    links = "\n".join(map(link, found["files"]))
    metas = '<meta name="pypi:repository-version" content="1.4"><meta name="pypi:project-status" content="active">'
    return f"<!DOCTYPE html><html><head>{metas}</head><body><h1>{found['name']}</h1>\n{links}\n</body></html>".encode()


def link(file: dict[str, Any]) -> str:
    """A file of a page as a link."""
    said = {
        "data-requires-python": file["requires-python"],
        "data-yanked": ("" if file["yanked"] is True else file["yanked"]) if file["yanked"] is not False else None,
        "data-core-metadata": f"sha256={file['core-metadata']['sha256']}" if file["core-metadata"] else None,
        "data-provenance": file["provenance"],
    }
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in said.items() if value is not None)
    url = f"{file['url']}#sha256={file['hashes']['sha256']}"
    return f'<a href="{escape(url)}"{attributes}>{escape(file["filename"])}</a><br>'


def metadata(project: Project, release: Release) -> bytes:
    """The core metadata of a release: what its JSON document says, too."""
    said = info(project, release)
    lines = ["Metadata-Version: 2.4", f"Name: {project.name}", f"Version: {release.version}"]
    lines += [f"Classifier: {name}" for name in classifiers(project, release)]
    lines += [f"Requires-Dist: {requirement}" for requirement in said["requires_dist"] or ()]
    lines += [f"Requires-Python: {said['requires_python']}"] if said["requires_python"] else []
    return "\n".join([*lines, "", ""]).encode()


def feed(newest: list[tuple[Project, Release]]) -> str:
    """The feed of these releases."""
    items = "\n".join(
        f"<item><title>{escape(project.name)} {escape(release.version)}</title>"
        f"<link>{PAGES}/project/{normalized(project.name)}/{release.version}/</link>"
        f"<description>{escape(project.summary)}</description>"
        f"<pubDate>{format_datetime(release.uploaded_at, usegmt=True)}</pubDate></item>"
        for project, release in newest
    )
    head = "<title>PyPI recent updates</title><link>https://pypi.example/</link><description>Updates</description>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{head}\n{items}\n</channel></rss>'
