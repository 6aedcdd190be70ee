"""Whatever anybody sends to any address, no answer is a fault of ours, and each can be read.

    pytest tests/fuzz --fuzz-seconds=60

Requests come in short sessions: of nobody, of a person, or of a moderator. What a session changes is undone at its end,
so that each can be sent again alone: `--fuzz-only` takes its number, `--fuzz-seed` the seed, as a failure prints them.
A fixed number of sessions comes first, however slow the machine is; then others until the seconds are over.
"""

import time
import traceback
from collections.abc import Callable, Iterator
from random import Random

import attrs
import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

from fuzz.sent import Answer, Request, faults_of, send
from fuzz.sessions import LONGEST_SESSION, PEOPLE, Maker, parameter_names, signed_in
from fuzz.site import HIDDEN, make_site, sign_in
from packgrid.accounts.models import User
from routes import mounted_routes

NOWHERE = "http://127.0.0.1:9"
ADDRESSES = ("PYPI_URL", "PYPISTATS_URL", "OSV_URL", "GITHUB_API_URL", "GITHUB_GRAPHQL_URL", "GITLAB_API_URL")
FIRST_SESSIONS = 600


@pytest.fixture
def nowhere(settings) -> None:
    """Nobody else is asked: every outside service is a port of loopback where nothing listens."""
    for name in (*ADDRESSES, "BITBUCKET_API_URL", "CODEBERG_API_URL", "GIT_URL"):
        setattr(settings, name, f"{NOWHERE}/{name.lower()}")
    settings.PRIVATE_HOSTS = {"127.0.0.1"}


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Requests leave the connection open, as with Django's own test client: closing it would end the transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def no_listener(transactional_db) -> Iterator[None]:
    """End the session in which the response cache listens to PostgreSQL: a database in use cannot be dropped."""
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@attrs.define
class Log:
    """What was sent so far."""

    requests: int = 0
    statuses: dict[str, int] = attrs.Factory(dict)
    seconds: float = 0.0

    def add(self, answer: Answer) -> None:
        self.requests += 1
        self.statuses[answer.status[:3]] = self.statuses.get(answer.status[:3], 0) + 1


@pytest.mark.django_db(transaction=True)
def test_every_route_answers_whatever_is_sent(nowhere, kept_connection, no_listener, request, capsys):
    from packgrid.config.wsgi import application  # noqa: PLC0415 it sets up what a test run has set up already

    option = request.config.getoption
    seed, only, until = option("--fuzz-seed"), option("--fuzz-only"), time.monotonic() + option("--fuzz-seconds")
    values, routes, names = make_site(), mounted_routes(), parameter_names()
    keys = {"nobody": ""} | {name: sign_in(User.objects.get(username=name)) for name in PEOPLE[1:]}
    log, began = Log(), time.monotonic()
    assert (len(routes) > 300, len(names) > 40) == (True, True)
    for number in numbers(only, until):
        maker = Maker(Random(f"{seed} {number}"), routes, values, names)  # noqa: S311 the same each time
        with undone():
            send_session(maker, number, keys, lambda asked: send(application, asked), log)
    log.seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\n{connection.vendor}: {log.requests} requests, {60 * log.requests / log.seconds:.0f} a minute; "  # noqa: T201 who runs it wants to know
              f"{dict(sorted(log.statuses.items()))}")  # fmt: skip


def numbers(only: int | None, until: float) -> Iterator[int]:
    """The numbers of the sessions: the fixed ones, then more until the time is over; or one alone."""
    if only is not None:
        yield only
        return
    number = 0
    while number < FIRST_SESSIONS or time.monotonic() < until:
        yield number
        number += 1


class undone:  # noqa: N801 it reads as a part of the with statement
    """A transaction that is rolled back, whatever happened in it."""

    def __enter__(self) -> None:
        cache.clear()
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *raised: object) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


def send_session(
    maker: Maker, number: int, keys: dict[str, str], sending: Callable[[Request], Answer], log: Log
) -> None:
    """Send the requests of a session, each made of the answer before; fail at the first fault."""
    who = PEOPLE[number % len(PEOPLE)]
    sent: list[Request] = []
    answer: Answer | None = None
    for place in range(maker.random.randint(1, LONGEST_SESSION)):
        made = maker.request(answer, sent[-1].target if sent else "/")
        if place == 0 and number // len(PEOPLE) < len(maker.routes):
            made = maker.visit(maker.routes[number // len(PEOPLE)])
        sent.append(signed_in(made, keys[who], has_token=maker.random.random() < 0.9))
        answer = sending(sent[-1])
        log.add(answer)
        faults = faults_of(sent[-1], answer)
        if who != "grace" and HIDDEN.encode() in answer.body:
            faults.append("it shows a hidden package")
        if faults or answer.error:
            pytest.fail(report(number, who, sent, faults, answer), pytrace=False)
        run_callbacks()


def run_callbacks() -> None:
    """Run what waits for the commit, which no session reaches."""
    callbacks, connection.run_on_commit = connection.run_on_commit, []
    for _savepoints, callback, _is_robust in callbacks:
        callback()


def report(number: int, who: str, sent: list[Request], faults: list[str], answer: Answer) -> str:
    """What was sent, what came back, and how to do it again."""
    requests = "\n".join(f"{at}. {request}" for at, request in enumerate(sent, 1))
    raised = "".join(traceback.format_exception(answer.error)) if answer.error else ""
    return (
        f"{'; '.join(faults) or 'a view raised'} for {who} after these requests (the last one failed):\n{requests}\n"
        f"{raised}\nAgain: pytest tests/fuzz --fuzz-only={number}  (and --fuzz-seed, if it was given)"
    )
