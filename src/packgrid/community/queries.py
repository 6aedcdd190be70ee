"""Queries for pages about people, flags, replies and moderation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs
from django.db.models import (
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from packgrid.accounts.models import User
from packgrid.assessment.models import Proposal
from packgrid.catalogue.compiled_models import of_model, read_models
from packgrid.catalogue.compiled_queries import NUMBER
from packgrid.catalogue.listed_packages import ListedPackage, list_packages
from packgrid.catalogue.models import Example, Package
from packgrid.catalogue.queries import listed_packages
from packgrid.community.models import (
    Contribution,
    Decision,
    Digest,
    Favorite,
    Flag,
    Maintainer,
    Reader,
    Reply,
    Usage,
    Watch,
)
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.history.models import Change
from packgrid.history.queries import visible_changes

QUEUE = 100


@attrs.frozen
class Standing:
    """How somebody stands to a package."""

    uses: bool = False
    likes: bool = False
    follows: bool = False
    has_flagged: bool = False
    maintains: bool = False


def read_standing(user: User, package_id: int) -> Standing:
    """How somebody stands to a package; one query."""
    tests = {
        "uses": Usage.objects.filter(user=user.pk, package=package_id),
        "likes": Favorite.objects.filter(user=user.pk, package=package_id),
        "follows": Watch.objects.filter(user=user.pk, package=package_id),
        "has_flagged": Flag.objects.filter(user=user.pk, package=package_id, contested_verdict=""),
        "maintains": Maintainer.objects.filter(user=user.pk, package=package_id, proven_at__isnull=False),
    }
    row = User.objects.filter(pk=user.pk).values(**{name: Exists(rows) for name, rows in tests.items()}).first()
    return Standing(**row) if row else Standing()


def is_watching_grid(user: User, grid: Grid) -> bool:
    """True if somebody follows a grid; one query."""
    return Watch.objects.filter(user=user.pk, grid=grid).exists()


def find_reader_by_feed(token: str) -> Reader | None:
    """The reader, with the account, whose private feed has this secret; None if nobody's has. One query."""
    return Reader.objects.select_related("user").filter(feed_token=token, user__is_active=True).first()


def readers_due(digest: Digest, last_sent_before: datetime) -> list[Reader]:
    """The readers who get this digest, with their accounts, and whose last one is that old, or who never got one."""
    is_due = Q(digest_at=None) | Q(digest_at__lte=last_sent_before)
    return list(Reader.objects.filter(is_due, digest=digest, user__is_active=True).select_related("user"))


def most_liked(count: int) -> list[ListedPackage]:
    """The packages that most people like, most first; none that nobody likes. Two queries.

    Older packages come first among equals. Tagged by `httpcache.tags.LIKED`, which each like and its end invalidates.
    """
    likes = Favorite.objects.filter(package__is_hidden=False).values_list("package", flat=True)
    ids = list(likes.annotate(count=Count("pk")).order_by("-count", "package")[:count])
    return list_packages(ids)


def used_by(user: User) -> QuerySet[Package]:
    """The packages that somebody uses, by title."""
    return listed_packages().filter(usages__user=user).order_by("title", "pk")


def liked_by(user: User) -> QuerySet[Package]:
    """The packages that somebody likes, last liked first."""
    return listed_packages().filter(favorites__user=user).order_by("-favorites__pk")


def maintained_by(user: User) -> QuerySet[Package]:
    """The packages that somebody has proved to maintain, by title."""
    return (
        listed_packages().filter(maintainers__user=user, maintainers__proven_at__isnull=False).order_by("title", "pk")
    )


def contributed_by(user: User) -> QuerySet[Package]:
    """The packages that somebody contributed to, most stars first."""
    mine = Contribution.objects.filter(user=user, package=OuterRef("pk"))
    return listed_packages().filter(Exists(mine)).order_by(F("facts__stars").desc(nulls_last=True), "pk")


def accepted_flags(package_id: int) -> list[Flag]:
    """The flags that are shown with a package, with replies and who gave them; one query, two where there are any."""
    replies = Prefetch("replies", Reply.objects.select_related("user"))
    flags = read_models(FLAGS, select_accepted_flags, values=[package_id])
    prefetch_related_objects(flags, replies)
    return flags


def select_accepted_flags() -> QuerySet[Flag]:
    """The accepted flags of a package, a placeholder."""
    return Flag.objects.filter(package=NUMBER, is_accepted=True)


def get_accepted_flag(flag_id: int) -> Flag:
    """A flag that is shown, with its package; one query.

    Raises:
        Flag.DoesNotExist: there is none, no moderator has accepted it, or the package is hidden.
    """
    flags = Flag.objects.select_related("package").filter(package__is_hidden=False)
    return flags.get(pk=flag_id, is_accepted=True)


