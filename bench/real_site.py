"""The real catalogue as a site that web servers are started on."""

import json
import shutil

from bench import real_catalogue, stage
from bench.goals import NotMeasured
from bench.ground import Ground, Site, environ, loaded

COUNT = 4_896
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


def write_questions(ground: Ground, path: str, seed: int) -> str:
    """The file of a script for wrk that asks a new question each time, at a path that ends with `q=`."""
    script = ground.folder / f"questions-{seed}.lua"
    words = ", ".join(f'"{word}"' for word in SEARCHED)
    script.write_text(QUESTIONS.format(words=words, seed=seed, path=path))
    return str(script)
