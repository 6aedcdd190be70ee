"""Small programs that bench/kill.py runs and kills: an engine without a web server, a person who edits, a tender.

python -m bench.engine embedded|edit|tend
"""

import asyncio
import importlib
import logging
import os
import random
import signal
import sys
import time

LATEST_S = 600


def embedded() -> None:
    """The engine within `packgrid up`, quickly, until it is killed."""
    engine = importlib.import_module("packgrid.refresh.engines.embedded").EmbeddedEngine(tick_s=0.05, is_quick=True)
    engine.start()
    time.sleep(LATEST_S)


def edit() -> None:
    """Somebody who changes a decision 20 times a second, and says how often that failed."""
    models, db = importlib.import_module("packgrid.catalogue.models"), importlib.import_module("django.db")
    ids, counts = list(models.Package.objects.values_list("pk", flat=True)), {"edits": 0, "errors": 0}

    def end(*_: object) -> None:
        print(counts, flush=True)
        sys.exit()

    signal.signal(signal.SIGTERM, end)
    deadline = time.monotonic() + LATEST_S
    while time.monotonic() < deadline:
        try:
            with db.transaction.atomic():
                package = models.Package.objects.select_for_update().get(pk=random.choice(ids))  # noqa: S311 no secret
                models.Package.objects.filter(pk=package.pk).update(
                    documentation_url=f"https://d.example/{time.time()}"
                )
            counts["edits"] += 1
        except db.Error:
            counts["errors"] += 1
            logging.getLogger(__name__).exception("an edit failed")
        time.sleep(0.05)


def tend() -> None:
    """What a worker does each minute, each second: hand out lanes."""
    distributed = importlib.import_module("packgrid.refresh.engines.distributed")
    deadline = time.monotonic() + LATEST_S
    while time.monotonic() < deadline:
        asyncio.run(distributed.tend(timestamp=int(time.time())))
        time.sleep(1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
    importlib.import_module("django").setup()
    {"embedded": embedded, "edit": edit, "tend": tend}[sys.argv[1]]()
