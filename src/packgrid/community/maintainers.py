"""Writes claims of maintainers, their proofs by facts, and their answers to flags and cells.

Nothing is fetched for it: a refresh brings what is published, and each that changes a package looks for proofs.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from packgrid.accounts.host_accounts import proven_accounts
from packgrid.accounts.models import User
from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.provenance import read_provenance
from packgrid.community.errors import Refused
from packgrid.community.flags import create_once, within_limits
from packgrid.community.models import Flag, Maintainer, Reply
from packgrid.community.proof import TOKEN, Published, find_proof
from packgrid.comparison.models import Feature, GridPackage
from packgrid.lib.locators import RepoLocator, find_repo
from packgrid.projections.announcements import announce
from packgrid.projections.projection import Projection, Turn

BATCH = 500


@transaction.atomic
def claim_package(user: User, package: Package, *, now: datetime) -> Maintainer:
    """Say that one maintains a package; it may be proven at once, by what is known already.

    Raises:
        Refused: they have said so of too many of late.
    """
    row = Maintainer.objects.filter(user=user, package=package).select_related("package").first()
    if row is None:
        within_limits("claim", user, Maintainer.objects.filter(user=user), now=now)
        token = TOKEN + secrets.token_hex(8)
        row, _made = Maintainer.objects.get_or_create(
            user=user, package=package, defaults={"token": token, "created": now}
        )
    prove_claims([row], now=now)
    return row


def set_mails(user: User, package: Package, *, is_wanted: bool) -> None:
    """Send somebody mails about a package that they maintain, or no more."""
    Maintainer.objects.filter(user=user, package=package).update(wants_mail=is_wanted)


def resign_package(user: User, package: Package) -> None:
    """Maintain it no more; answers stay."""
    with transaction.atomic():
        if Maintainer.objects.filter(user=user, package=package).delete()[0]:
            announce(discussed_packages={package.pk})


def prove_claims(rows: Collection[Maintainer], *, now: datetime) -> None:
    """Keep the proofs that what is stored gives, and end those that were given for other addresses.

    Anybody may edit where a package lives; who points it at a project of their own must not stay its maintainer.
    Two queries for each row without a proof, two more where something changes.
    """
    for row in rows:
        addresses = f"{row.package.repo_url} {row.package.pypi_name}"
        if row.proven_at and row.proven_for == addresses:
            continue
        proof = find_proof(row.token, proven_accounts(row.user_id), read_published(row.package))
        if not (proof or row.proven_at):
            continue
        row.proven_at, row.evidence, row.proven_for = (now if proof else None), proof, addresses
        row.save(update_fields=["proven_at", "evidence", "proven_for"])
        announce(discussed_packages={row.package_id})


def read_published(package: Package) -> Published:
    """The facts that can prove who maintains a package; one query."""
    facts = Facts.objects.select_related("package", "package__readme").filter(pk=package.pk).first()
    if facts is None:
        return Published()
    repo = find_account_repo(package.repo_url)
    return Published(
        topics=facts.topics or (),
        links=list((facts.links or {}).values()),
        index=package.index_title,
        repo_homepage=facts.repo_homepage or "",
        repo_description=facts.repo_description or "",
        readme=facts.package.readme.html if hasattr(facts.package, "readme") else "",
        host=repo.short_name if repo else "",
        owner=repo.path.partition("/")[0] if repo else "",
        contributors=accounts_in(facts),
    )


def accounts_in(facts: Facts) -> list[str]:
    """The contributors that are accounts for sure, programs left out: GitHub names accounts, others any author."""
    entry, bots = read_provenance(facts, "contributors"), set(facts.bots or ())
    is_sure = entry is not None and entry.origin == "github"
    return [name for name in facts.contributors or () if name not in bots] if is_sure else []


def find_account_repo(url: str) -> RepoLocator | None:
    """The repository at an address, if its host is one that people have accounts at; None elsewhere."""
    repo = find_repo(url)
    return repo if repo and repo.short_name else None


def prove_maintainers(package_ids: Collection[int]) -> None:
    """Look for the proofs that people wait for in the facts of these packages; one query where nobody does."""
    for batch in batched(sorted(package_ids), BATCH):
        prove_claims(
            list(Maintainer.objects.filter(package__in=in_values(batch)).select_related("package")), now=timezone.now()
        )


def maintains(user: User, package_id: int) -> bool:
    """True if it is proven that somebody maintains a package; one query."""
    return Maintainer.objects.filter(user=user.pk, package=package_id, proven_at__isnull=False).exists()


@transaction.atomic
def answer_flag(user: User, flag: Flag, text: str, *, now: datetime) -> None:
    """Answer a flag, change the answer, or take it back with no text.

    Raises:
        Refused: they are not known to maintain the package, or have answered too much of late.
    """
    check_may_answer(user, flag.package_id, Reply.objects.filter(user=user, flag=flag).exists(), now)
    if text:
        values = {"text": text, "modified": now}
        Reply.objects.update_or_create(user=user, flag=flag, defaults=values, create_defaults=values | {"created": now})
    else:
        Reply.objects.filter(user=user, flag=flag).delete()
    announce(discussed_packages={flag.package_id})


@transaction.atomic
def answer_cell(user: User, column: GridPackage, feature: Feature, text: str, *, now: datetime) -> None:
    """Say what a maintainer says of a cell, change that, or take it back with no text.

    Raises:
        Refused: they are not known to maintain the package, the cell is none, or they have answered too much of late.
    """
    if column.grid_id != feature.grid_id:
        raise Refused("This feature is not in this grid any more. Reload the page.")
    mine = Reply.objects.filter(user=user, column=column, feature=feature)
    check_may_answer(user, column.package_id, mine.exists(), now)
    if text:
        values = {"text": text, "modified": now}
        Reply.objects.update_or_create(
            user=user, column=column, feature=feature, defaults=values, create_defaults=values | {"created": now}
        )
    else:
        mine.delete()
    announce(answered_grids={column.grid_id})


@transaction.atomic
def contest_verdict(user: User, package: Package, verdict: str, reason: str, *, now: datetime) -> Flag:
    """Contest the verdict of a package. The reason is shown next to it once a moderator has accepted it.

    Raises:
        Refused: they are not known to maintain the package, have contested this verdict before, or too much of late.
    """
    if not maintains(user, package.pk):
        raise Refused("Only proven maintainers of a package can contest its verdict.")
    mine = Flag.objects.filter(user=user)
    if mine.filter(package=package, contested_verdict=verdict).exists():
        raise Refused(ALREADY_CONTESTED)
    within_limits("flag", user, mine, now=now)
    columns = {"contested_verdict": verdict, "reason": reason, "created": now}
    return create_once(lambda: Flag.objects.create(user=user, package=package, **columns), ALREADY_CONTESTED)


ALREADY_CONTESTED = "You already contested this verdict. A moderator decides on it."


def check_may_answer(user: User, package_id: int, is_there: bool, now: datetime) -> None:  # noqa: FBT001 one of four facts
    """Nothing, if somebody may answer for a package.

    Raises:
        Refused: they may not, or not yet again.
    """
    if not maintains(user, package_id):
        raise Refused("Only proven maintainers of the package can reply.")
    if not is_there:
        within_limits("reply", user, Reply.objects.filter(user=user), now=now)


PROJECTION = Projection("maintainers", Turn.PEOPLE, lambda changes, _progress: prove_maintainers(changes.packages))
