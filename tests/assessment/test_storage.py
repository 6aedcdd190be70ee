from datetime import timedelta

import pytest

from announcements import heard_by
from packgrid.assessment.editing import decide_proposals
from packgrid.assessment.models import Assessment, Proposal
from packgrid.assessment.queries import read_evidence
from packgrid.assessment.rules.evidence import CommitAuthor, Evidence, KnownVulnerability, Namesake, ReleaseEvidence
from packgrid.assessment.storage import AN_HOUR, UnassessedWalk, assess_due, assess_packages
from packgrid.catalogue.models import Facts, FetchState, Package, Readme, Release
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Kind, Point
from packgrid.projections.announcements import announce
from packgrid.projections.change_set import ChangeSet
from packgrid.search.models import Entry
from refresh.rows import LONG_AGO, NOW, package

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL = "https://github.com/a/a"
LINKS = {"repository": URL, "documentation": "https://docs.example/"}
FACTS = {
    "version": "1.0",
    "released_at": NOW - DAY,
    "license": "MIT",
    "links": LINKS,
    "classifiers": ["Framework :: Django :: 6.0"],
    "requires_dist": ["django>=6.0"],
    "vulnerabilities": [{"id": "PYSEC-1", "fixed_in": ["1.1"]}],
    "contributors": ["ada", "sweep[bot]"],
    "bots": ["sweep[bot]"],
    "year_authors": [["Ada", 3], ["sweep[bot]", 2]],
    "weekly_commits": [0] * 52,
    "stars": 5,
    "provenance": {"version": ["pypi", 0], "stars": ["github", 0]},
}


def known(slug="a", **facts: object) -> Package:
    made = package(slug, repo_url=URL)
    Facts.objects.filter(package=made).update(**FACTS | facts)
    return made


def test_rows_become_evidence_in_a_constant_number_of_queries(django_assert_num_queries):
    made, other = known(), package("b", pypi_name="django-a", repo_url="https://github.com/b/b")
    Readme.objects.create(package=made, html="<p>")
    moved = {"kind": Kind.MOVED, "at": NOW, "source": "github"}
    Change.objects.create(package=made, old="https://github.com/old/a", new=URL, **moved)
    Change.objects.create(package=made, old=URL, new="https://github.com/new/a", **moved)
    Release.objects.create(package=made, version="1.0", sort_key="1", has_wheel=True, classifiers=["c"])
    FetchState.objects.filter(source="pypi", package=made).update(last_success_at=NOW)
    FetchState.objects.filter(source="git", package=made).update(last_success_at=NOW - DAY)
    with django_assert_num_queries(6):
        found = read_evidence([made.pk, other.pk])
    assert found[made.pk] == Evidence(
        slug="a",
        title="A",
        repo_url=URL,
        pypi_name="django-a",
        namesakes=(Namesake(slug="b", repo_url="https://github.com/b/b"),),
        releases=(ReleaseEvidence(version="1.0", has_wheel=True, has_sdist=False, classifiers=("c",)),),
        has_readme=True,
        repo_moved_from=("https://github.com/old/a",),
        repo_origin="github",
        repo_confirmed_at=NOW - DAY,
        pypi_origin="pypi",
        pypi_confirmed_at=NOW,
        version="1.0",
        released_at=NOW - DAY,
        license="MIT",
        links=LINKS,
        classifiers=("Framework :: Django :: 6.0",),
        requires_dist=("django>=6.0",),
        vulnerabilities=(KnownVulnerability(id="PYSEC-1", fixed_in=("1.1",)),),
        contributor_count=1,
        authors=(CommitAuthor("Ada", 3), CommitAuthor("sweep[bot]", 2, is_bot=True)),
        weekly_commits=(0,) * 52,
        stars=5,
    )
    assert found[other.pk] == Evidence(
        slug="b",
        title="B",
        repo_url="https://github.com/b/b",
        pypi_name="django-a",
        namesakes=(Namesake(slug="a", repo_url=URL),),
    )


def test_what_is_concluded_is_kept_and_the_score_remembered():
    made = known()
    assess_packages([made.pk], now=NOW)
    found = Assessment.objects.get()
    assert (found.assessed_at, found.identity, found.score is not None) == (NOW, "verified", True)
    assert "vulnerable" in found.labels
    assert Point.objects.get(metric=HISTORY_IDS["score"]).value == found.score
    Facts.objects.update(vulnerabilities=[])
    assess_packages([made.pk], now=NOW + DAY)
    assert "vulnerable" not in Assessment.objects.get().labels
    assert Point.objects.filter(metric=HISTORY_IDS["score"]).count() == 2


