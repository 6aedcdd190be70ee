"""What a run of `packgrid bench` stands on: a folder that is kept, and made-up catalogues in databases of their own."""

import hashlib
import json
import os
import random
import shutil
import sys
from pathlib import Path

import attrs

from bench import made_up, stage, tools

SMALL = 5000
WRITE_DOCUMENTS = """
import django
django.setup()
from packgrid.api.v4.document_store import write_missing_documents
write_missing_documents()
"""
"""What `packgrid up` does beside its readers: rows that read documents would else measure how they are made."""
MOST_SLUGS = 2000


@attrs.frozen
class Site:
    """A Packgrid that holds a catalogue: its data folder, the file that was loaded, and what loading cost.

    `port` is where its world will be: documents of the API name PyPI, so that the address has to stay the same.
    """

    data: Path
    catalogue: Path
    count: int
    cost: stage.Cost
    port: int

    def environ(self, **more: str) -> dict[str, str]:
        """The environment of a process of it, which calls nobody but its world."""
        return environ(self.data, self.port, **more)

    @property
    def slugs(self) -> list[str]:
        """Some of its packages, drawn by a seed from all of the file, which is too large to be read each time."""
        chance, slugs = random.Random(made_up.SEED), dict[str, None]()  # noqa: S311 no secret
        size_bytes = self.catalogue.stat().st_size
        with self.catalogue.open("rb") as lines:
            while len(slugs) < min(MOST_SLUGS, self.count // 2):
                lines.seek(chance.randrange(size_bytes))
                lines.readline()
                row = json.loads(lines.readline() or "{}")
                if row.get("type") == "package":
                    slugs[row["slug"]] = None
        return list(slugs)


@attrs.define
class Ground:
    """The terms of a run. A catalogue that an earlier run made is used again unless the program has changed."""

    folder: Path
    names: Path | None
    large_count: int
    is_quick: bool
    sites: dict[int, Site] = attrs.field(factory=dict)

    @property
    def rounds(self) -> int:
        """How often ours and the rival take turns."""
        return 1 if self.is_quick else 3

    @property
    def seconds(self) -> int:
        """How long a server is loaded each time."""
        return 2 if self.is_quick else 4

    @property
    def refreshed_count(self) -> int:
        """How many packages the refresher is busy with; the first refresh of each takes long."""
        return 200 if self.is_quick else 1000

    @property
    def port(self) -> int:
        """The port of the stand-in for the world, the same as long as the folder is kept."""
        said = self.folder / "port"
        if not said.exists():
            said.write_text(str(stage.free_port()))
        return int(said.read_text())

    @property
    def wrk(self) -> Path:
        """The program that loads servers.

        Raises:
            NotMeasured: it cannot be had.
        """
        return tools.tool("wrk", self.folder / "tools")

    @property
    def small(self) -> Site:
        """5,000 packages."""
        return self.site(SMALL)

    @property
    def large(self) -> Site:
        """886,000 packages, or as many as were asked for."""
        return self.site(self.large_count)

    def site(self, count: int) -> Site:
        """A Packgrid with so many packages, loaded in this run or in an earlier one."""
        if count not in self.sites:
            folder = self.folder / f"catalogue-{count}"
            self.sites[count] = kept_site(folder, count, self) or made_site(folder, count, self)
        return self.sites[count]

    @property
    def fingerprint(self) -> str:
        """Changes with whatever a database depends on: the program, the names, and how catalogues are made up."""
        files = [*(stage.TOP / "src").rglob("*.py"), Path(made_up.__file__)]
        digest = hashlib.sha256(str(self.names).encode())
        for file in sorted(files):
            digest.update(file.read_bytes())
        return digest.hexdigest()


def environ(data: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a Packgrid that calls nobody but a world at a port; nothing of ours leaks into it."""
    path = f"{stage.TOP}{os.pathsep}{stage.TOP / 'tests'}"
    return stage.environment(data, f"http://127.0.0.1:{port}", PYTHONPATH=path, **more)


def kept_site(folder: Path, count: int, ground: Ground) -> Site | None:
    """What an earlier run left behind, if it is what this one would make."""
    stamp = folder / "stamp.json"
    said = json.loads(stamp.read_text()) if stamp.exists() else {}
    if said.get("fingerprint") != ground.fingerprint:
        return None
    return Site(folder / "data", folder / "catalogue.ndjson", count, stage.Cost(0, *said["cost"]), ground.port)


def made_site(folder: Path, count: int, ground: Ground) -> Site:
    """Make the catalogue up and load it."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    stage.say(f"making {count:,} packages up")
    catalogue = made_up.catalogue(folder / "catalogue.ndjson", count, ground.names)
    cost = loaded(environ(folder / "data", ground.port), folder / "log", catalogue)
    if cost.exit_code:
        raise SystemExit(f"{catalogue} could not be loaded; {folder / 'log'} says why.")
    settled = environ(folder / "data", ground.port, DJANGO_SETTINGS_MODULE="packgrid.config.settings")
    stage.run([sys.executable, "-c", WRITE_DOCUMENTS], settled, folder / "log")
    said = {"fingerprint": ground.fingerprint, "cost": [cost.wall_s, cost.cpu_s]}
    (folder / "stamp.json").write_text(json.dumps(said))
    return Site(folder / "data", catalogue, count, cost, ground.port)


def loaded(made: dict[str, str], log: Path, *files: Path) -> stage.Cost:
    """What it costs to load these files into an empty database whose tables are there."""
    stage.run([stage.PACKGRID, "manage", "migrate", "--verbosity=0"], made, log)
    cost = stage.run([stage.PACKGRID, "load", *files], made, log)
    stage.say(f"loaded {', '.join(file.name for file in files)} in {cost.wall_s:.1f} s, CPU {cost.cpu_s:.1f} s")
    return cost
