"""Row 7: loading catalogues, and plain bulk_create for comparison; the large one once, without many facts and with."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import ground as grounds
from bench import made_up, stage
from bench.goals import Figure
from bench.ground import Ground


def measure(ground: Ground) -> Iterator[Figure]:
    """The real catalogue in turns with the rival, then the large ones."""
    if real := stage.real_catalogue():
        yield of_real(ground, real)
    else:
        yield Figure("real", None, f"{stage.CATALOGUE} is not beside the project")
    yield of_names(ground)


def of_names(ground: Ground) -> Figure:
    """As many names as there are on PyPI; beside it, what the same number took with every fact."""
    with stage.folder() as where:
        files = made_up.names_alone(where / "names.csv", ground.large_count, ground.names)
        cost = grounds.loaded(grounds.environ(where, ground.port), where / "log", *files)
    full = ground.large.cost
    says = (
        f"{ground.large_count:,} packages with address, stars and summary: {cost.cpu_s:,.0f} s of CPU, at most "
        f"{cost.peak_mb:,.0f} MB a process; with every fact {full.wall_s:,.0f} s. Once"
    )
    return Figure("large", cost.wall_s if not cost.exit_code else None, says)


def of_real(ground: Ground, real: Path) -> Figure:
    """The medians of some rounds, each into a new database."""
    ours_s, rival_s = [], []
    for _ in range(ground.rounds):
        with stage.folder() as where:
            made = grounds.environ(where, ground.port)
            ours_s.append(grounds.loaded(made, where / "log", stage.STARTER, real).wall_s)
        with stage.folder() as where:
            made = grounds.environ(where, ground.port)
            stage.run([stage.PACKGRID, "manage", "migrate", "--verbosity=0"], made, where / "log")
            command: list[str | Path] = [sys.executable, "-m", "bench.rival_load", real]
            rival_s.append(stage.run(command, made, where / "log").wall_s)
    ours, rival = (sorted(times)[len(times) // 2] for times in (ours_s, rival_s))
    return Figure("real", ours, f"plain bulk_create, nothing checked and nothing searchable: {rival:.1f} s")
