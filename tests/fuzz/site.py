"""A small site for the fuzz test: every kind of row once, some as no check of today would let them in."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from community.people import link, make_moderator, make_person
from packgrid.accounts.models import Profile, User
from packgrid.catalogue.models import Category, Example, Package, Readme, Release
from packgrid.catalogue.package_edits import change_package
from packgrid.community.models import Flag, Maintainer, Reply
from packgrid.community.usage_and_favorites import put_favorite, put_usage
from packgrid.community.watchlist import follow, new_feed
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.history.models import Change, Kind
from packgrid.lib.dates import EARLIEST, LATEST
from packgrid.projections.announcements import announce
from packgrid.revisions.edit_log import EditContext
from packgrid.revisions.models import Edit
from web.rows import make_grid, make_package

AT = datetime(2026, 5, 3, 10, 11, tzinfo=UTC)
FIRST, LAST = EARLIEST, LATEST  # no others are let in
ODD_TEXT = "O\x01\x0b\x1f\x7f\x85\ufffe\uffff]]><&\"' d"
HIDDEN = "Zyxhidden"


def make_site() -> dict[str, list[str]]:
    """Make the rows; what may stand in the places of addresses, by the name of the place."""
    ada, grace = make_person("ada"), make_moderator("grace", is_superuser=True)
    Profile.objects.create(user=ada, shares_usages=True, shares_favorites=True)
    link(ada, "ada")
    plain, odd, hidden = make_packages()
    grid = make_grid(
        "g", title="G", packages=[plain, odd, hidden], features=[("Fast", {"plain": "yes", "odd": ODD_TEXT})]
    )
    make_grid(
        "odd-grid", title=ODD_TEXT, description=ODD_TEXT, packages=[odd], features=[(ODD_TEXT, {"odd": ODD_TEXT})]
    )
    talk_about(plain, odd, hidden, ada, grace)
    announce(packages=Package.objects.values_list("pk", flat=True), grids=Grid.objects.values_list("pk", flat=True))
    follow(ada, grid=grid)
    return places(new_feed(ada))


def make_packages() -> tuple[Package, Package, Package]:
    facts = {
        "stars": 5, "version": "1.0", "released_at": AT, "classifiers": ["Framework :: Django :: 5.2"], "topics": ["a"],
        "repo_description": "Plain", "license": "MIT", "contributors": ["ada"], "requires_dist": ["odd>=1"],
    }  # fmt: skip
    plain = make_package(
        "plain", title="Plain", pypi_name="plain", repo_url="https://github.com/ada/plain", facts=facts
    )
    strange = {
        "repo_description": ODD_TEXT, "summary": ODD_TEXT, "version": ODD_TEXT, "license": ODD_TEXT, "author": ODD_TEXT,
        "released_at": FIRST, "last_commit_at": LAST, "stars": 2**31 - 1, "downloads_30d": 2**63 - 1,
        "classifiers": [ODD_TEXT], "topics": [ODD_TEXT], "contributors": [ODD_TEXT], "requires_dist": [ODD_TEXT, "["],
        "links": {"changelog": ODD_TEXT}, "vulnerabilities": [{"id": ODD_TEXT}], "weekly_commits": [0] * 52,
    }  # fmt: skip
    odd = make_package("odd", title=ODD_TEXT, repo_url=f"http://[{ODD_TEXT}", documentation_url=ODD_TEXT, facts=strange)
    hidden = make_package("hidden", title=HIDDEN, is_hidden=True, facts={"repo_description": HIDDEN})
    Package.objects.filter(pk=odd.pk).update(deprecated_at=FIRST, deprecated_reason=ODD_TEXT, replaced_by=hidden)
    Package.objects.filter(pk=odd.pk).update(created=FIRST, modified=LAST)
    for package, at in ((plain, AT), (odd, LAST)):
        Readme.objects.create(package=package, html=f"<p>{ODD_TEXT}</p>")
        Release.objects.create(package=package, version="1.0", sort_key="1", uploaded_at=at, yanked_reason=ODD_TEXT)
        Change.objects.create(package=package, kind=Kind.RELEASE, subject=ODD_TEXT, old="", new=ODD_TEXT, at=at)
    return plain, odd, hidden


def talk_about(plain: Package, odd: Package, hidden: Package, ada: User, grace: User) -> None:
    for package in (plain, odd, hidden):
        put_usage(ada, package, is_used=True)
        put_favorite(ada, package, is_liked=True)
        Maintainer.objects.create(user=ada, package=package, token=f"t{package.pk}", proven_at=AT)
        said = HIDDEN if package == hidden else ODD_TEXT
        flag = Flag.objects.create(user=ada, package=package, reason=said, is_accepted=True)
        Flag.objects.create(user=grace, package=package, reason=said)
        Reply.objects.create(user=ada, flag=flag, text=said)
        Example.objects.create(package=package, title=said, url="https://a.example/", is_approved=True, created_by=ada)
        change_package(package.pk, {"documentation_url": "https://d.example/"}, was={}, by=EditContext(grace, AT, said))


def places(token: str) -> dict[str, list[str]]:
    def ids(model: Any) -> list[str]:
        return [str(pk) for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:5]]

    return {
        "slug": ["plain", "odd", "hidden", "g", "odd-grid", *Category.objects.values_list("slug", flat=True)[:1]],
        "grid_slug": ["g", "odd-grid"],
        "package_id": ids(Package),
        "feature_id": ids(Feature),
        "edit_id": ids(Edit),
        "pk": [*ids(Flag), *ids(Example), "plain", "g"],
        "name": ["ada", "grace"],
        "token": [token],
        "form": ["rss", "atom"],
        "section": ["packages", "grids", "static"],
        "product": ["django", "python"],
        "series": ["5.2", "3.13"],
        "key": ["score", "status"],
        "subject": ["flag", "example", "proposal"],
        "host": ["github"],
        "format": ["json", "api"],
        "object_id": [*ids(GridCell), *ids(GridPackage)],
        "id": ids(User),
        "app_label": ["catalogue"],
    }


def sign_in(person: User) -> str:
    """The key of a new session of somebody."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key
