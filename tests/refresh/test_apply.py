"""What becomes of answers about repositories; those about projects are in test_refreshing.py."""

from datetime import timedelta

import attrs
import pytest

from packgrid.catalogue.models import Facts, FetchState, Package
from packgrid.refresh.apply import apply_all, apply_answer
from packgrid.refresh.fetch import Kind
from packgrid.sources.repos import ActivitySnapshot, Contributor, RepoSnapshot
from refresh.rows import LONG_AGO, NOW, answer, package

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL = "https://github.com/a/a"
REPO = RepoSnapshot(url=URL, description="A", stars=5, is_archived=False, pushed_at=NOW - 30 * DAY)


def still() -> float:
    return 0.0


def on_git():
    return package(pypi_name="", repo_url="https://git.example/a/a")


def on_github():
    return package(pypi_name="", repo_url=URL)


def year(*authors: Contributor, head="abc") -> ActivitySnapshot:
    return ActivitySnapshot(
        head=head, default_branch="main", last_commit_at=NOW - DAY, weekly_commits=(0,) * 52, authors=authors, tags=()
    )


def author(name: str, *, is_bot=False) -> Contributor:
    return Contributor(name=name, is_account=False, is_bot=is_bot, commits=1)


def test_the_facts_of_a_repository_are_stored_with_who_said_them_and_git_is_asked_about_the_push(announced):
    made = on_github()
    FetchState.objects.filter(source="git").update(due_at=NOW + 5 * DAY)
    assert apply_answer(answer(made, REPO, source="github", validator="v1"), now=NOW) == "changed"
    facts = Facts.objects.get()
    assert (facts.stars, facts.repo_description, facts.is_archived) == (5, "A", False)
    assert facts.provenance["stars"] == ["github", int(NOW.timestamp())]
    assert Package.objects.get().modified == facts.last_fetched_at == NOW
    assert announced == [{made.pk}]
    state = FetchState.objects.get(source="github")
    assert (state.validator, state.last_change_at, state.claim) == ("v1", REPO.pushed_at, "")
    assert state.due_at == NOW + 3 * DAY
    assert FetchState.objects.get(source="git").due_at == NOW


@pytest.mark.parametrize(("before", "is_woken"), [(None, False), ("", True), ("v1", True), ("v2", False)])
def test_a_release_at_the_host_lets_pypi_be_asked_soon_but_for_the_first_that_we_hear_of(before, is_woken):
    made = package(repo_url=URL)
    Facts.objects.update(host_release=before)
    FetchState.objects.filter(source="pypi").update(due_at=NOW + 5 * DAY)
    apply_answer(answer(made, attrs.evolve(REPO, latest_release="v2"), source="github"), now=NOW)
    assert FetchState.objects.get(source="pypi").due_at == NOW + (timedelta(minutes=15) if is_woken else 5 * DAY)


def test_unchanged_answers_write_their_rows_and_nothing_else(announced, django_assert_max_num_queries):
    packages = [package(slug, pypi_name="", repo_url=f"{URL}{slug}") for slug in "abc"]
    for made in packages:
        apply_answer(answer(made, REPO, source="github"), now=NOW)
    announced.clear()
    before = list(Facts.objects.order_by("pk").values())
    later = NOW + DAY
    answers = [answer(made, REPO, source="github", now=later, validator="v2") for made in packages]
    with django_assert_max_num_queries(6):  # a read of all facts, a row each, the transaction
        assert apply_all(answers, now=later, jitter=still) == ["unchanged"] * 3
    assert list(Facts.objects.order_by("pk").values()) == before
    assert announced == []
    rows = FetchState.objects.filter(source="github").values_list(
        "last_answer", "last_success_at", "validator", "claim"
    )
    assert list(rows) == [("unchanged", later, "v2", "")] * 3


