"""Row 5: search as you type, as `python -m bench.search_speed` measures it within one process."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench import stage
from bench.goals import Figure
from bench.ground import Ground, Site

QUERIES, QUICK_QUERIES = 400, 100


def measure(ground: Ground) -> Iterator[Figure]:
    """The small catalogue, then the large one."""
    for name, site in {"small": ground.small, "large": ground.large}.items():
        stage.say(f"typing over {site.count:,} names")
        found = asked(site, QUICK_QUERIES if ground.is_quick else QUERIES)
        ours, rival = found["suggest"], found["LIKE by the ORM"]
        says = (
            f"{site.count:,} names, median {ours['median']:.2f} ms, worst {ours['worst']:.1f} ms; "
            f"the ORM's LIKE {rival['median']:.0f} ms in the median"
        )
        yield Figure(name, ours["p99"], says)


def asked(site: Site, count: int) -> Mapping[str, Mapping[str, Any]]:
    """The figures by way of searching."""
    command = [sys.executable, "-m", "bench.search_speed", "--json", "--count=0", f"--queries={count}"]
    done = subprocess.run(
        [*command, "--data", site.data], env=site.environ(), cwd=stage.TOP, check=True, stdout=subprocess.PIPE
    )
    found: Mapping[str, Mapping[str, Any]] = json.loads(done.stdout)
    return found
