"""Whoever may not see a hidden package, sees it nowhere: every mounted route is asked, and one word is looked for.

The package was seen once: it was indexed, compared, used, liked, followed, maintained, flagged and edited, replaced
another package, stands in a grid, and was hidden then. All its texts hold WORD.
"""

import re
from datetime import UTC, datetime
from itertools import product

import pytest
from django.http import HttpResponse
from django.test import Client

from community.people import link, make_moderator, make_person
from packgrid.accounts.models import Profile, User
from packgrid.catalogue.models import Example, Facts, Package, Readme, Release
from packgrid.catalogue.package_edits import add_package, change_package
from packgrid.community.models import Flag, Maintainer, Reply
from packgrid.community.usage_and_favorites import put_favorite, put_usage
from packgrid.community.watchlist import follow, mark_visit, new_feed
from packgrid.comparison import grid_edits
from packgrid.comparison.models import Feature, GridPackage
from packgrid.comparison.recent_comparisons import store_comparison
from packgrid.comparison.reverts import revert_edit
from packgrid.history.models import Change, Kind
from packgrid.revisions.edit_log import EditContext
from packgrid.revisions.models import Edit
from packgrid.search.index import index_packages
from routes import Route, mounted_routes
from web.rows import make_category, make_package

pytestmark = pytest.mark.django_db

WORD = "Zyxhidden"
SLUG = "veiled-thing"
LONG_AGO, NOW = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def mo() -> User:
    return make_moderator("mo")


@pytest.fixture
def ada() -> User:
    ada = make_person("ada")
    Profile.objects.create(user=ada, shares_contributions=True, shares_usages=True, shares_favorites=True)
    link(ada, "ada")
    return ada


@pytest.fixture
def hidden(ada, mo, django_capture_on_commit_callbacks) -> Package:
    with django_capture_on_commit_callbacks(execute=True):
        package = live_package(ada)
        use_in_grids(package, ada)
        talk_about(package, ada, mo)
        replace_another(package, ada)
        index_packages([package.pk])
        change_package(package.pk, {"is_hidden": True}, was={}, by=EditContext(mo, NOW, f"Hide {WORD}"))
    return package


def live_package(ada: User) -> Package:
    values = {"slug": SLUG, "title": f"{WORD} title", "category_id": make_category().pk, "pypi_name": "veiled-project"}
    values |= {"repo_url": f"https://github.com/ada/{WORD}", "documentation_url": f"https://docs.example/{WORD}"}
    package = add_package(values, by=EditContext(ada, LONG_AGO, f"Why {WORD}"))
    change_package(
        package.pk, {"title": f"{WORD} again"}, was={"title": f"{WORD} title"}, by=EditContext(ada, LONG_AGO)
    )
    Facts.objects.filter(package=package).update(
        repo_description=f"Describes {WORD}", summary=f"Sums {WORD} up", stars=9_000, version="1.0", released_at=NOW,
        topics=[WORD.lower()], contributors=["ada", WORD], license="MIT", classifiers=["Framework :: Django :: 5.2"],
        requires_dist=["django-seen"], downloads_30d=9_000, last_commit_at=NOW,
    )  # fmt: skip
    Readme.objects.create(package=package, html=f"<p>Reads {WORD}</p>")
    Release.objects.create(package=package, version="1.0", sort_key="1", uploaded_at=LONG_AGO)
    for kind in (Kind.RELEASE, Kind.LICENSE):
        Change.objects.create(package=package, kind=kind, subject="1.0", old="", new=WORD, at=LONG_AGO)
    return package


def use_in_grids(package: Package, ada: User) -> None:
    by, seen = EditContext(ada, LONG_AGO), make_package("django-seen", title="Seen", pypi_name="django-seen")
    Facts.objects.create(package=seen, topics=[WORD.lower()], requires_dist=["veiled-project"], stars=1)
    grid = grid_edits.add_grid({"slug": "a-grid", "title": "A grid"}, [package.pk, seen.pk], by=by)
    feature = grid_edits.add_feature(grid.pk, {"title": "Fast"}, by=EditContext(ada, LONG_AGO))
    place = grid_edits.CellPlace(grid.pk, package.pk, feature.pk)
    grid_edits.fill_cell(place, f"Says {WORD}", was="", by=EditContext(ada, LONG_AGO, f"Why {WORD}"))
    other = grid_edits.add_grid({"slug": "other-grid", "title": "Other grid"}, [package.pk, seen.pk], by=by)
    grid_edits.remove_column(other.pk, package.pk, by=by)
    store_comparison([package.pk, seen.pk], now=NOW)
    follow(ada, grid=grid)
    mark_visit(ada, grid, now=datetime(2025, 1, 1, tzinfo=UTC))


