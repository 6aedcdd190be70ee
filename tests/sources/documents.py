"""Documents as PyPI makes them, with what a test does not care about filled in."""

import json
from typing import Any

from packgrid.sources.project_documents import parse_document
from packgrid.sources.pypi import ProjectSnapshot


def release_file(**changes: Any) -> dict[str, Any]:
    is_sdist = changes.get("packagetype") == "sdist"
    return {
        "filename": "django_a-1.0.tar.gz" if is_sdist else "django_a-1.0-py3-none-any.whl",
        "packagetype": "bdist_wheel",
        "upload_time_iso_8601": "2026-01-02T03:04:05.678901Z",
        "size": 1000,
        "yanked": False,
        "yanked_reason": None,
        "requires_python": ">=3.12",
    } | changes


def project_document(name: Any = "django-a", *, releases=None, vulnerabilities=(), **info: Any) -> dict[str, Any]:
    said = {
        "name": name,
        "version": "1.0",
        "summary": "Does a",
        "description": "# A\n\nDoes a.",
        "description_content_type": "text/markdown",
        "author": "Ada",
        "author_email": "ada@people.example",
        "maintainer": "",
        "maintainer_email": None,
        "classifiers": ["Framework :: Django :: 6.0", "Programming Language :: Python :: 3.13"],
        "requires_python": ">=3.12",
        "requires_dist": ["django>=6.0"],
        "license": None,
        "license_expression": "MIT",
        "project_urls": {"Source": "https://github.com/a/a", "Documentation": "https://a.example/"},
        "home_page": None,
        "docs_url": None,
        "bugtrack_url": None,
    }
    if releases is None:
        releases = {"1.0": [release_file()]}
    return {"info": said | info, "releases": releases, "vulnerabilities": list(vulnerabilities)}


def project_snapshot(name="django-a", **changes: Any) -> ProjectSnapshot:
    """What the client makes of such a document where there is no page."""
    document = parse_document(json.dumps(project_document(name, **changes)).encode(), name)
    return ProjectSnapshot(document.name, document, document.release_list)
