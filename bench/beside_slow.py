"""Row 17: 4 connections read a cached page of a package while 16 ask new questions."""

import statistics
from collections.abc import Iterator

from bench import servers
from bench.goals import Figure
from bench.ground import Ground
from bench.real_site import real_site, write_questions
from bench.wrk_runs import beside, run_wrk

PAGE = "/packages/p/django-debug-toolbar/"
READERS, SEARCHERS = 4, 16


def measure(ground: Ground) -> Iterator[Figure]:
    """Alone and beside the others in turns."""
    alone, busy = [], []
    with servers.ours(real_site(ground)) as web:
        servers.get(web.port, PAGE)
        for turn in range(ground.rounds):
            alone.append(run_wrk(ground, web, PAGE, connections=READERS))
            questions = write_questions(ground, "/search/?q=", turn)
            with beside(ground, web, questions, connections=SEARCHERS):
                busy.append(run_wrk(ground, web, PAGE, connections=READERS))
    rate = statistics.median(load.rate for load in busy)
    rate_alone = statistics.median(load.rate for load in alone)
    p99_ms = statistics.median(load.p99_ms for load in busy)
    p99_alone_ms = statistics.median(load.p99_ms for load in alone)
    yield Figure("p99", p99_ms, f"alone {p99_alone_ms:.1f} ms")
    yield Figure("share", rate / rate_alone, f"{rate:,.0f} requests a second to {rate_alone:,.0f} alone")
