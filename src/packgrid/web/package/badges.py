"""Badges: small SVG pictures with a label and a value."""

from collections.abc import Callable, Mapping
from datetime import datetime

import attrs
from django.utils.html import format_html
from django.utils.safestring import SafeString

from packgrid.assessment.summary import Summary
from packgrid.catalogue.cooldown import read_release_age
from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.queries import facts_of
from packgrid.lib.classifiers import django_versions, python_versions
from packgrid.web.package.verdict import make_verdict_line

# White on each of these has a contrast of 4.5 and more.
COLOURS = {"good": "#1b6b3a", "warn": "#7a5200", "bad": "#a92c1f", "": "#14507d", "unknown": "#5c636a"}
GOOD_SCORE, FAIR_SCORE = 70, 40
LONGEST = 40
A_FEW = 3


@attrs.frozen
class Badge:
    """The label and value of a badge, and the name of its colour."""

    label: str
    value: str
    tone: str = ""


@attrs.frozen(kw_only=True)
class BadgeSubject:
    """The package of a badge, the time and the reader's cooldown in days; `make_summary` makes its assessment."""

    package: Package
    now: datetime
    cooldown: int
    make_summary: Callable[[], Summary]

    @property
    def facts(self) -> Facts:
        """The facts of the package."""
        return facts_of(self.package)


UNKNOWN = "unknown"


def version_badge(subject: BadgeSubject) -> Badge:
    return make_badge("version", subject.facts.version)


def age_badge(subject: BadgeSubject) -> Badge:
    """The version and the days since its release: green once it is older than the cooldown."""
    facts, age = subject.facts, read_release_age(subject.facts, subject.now)
    if not facts.version or age is None:
        return make_badge("version", facts.version and f"{facts.version}, {UNKNOWN} age", UNKNOWN)
    days = "released today" if not age else "1 day old" if age == 1 else f"{age} days old"
    return Badge("version", f"{facts.version}, {days}", "warn" if age < subject.cooldown else "good")


def health_badge(subject: BadgeSubject) -> Badge:
    """The score, 0 to 100."""
    total = subject.make_summary().score.total
    if total is None:
        return make_badge("health", None)
    return Badge("health", f"{total} of 100", "good" if total >= GOOD_SCORE else "" if total >= FAIR_SCORE else "warn")


def status_badge(subject: BadgeSubject) -> Badge:
    mark = make_verdict_line(subject.make_summary().verdict).mark
    return Badge("status", mark.word.lower(), mark.tone or UNKNOWN)


def django_badge(subject: BadgeSubject) -> Badge:
    """The Djangos that the newest release declares."""
    return make_versions_badge("Django", django_versions(subject.facts.classifiers or ()))


def python_badge(subject: BadgeSubject) -> Badge:
    """The Pythons that the newest release declares."""
    return make_versions_badge("Python", python_versions(subject.facts.classifiers or ()))


def licence_badge(subject: BadgeSubject) -> Badge:
    return make_badge("licence", subject.facts.known_license)


def make_badge(label: str, value: str | None, tone: str = "") -> Badge:
    """A badge with this value, or with "unknown"."""
    return Badge(label, value, tone) if value else Badge(label, UNKNOWN, UNKNOWN)


def make_versions_badge(label: str, versions: tuple[str, ...]) -> Badge:
    """A badge that lists a few versions, or gives the first and last of many."""
    text = " | ".join(versions) if len(versions) <= A_FEW else f"{versions[0]} to {versions[-1]}"
    return make_badge(label, text)


BADGES: Mapping[str, Callable[[BadgeSubject], Badge]] = {
    "version": version_badge,
    "age": age_badge,
    "health": health_badge,
    "django": django_badge,
    "python": python_badge,
    "status": status_badge,
    "licence": licence_badge,
}
DEFAULT = "version"

# Tenths of a pixel at 11 px, measured in DejaVu Sans; Verdana is made alike.
WIDTHS: Mapping[int, str] = {
    31: "'ijlIJ", 36: " ,./:;\\|", 40: "f-", 43: "()[]t!r", 51: '"', 55: "*_`", 58: "s?z", 60: "cL", 64: "Fk",
    66: "vxyPTYaoe",
    70: "$0123456789ESbdghnpqu{}", 75: "KABVXZRC", 82: "UNHDG&", 88: "OQw", 92: "#+<=>^~M", 107: "%mW@",
}  # fmt: skip
WIDTH_OF = {sign: width / 10 for width, signs in WIDTHS.items() for sign in signs}
WIDEST = 11.0
FONT_FAMILY = "Verdana,Geneva,DejaVu Sans,sans-serif"
HEIGHT, PADDING = 20, 6


def draw_badge(badge: Badge) -> SafeString:
    """The badge as SVG, with a title for screen readers. Each text gets the width that was measured for it."""
    value = badge.value if len(badge.value) <= LONGEST else f"{badge.value[: LONGEST - 1]}…"
    left, right = measure_half(badge.label), measure_half(value)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" '
        'aria-label="{2}: {3}"><title>{2}: {3}</title>'
        '<rect width="{0}" height="{1}" rx="3" fill="{4}"/>'
        '<path d="M3 0H{5}V{1}H3A3 3 0 0 1 0 17V3A3 3 0 0 1 3 0Z" fill="#33383d"/>'
        '<g fill="#fff" font-family="{6}" font-size="11" text-rendering="geometricPrecision">'
        '<text x="{7}" y="14" textLength="{8}">{2}</text><text x="{9}" y="14" textLength="{10}">{3}</text></g></svg>',
        left + right,
        HEIGHT,
        badge.label,
        value,
        COLOURS[badge.tone],
        left,
        FONT_FAMILY,
        PADDING,
        left - 2 * PADDING,
        left + PADDING,
        right - 2 * PADDING,
    )


def measure_half(text: str) -> int:
    """The width of one half of a badge with this text, in pixels."""
    return round(measure_text(text)) + 2 * PADDING


def measure_text(text: str) -> float:
    """The width of a text at 11 px, in pixels."""
    return sum(WIDTH_OF.get(sign, WIDEST) for sign in text)
