"""Measures servers in turns, so that what else happens on the machine happens to all of them."""

import statistics
from collections.abc import Mapping, Sequence

import attrs

from bench import stage
from bench.ground import Ground
from bench.wrk import Load, Target, load


def in_turns(ground: Ground, plan: Mapping[str, tuple[Target, Sequence[str]]]) -> dict[str, Load]:
    """The medians of the rounds, by the names of the plan; each is a server and the paths to ask it for.

    Raises:
        NotMeasured: there is no wrk.
    """
    rounds: dict[str, list[Load]] = {name: [] for name in plan}
    for _ in range(ground.rounds):
        for name, (target, paths) in plan.items():
            rounds[name].append(loaded(ground, target, paths))
            stage.say(f"{name}: {rounds[name][-1].rate:,.0f} requests a second, p99 {rounds[name][-1].p99_ms:.1f} ms")
    return {name: median(loads) for name, loads in rounds.items()}


def loaded(ground: Ground, target: Target, paths: Sequence[str], seconds: int | None = None) -> Load:
    """One turn."""
    return load(target, paths, seconds=seconds or ground.seconds, wrk=ground.wrk, folder=ground.folder)


def median(loads: Sequence[Load]) -> Load:
    """Each figure's median; of what was refused, all."""
    values = zip(*map(attrs.astuple, loads), strict=True)
    rate, p50_ms, p99_ms, cpu_ms, _ = map(statistics.median, values)
    return Load(rate, p50_ms, p99_ms, cpu_ms, sum(load.refused for load in loads))