def test_what_a_limit_cut_short_is_asked_for_again_in_an_hour_whether_it_was_news_or_not():
    made = on_github()
    for expected in ("changed", "unchanged"):
        short = answer(made, REPO, source="github", is_whole=False)
        assert apply_all([short], now=NOW, jitter=still) == [expected]
        assert FetchState.objects.get(source="github").due_at == NOW + timedelta(hours=1)


def test_what_completes_a_first_answer_is_no_change_of_the_repository():
    made = on_github()
    apply_answer(answer(made, REPO, source="github", is_whole=False), now=NOW)
    whole = attrs.evolve(REPO, contributors=(Contributor(name="ada", is_account=True, is_bot=False, commits=1),))
    for snapshot, changed_at in ((whole, REPO.pushed_at), (attrs.evolve(whole, stars=6), NOW)):
        assert apply_answer(answer(made, snapshot, source="github", validator="v1"), now=NOW) == "changed"
        assert FetchState.objects.get(source="github").last_change_at == changed_at


def test_one_that_changed_among_many_that_did_not_is_told_apart():
    packages = [package(slug, pypi_name="", repo_url=f"{URL}{slug}") for slug in "ab"]
    for made in packages:
        apply_answer(answer(made, REPO, source="github"), now=NOW)
    answers = [
        answer(packages[0], REPO, source="github"),
        answer(packages[1], attrs.evolve(REPO, stars=6), source="github"),
    ]
    assert apply_all(answers, now=NOW, jitter=still) == ["unchanged", "changed"]
    assert list(Facts.objects.order_by("pk").values_list("stars", flat=True)) == [5, 6]


def test_unarchiving_clears_archived():
    made = on_github()
    apply_answer(answer(made, attrs.evolve(REPO, is_archived=True, archived_at=LONG_AGO), source="github"), now=NOW)
    assert Facts.objects.values_list("is_archived", "archived_at").get() == (True, LONG_AGO)
    apply_answer(answer(made, REPO, source="github"), now=NOW)
    assert Facts.objects.values_list("is_archived", "archived_at").get() == (False, None)


def test_an_answer_for_a_row_that_is_no_longer_ours_is_dropped(announced):
    made = on_github()
    late = answer(made, REPO, source="github")
    second = answer(made, attrs.evolve(REPO, stars=7), source="github", now=NOW + DAY)
    assert apply_answer(second, now=NOW + DAY) == "changed"
    assert apply_answer(late, now=NOW + DAY) == "changed"  # what it said; nothing came of it
    assert apply_all([attrs.evolve(late, snapshot=None, kind=Kind.UNCHANGED)], now=NOW, jitter=still) == ["unchanged"]
    assert Facts.objects.get().stars == 7
    assert FetchState.objects.get(source="github").last_answer_at == NOW + DAY
    assert announced == [{made.pk}]


@pytest.mark.parametrize(
    ("make", "source", "first", "then"),
    [(on_github, "github", REPO, attrs.evolve(REPO, stars=6)), (on_git, "git", year(), year(head="def"))],
)
def test_a_repository_that_is_gone_is_remembered_and_keeps_its_facts(make, source, first, then):
    made = make()
    apply_answer(answer(made, first, source=source), now=NOW)
    before = Facts.objects.values("stars", "weekly_commits").get()
    for day in (NOW + DAY, NOW + 2 * DAY):
        apply_answer(answer(made, source=source, now=day, kind=Kind.GONE, reason="404"), now=day)
    assert Facts.objects.values_list("repo_gone_since", "repo_gone_times").get() == (NOW + DAY, 2)
    assert Facts.objects.values("stars", "weekly_commits").get() == before
    apply_answer(answer(made, then, source=source, now=NOW + 9 * DAY), now=NOW + 9 * DAY)
    assert Facts.objects.values_list("repo_gone_since", "repo_gone_times").get() == (None, 0)


