import pytest
from django.contrib.auth.models import AnonymousUser

from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_edit, may_moderate

NOBODY = AnonymousUser()
SOMEBODY, STAFF = User(username="ada"), User(username="mo", is_staff=True)
LOCKED_OUT, FORMER_STAFF = User(username="x", is_active=False), User(username="y", is_active=False, is_staff=True)


@pytest.mark.parametrize(
    ("who", "edits", "moderates"),
    [
        (NOBODY, False, False),
        (SOMEBODY, True, False),
        (STAFF, True, True),
        (LOCKED_OUT, False, False),
        (FORMER_STAFF, False, False),
    ],
)
def test_who_may_do_what(who, edits, moderates):
    assert (may_edit(who), may_moderate(who)) == (edits, moderates)
