"""Journeys: what a source says instead of an answer, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from packgrid.assessment.models import Proposal
from packgrid.catalogue.models import Facts, FetchState, Package
from packgrid.refresh.fetch import Kind
from packgrid.refresh.models import HostState
from packgrid.refresh.worker import Outcome
from refresh.catalogue import add_packages, clear

pytestmark = pytest.mark.django_db(transaction=True)
UNSAID, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)
ENTERPRISE = "m"  # the package at a GitHub Enterprise, which has limits of its own
LAG = timedelta(minutes=5)  # the world's clock stands still while the tests run


def facts(slug: str) -> Facts:
    return Facts.objects.get(package__slug=slug)


def ask_github(stage) -> list[Outcome]:
    """The outcomes at github.com alone."""
    return [outcome for outcome in stage.ask("github") if outcome.slug != ENTERPRISE]


def state(slug: str, source: str) -> FetchState:
    return FetchState.objects.get(package__slug=slug, source=source)


@pytest.mark.parametrize(("slug", "source"), [("a", "github"), ("d", "gitlab"), ("g", "bitbucket"), ("h", "forgejo")])
def test_a_404_that_comes_and_goes_is_counted_and_forgotten(stage, slug, source):
    known = facts(slug).default_branch
    stage.world.fault("gone", projects=[slug], service=source)
    for times in (1, 2):
        stage.ask(source)
        assert (facts(slug).repo_gone_times, facts(slug).default_branch) == (times, known)
    since = facts(slug).repo_gone_since
    assert datetime.now(UTC) - since < timedelta(minutes=1)
    assert state(slug, source).failures_in_a_row == 2
    stage.world.heal()
    stage.ask(source)
    assert (facts(slug).repo_gone_since, facts(slug).repo_gone_times) == (None, 0)
    assert (state(slug, source).failures_in_a_row, state(slug, source).last_error) == (0, "")


def test_a_rename_is_followed_recorded_and_proposed_and_people_decide(stage):
    stage.world.fault("renamed")
    stage.ask("github", "gitlab", "bitbucket", "forgejo")
    moved = dict(Facts.objects.exclude(repo_moved_to=None).values_list("package__repo_url", "repo_moved_to"))
    renamed = Package.objects.filter(slug__in="abcdefghimno").values_list("repo_url", flat=True)
    assert moved == {url: f"{url}-renamed" for url in renamed}
    assert dict(Proposal.objects.values_list("package__repo_url", "value")) == moved
    assert not Package.objects.filter(repo_url__endswith="renamed").exists()
    assert facts("a").stars == stage.truth["Facts"][1,]["stars"] != stage.before["Facts"][1,]["stars"]
    stage.world.heal()
    stage.ask("github", "gitlab", "bitbucket", "forgejo")
    assert not Facts.objects.exclude(repo_moved_to=None).exists()


def test_a_redirect_to_a_private_address_is_never_called(stage):
    there = stage.world.addresses["pypi"].replace("127.0.0.1", "localhost")
    for path in ("/pypi/django-a/json", "/simple/django-a/"):
        stage.world.put(path, {}, 302, location=f"{there}/django-b/json")
    stage.world.ledger.clear()
    stage.ask("pypi")
    assert (stage.world.ledger.calls("pypi"), stage.world.ledger.calls("pypi", status=302)) == (4, 1)
    assert state("a", "pypi").last_error == (
        f"{stage.world.addresses['pypi']}/django-a/json: redirects to {there}/django-b/json: localhost is an address "
        "of a private network (127.0.0.1); PACKGRID_ALLOWED_PRIVATE_HOSTS names those that may be called"
    )
    stage.world.server.instead.clear()


def test_a_redirect_loop_is_left_after_a_few_turns(stage):
    stage.world.fault("redirect loop", service="bitbucket")
    stage.world.ledger.clear()
    stage.ask("bitbucket")
    assert stage.world.ledger.calls("bitbucket") == 6
    assert state("g", "bitbucket").last_error.endswith("ada/g: more than 5 redirects")


@pytest.mark.parametrize(
    ("kind", "wait"),
    [
        ("429", UNSAID),
        ("429 retry-after", AN_HOUR),
        ("403 retry-after", AN_HOUR),
        ("403 spent", AN_HOUR),
        ("503 retry-after", AN_HOUR),
        ("graphql limit", UNSAID),
    ],
)
def test_come_back_later_is_heeded_by_the_whole_lane(stage, kind, wait):
    stage.world.fault(kind, service="github", seconds=3600)
    stage.world.ledger.clear()
    began = datetime.now(UTC)
    assert {outcome.kind for outcome in ask_github(stage)} == {Kind.RATE_LIMITED}
    assert stage.world.ledger.calls("github") == 1
    rests_for = HostState.objects.get(host="github").rests_until - began
    assert -LAG < rests_for - wait < timedelta(seconds=10)
    assert state("a", "github").due_at - began > wait - LAG
    assert "github/graphql: " in state("a", "github").last_error


def test_a_secondary_limit_without_any_header_is_a_limit(stage):
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    stage.world.put("/github/graphql", {"message": message}, 403)
    assert {outcome.kind for outcome in ask_github(stage)} == {Kind.RATE_LIMITED}
    stage.world.server.instead.clear()


def test_a_304_that_lies_delays_the_truth_and_nothing_more(stage):
    stage.world.fault("304", service="gitlab")
    assert {outcome.kind for outcome in stage.ask("gitlab")} == {Kind.UNCHANGED}
    assert facts("d").stars == stage.before["Facts"][4,]["stars"]
    stage.world.heal()
    stage.ask("gitlab")
    assert facts("d").stars == stage.truth["Facts"][4,]["stars"] != stage.before["Facts"][4,]["stars"]


def test_a_304_to_the_first_question_of_all_is_no_success(stage):
    clear()
    add_packages()
    stage.world.fault("304")
    assert Kind.UNCHANGED not in {outcome.kind for outcome in stage.ask()}
    assert not FetchState.objects.exclude(last_success_at=None).exists()


def test_of_an_answer_in_part_the_part_is_kept_and_the_rest_is_asked_again(stage):
    stage.world.fault("graphql part", service="github")
    outcomes = {outcome.slug: outcome for outcome in ask_github(stage)}
    told = [slug for slug, outcome in outcomes.items() if outcome.kind is not Kind.UNAVAILABLE]
    assert len(told) == 1
    for number, slug in enumerate("abc", 1):
        repo_url = Package.objects.get(slug=slug).repo_url
        said = stage.truth if slug in told else stage.before
        assert facts(slug).open_issues == said["Facts"][number,]["open_issues"]
        reason = "" if slug in told else f"{repo_url}: Resource limits for this query exceeded."
        assert state(slug, "github").last_error == reason
    stage.world.heal()
    stage.ask("github")
    assert [facts(slug).open_issues for slug in "abc"] == [
        stage.truth["Facts"][number,]["open_issues"] for number in (1, 2, 3)
    ]
