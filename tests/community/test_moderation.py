import pytest

from community.people import NOW, make_moderator, make_person
from packgrid.assessment.models import Proposal
from packgrid.catalogue.models import Example, Package
from packgrid.community import flags
from packgrid.community.errors import Refused
from packgrid.community.models import Decision, Flag
from packgrid.community.moderation import ModeratorVerdict, Ruling, record_decision
from packgrid.community.queries import accepted_flags, read_queue
from web.rows import make_package

pytestmark = pytest.mark.django_db
YES, NO, DOWN = (
    Ruling(ModeratorVerdict.ACCEPTED, "It is so."),
    Ruling(ModeratorVerdict.DECLINED),
    Ruling(ModeratorVerdict.WITHDRAWN),
)


@pytest.fixture
def mo():
    return make_moderator()


@pytest.fixture
def package():
    return make_package(facts={})


def logged():
    return list(Decision.objects.order_by("pk").values_list("by__username", "subject", "about", "verdict", "reason"))


def test_a_flag_is_shown_once_it_is_accepted_and_can_be_taken_down(mo, package):
    flag = flags.flag_package(make_person(), package, "It is a copy.", now=NOW)
    assert accepted_flags(package.pk) == []
    record_decision("flag", flag.pk, YES, by=mo, now=NOW)
    assert accepted_flags(package.pk) == [flag]
    record_decision("flag", flag.pk, DOWN, by=mo, now=NOW)
    assert accepted_flags(package.pk) == []
    assert logged() == [
        ("mo", "flag", "It is a copy.", "accepted", "It is so."),
        ("mo", "flag", "It is a copy.", "withdrawn", ""),
    ]


def test_a_site_is_listed_or_not_and_looked_at_again_after_a_change(mo, package):
    ada = make_person()
    site = flags.put_example(ada, Example(package=package, title="Shop", url="https://s.example/"), now=NOW)
    assert read_queue().examples == [site]
    record_decision("example", site.pk, YES, by=mo, now=NOW)
    site.refresh_from_db()
    assert site.is_approved
    flags.put_example(ada, site, now=NOW)
    assert read_queue().examples == [site]
    record_decision("example", site.pk, NO, by=mo, now=NOW)
    assert read_queue().is_empty
    assert [row[3] for row in logged()] == ["accepted", "declined"]


def test_a_proposal_changes_its_package(mo, package):
    columns = {"package": package, "field": "pypi_name", "reason": "PyPI says so.", "made_at": NOW}
    right = Proposal.objects.create(value="right", **columns)
    wrong = Proposal.objects.create(value="wrong", **columns)
    record_decision("proposal", right.pk, YES, by=mo, now=NOW)
    record_decision("proposal", wrong.pk, NO, by=mo, now=NOW)
    assert Package.objects.get().pypi_name == "right"
    assert [row[2:4] for row in logged()] == [("pypi_name: right", "accepted"), ("pypi_name: wrong", "declined")]


@pytest.mark.parametrize("subject", ["flag", "example", "proposal"])
def test_nobody_decides_twice_or_on_what_is_gone_or_without_the_right(mo, package, subject):
    row = {
        "flag": lambda: Flag.objects.create(package=package, reason="No."),
        "example": lambda: Example.objects.create(package=package, title="S", url="https://s.example/"),
        "proposal": lambda: Proposal.objects.create(package=package, field="pypi_name", value="x", made_at=NOW),
    }[subject]()
    with pytest.raises(Refused, match="Only moderators"):
        record_decision(subject, row.pk, YES, by=make_person(), now=NOW)
    with pytest.raises(Refused, match="Nothing was changed"):
        record_decision(subject, row.pk, DOWN, by=mo, now=NOW)
    record_decision(subject, row.pk, NO, by=mo, now=NOW)
    with pytest.raises(Refused, match="Someone else already decided"):
        record_decision(subject, row.pk, YES, by=mo, now=NOW)
    with pytest.raises(Refused, match="or it was deleted"):
        record_decision(subject, row.pk + 1, YES, by=mo, now=NOW)
    assert len(logged()) == 1


def test_the_queue_takes_four_queries(package, django_assert_num_queries):
    for at in range(5):
        person = make_person(f"p{at}")
        Flag.objects.create(user=person, package=package, reason="No.", is_accepted=[None, True][at % 2])
        Example.objects.create(package=package, title="S", url=f"https://{at}.example/", created_by=person)
    with django_assert_num_queries(4):
        waiting = read_queue()
        assert {row.user.username for row in waiting.flags} == {"p0", "p2", "p4"}
        assert {row.package.title for row in waiting.examples} == {"django-a"}