def test_what_was_not_assessed_for_a_day_is_assessed_again_the_newest_first():
    first, second, third = known("a"), known("b"), known("c")
    assess_packages([first.pk], now=NOW - 2 * DAY)
    assess_packages([second.pk], now=NOW)
    unassessed = UnassessedWalk()
    assert assess_due(NOW, unassessed, limit=1) == 1
    assert set(Assessment.objects.values_list("pk", flat=True)) == {first.pk, second.pk, third.pk}
    assert assess_due(NOW, unassessed, limit=5) == 1
    assert assess_due(NOW, unassessed, limit=5) == 0
    assert set(Assessment.objects.values_list("assessed_at", flat=True)) == {NOW}


def test_what_is_due_and_says_something_else_is_one_change_set_for_those_that_follow():
    made, same = known("a"), known("b", repo_moved_to="https://github.com/b/b")
    assess_packages([made.pk, same.pk], now=NOW)
    Facts.objects.filter(package=made).update(vulnerabilities=[])
    heard: list[ChangeSet] = []
    with heard_by(heard.append):
        assess_due(NOW + DAY, UnassessedWalk())
    assert heard == [ChangeSet(due_assessments={made.pk, same.pk}, assessed_packages={made.pk})]
    assert set(Assessment.objects.values_list("assessed_at", flat=True)) == {NOW + DAY}


def test_a_verdict_that_ages_is_found_by_search_in_the_same_transaction():
    made = known(released_at=NOW - timedelta(days=300), last_commit_at=NOW - timedelta(days=300))
    FetchState.objects.update(last_success_at=NOW)
    assess_packages([made.pk], now=NOW)
    announce(packages={made.pk})
    assert Entry.objects.get(package=made).score == Assessment.objects.get().score
    before = Assessment.objects.get().score
    later = NOW + timedelta(days=1200)
    FetchState.objects.update(last_success_at=later)
    assess_due(later, UnassessedWalk())
    after = Assessment.objects.get().score
    assert (Entry.objects.get(package=made).score, after < before) == (after, True)


def test_a_walk_over_the_unassessed_finds_a_lower_id_within_an_hour():
    unassessed, late, early = UnassessedWalk(), known("late"), known("early")
    assess_packages([late.pk, early.pk], now=NOW)
    assert unassessed.next_ids(NOW, 5) == []
    Assessment.objects.filter(pk=late.pk).delete()
    new = known("new")
    assert unassessed.next_ids(NOW, 5) == [new.pk]
    assert unassessed.next_ids(NOW + AN_HOUR, 5) == [late.pk, new.pk]


def test_what_the_facts_speak_for_is_proposed_until_they_no_longer_do():
    made = known(repo_moved_to="https://github.com/b/b")
    assess_packages([made.pk], now=NOW)
    assess_packages([made.pk], now=NOW + DAY)
    proposal = Proposal.objects.get()
    assert (proposal.field, proposal.value) == ("repo_url", "https://github.com/b/b")
    assert Package.objects.get().repo_url == URL
    Facts.objects.update(repo_moved_to=None)
    assess_packages([made.pk], now=NOW + 2 * DAY)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("is_accepted", "url"), [(True, "https://github.com/b/b"), (False, URL)])
def test_only_an_accepted_proposal_changes_its_package_and_no_decision_is_asked_for_twice(
    admin_user, announced, is_accepted, url
):
    made = known(repo_moved_to="https://github.com/b/b")
    assess_packages([made.pk], now=NOW)
    assert decide_proposals(Proposal.objects.all(), by=admin_user, is_accepted=is_accepted) == 1
    assert decide_proposals(Proposal.objects.all(), by=admin_user, is_accepted=not is_accepted) == 0
    changed = Package.objects.get()
    assert (changed.repo_url, changed.modified > LONG_AGO) == (url, is_accepted)
    assert announced == [{made.pk}] * is_accepted
    Facts.objects.update(repo_moved_to=None)
    assess_packages([made.pk], now=NOW)
    decided = Proposal.objects.filter(value="https://github.com/b/b")
    assert decided.values_list("is_accepted", "decided_by").get() == (is_accepted, admin_user.pk)
