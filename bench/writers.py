"""Row 9: readers beside a refresher and people who edit, all on one SQLite file."""

import json
import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from contextlib import closing

from bench import servers
from bench.goals import Figure
from bench.ground import Ground, Site
from bench.turns import loaded
from bench.work import Edits, editing, refreshing

DETAILS = 200
OTHERS = ("/", "/packages/", "/grids/g/grid-0/", "/api/v4/packages/", "/search/?q=django+forms")
LOCKED = b"locked"


def measure(ground: Ground) -> Iterator[Figure]:
    """Readers alone and beside the writers in turns."""
    site, quiet, busy, edits = ground.small, [], [], list[Edits]()
    paths = [*(f"/api/v4/packages/{slug}/" for slug in site.slugs[:DETAILS]), *OTHERS]
    locked, paces = 0, []
    with servers.ours(site) as web:
        for _ in range(ground.rounds):
            quiet.append(loaded(ground, web, paths, 2 * ground.seconds))
            with refreshing(ground, site) as work, editing(site) as done:
                busy.append(loaded(ground, web, paths, 2 * ground.seconds))
                paces.append(work.pace())
            locked += work.log.read_bytes().count(LOCKED)
            edits += done
    yield faults(site, edits, refused=sum(load.refused for load in busy), locked=locked)
    before, after = (statistics.median(load.p99_ms for load in loads) for loads in (quiet, busy))
    slowest_ms, pace = max(edit.slowest_ms for edit in edits), statistics.median(paces)
    says = f"{after:.1f} ms to {before:.1f}; {pace:.0f} packages a second, slowest edit {slowest_ms:.0f} ms"
    yield Figure("p99", after / before, says)


def faults(site: Site, edits: Sequence[Edits], *, refused: int, locked: int) -> Figure:
    """Whatever went wrong, counted together."""
    lost, failed = sum(map(len, lost_edits(site, edits))), sum(edit.errors for edit in edits)
    done = sum(edit.count for edit in edits)
    says = f"{done} edits, {lost} lost, {failed} failed; {refused} reads failed; {locked} lock errors of the refresher"
    return Figure("faults", lost + failed + refused + locked, says)


def lost_edits(site: Site, edits: Sequence[Edits]) -> Iterator[list[str]]:
    """Those packages of each column in which something else stands than was written last."""
    last: dict[str, dict[str, str]] = {}
    for edit in edits:
        last.setdefault(edit.column, {}).update(edit.last)
    with closing(sqlite3.connect(site.data / "packgrid.sqlite3")) as database:
        for column, values in last.items():
            asked = f"SELECT slug, {column} FROM catalogue_package WHERE slug IN (SELECT value FROM json_each(?))"  # noqa: S608 a name of ours
            found = dict(database.execute(asked, [json.dumps(list(values))]))
            yield [slug for slug, value in values.items() if found[slug] != value]
