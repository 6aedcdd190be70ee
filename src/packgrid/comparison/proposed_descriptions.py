"""Proposes what a grid without a description compares, from its packages. Pure but for one read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from django.db.models import QuerySet

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_queries import IDS, read_rows
from packgrid.comparison.grid_themes import WORD
from packgrid.comparison.models import Grid, GridPackage

NAMED = 3
LEAST_SHARED = 3
"""So many packages have a topic, and a third of all of them, where the description names it."""
GENERIC = {
    *("app", "apps", "application", "django", "framework", "hacktoberfest", "library", "package", "packages", "plugin"),
    *("project", "python", "python2", "python3", "pypi", "reusable", "web"),
}
"""Words that say nothing of what a package of a directory like this does."""


@attrs.frozen(kw_only=True)
class DescribedMember:
    """A package of a grid, with the facts that the description is made of; None is unknown."""

    title: str
    category: str
    category_slug: str
    topics: tuple[str, ...] = ()
    downloads: int | None = None
    stars: int | None = None
    is_over: bool = False


def propose_description(grid_title: str, members: Sequence[DescribedMember]) -> str:
    """Such as "Compares 14 packages about oauth2 and jwt, among them A, B and C."; "" for a grid without packages."""
    names = [member.title for member in sorted(members, key=rank_member)]
    if not names:
        return ""
    if len(names) == 1:
        return f"Has one package so far: {names[0]}."
    topics = find_shared_topics(members, set(WORD.findall(grid_title.lower())))
    about = f" about {join_words(topics)}" if topics else ""
    if len(names) <= NAMED:
        return f"Compares {join_words(names)}{about and f', packages{about}'}."
    return f"Compares {len(names)} {find_noun(members)}{about}, among them {join_words(names[:NAMED])}."


def rank_member(member: DescribedMember) -> tuple[bool, int, int, str]:
    """The key of the order: those that have not ended first, then by downloads, then by stars."""
    return member.is_over, -(member.downloads or 0), -(member.stars or 0), member.title.lower()


def find_shared_topics(members: Sequence[DescribedMember], told: set[str]) -> list[str]:
    """The topics that many of these packages have and that say more than the words of the title, most shared first."""
    counts = Counter(topic for member in members for topic in set(member.topics) if is_telling(topic, told))
    least = max(LEAST_SHARED, len(members) / 3)
    shared = [topic for topic, count in counts.items() if count >= least]
    return sorted(shared, key=lambda topic: (-counts[topic], topic))[:NAMED]


def is_telling(topic: str, told: set[str]) -> bool:
    """True if the topic has a word that is neither generic nor told already, in singular or plural."""
    words = WORD.findall(topic.lower())
    return any({word, f"{word}s", word.removesuffix("s")}.isdisjoint(told | GENERIC) for word in words)


def find_noun(members: Sequence[DescribedMember]) -> str:
    """The plural of the category that all of them have, such as "projects", else "packages"."""
    found = {(member.category_slug, member.category) for member in members}
    slug, title = next(iter(found))
    return title.lower() if len(found) == 1 and slug != "other" and title else "packages"


def join_words(words: Sequence[str]) -> str:
    """The words in a sentence: "a", "a and b", "a, b and c"."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def read_proposed_description(grid: Grid) -> str:
    """The proposed description of a grid; "" where it has one. One query, or none."""
    return "" if grid.description else read_proposed_descriptions({grid.pk: grid.title})[grid.pk]


def read_proposed_descriptions(grids: Mapping[int, str]) -> dict[int, str]:
    """The proposed descriptions of these grids, given by id and title; one query, none for no grids."""
    members = read_members(grids)
    return {pk: propose_description(title, members[pk]) for pk, title in grids.items()}


def read_members(grid_ids: Iterable[int]) -> Mapping[int, list[DescribedMember]]:
    """The visible packages of these grids, by grid; one query, none for no grids."""
    found: dict[int, list[DescribedMember]] = defaultdict(list)
    ids = list(grid_ids)
    for grid_id, title, category, category_slug, topics, downloads, stars, is_archived, deprecated_at in (
        read_rows(select_described_members, values=[ids]) if ids else ()
    ):
        member = DescribedMember(
            title=title,
            category=category,
            category_slug=category_slug,
            topics=tuple(topics or ()),
            downloads=downloads,
            stars=stars,
            is_over=bool(is_archived or deprecated_at),
        )
        found[grid_id].append(member)
    return found


def select_described_members() -> QuerySet[GridPackage, Any]:
    """The visible packages of some grids, a placeholder."""
    rows = GridPackage.objects.filter(grid__in=in_values(IDS), package__is_hidden=False).order_by()
    category = ("package__title", "package__category__title_plural", "package__category__slug")
    facts = ("topics", "downloads_30d", "stars", "is_archived")
    return rows.values_list("grid", *category, *(f"package__facts__{name}" for name in facts), "package__deprecated_at")
