"""Changes of packages as sentences, for pages, feeds and mails."""

from collections.abc import Mapping

from packgrid.history.models import Change, Kind
from packgrid.history.recent_events import Event, Load
from packgrid.web.formats import format_whole_number

# The tone of each kind ("good", "warn", "bad" or ""), and the sentence without the name of the package.
# `of` is the subject of the change, `old` and `new` are the values before and after, `index` is that of the package.
SENTENCES: Mapping[Kind, tuple[str, str]] = {
    Kind.ADDED: ("", "was added to the catalogue"),
    Kind.RELEASE: ("", "{of} was released"),
    Kind.YANKED: ("bad", "{of} was yanked"),
    Kind.UNYANKED: ("good", "{of} is no longer yanked"),
    Kind.RELEASE_GONE: ("bad", "{of} is no longer on {index}"),
    Kind.RELEASE_BACK: ("good", "{of} is back on {index}"),
    Kind.ARCHIVED: ("warn", "was archived"),
    Kind.UNARCHIVED: ("good", "is no longer archived"),
    Kind.MOVED: ("", "moved from {old} to {new}"),
    Kind.LICENSE: ("warn", "changed its licence from {old} to {new}"),
    Kind.VULNERABILITY_APPEARED: ("bad", "has a new known vulnerability, {of}"),
    Kind.OLDER_VULNERABILITY: ("warn", "has a new known vulnerability in older releases, {of}"),
    Kind.VULNERABILITY_FIXED: ("good", "fixed the vulnerability {of}"),
    Kind.SUPPORT_GAINED: ("good", "supports {of}"),
    Kind.SUPPORT_LOST: ("warn", "no longer supports {of}"),
    Kind.DEPRECATED: ("bad", "was deprecated"),
    Kind.UNDEPRECATED: ("good", "is no longer deprecated"),
    Kind.REPLACED: ("warn", "was replaced by {new}"),
    Kind.PYPI_GONE: ("bad", "is no longer on {index}"),
    Kind.PYPI_BACK: ("good", "is back on {index}"),
    Kind.REPO_GONE: ("bad", "lost its repository: the address no longer works"),
    Kind.REPO_BACK: ("good", "has a working repository again"),
    Kind.ATTESTATION_LOST: ("warn", "{of} has no attestation; {old} had one"),
    Kind.PUBLISHER_CHANGED: (
        "warn",
        "{of} was uploaded by {new}, the release before by {old}",
    ),
}
FIXED_VULNERABILITY = "has a new known vulnerability, {of}, fixed in {new}"
NOTHING = "nothing"


def describe_change(change: Change) -> str:
    """Such as "was archived": the sentence about a change without the name of its package and without a full stop.

    Reads the package unless it was selected with the change.
    """
    _tone, sentence = SENTENCES[Kind(change.kind)]
    if change.kind == Kind.VULNERABILITY_APPEARED and change.new:
        sentence = FIXED_VULNERABILITY
    values = {"of": change.subject, "old": change.old or NOTHING, "new": change.new or NOTHING}
    return sentence.format(**values, index=change.package.index_title)


def make_change_sentence(change: Change) -> str:
    """Such as "widgets was archived". Reads the package unless it was selected with the change."""
    return f"{change.package.title} {describe_change(change)}"


def make_event_sentence(event: Event) -> str:
    """The sentence about a change, or "4,941 packages were added"."""
    if isinstance(event, Load):
        return f"{format_whole_number(event.count)} packages were added to the catalogue"
    return make_change_sentence(event)


def get_change_tone(change: Change) -> str:
    """The tone of a change: "good", "bad", "warn", or "" for none of these."""
    return SENTENCES[Kind(change.kind)][0]
