"""Whatever goes wrong with all sources at once, nothing is blanked, deleted or deprecated; afterwards all is true."""

import re

import pytest

from packgrid.catalogue.models import FetchState
from packgrid.refresh.fetch import Kind
from packgrid.refresh.models import HostState
from refresh.catalogue import PATIENT_S
from refresh.comparing import GONE, TIMES, as_told, lost, rows_now, without
from world.faults import SIGHTS
from world.spoils import CARRIED, SAID

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = [*SIGHTS, *SAID, *CARRIED]
# The faults after which something may be learnt: what is said is true, but for the order and number of items.
TELLING = {"flickering", "renamed", "doubled lists", "reversed lists", "graphql part"}
# Those that say that something is not there: git's 401 does, for what is private cannot be told from what is missing.
MISSING = {"gone", "flickering", "401"}
FAILURES = {Kind.NEVER_ASKED, Kind.UNAVAILABLE, Kind.MALFORMED, Kind.RATE_LIMITED}
LATE = {"hang", "slow", "drip"}
HASTY_S = 0.1
SENTENCE = re.compile(r"https?://[^\s@]+: .*\w \w.*")
PASSWORD = "password-of-the-index"


@pytest.fixture(scope="module", params=["key", ""], ids=["token", "no token"])
def token(request):
    return request.param


@pytest.fixture
def indexed(stage, settings):
    """The stage, whose index wants a password."""
    settings.PYPI_URL = settings.PYPI_URL.replace("://", f"://reader:{PASSWORD}@")
    return stage


def test_what_was_refreshed_is_as_if_it_were_fetched_today(stage):
    assert as_told(stage.truth, is_new=True) == as_told(stage.fresh(), is_new=True)
    assert as_told(stage.truth) != as_told(stage.before)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_all_sources_do_what_is_known_stays_and_then_becomes_true(indexed, kind, settings, caplog):
    stage = indexed
    settings.TIMEOUT_S = HASTY_S if kind in LATE else PATIENT_S
    stage.world.fault(kind)
    assert {outcome.kind for outcome in stage.ask()} <= kinds_after(kind)
    now = rows_now()
    assert lost(stage.before, now, stage.truth) == []
    if kind not in TELLING:
        unsaid = GONE | TIMES if kind in MISSING else set()
        assert without(now, unsaid) == without(stage.before, unsaid)
    assert [error for error in errors() if not SENTENCE.fullmatch(error) or PASSWORD in error] == []
    assert not HostState.objects.filter(last_error__contains=PASSWORD).exists()

    stage.world.heal()
    stage.world.fault(kind, share=0.5, projects=0.5 if kind in SIGHTS else None)
    stage.ask()
    assert lost(stage.before, rows_now(), stage.truth) == []

    stage.world.heal()
    settings.TIMEOUT_S = PATIENT_S
    stage.ask()
    assert as_told(rows_now()) == as_told(stage.truth)
    assert errors() == []
    assert caplog.text == ""


def kinds_after(kind: str) -> set[Kind]:
    """What may become of a question while this fault is there."""
    told = {Kind.CHANGED, Kind.UNCHANGED} if kind in TELLING else {Kind.UNCHANGED} if kind == "304" else set()
    return FAILURES | told | ({Kind.GONE} if kind in MISSING else set())


def errors() -> list[str]:
    """Every reason that is kept."""
    return list(FetchState.objects.exclude(last_error="").values_list("last_error", flat=True))
