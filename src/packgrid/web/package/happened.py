"""What happened to a package, in words: for its page and for feeds."""

from collections.abc import Mapping
from datetime import datetime

import attrs
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from packgrid.history.models import Change, Kind


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened, as a sentence; `tone` is "good", "warn", "bad" or "" and `source` who told it."""

    id: int
    at: datetime
    tone: str
    sentence: str
    source: str


# The tone of each kind, and its sentence.
WORDS: Mapping[Kind, tuple[str, object]] = {
    Kind.ADDED: ("", gettext_lazy("It was added to the catalogue.")),
    Kind.RELEASE: ("", gettext_lazy("%(subject)s was released.")),
    Kind.YANKED: ("bad", gettext_lazy("%(subject)s was yanked.")),
    Kind.UNYANKED: ("good", gettext_lazy("%(subject)s is no longer yanked.")),
    Kind.RELEASE_GONE: ("bad", gettext_lazy("%(subject)s is no longer listed.")),
    Kind.RELEASE_BACK: ("good", gettext_lazy("%(subject)s is listed again.")),
    Kind.ARCHIVED: ("warn", gettext_lazy("Its repository was archived.")),
    Kind.UNARCHIVED: ("good", gettext_lazy("Its repository is no longer archived.")),
    Kind.MOVED: ("", gettext_lazy("Its repository moved to %(new)s.")),
    Kind.LICENSE: ("warn", gettext_lazy("Its licence changed from %(old)s to %(new)s.")),
    Kind.VULNERABILITY_APPEARED: ("bad", gettext_lazy("%(subject)s became known, a vulnerability.")),
    Kind.VULNERABILITY_FIXED: ("good", gettext_lazy("%(subject)s, a vulnerability, no longer concerns it.")),
    Kind.SUPPORT_GAINED: ("good", gettext_lazy("It declares support of %(subject)s.")),
    Kind.SUPPORT_LOST: ("warn", gettext_lazy("It no longer declares support of %(subject)s.")),
    Kind.DEPRECATED: ("bad", gettext_lazy("It was deprecated.")),
    Kind.UNDEPRECATED: ("good", gettext_lazy("It is no longer deprecated.")),
    Kind.REPLACED: ("warn", gettext_lazy("Its successor is %(new)s.")),
    Kind.PYPI_GONE: ("bad", gettext_lazy("PyPI no longer has it.")),
    Kind.PYPI_BACK: ("good", gettext_lazy("PyPI has it again.")),
    Kind.REPO_GONE: ("bad", gettext_lazy("Its repository is gone.")),
    Kind.REPO_BACK: ("good", gettext_lazy("Its repository is back.")),
}


def event(change: Change) -> Event:
    """A change as a sentence that can stand behind the name of its package."""
    tone, words = WORDS[Kind(change.kind)]
    none = _("none")
    said = {"subject": change.subject, "old": change.old or none, "new": change.new or none}
    return Event(id=change.pk, at=change.at, tone=tone, sentence=str(words) % said, source=change.source)
