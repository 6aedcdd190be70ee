"""The real catalogue as a site that web servers are started on."""

import json
import shutil
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing

from bench import real_catalogue, servers, stage
from bench.goals import NotMeasured
from bench.ground import Ground, Site, environ, loaded
from bench.wrk import Target

COUNT = 4_896
PREPARED_PAGES = 400
"""All lists and grids, and some packages; by default the server would be busy with 20,000 for minutes."""
PREPARED_WITHIN_S, SETTLED_AFTER_S = 300, 8
SEARCHED = (
    "forms",
    "admin",
    "rest",
    "auth",
    "cache",
    "task",
    "queue",
    "image",
    "upload",
    "graphql",
    "tenant",
    "search",
)
"""Words that questions are made of, with a number that makes each of them new."""
QUESTIONS = """\
local words = {{{words}}}
local at = {seed} * 1000000
request = function()
  at = at + 1
  local first, second = words[at % #words + 1], words[math.floor(at / #words) % #words + 1]
  return wrk.format("GET", "{path}" .. first .. "+" .. second .. "+" .. at)
end
"""


def real_site(ground: Ground) -> Site:
    """A Packgrid with the real catalogue, loaded in this run or in an earlier one.

    Raises:
        NotMeasured: the catalogue is not there.
    """
    folder, catalogue = ground.folder / "catalogue-real", real_catalogue.FILE
    if not catalogue.exists():
        raise NotMeasured(f"{catalogue} is not there, and these figures are of the real catalogue")
    stamp = folder / "stamp.json"
    if not stamp.exists() or json.loads(stamp.read_text()) != ground.fingerprint:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "data").mkdir(parents=True)
        made = environ(folder / "data", ground.port)
        starter = [stage.STARTER / "categories.toml", stage.STARTER / "grids"]
        if loaded(made, folder / "log", *starter, catalogue).exit_code:
            raise NotMeasured(f"{catalogue} could not be loaded; {folder / 'log'} says why")
        stamp.write_text(json.dumps(ground.fingerprint))
    return Site(folder / "data", catalogue, COUNT, stage.Cost(0, 0, 0), ground.port)


def wait_until_prepared(site: Site, web: Target, paths: Sequence[str]) -> None:
    """Wait until a server with so many prepared pages has prepared these, and is busy with no others.

    Raises:
        NotMeasured: one of them is still missing.
    """
    for path in paths:
        servers.get(web.port, path)
    count, settled_s, ends_s = -1, time.monotonic(), time.monotonic() + PREPARED_WITHIN_S
    while time.monotonic() < min(ends_s, settled_s + SETTLED_AFTER_S):
        time.sleep(1)
        ready = list_prepared_paths(site)
        if len(ready) != count:
            count, settled_s = len(ready), time.monotonic()
    if missing := set(paths) - list_prepared_paths(site):
        raise NotMeasured(f"{', '.join(sorted(missing))} was not prepared")


def list_prepared_paths(site: Site) -> set[str]:
    """The paths of the prepared pages of a site."""
    with closing(sqlite3.connect(site.data / "packgrid.sqlite3")) as database:
        return {path for (path,) in database.execute("SELECT path FROM httpcache_preparedpage")}


def write_questions(ground: Ground, path: str, seed: int) -> str:
    """The file of a script for wrk that asks a new question each time, at a path that ends with `q=`."""
    script = ground.folder / f"questions-{seed}.lua"
    words = ", ".join(f'"{word}"' for word in SEARCHED)
    script.write_text(QUESTIONS.format(words=words, seed=seed, path=path))
    return str(script)
