from datetime import timedelta

import pytest

from packgrid.accounts.models import User
from packgrid.revisions.models import Edit
from packgrid.revisions.suspicion import measure_suspicion
from revisions.rows import NOW, edit

OLD, YOUNG = User(date_joined=NOW - timedelta(days=90)), User(date_joined=NOW - timedelta(days=1))
REMOVED = {"before": {"text": "a"}, "after": None}
EMPTIED = {"before": {"text": "a"}, "after": {"text": ""}}
LINK = {"after": {"text": "see https://spam.example/"}}
STILL_LINKED = {"before": {"text": "https://a.example/"}, "after": {"text": "https://b.example/"}}
PACKAGE = {"kind": Edit.Kind.PACKAGE, "package_id": 1, "grid_id": None}
MOVED = {"before": {"repo_url": "https://a.example/b/c"}, "after": {"repo_url": "https://b.example/b/c"}}


@pytest.mark.parametrize(
    ("edits", "reasons"),
    [
        ([], ()),
        ([edit(who=OLD)], ()),
        ([edit(who=None)], ()),
        ([edit(who=YOUNG)], ("new account",)),
        ([edit(**REMOVED)] * 2, ()),
        ([edit(**REMOVED)] * 3, ("removes much",)),
        ([edit(**EMPTIED)] * 2, ()),
        ([edit(**EMPTIED)] * 3, ("empties texts",)),
        ([edit(**LINK)], ("adds links",)),
        ([edit(**STILL_LINKED)], ()),
        ([edit(**PACKAGE, after={"documentation_url": "https://docs.example/"})], ()),
        ([edit(**PACKAGE | MOVED)], ("changes addresses",)),
        ([edit()] * 31, ("in haste",)),
        ([edit(at=NOW - timedelta(hours=2))] * 31, ()),
    ],
)
def test_each_rule_holds_for_what_it_names(edits, reasons):
    assert measure_suspicion(edits, NOW).reasons == reasons


def test_one_sign_is_no_suspicion_and_two_are():
    assert not measure_suspicion([edit(who=YOUNG)], NOW).is_raised
    assert measure_suspicion([edit(who=YOUNG, **LINK)], NOW).is_raised