def talk_about(package: Package, ada: User, mo: User) -> None:
    put_usage(ada, package, is_used=True)
    put_favorite(ada, package, is_liked=True)
    follow(ada, package=package)
    follow(ada, text="zyxhidde")
    Maintainer.objects.create(user=ada, package=package, token=f"t-{WORD}", proven_at=LONG_AGO, evidence=WORD)
    for person, accepted in ((ada, True), (mo, None)):
        flag = Flag.objects.create(user=person, package=package, reason=f"Wrong {WORD}", is_accepted=accepted)
        Reply.objects.create(user=ada, flag=flag, text=f"Answers {WORD}")
    column, feature = GridPackage.objects.get(package=package), Feature.objects.get()
    Reply.objects.create(user=ada, column=column, feature=feature, text=f"Answers {WORD}")
    for accepted in (True, None):
        example = {"title": f"Site {WORD}", "url": f"https://{accepted}.example/{WORD}", "is_approved": accepted}
        Example.objects.create(package=package, created_by=ada, **example)


def replace_another(package: Package, ada: User) -> None:
    seen, by = Package.objects.get(slug="django-seen"), EditContext(ada, LONG_AGO)
    was = {"replaced_by_id": None, "deprecated_at": None}
    change_package(seen.pk, {"replaced_by_id": package.pk, "deprecated_at": LONG_AGO}, was=was, by=by)
    edit = change_package(seen.pk, {"replaced_by_id": None}, was={"replaced_by_id": package.pk}, by=by)
    assert edit is not None
    revert_edit(edit, by=by)
    Change.objects.create(package=seen, kind=Kind.REPLACED, old="", new=SLUG, at=LONG_AGO)


def candidates(token: str) -> dict[str, list[object]]:
    """What stands in the places of addresses, so that everything about the package is among them."""
    return {
        "grid_slug": ["a-grid", "other-grid"],
        "package_id": list(Package.objects.values_list("pk", flat=True)),
        "feature_id": list(Feature.objects.values_list("pk", flat=True)),
        "edit_id": list(Edit.objects.values_list("pk", flat=True)),
        "pk": [1, 2],
        "name": ["ada"],
        "token": [token],
        "form": ["rss", "atom"],
        "section": ["packages", "grids", "static"],
        "product": ["django"],
        "series": ["5.2"],
        "key": ["score"],
        "subject": ["flag"],
        "host": ["github"],
        "format": ["json"],
    }


SLUGS = {"packages": [SLUG, "django-seen"], "grids": ["a-grid", "other-grid"], "categories": ["apps"]}


def paths_of(route: Route, values: dict[str, list[object]]) -> list[str]:
    """The addresses of a route with all combinations of what may stand in its places."""
    if route.template.startswith(("/admin/", "/account/")):  # for staff, or about oneself
        values = {}
    slugs = next((slugs for kind, slugs in SLUGS.items() if f"/{kind}" in route.template), ["django-seen"])
    values = values | {"slug": slugs} | ({"pk": [1, 2, *slugs]} if "/api/" in route.template else {})
    choices = [values.get(name, ["1"]) for name in route.kinds]
    return [route.path(dict(zip(route.kinds, map(str, chosen), strict=True))) for chosen in product(*choices)]


NAMED = f"p={SLUG},django-seen&packages={SLUG},django-seen&package={SLUG}"
QUERIES = [f"{NAMED}&q=zyx&format=csv&since=2026-01-01", f"{NAMED}&format=json&at=2026-07-01"]


def told(answer: HttpResponse) -> str:
    """All that somebody gets to read, without what they have asked for themselves."""
    body = b"".join(answer) if answer.streaming else answer.content
    return f"{dict(answer.headers)} {body.decode(errors='replace')}"


def leaks(client: Client, path: str) -> list[str]:
    """The requests to a path whose answers hold the word."""
    answers = {f"GET {path}": client.get(path)}
    if answers[f"GET {path}"].status_code == 200:
        answers |= {f"GET {path}?{query}": client.get(f"{path}?{query}") for query in QUERIES}
    if "sessionid" in client.cookies and not path.startswith("/admin/"):
        fields = {"preview": "1", "package": SLUG, "replaced_by": SLUG}
        answers[f"POST {path}"] = client.post(path, fields, follow=True)
    return [said for said, answer in answers.items() if names_it(answer, said)]


def names_it(answer: HttpResponse, said: str) -> bool:
    """Whether an answer holds the word, or the slug where that was not asked for."""
    secret = WORD if SLUG in said or said.startswith("POST") else f"{WORD}|{SLUG}"
    return bool(re.search(secret, told(answer), re.IGNORECASE))


@pytest.mark.parametrize("who", ["nobody", "ada"])
def test_a_hidden_package_is_shown_nowhere(hidden, ada, who):
    values = candidates(new_feed(ada))
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    if who == "ada":
        client.force_login(ada)
    paths = [path for route in mounted_routes() for path in paths_of(route, values)]
    assert len(paths) > 400
    found = [said for path in paths if not ENDING.search(path) for said in leaks(client, path)]
    if found:
        pytest.fail("\n".join(found))


ENDING = re.compile("logout|delete|remove")
"""What would sign out, or change what is looked at."""
