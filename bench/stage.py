"""The ground of every measurement: a world of its own, a folder, an environment and a database that end with it."""

import contextlib
import csv
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs

from bench.goals import NotMeasured
from bench.waiting import end, fetch, read_line

TOP = Path(__file__).parents[1]
PACKGRID = Path(sys.executable).with_name("packgrid")
CATALOGUE = "shared/data/django-catalogue.csv"
STARTER = TOP / "src/packgrid/catalogue/starter"
LONGEST_RUN_S = 3600
# The path at which the world has the service of each setting.
SERVICE_PATHS = {
    "PACKGRID_PYPI_URL": "pypi",
    "PACKGRID_INDEX_URL": "simple",
    "PACKGRID_FEED_URL": "rss/updates.xml",
    "PACKGRID_PYPISTATS_URL": "pypistats/api",
    "PACKGRID_TOP_DOWNLOADS_URL": "top_downloads/list.json",
    "PACKGRID_OSV_URL": "osv",
    "PACKGRID_DEPSDEV_URL": "depsdev",
    "PACKGRID_GITHUB_API_URL": "github",
    "PACKGRID_GITHUB_GRAPHQL_URL": "github/graphql",
    "PACKGRID_GITLAB_API_URL": "gitlab/api/v4",
    "PACKGRID_BITBUCKET_API_URL": "bitbucket/2.0",
    "PACKGRID_CODEBERG_API_URL": "forgejo/api/v1",
    "PACKGRID_GIT_URL": "git/{host}/{path}",
}
# Services that are asked about names of the public index alone unless a setting allows more.
ALLOWED_SERVICES = ("PACKGRID_PYPISTATS", "PACKGRID_TOP_DOWNLOADS", "PACKGRID_OSV", "PACKGRID_DEPSDEV")
# The software of each git host that an operator of the world has named, and the path of its API.
HOSTS_OF_WORLD = {
    "gitlab.example": ("gitlab", "gitlab/api/v4"),
    "forgejo.example": ("forgejo", "forgejo/api/v1"),
    "github.example": ("github", "github_enterprise/api/v3"),
    "bitbucket.example": ("bitbucket", "bitbucket_data_center/rest/api/1.0"),
}


@attrs.frozen
class WorldProgram:
    """A stand-in for the world that runs; its doors are described in tests/world/README.md."""

    url: str

    def get(self, door: str) -> Any:  # noqa: ANN401 a document
        """The answer of a door below /_world/."""
        return self.ask("GET", door)

    def post(self, door: str, **said: object) -> Any:  # noqa: ANN401 a document
        """The answer of a door to this."""
        return self.ask("POST", door, said)

    def delete(self, door: str) -> Any:  # noqa: ANN401 a document
        """The answer of a door when it is cleared."""
        return self.ask("DELETE", door)

    def ask(self, method: str, door: str, said: object = None) -> Any:  # noqa: ANN401 a document
        """The document that a door answers; the catalogue as text."""
        body = None if said is None else json.dumps(said).encode()
        headers = {"Content-Type": "application/json"}
        text = fetch(f"{self.url}/_world/{door}", method=method, body=body, headers=headers).decode()
        return text if door == "catalogue" else json.loads(text)


@attrs.frozen
class Cost:
    """The cost of a command: time by the clock, and of the processor for itself and the programs that it started.

    `peak_mb` is the most memory that it, or any one of them, had.
    """

    exit_code: int
    wall_s: float
    cpu_s: float
    peak_mb: float = 0


