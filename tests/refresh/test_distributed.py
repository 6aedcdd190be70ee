"""The engine of many machines, on PostgreSQL: journeys with real workers on a world of its own."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from packgrid.catalogue.models import FetchState
from packgrid.catalogue.source_names import PYPI_PROVENANCE, PYPI_RELEASES
from refresh.catalogue import IDENTITIES, add_packages, made_world, point_to

if connection.vendor != "postgresql":
    pytest.skip("the distributed engine needs PostgreSQL", allow_module_level=True)

from procrastinate.contrib.django.models import ProcrastinateJob

from packgrid.refresh.engines.distributed import DEAD_AFTER_S, run_worker, schedule_lanes

pytestmark = pytest.mark.django_db(transaction=True)
WORK = "from packgrid.refresh.engines.distributed import run_worker; run_worker(1, is_patient=False)"
LANES = {"pypi", "github", "gitlab at gitlab.com", "gitlab at gitlab.example", "bitbucket"}
LANES |= {"forgejo at codeberg.org", "forgejo at forgejo.example"}
LANES |= {"github at github.example", "bitbucket at bitbucket.example"}
WITHIN_S = 120
LONGER_THAN_ALIVE = timedelta(seconds=DEAD_AFTER_S + 1)


@pytest.fixture
def world(settings, tmp_path):
    """A catalogue of every kind of host that nobody has been asked about yet; git is switched off."""
    settings.GIT_CACHE_BYTES = 0
    with made_world(git_folder=tmp_path) as running:
        point_to(running, settings, "key")
        add_packages()
        yield running
    asyncio.run(sync_to_async(connections.close_all)())
    with connection.cursor() as cursor:  # not ours, so that nobody else empties them
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def tend_now() -> None:
    asyncio.run(schedule_lanes(timestamp=int(time.time())))


def jobs() -> list[tuple[str, str]]:
    found = ProcrastinateJob.objects.exclude(lock=None).order_by("lock")
    return list(found.values_list("lock", "status"))


def answers() -> set[str]:
    """How the lanes answered; older releases have come up meanwhile, and wait."""
    rows = FetchState.objects.exclude(source__in=["git", PYPI_RELEASES, PYPI_PROVENANCE])
    return set(rows.values_list("last_answer", flat=True))


def asked_twice(world) -> list[str]:
    return [path for path, count in Counter(path for path, _ in world.ledger.asked).items() if count > 1]


@contextmanager
def worker(world):
    """A worker as a program of its own, which works one lane at a time until none is left."""
    at, database = world.addresses, connection.settings_dict
    ours = {
        "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + database["NAME"],
        "DJANGO_SETTINGS_MODULE": "packgrid.config.settings",
        "PACKGRID_ENGINE": "distributed",
        "PACKGRID_GIT_CACHE_MB": "0",
        "PACKGRID_PYPI_URL": at["pypi"],
        "PACKGRID_GITHUB_API_URL": at["github_api"],
        "PACKGRID_GITHUB_GRAPHQL_URL": at["github_graphql"],
        "PACKGRID_GITLAB_API_URL": at["gitlab_api"],
        "PACKGRID_BITBUCKET_API_URL": at["bitbucket_api"],
        "PACKGRID_CODEBERG_API_URL": at["forgejo_api"],
        "PACKGRID_FORGES": ",".join(
            [
                f"gitlab.example=gitlab+{at['gitlab_api']},forgejo.example=forgejo+{at['forgejo_api']}",
                f"github.example=github+{at['github_enterprise_api']}",
                f"bitbucket.example=bitbucket+{at['bitbucket_data_center_api']}",
            ]
        ),
        "PACKGRID_GIT_HOST_TOKENS": "github.example=key,bitbucket.example=key",
        "PACKGRID_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
        "GITHUB_TOKEN": "key",
    }
    command = [sys.executable, "-m", "packgrid", "manage", "shell", "-v0", "-c", WORK]
    with subprocess.Popen(command, env=os.environ | ours, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def eventually(holds) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_lane_that_has_something_to_do_is_handed_out_once(world):
    tend_now()
    tend_now()
    assert jobs() == [(lane, "todo") for lane in sorted(LANES)]
    assert world.ledger.calls() == 0


def test_a_worker_refreshes_everything_once_and_leaves_no_job(world):
    tend_now()
    run_worker(is_patient=False)
    assert answers() == {"changed"}
    assert world.ledger.calls("pypi", endpoint="*/json") == sum(bool(who.name) for who in IDENTITIES)
    assert (asked_twice(world), jobs()) == ([], [])


def test_two_workers_share_the_lanes_and_ask_nothing_twice(world):
    tend_now()
    with worker(world) as first, worker(world) as second:
        assert {first.wait(WITHIN_S), second.wait(WITHIN_S)} == {0}
    assert answers() == {"changed"}
    assert asked_twice(world) == []


def test_what_a_worker_that_died_had_in_hand_is_done_by_another(world):
    world.fault("hang")
    tend_now()
    with worker(world) as victim:
        eventually(lambda: FetchState.objects.exclude(claim="").exists())
        victim.kill()
        victim.wait()
    (left,) = [lane for lane, status in jobs() if status == "doing"]
    world.heal()
    tend_now()
    assert (left, "doing") in jobs()  # it may still be alive
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - %s", [timedelta(seconds=DEAD_AFTER_S + 1)]
        )
    FetchState.objects.exclude(claim="").update(claimed_until=datetime.now(UTC))
    tend_now()
    assert [job for job in jobs() if job[0] != "follow_index"] == [(lane, "todo") for lane in sorted(LANES)]
    run_worker(is_patient=False)
    assert answers() == {"changed"}
    assert not FetchState.objects.exclude(claim="").exists()
