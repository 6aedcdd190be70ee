import pytest

from community.people import NOW, make_moderator, make_person
from packgrid.catalogue.models import Example, Facts, Package
from packgrid.community.account_deletion import delete_account
from packgrid.community.models import Decision, Favorite, Flag, Maintainer, Reply, Usage, Watch
from packgrid.community.usage_and_favorites import put_favorite, put_usage
from packgrid.community.watchlist import follow
from web.rows import make_package

pytestmark = pytest.mark.django_db


def test_what_is_ones_own_goes_and_what_one_did_for_others_stays_without_a_name(django_user_model):
    ada, package = make_person(), make_package(created_by=None)
    Package.objects.update(created_by=ada)
    put_usage(ada, package, is_used=True)
    put_favorite(ada, package, is_liked=True)
    follow(ada, package=package)
    Maintainer.objects.create(user=ada, package=package, token="t", proven_at=NOW)
    shown = Flag.objects.create(user=ada, package=package, reason="No.", is_accepted=True)
    Flag.objects.create(user=ada, package=make_package("b"), reason="Not looked at.")
    Reply.objects.create(user=ada, flag=shown, text="Yes.")
    Example.objects.create(package=package, title="S", url="https://s.example/", created_by=ada, is_approved=True)
    Example.objects.create(package=package, title="T", url="https://t.example/", created_by=ada)
    delete_account(ada)
    assert not django_user_model.objects.exists()
    assert not any(model.objects.exists() for model in (Usage, Favorite, Watch, Maintainer))
    assert Facts.objects.get().usage_count == 0
    assert [(flag.reason, flag.user) for flag in Flag.objects.all()] == [("No.", None)]
    assert [(reply.text, reply.user) for reply in Reply.objects.all()] == [("Yes.", None)]
    assert [site.title for site in Example.objects.all()] == ["S"]
    assert Package.objects.get(slug="django-a").created_by is None


def test_the_decisions_of_a_moderator_stay():
    mo = make_moderator()
    Decision.objects.create(by=mo, subject="flag", about="x", verdict="declined")
    delete_account(mo)
    assert Decision.objects.get().by is None
