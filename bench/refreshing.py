"""Row 6: refreshing when nothing has changed, as `python -m bench.refresh` measures it."""

import statistics
from collections.abc import Iterator, Sequence

from bench import refresh, stage
from bench.goals import Figure
from bench.ground import Ground

QUICK_PACKAGES, SAMPLE = 300, 60
REPOSITORIES, A_CALL = 5000, 100


def measure(ground: Ground) -> Iterator[Figure]:
    """A first refresh, then ours with nothing changed and the rival in turns, both without commits."""
    packages = QUICK_PACKAGES if ground.is_quick else None
    with refresh.scene(packages, latency_s=0.05, git=False, postgres=False) as here:
        refresh.refreshed(here, "first")
        here.world.post("settings", limits=True)
        ours, rival = [], []
        for _ in range(ground.rounds):
            ours.append(refresh.refreshed(here, "nothing changed"))
            rival.append(refresh.asked_by_rival(here, SAMPLE, "plain"))
        repositories = sum("//github.com/" in row["repo_url"] for row in stage.rows_of(here.catalogue))
    pace, rival_pace = middle([found.pace for found in ours]), middle([found.pace for found in rival])
    says = f"{pace:.0f} packages a second to {rival_pace:.1f}; neither asks for commits"
    yield Figure("pace", pace / rival_pace, says)
    yield Figure("cpu", middle([found.cpu_ms for found in ours]), f"{here.count:,} packages, the start included")
    calls = ours[-1].calls.get("GitHub graphql", 0)
    at_5000 = calls * REPOSITORIES / max(repositories, A_CALL)
    yield Figure("calls", at_5000, f"{calls} for {repositories:,}")


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)