def calls(program: WorldProgram) -> Counter[str]:
    """The calls to each service since the ledger was cleared, GitHub's endpoints told apart."""
    found: Counter[str] = Counter()
    for service, counts in program.get("ledger").items():
        for endpoint, by_status in counts["by_endpoint"].items():
            name = f"GitHub {endpoint.rpartition('/')[2]}" if service == "github" else service
            found[name] += sum(by_status.values())
    return found


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """An empty folder, which is gone afterwards, also after Ctrl-C and SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="packgrid-bench-", ignore_cleanup_errors=True) as path:
        yield Path(path)


@contextlib.contextmanager
def world(*options: str, core: str = "") -> Iterator[WorldProgram]:
    """The stand-in as a program with these options, on any free port of loopback, maybe on one core."""
    command = [*(["taskset", "-c", core] if core else []), sys.executable, "-m", "world", *options]
    with subprocess.Popen(command, cwd=TOP / "tests", stdout=subprocess.PIPE, text=True) as program:
        try:
            addresses = json.loads(read_line(program, "the world listens"))
            yield WorldProgram(addresses["pypi"].removesuffix("/pypi"))
        finally:
            end(program)


def environment(data: Path, world_url: str, **more: str) -> dict[str, str]:
    """The whole environment of a Packgrid that calls nobody but the stand-in; nothing of ours leaks into it."""
    hosts = (f"{host}={software}+{world_url}/{path}" for host, (software, path) in HOSTS_OF_WORLD.items())
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(data),
        "PACKGRID_DATA": str(data),
        "PACKGRID_REFRESH": "off",
        **{setting: f"{world_url}/{path}" for setting, path in SERVICE_PATHS.items()},
        **dict.fromkeys(ALLOWED_SERVICES, "on"),
        "PACKGRID_FORGES": ",".join(hosts),
        "PACKGRID_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
        **more,
    }


@contextlib.contextmanager
def postgres(where: Path) -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL that lives in an empty folder; it listens on a socket there and nowhere else."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    as_postgres: tuple[str, ...] = ()
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        shutil.chown(where, "postgres")
        as_postgres = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
        where.parent.chmod(0o711)

    def call(program: str, *arguments: str) -> None:
        command = [*as_postgres, str(binaries / program), *arguments]
        subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL)

    data, options = str(where / "data"), f"-c listen_addresses= -c unix_socket_directories={where} -c fsync=off"
    call("initdb", "-D", data, "-U", "packgrid", "-A", "trust", "-E", "UTF8", "--no-sync")
    call("pg_ctl", "-D", data, "-l", str(where / "log"), "-s", "-w", "-o", options, "start")
    try:
        call("createdb", "-h", str(where), "-U", "packgrid", "packgrid")
        yield f"postgres://packgrid@{quote(str(where), safe='')}/packgrid"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "-s", "stop")


def run(command: Sequence[str | Path], environ: dict[str, str], log: Path) -> Cost:
    """The cost of a command; its output is added to `log`.

    Raises:
        NotMeasured: it did not end within an hour.
    """
    began_s = time.perf_counter()
    with log.open("ab") as said, subprocess.Popen(command, env=environ, cwd=TOP, stdout=said, stderr=said) as process:
        limit = threading.Timer(LONGEST_RUN_S, os.kill, (process.pid, signal.SIGKILL))
        limit.start()
        try:
            _pid, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            raise
        finally:
            limit.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    wall_s, cpu_s = time.perf_counter() - began_s, usage.ru_utime + usage.ru_stime
    if process.returncode == -signal.SIGKILL and wall_s >= LONGEST_RUN_S:
        raise NotMeasured(f"waited an hour until `{command[0]} {command[1]}` ended, in vain; {log} has its words")
    return Cost(process.returncode, wall_s, cpu_s, usage.ru_maxrss / 1000)


def load(catalogue: Path, environ: dict[str, str], log: Path) -> None:
    """Load a catalogue with the categories and grids of the starter; a file may have rows that are left out."""
    cost = run([PACKGRID, "load", STARTER / "categories.toml", STARTER / "grids", catalogue], environ, log)
    say(f"loaded {catalogue.name} in {cost.wall_s:.1f} s")


def real_catalogue() -> Path | None:
    """The real catalogue where it lies beside the project, None elsewhere."""
    found = (parent / CATALOGUE for parent in TOP.parents)
    return next((path for path in found if path.exists()), None)


def made_up_catalogue(projects: WorldProgram, path: Path) -> Path:
    """A file of the projects of the world, to be loaded; a package needs a category."""
    first, *rows = projects.get("catalogue").splitlines()
    path.write_text("\n".join([f"{first},category", *(f"{row},apps" for row in rows), ""]))
    return path


def rows_of(catalogue: Path) -> list[dict[str, str]]:
    """The rows of a catalogue in CSV."""
    with catalogue.open() as lines:
        return list(csv.DictReader(lines))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def say(line: str) -> None:
    """Tell how far it is."""
    print(time.strftime("%H:%M:%S"), line, file=sys.stderr, flush=True)


def show(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    print("\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n", flush=True)
