"""Packages and grids as rows of the index. Pure: what is read is handed in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

import attrs

from packgrid.comparison.models import Grid
from packgrid.search import tags
from packgrid.search.aliases import OF_PACKAGES
from packgrid.search.described import Described
from packgrid.search.popularity import place, popularity, popularity_of_grid
from packgrid.search.splitting import split
from packgrid.search.words import distinct_stems, joined_name, split_camel_case, split_words, stripped_name

WHOLE, ALIAS, BARE, STEMS = "^", "@", "~", "|"
SIGNS = (WHOLE, ALIAS, BARE)
LONGEST_TEXT = 2000


@attrs.frozen
class Row:
    """An entry before it is written: that of the package or the grid with the id `owner_id`. Fields as in Entry."""

    owner_id: int
    slug: str
    title: str
    description: str
    place: int
    names: str
    words: str
    tags: str
    stars: int | None = None
    downloads: int | None = None
    score: int | None = None
    updated_at: datetime | None = None
    released_at: datetime | None = None


def entry_of_package(package: Described, *, known: Mapping[str, int], before: Row | None) -> Row:
    """A package is found by its names first, then by what its repository, its project and its grids say of it."""
    texts = dict.fromkeys(
        [
            package.description,
            package.summary or "",
            *(package.topics or ()),
            package.category_title,
            *package.grids.values(),
        ]
    )
    fame = popularity(package.stars or package.repo_stars, package.downloads_30d, package.downloads_rank)
    return Row(
        owner_id=package.pk,
        slug=package.slug,
        title=package.title,
        description=package.description,
        place=place(fame, package.pk, is_grid=False, before=before.place if before else None),
        names=names((package.slug, package.title, package.pypi_name), known, OF_PACKAGES),
        words=spaced(said(" ".join(texts))),
        tags=spaced(tags.tags_of_package(package)),
        stars=package.stars,
        downloads=package.downloads_30d,
        score=package.score,
        updated_at=package.last_commit_at,
        released_at=package.released_at,
    )


def entry_of_grid(grid: Grid, *, package_count: int, known: Mapping[str, int], before: Row | None) -> Row:
    """A grid is found by its names, then by its description."""
    fame = popularity_of_grid(package_count)
    return Row(
        owner_id=grid.pk,
        slug=grid.slug,
        title=grid.title,
        description=grid.description,
        place=place(fame, grid.pk, is_grid=True, before=before.place if before else None),
        names=names((grid.slug, grid.title), known),
        words=spaced(said(grid.description)),
        tags=spaced([tags.EVERY, "=kind:grid"]),
    )


def names(
    said: Iterable[str], known: Mapping[str, int], aliases: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> str:
    """Everything that a name is found by.

    Its words in their order; "^" and the whole name, "@" and another, "~" and the bare one; pieces; behind "|" stems.
    """
    cut = {name: split_words(name) for name in said if name}
    parts = dict.fromkeys(part for name, found in cut.items() for part in (*found, *split_camel_case(name)))
    wholes = dict.fromkeys(map(joined_name, cut.values()))
    others = [alias for name in wholes for alias in aliases.get(name, ())]
    bares = dict.fromkeys(map(stripped_name, cut.values()))
    pieces = dict.fromkeys(piece for part in [*parts, *bares] for piece in split(part, known))
    plain = [*wholes, *others, *bares, *pieces]
    short = distinct_stems([*parts, *pieces])
    signed = [
        *(WHOLE + name for name in wholes),
        *(ALIAS + name for name in others),
        *(BARE + name for name in bares if name),
    ]
    return spaced([*parts, *signed, *dict.fromkeys(plain), STEMS, *dict.fromkeys(short)])


def said(text: str) -> list[str]:
    """The words of a text in their order, behind them the stems that are no words of it."""
    found = split_words(text[:LONGEST_TEXT])
    there = set(found)
    return [*found, STEMS, *dict.fromkeys(short for short in distinct_stems(found) if short not in there)]


def spaced(said: Iterable[str]) -> str:
    """Words between single spaces, one before the first and one behind the last."""
    return f" {' '.join(filter(None, said))} "


def plain_words(names: str, words: str) -> set[str]:
    """The words that stand in the names and texts of an entry as somebody wrote them."""
    found = {word for text in (names, words) for word in text.partition(f" {STEMS} ")[0].split()}
    return {word for word in found if word[0] not in SIGNS}
