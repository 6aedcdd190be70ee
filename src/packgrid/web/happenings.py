"""What happened to packages, in sentences: for pages, feeds and whoever watches."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from packgrid.history.models import Change, Kind

# Each kind in words; `of` is what it happened to, `old` and `new` what it was and is.
SENTENCES: Mapping[Kind, object] = {
    Kind.ADDED: _("{package} was added to the catalogue"),
    Kind.RELEASE: _("{package} {of} was released"),
    Kind.YANKED: _("{package} {of} was yanked"),
    Kind.UNYANKED: _("{package} {of} is no longer yanked"),
    Kind.RELEASE_GONE: _("{package} {of} is gone from PyPI"),
    Kind.RELEASE_BACK: _("{package} {of} is back on PyPI"),
    Kind.ARCHIVED: _("{package} was archived: its repository takes no changes"),
    Kind.UNARCHIVED: _("{package} is no longer archived"),
    Kind.MOVED: _("{package} moved from {old} to {new}"),
    Kind.LICENSE: _("{package} changed its licence from {old} to {new}"),
    Kind.VULNERABILITY_APPEARED: _("{package}: the vulnerability {of} became known"),
    Kind.VULNERABILITY_FIXED: _("{package} is rid of the vulnerability {of}"),
    Kind.SUPPORT_GAINED: _("{package} supports {of}"),
    Kind.SUPPORT_LOST: _("{package} no longer supports {of}"),
    Kind.DEPRECATED: _("{package} was deprecated"),
    Kind.UNDEPRECATED: _("{package} is no longer deprecated"),
    Kind.REPLACED: _("{package} was replaced by {new}"),
    Kind.PYPI_GONE: _("{package} is gone from PyPI"),
    Kind.PYPI_BACK: _("{package} is back on PyPI"),
    Kind.REPO_GONE: _("The repository of {package} cannot be found"),
    Kind.REPO_BACK: _("The repository of {package} is back"),
}
NOTHING = _("nothing")


def told(change: Change) -> str:
    """A change as a sentence without a full stop; its package is read with it."""
    said = str(SENTENCES[Kind(change.kind)])
    return said.format(
        package=change.package.title, of=change.subject, old=change.old or NOTHING, new=change.new or NOTHING
    )
