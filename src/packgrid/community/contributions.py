"""The packages that our people contributed to, as rows, so that a profile needs no search through the facts."""

from collections.abc import Collection, Iterable
from itertools import batched

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from packgrid.accounts.events import host_accounts_changed
from packgrid.accounts.models import Profile
from packgrid.catalogue.models import Facts
from packgrid.community.maintainers import find_account_repo
from packgrid.community.models import Contribution
from packgrid.projections.projection import Projection, Turn

BATCH = 500
COLUMNS = {"github": "github_account", "gitlab": "gitlab_account", "bitbucket": "bitbucket_account"}
HAS_ACCOUNT = ~Q(**dict.fromkeys(COLUMNS.values(), ""))


def follow_host_accounts() -> None:
    """Follow people who link the account of a host."""
    host_accounts_changed.connect(on_host_accounts_changed, dispatch_uid="community contributions")


def add_contributions(package_ids: Collection[int]) -> None:
    """Add who contributed to these; nobody is taken out, for it stays true. Three queries, a fourth for news."""
    if not Profile.objects.filter(HAS_ACCOUNT).exists():
        return
    for batch in batched(sorted(package_ids), BATCH):
        rows = Facts.objects.filter(pk__in=batch).values_list("pk", "package__repo_url", "contributors")
        named = {pk: accounts_of(repo_url, contributors) for pk, repo_url, contributors in rows}
        people = people_with(set().union(*named.values()))
        write_contributions(
            (user, pk) for pk, accounts in named.items() for account in accounts for user in people.get(account, ())
        )


def on_host_accounts_changed(user_id: int, **_: object) -> None:
    """Look through the whole catalogue once for somebody who has come to be known by an account."""
    profile = Profile.objects.get(user=user_id)
    Contribution.objects.filter(user=user_id).delete()
    for host, name in profile.host_accounts.items():
        rows = facts_naming(name).values_list("pk", "package__repo_url", "contributors").iterator()
        write_contributions(
            (user_id, pk) for pk, url, contributors in rows if is_among(host, name, accounts_of(url, contributors))
        )


def accounts_of(repo_url: str, contributors: Iterable[str] | None) -> set[tuple[str, str]]:
    """The accounts that own or contributed to a repository: pairs of the host's short name and the account's name."""
    repo = find_account_repo(repo_url)
    if repo is None:
        return set()
    return {(repo.short_name, name) for name in [*(contributors or ()), repo.path.partition("/")[0]]}


def is_among(host: str, name: str, accounts: Collection[tuple[str, str]]) -> bool:
    """True if an account is one of these; these hosts ignore case."""
    return any(kind == host and name.lower() == other.lower() for kind, other in accounts)


def people_with(accounts: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """The ids of our people by their accounts; one query for each host."""
    found: dict[tuple[str, str], list[int]] = {}
    for host, column in COLUMNS.items() if accounts else ():
        if not (names := [name for kind, name in accounts if kind == host]):
            continue
        for user, name in Profile.objects.filter(**{f"{column}__in": names}).values_list("user", column):
            found.setdefault((host, name), []).append(user)
    return found


def facts_naming(name: str) -> QuerySet[Facts]:
    """The facts that may name an account: a search for its letters, which may find other accounts too."""
    rows: QuerySet[Facts] = Facts.objects.annotate(names=Cast("contributors", TextField()))
    return rows.filter(Q(names__icontains=f'"{name}"') | Q(package__repo_url__icontains=f"/{name}/"))


def write_contributions(pairs: Iterable[tuple[int, int]]) -> None:
    """Keep pairs of a person and a package, each once."""
    rows = [Contribution(user_id=user, package_id=package) for user, package in set(pairs)]
    Contribution.objects.bulk_create(rows, BATCH, ignore_conflicts=True)


PROJECTION = Projection("contributions", Turn.PEOPLE, lambda changes, _progress: add_contributions(changes.packages))