def test_where_the_host_answers_git_does_not_decide_that_a_repository_is_gone():
    made = on_github()
    assert apply_answer(answer(made, source="git", kind=Kind.GONE, reason="401"), now=NOW) == "gone"
    assert Facts.objects.values_list("repo_gone_since", "repo_gone_times").get() == (None, 0)
    assert FetchState.objects.get(source="git").last_error == "401"


@pytest.mark.parametrize(
    ("moved_to", "stored"),
    [
        ("https://github.com/b/b", "https://github.com/b/b"),
        ("https://github.com/A/A.git", None),
        ("", None),
        ("nonsense", None),
    ],
)
def test_a_move_is_recorded_and_forgotten_when_it_is_undone(moved_to, stored):
    made = on_github()
    apply_answer(answer(made, REPO, source="github", moved_to=moved_to), now=NOW)
    assert Facts.objects.get().repo_moved_to == stored
    assert Package.objects.get().repo_url == URL
    apply_answer(answer(made, REPO, source="github"), now=NOW)
    assert Facts.objects.get().repo_moved_to is None


def test_authors_stand_for_contributors_only_where_no_host_names_accounts():
    made = on_github()
    apply_answer(answer(made, year(author("Ada")), source="git"), now=NOW)
    assert Facts.objects.values_list("contributors", "bots").get() == (["Ada"], [])
    accounts = (Contributor(name="ada-l", is_account=True, is_bot=False, commits=9),)
    apply_answer(answer(made, attrs.evolve(REPO, contributors=accounts), source="github"), now=NOW)
    apply_answer(answer(made, year(author("Ada"), author("Grace")), source="git"), now=NOW)
    assert Facts.objects.values_list("contributors", "bots").get() == (["ada-l"], [])


def test_of_what_two_sources_say_one_speaks_so_that_the_other_says_nothing_new():
    made = on_github()
    host = attrs.evolve(REPO, last_commit_at=NOW - 2 * DAY, default_branch="trunk")
    apply_answer(answer(made, host, source="github"), now=NOW)
    apply_answer(answer(made, year(), source="git"), now=NOW)
    assert Facts.objects.values_list("last_commit_at", "default_branch").get() == (NOW - DAY, "trunk")
    answers = [answer(made, host, source="github"), answer(made, year(), source="git")]
    before = Facts.objects.values().get()
    assert apply_all(answers, now=NOW + DAY, jitter=still) == ["unchanged"] * 2
    assert Facts.objects.values().get() == before


def test_who_contributed_before_the_year_is_not_forgotten():
    made = on_git()
    apply_answer(answer(made, year(author("Ada"), author("sweep[bot]", is_bot=True)), source="git"), now=NOW)
    apply_answer(answer(made, year(author("Grace")), source="git"), now=NOW)
    assert Facts.objects.values_list("contributors", "bots").get() == (["Grace", "Ada", "sweep[bot]"], ["sweep[bot]"])
    apply_answer(answer(made, year(), source="git"), now=NOW)
    assert Facts.objects.get().contributors == ["Grace", "Ada", "sweep[bot]"]


def test_a_validator_that_does_not_fit_is_not_kept():
    made = on_github()
    apply_answer(answer(made, REPO, source="github", validator="v" * 501), now=NOW)
    assert FetchState.objects.get(source="github").validator == ""


@pytest.mark.parametrize("write", [apply_answer, lambda said, now: apply_all([said], now=now, jitter=still)])
def test_what_was_left_out_is_still_told_after_an_answer_without_news(write):
    made = on_github()
    apply_answer(answer(made, REPO, source="github", note="left out: a"), now=NOW)
    write(answer(made, source="github", note="answered"), now=NOW + DAY)
    assert FetchState.objects.get(source="github").note == "left out: a"
    apply_answer(answer(made, attrs.evolve(REPO, stars=6), source="github", note="answered"), now=NOW + 2 * DAY)
    assert FetchState.objects.get(source="github").note == "answered"
