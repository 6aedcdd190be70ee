"""Packages and grids as rows of the index. Pure: what is read is handed in."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from packgrid.catalogue.models import Judgement, Package
from packgrid.catalogue.queries import facts_of
from packgrid.comparison.models import Grid
from packgrid.search import tags
from packgrid.search.aliases import OF_PACKAGES
from packgrid.search.models import Entry
from packgrid.search.popularity import place, popularity, popularity_of_grid
from packgrid.search.splitting import split
from packgrid.search.words import bare, humps, stems, whole, words

WHOLE, ALIAS, BARE, STEMS = "^", "@", "~", "|"
SIGNS = (WHOLE, ALIAS, BARE)
LONGEST_TEXT = 2000


@attrs.frozen
class Around:
    """What stands around a package: what was concluded of it, its grids (title by slug), whether it has a README."""

    judgement: Judgement | None = None
    grids: Mapping[str, str] = attrs.field(factory=dict)
    has_readme: bool = False


def entry_of_package(package: Package, around: Around, *, known: Mapping[str, int], before: Entry | None) -> Entry:
    """A package is found by its names first, then by what its repository, its project and its grids say of it."""
    facts = facts_of(package)
    description = facts.repo_description or facts.summary or ""
    texts = dict.fromkeys(
        [description, facts.summary or "", *(facts.topics or ()), package.category.title, *around.grids.values()]
    )
    fame = popularity(facts.stars, facts.downloads_30d, facts.downloads_rank)
    return Entry(
        package=package,
        slug=package.slug,
        title=package.title,
        description=description,
        place=place(fame, package.pk, is_grid=False, before=before.place if before else None),
        names=names((package.slug, package.title, package.pypi_name), known, OF_PACKAGES),
        words=spaced(said(" ".join(texts))),
        tags=spaced(tags.tags_of_package(package, around.judgement, around.grids, has_readme=around.has_readme)),
        stars=facts.stars,
        score=around.judgement.score if around.judgement else None,
        updated_at=facts.last_commit_at,
        released_at=facts.released_at,
    )


def entry_of_grid(grid: Grid, *, package_count: int, known: Mapping[str, int], before: Entry | None) -> Entry:
    """A grid is found by its names, then by its description."""
    fame = popularity_of_grid(package_count)
    return Entry(
        grid=grid,
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
    every = list(dict.fromkeys(filter(None, said)))
    parts = dict.fromkeys(part for name in every for part in humps(name))
    wholes = dict.fromkeys(whole(name) for name in every)
    others = [alias for name in wholes for alias in aliases.get(name, ())]
    bares = dict.fromkeys(bare(words(name)) for name in every)
    pieces = dict.fromkeys(piece for part in [*parts, *bares] for piece in split(part, known))
    plain = [*wholes, *others, *bares, *pieces]
    short = stems([*parts, *pieces])
    signed = [
        *(WHOLE + name for name in wholes),
        *(ALIAS + name for name in others),
        *(BARE + name for name in bares if name),
    ]
    return spaced([*parts, *signed, *dict.fromkeys(plain), STEMS, *dict.fromkeys(short)])


def said(text: str) -> list[str]:
    """The words of a text in their order, behind them the stems that are no words of it."""
    found = words(text[:LONGEST_TEXT])
    there = set(found)
    return [*found, STEMS, *dict.fromkeys(short for short in stems(found) if short not in there)]


def spaced(said: Iterable[str]) -> str:
    """Words between single spaces, one before the first and one behind the last."""
    return f" {' '.join(filter(None, said))} "


def plain_words(entry: Entry) -> set[str]:
    """The words that stand in an entry as somebody wrote them."""
    texts = (entry.names, entry.words)
    found = {word for text in texts for word in text.partition(f" {STEMS} ")[0].split()}
    return {word for word in found if word[0] not in SIGNS}
