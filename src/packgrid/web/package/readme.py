"""The README of a package as HTML."""

from django.conf import settings

from packgrid.catalogue.models import Facts, Package
from packgrid.lib.link_kinds import find_repo_of
from packgrid.lib.locators import find_repo
from packgrid.lib.readme_html import RepoFiles, isolate_html, place_html
from packgrid.web.package.readme_pictures import make_picture_url


def get_readme_html(package: Package, facts: Facts) -> str:
    """Safe HTML that cannot meet our ids and styles; "" where there is none.

    One without a digest may have been stored before READMEs were isolated where they are rendered.
    """
    if not hasattr(package, "readme"):
        return ""
    html = package.readme.html if package.readme.source_digest else isolate_html(package.readme.html)
    return place_html(html, find_repo_files(package, facts), make_picture_url if settings.README_PICTURES else None)


def find_repo_files(package: Package, facts: Facts) -> RepoFiles | None:
    """The addresses of the files of a package's repository; None where they are unknown."""
    linked = (facts.links or {}).get("repository", "")
    repo = find_repo(package.repo_url) if package.repo_url else find_repo_of(linked)
    software = repo.known_host.software if repo and repo.known_host else None
    if repo is None or software is None or not software.file_page:
        return None
    if "{branch}" in software.file_page and not facts.default_branch:
        return None
    pages, raw = (
        shape.format(repo=repo.url, branch=facts.default_branch) for shape in (software.file_page, software.raw_file)
    )
    return RepoFiles(pages, raw, package.repo_subdirectory or repo.subdirectory)
