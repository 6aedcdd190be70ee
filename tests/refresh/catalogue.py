"""A small catalogue in a world of its own, refreshed once and kept as rows, so that each test begins from there."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from django.db.models import Model, Q

from packgrid.catalogue.models import Category, Facts, FetchState, Package
from packgrid.catalogue.source_names import GIT, GITHUB
from packgrid.refresh.models import HostState
from packgrid.refresh.on_demand import refresh_rows, select_all
from packgrid.refresh.worker import Outcome
from refresh.comparing import KEYS, Rows, rows_now
from world import World
from world.identity import Identity

IDENTITIES = [
    Identity("a", "django-a", "github", "github.com", "ada/a"),
    Identity("b", "Django_B", "github", "github.com", "ada/b"),
    Identity("c", "", "github", "github.com", "grace/c"),
    Identity("d", "", "gitlab", "gitlab.com", "ada/d"),
    Identity("e", "", "gitlab", "gitlab.com", "team/tools/e"),
    Identity("f", "", "gitlab", "gitlab.example", "ada/f"),
    Identity("g", "", "bitbucket", "bitbucket.org", "ada/g"),
    Identity("h", "", "forgejo", "codeberg.org", "ada/h"),
    Identity("i", "", "forgejo", "forgejo.example", "ada/i"),
    Identity("j", "django-j", "git", "git.example", "ada/j"),
    Identity("k", "", "git", "git.example", "ada/k"),
    Identity("l", "django-l"),
    Identity("m", "", "github_enterprise", "github.example", "ada/m"),
    Identity("n", "", "bitbucket_data_center", "bitbucket.example", "projects/TOOLS/repos/n"),
    Identity("o", "", "bitbucket_data_center", "bitbucket.example", "users/ada/repos/o"),
]
STORED = (Category, *KEYS, FetchState)
AGE = timedelta(weeks=6)
PATIENT_S = 5


def made_world(**terms: Any) -> World:
    """A world with this catalogue, six weeks before now, with real repositories where a folder is named."""
    return World(identities=IDENTITIES, began_at=datetime.now(UTC) - AGE, has_limits=False, **terms)


def point_to(world: World, settings: Any, token: str) -> None:
    """Make the settings name the world's addresses."""
    at = world.addresses
    settings.PYPI_URL, settings.GIT_URL = at["pypi"], f"{at['git']}/{{host}}/{{path}}"
    settings.GITHUB_API_URL, settings.GITHUB_GRAPHQL_URL = at["github_api"], at["github_graphql"]
    settings.GITLAB_API_URL, settings.BITBUCKET_API_URL = at["gitlab_api"], at["bitbucket_api"]
    settings.CODEBERG_API_URL = at["forgejo_api"]
    settings.FORGES = {
        "gitlab.example": ("gitlab", at["gitlab_api"]),
        "forgejo.example": ("forgejo", at["forgejo_api"]),
        "github.example": ("github", at["github_enterprise_api"]),
        "bitbucket.example": ("bitbucket", at["bitbucket_data_center_api"]),
    }
    settings.GIT_HOST_TOKENS = {"github.example": "key", "bitbucket.example": "key"}
    settings.GITHUB_TOKEN, settings.PRIVATE_HOSTS, settings.TIMEOUT_S = token, {"127.0.0.1"}, PATIENT_S


def add_packages() -> None:
    """The catalogue as people wrote it, without any facts."""
    apps = Category.objects.create(pk=1, slug="apps", title="App")
    for number, who in enumerate(IDENTITIES, 1):
        name = who.name.lower().replace("_", "-")
        url = f"https://{who.host}/{who.path}" if who.path else ""
        package = Package.objects.create(
            pk=number, slug=who.slug, title=who.slug, category=apps, pypi_name=name, repo_url=url
        )
        Facts.objects.create(package=package)


def put_back(rows: Iterable[Model]) -> None:
    """Write rows into a database that has none."""
    rows = list(rows)
    for model in STORED:
        model.objects.bulk_create([row for row in rows if type(row) is model])


def clear() -> None:
    """Take every row away."""
    for model in reversed(STORED):
        model.objects.all().delete()


def stored_rows() -> list[Model]:
    """Every row, to put back."""
    return [row for model in STORED for row in model.objects.all()]


@attrs.define
class Stage:
    """A world and its catalogue: as it was `before` the world moved on, and the `truth` of now. `token` is GitHub's.

    Without a token GitHub alone is asked: that is all that differs.
    """

    world: World
    token: str = "key"
    stored: list[Model] = attrs.field(factory=list)
    before: Rows = attrs.field(factory=dict)
    truth: Rows = attrs.field(factory=dict)

    def set(self) -> None:
        """Begin with the catalogue as it was before, in a world that is well and has moved on."""
        self.world.heal()
        if not self.stored:
            self.begin()
        put_back(self.stored)

    def begin(self) -> None:
        """Refresh the catalogue once, keep its rows, move on, and refresh it again for the truth."""
        add_packages()
        self.ask()
        self.stored, self.before = stored_rows(), rows_now()
        self.world.advance(seconds=AGE.total_seconds())
        self.ask()
        self.truth = rows_now()
        clear()

    def fresh(self) -> Rows:
        """The rows of a new catalogue that asks the world of now for the first time."""
        clear()
        add_packages()
        self.ask()
        return rows_now()

    def ask(self, *sources: str) -> list[Outcome]:
        """Refresh everything (from these sources), whatever rests; of git only the host that has nothing else."""
        HostState.objects.all().delete()
        rows = select_all(datetime.now(UTC)).filter(~Q(source=GIT) | Q(host="git.example"))
        wanted = sources or ([] if self.token else [GITHUB])
        return refresh_rows(rows.filter(source__in=wanted) if wanted else rows)
