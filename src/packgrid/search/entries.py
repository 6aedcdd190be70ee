"""Makes the entries of packages and grids. Pure: what they are made from is passed in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

import attrs

from packgrid.comparison.models import Grid
from packgrid.search import tags
from packgrid.search.aliases import OF_PACKAGES
from packgrid.search.compounds import split_compound
from packgrid.search.index_source import IndexSource
from packgrid.search.popularity import compute_popularity, entry_place, grid_popularity
from packgrid.search.words import distinct_stems, joined_name, split_camel_case, split_words, stripped_name

JOINED_SIGN, ALIAS_SIGN, STRIPPED_SIGN, STEMS_SIGN, GRIDS_SIGN, PEOPLE_SIGN = "^", "@", "~", "|", "+", "&"
SIGNS = (JOINED_SIGN, ALIAS_SIGN, STRIPPED_SIGN)
MAX_TEXT_LENGTH = 2000


@attrs.frozen
class EntryRow:
    """An entry before it is written; `owner_id` is the id of its package or grid, the other fields are as in Entry."""

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


def build_package_entry(package: IndexSource, *, known: Mapping[str, int], before: EntryRow | None) -> EntryRow:
    """The entry of a package: found by its names first, then by the texts of its repository, project and grids."""
    texts = dict.fromkeys([package.description, package.summary or "", *(package.topics or ()), package.category_title])
    fame = compute_popularity(package.stars or package.repo_stars, package.downloads_30d, package.downloads_rank)
    return EntryRow(
        owner_id=package.pk,
        slug=package.slug,
        title=package.title,
        description=package.description,
        place=entry_place(fame, package.pk, is_grid=False, before=before.place if before else None),
        names=names_text((package.slug, package.title, package.pypi_name), known, OF_PACKAGES),
        words=words_text(
            " ".join(texts), grids=" ".join(package.grids.values()), people=" ".join(package.contributors or ())
        ),
        tags=join_spaced(tags.package_tags(package)),
        stars=package.stars,
        downloads=package.downloads_30d,
        score=package.score,
        updated_at=package.last_commit_at,
        released_at=package.released_at,
    )


def build_grid_entry(grid: Grid, *, package_count: int, known: Mapping[str, int], before: EntryRow | None) -> EntryRow:
    """The entry of a grid: found by its names first, then by its description."""
    fame = grid_popularity(package_count)
    return EntryRow(
        owner_id=grid.pk,
        slug=grid.slug,
        title=grid.title,
        description=grid.description,
        place=entry_place(fame, grid.pk, is_grid=True, before=before.place if before else None),
        names=names_text((grid.slug, grid.title), known),
        words=words_text(grid.description),
        tags=join_spaced([tags.EVERY, "=kind:grid"]),
    )


def names_text(
    said: Iterable[str], known: Mapping[str, int], aliases: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> str:
    """Everything that a name is found by, as words between single spaces.

    Its words in order; then "^" and the joined name, "@" and an alias, "~" and the stripped name; pieces of compounds;
    after "|" the stems.
    """
    cut = {name: split_words(name) for name in said if name}
    parts = dict.fromkeys(part for name, found in cut.items() for part in (*found, *split_camel_case(name)))
    wholes = dict.fromkeys(map(joined_name, cut.values()))
    others = [alias for name in wholes for alias in aliases.get(name, ())]
    bares = dict.fromkeys(map(stripped_name, cut.values()))
    pieces = dict.fromkeys(piece for part in [*parts, *bares] for piece in split_compound(part, known))
    plain = [*wholes, *others, *bares, *pieces]
    short = distinct_stems([*parts, *pieces])
    signed = [
        *(JOINED_SIGN + name for name in wholes),
        *(ALIAS_SIGN + name for name in others),
        *(STRIPPED_SIGN + name for name in bares if name),
    ]
    return join_spaced([*parts, *signed, *dict.fromkeys(plain), STEMS_SIGN, *dict.fromkeys(short)])


def words_text(text: str, *, grids: str = "", people: str = "") -> str:
    """The words that something is found by besides its names.

    Those of its own texts; after "+" those of its grids; after "&" the names of who contributes to it.
    """
    of_grids = [GRIDS_SIGN, *words_with_stems(grids)] if grids else []
    names = [PEOPLE_SIGN, *dict.fromkeys(split_words(people[:MAX_TEXT_LENGTH]))] if people else []
    return join_spaced([*words_with_stems(text), *of_grids, *names])


def words_with_stems(text: str) -> list[str]:
    """The words of a text in order, followed by the stems that are not among them."""
    found = split_words(text[:MAX_TEXT_LENGTH])
    there = set(found)
    return [*found, STEMS_SIGN, *dict.fromkeys(short for short in distinct_stems(found) if short not in there)]


def join_spaced(said: Iterable[str]) -> str:
    """The words between single spaces, with one before the first and one after the last."""
    return f" {' '.join(filter(None, said))} "


def plain_words(names: str, words: str) -> set[str]:
    """The words of an entry's names and texts as they were written, without stems, signs and names of people."""
    own, _, of_grids = words.partition(f" {PEOPLE_SIGN} ")[0].partition(f" {GRIDS_SIGN} ")
    texts = (names, own, f" {of_grids}")
    found = {word for text in texts for word in text.partition(f" {STEMS_SIGN} ")[0].split()}
    return {word for word in found if word[0] not in SIGNS}