def find_claim(user: User, package: Package) -> Maintainer | None:
    """The claim of somebody to maintain a package, proven or not; None if they made none. One query."""
    return Maintainer.objects.filter(user=user, package=package).first()


def maintainers_of(package_id: int) -> list[User]:
    """The people who have shown that they maintain a package; one query."""
    return [row.user for row in read_models(WITH_USER, select_maintainers, values=[package_id])]


FLAGS, WITH_USER = of_model(Flag), of_model(Maintainer, user=of_model(User))


def select_maintainers() -> QuerySet[Maintainer]:
    """The proven maintainers of a package, a placeholder, in the order of their proofs."""
    rows = Maintainer.objects.filter(package=NUMBER, proven_at__isnull=False, user__is_active=True)
    return rows.order_by("proven_at", "pk")


def find_reply_to_flag(user: User, flag: Flag) -> Reply | None:
    """The answer that somebody gave to a flag; one query."""
    return Reply.objects.filter(user=user, flag=flag).first()


def find_reply_to_cell(user: User, column: GridPackage, feature: Feature) -> Reply | None:
    """The answer that somebody gave to a cell; one query."""
    return Reply.objects.filter(user=user, column=column, feature=feature).first()


def replies_in(grid_id: int) -> dict[tuple[int, int], list[Reply]]:
    """The replies to the cells of a grid, with their authors, by feature id and package id; one query."""
    found: dict[tuple[int, int], list[Reply]] = {}
    for row in read_models(WITH_AUTHOR, select_replies, values=[grid_id]):
        if row.column and row.feature_id:
            found.setdefault((row.feature_id, row.column.package_id), []).append(row)
    return found


WITH_AUTHOR = of_model(Reply, user=of_model(User), column=of_model(GridPackage))


def select_replies() -> QuerySet[Reply]:
    """The replies to the cells of a grid, a placeholder, the oldest first."""
    return Reply.objects.filter(column__grid=NUMBER).order_by("pk")


@attrs.frozen
class CellToAnswer:
    """A cell of a package in a grid: its text, and the reply of one of its maintainers; "" is none."""

    grid: Grid
    feature: Feature
    said: str
    answer: str


def cells_to_answer(user: User, package_id: int) -> list[CellToAnswer]:
    """Every cell of a package, by grid, with somebody's own answers; one query."""
    cell = {"column__package": package_id, "feature": OuterRef("pk")}
    text = GridCell.objects.filter(**cell).values("text")[:1]
    reply = Reply.objects.filter(**cell, user=user).values("text")[:1]
    rows = Feature.objects.filter(grid__columns__package=package_id).select_related("grid")
    rows = rows.annotate(said=text_of(text), answer=text_of(reply))
    ordered = rows.order_by("grid__title", "grid_id", "position", "pk")
    return [CellToAnswer(row.grid, row, row.said, row.answer) for row in ordered]


def text_of[Row: Model](rows: QuerySet[Row, Any]) -> Coalesce:
    """The text of a subquery; "" where it finds nothing."""
    return Coalesce(Subquery(rows), Value(""), output_field=TextField())


@attrs.frozen
class ModerationQueue:
    """The items that wait for moderators, oldest first, at most a hundred of a kind; and accepted flags."""

    flags: Sequence[Flag]
    examples: Sequence[Example]
    proposals: Sequence[Proposal]
    shown_flags: Sequence[Flag]

    @property
    def is_empty(self) -> bool:
        """True if nothing waits."""
        return not (self.flags or self.examples or self.proposals)


def read_queue() -> ModerationQueue:
    """The items that wait for moderators; four queries."""
    flags = Flag.objects.select_related("package", "user")
    examples = Example.objects.filter(is_approved=None).select_related("package", "created_by")
    proposals = Proposal.objects.filter(is_accepted=None).select_related("package")
    return ModerationQueue(
        flags=list(flags.filter(is_accepted=None)[:QUEUE]),
        examples=list(examples.order_by("created", "pk")[:QUEUE]),
        proposals=list(proposals.order_by("made_at", "pk")[:QUEUE]),
        shown_flags=list(flags.filter(is_accepted=True).order_by("-decided_at", "-pk")[:QUEUE]),
    )


def select_decisions() -> QuerySet[Decision]:
    """The log of moderation, newest first."""
    return Decision.objects.select_related("by", "package").order_by("-pk")


def changes_of_grid(grid_id: int, since: datetime, *, limit: int) -> list[Change]:
    """The changes of a grid's packages since then, newest first; one query."""
    rows = visible_changes().filter(package__columns__grid=grid_id, at__gt=since)
    return list(rows.order_by("-at", "-pk")[:limit])
