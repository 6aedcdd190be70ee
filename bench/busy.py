"""Programs that work beside a web server, for bench/work.py: a refresher, and a person who edits.

    python -m bench.busy refresh
    python -m bench.busy edit COLUMN SLUG...

The refresher is the embedded engine at ten times its gentle pace before PyPI, about 100 packages a second, and what it
has asked about before is due all the time. A person writes through the door of the catalogue, twice a second, and says
at the end, as JSON, what stands where.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import django

AT_ONCE, ROWS, PAUSE_S = 25, 5, 0.2
DUE_EVERY_S = 2
BETWEEN_EDITS_S = 0.5
LATEST_S = 600
NEVER = timedelta(days=3650)


def refresh() -> None:
    """Refresh until asked to end."""
    from packgrid.assessment.storage import UnassessedWalk, assess_due  # noqa: PLC0415 likewise
    from packgrid.catalogue.models import FetchState  # noqa: PLC0415 likewise
    from packgrid.catalogue.source_names import PYPI  # noqa: PLC0415 models exist only once apps are ready
    from packgrid.refresh.engines.embedded import EmbeddedEngine  # noqa: PLC0415 likewise
    from packgrid.refresh.lanes import PACES, Pace  # noqa: PLC0415 likewise
    from packgrid.refresh.subjects import ensure_states  # noqa: PLC0415 likewise

    is_over = until_asked_to_end()
    ensure_states(datetime.now(UTC))
    known = FetchState.objects.filter(source=PYPI).exclude(last_answer=FetchState.Answer.NEVER_ASKED)
    FetchState.objects.update(due_at=datetime.now(UTC) + NEVER)
    _, quick = PACES[PYPI]
    PACES[PYPI] = (Pace(AT_ONCE, ROWS, PAUSE_S), quick)
    unassessed = UnassessedWalk()
    while assess_due(datetime.now(UTC), unassessed) and not is_over.is_set():
        pass  # as in a catalogue that has been here for a day
    engine = EmbeddedEngine()
    engine.start()
    deadline = time.monotonic() + LATEST_S
    while not is_over.wait(DUE_EVERY_S) and time.monotonic() < deadline:
        known.update(due_at=datetime.now(UTC))
    engine.stop()  # gives back what it has claimed, so that the next one may begin with it


def until_asked_to_end() -> threading.Event:
    """Set once this program gets SIGTERM."""
    is_over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    return is_over


def edit(column: str, slugs: Sequence[str]) -> None:
    """Edit one of these packages after the other, by chance, until asked to end."""
    from django.db import Error  # noqa: PLC0415 settings have to be read first

    from packgrid.catalogue.editing import put_packages  # noqa: PLC0415 models exist only once apps are ready
    from packgrid.catalogue.records import PackageRecord  # noqa: PLC0415 likewise

    last: dict[str, str] = {}
    times_s: list[float] = []
    errors, is_over = 0, until_asked_to_end()
    print("begins", flush=True)
    while not is_over.wait(BETWEEN_EDITS_S * random.uniform(0.5, 1.5)):  # noqa: S311 no secret
        slug, value, began_s = random.choice(slugs), f"https://d.example/{time.time_ns()}", time.monotonic()  # noqa: S311 likewise
        said: dict[str, Any] = {"slug": slug, column: value}
        try:
            put_packages([PackageRecord(**said)], origin="bench", now=datetime.now(UTC), overwrites=True)
            last[slug] = value
        except Error:
            errors += 1
        times_s.append(time.monotonic() - began_s)
    said = {"last": last, "errors": errors, "count": len(times_s), "slowest_ms": 1000 * max(times_s, default=0)}
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
    django.setup()
    what, *words = sys.argv[1:]
    refresh() if what == "refresh" else edit(words[0], words[1:])
