"""What happened to packages, in words: for pages, feeds, mails and whoever watches."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from packgrid.history.models import Change, Kind

# The tone of each kind ("good", "warn", "bad" or ""), and its words, as they stand behind the name of the package.
# `of` is what it happened to, `old` and `new` what it was and is.
WORDS: Mapping[Kind, tuple[str, object]] = {
    Kind.ADDED: ("", _("was added to the catalogue")),
    Kind.RELEASE: ("", _("{of} was released")),
    Kind.YANKED: ("bad", _("{of} was yanked")),
    Kind.UNYANKED: ("good", _("{of} is no longer yanked")),
    Kind.RELEASE_GONE: ("bad", _("{of} is gone from PyPI")),
    Kind.RELEASE_BACK: ("good", _("{of} is back on PyPI")),
    Kind.ARCHIVED: ("warn", _("was archived: its repository takes no changes")),
    Kind.UNARCHIVED: ("good", _("is no longer archived")),
    Kind.MOVED: ("", _("moved from {old} to {new}")),
    Kind.LICENSE: ("warn", _("changed its licence from {old} to {new}")),
    Kind.VULNERABILITY_APPEARED: ("bad", _("has a vulnerability that became known, {of}")),
    Kind.VULNERABILITY_FIXED: ("good", _("is rid of the vulnerability {of}")),
    Kind.SUPPORT_GAINED: ("good", _("supports {of}")),
    Kind.SUPPORT_LOST: ("warn", _("no longer supports {of}")),
    Kind.DEPRECATED: ("bad", _("was deprecated")),
    Kind.UNDEPRECATED: ("good", _("is no longer deprecated")),
    Kind.REPLACED: ("warn", _("was replaced by {new}")),
    Kind.PYPI_GONE: ("bad", _("is gone from PyPI")),
    Kind.PYPI_BACK: ("good", _("is back on PyPI")),
    Kind.REPO_GONE: ("bad", _("has no repository any more that can be found")),
    Kind.REPO_BACK: ("good", _("has its repository back")),
}
NOTHING = _("nothing")


def words(change: Change) -> str:
    """A change as a sentence goes on behind the name of its package, without a full stop."""
    _tone, said = WORDS[Kind(change.kind)]
    return str(said).format(of=change.subject, old=change.old or NOTHING, new=change.new or NOTHING)


def told(change: Change) -> str:
    """A change as a whole sentence; its package is read with it."""
    return f"{change.package.title} {words(change)}"


def tone(change: Change) -> str:
    """Whether that is "good", "bad", something to look at ("warn"), or none of these ("")."""
    return WORDS[Kind(change.kind)][0]
