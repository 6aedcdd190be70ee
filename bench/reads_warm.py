"""Row 1: a package's document, from memory, also while the refresher works."""

from collections.abc import Iterator
from contextlib import ExitStack

from bench import servers
from bench.goals import Figure, NotMeasured
from bench.ground import Ground
from bench.turns import in_turns, loaded
from bench.work import refreshing

DETAIL = "/api/v4/packages/265/"


def measure(ground: Ground) -> Iterator[Figure]:
    """Ours, the ordinary way and nginx in turns; then ours beside the refresher."""
    site = ground.small
    with ExitStack() as stack:
        warm, ordinary = stack.enter_context(servers.ours(site)), stack.enter_context(servers.ordinary(site))
        plan = {"ours": (warm, [DETAIL]), "ordinary": (ordinary, [DETAIL])}
        missing = ""
        try:
            file = stack.enter_context(servers.nginx(ground, servers.get(warm.port, DETAIL)))
            plan["nginx"] = (file, ["/file"])
        except NotMeasured as reason:
            missing = str(reason)
        found = in_turns(ground, plan)
        ours, rival = found["ours"], found["ordinary"]
        yield Figure("ordinary", ours.rate / rival.rate, f"{ours.rate:,.0f} requests a second to {rival.rate:,.0f}")
        if missing:
            yield Figure("nginx", None, missing)
        else:
            rate = found["nginx"].rate
            yield Figure("nginx", ours.rate / rate, f"{ours.rate:,.0f} requests a second to {rate:,.0f}")
        yield Figure("p99", ours.p99_ms, f"median {ours.p50_ms:.1f} ms; the ordinary way {rival.p99_ms:,.0f} ms")
        with refreshing(ground, site) as work:
            busy = loaded(ground, warm, [DETAIL], seconds=2 * ground.seconds)
            says = f"{busy.rate:,.0f} requests a second beside {work.pace():.0f} refreshed packages a second"
        yield Figure("p99 while refreshing", busy.p99_ms, says)
