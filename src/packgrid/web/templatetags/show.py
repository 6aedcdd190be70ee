"""How values look on a page. None is "unknown", never 0 or nothing."""

from datetime import datetime
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince

from packgrid.catalogue.models import Facts, Package
from packgrid.lib import classifiers, markup
from packgrid.lib.locators import BadLocator, RepoLocator, parse_repo

register = template.Library()
UNKNOWN = mark_safe('<span class="unknown">unknown</span>')
THOUSAND, MILLION = 1000, 1_000_000


@register.filter
def known(value: object) -> object:
    """The value, or "unknown"."""
    return UNKNOWN if value in (None, "", [], ()) else value


@register.filter
def number(value: int | None) -> str:
    """A whole number with separators, or "unknown"."""
    return UNKNOWN if value is None else f"{value:,}"


@register.filter
def total(counts: list[int]) -> int:
    """The sum of a list of numbers."""
    return sum(counts)


@register.filter
def size(value: int | None) -> str:
    """Bytes as people read them."""
    if value is None:
        return UNKNOWN
    unit, name = (MILLION, "MB") if value >= MILLION else (THOUSAND, "kB")
    return f"{value / unit:,.1f} {name}"


@register.filter
def ago(value: datetime | None) -> SafeString:
    """How long ago, with the exact time for whoever asks."""
    if value is None:
        return UNKNOWN
    said = timesince(value, timezone.now(), depth=1).replace("\xa0", " ")
    text = "just now" if said.startswith("0") else f"{said} ago"
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact(value), text)


@register.filter
def day(value: datetime | None) -> SafeString:
    """The day, in UTC."""
    if value is None:
        return UNKNOWN
    text = f"{value:%-d %b %Y}"
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact(value), text)


@register.filter
def released(facts: Facts) -> SafeString:
    """When the newest release came: the day, or the month where only that is known."""
    if facts.released_at and facts.released_to_the_month:
        return format_html('<time datetime="{:%Y-%m}">{:%b %Y}</time>', facts.released_at, facts.released_at)
    return day(facts.released_at)


def exact(value: datetime) -> str:
    """The moment in words that mean the same everywhere."""
    return f"{value:%Y-%m-%d %H:%M} UTC"


@register.filter
def description(package: Package) -> str:
    """What the package is, by its repository, else by its project."""
    return markup.expand_emoji(package.facts.repo_description or package.facts.summary or "")


@register.filter
def pythons(facts: Facts) -> str:
    """The Python versions declared, a run of them as a range."""
    return spans(classifiers.python_versions(facts.classifiers or []))


@register.filter
def djangos(facts: Facts) -> str:
    """The Django versions declared."""
    return spans(classifiers.django_versions(facts.classifiers or []))


def spans(versions: tuple[str, ...]) -> str:
    """Up to three versions as they are, more as first to last."""
    return ", ".join(versions) if len(versions) <= 3 else f"{versions[0]} to {versions[-1]}"  # noqa: PLR2004


@register.filter
def status(facts: Facts) -> str | None:
    """The development status declared."""
    return classifiers.development_status(facts.classifiers or [])


@register.filter
def pypi_page(package: Package) -> str:
    """The address of the project's page at the index we ask."""
    index = urlsplit(settings.PYPI_URL)
    return f"{index.scheme}://{index.netloc}/project/{package.pypi_name}/" if package.pypi_name else ""


@register.filter
def repo(package: Package) -> RepoLocator | None:
    """Where its code is; None if that is not known."""
    try:
        return parse_repo(package.repo_url) if package.repo_url else None
    except BadLocator:
        return None


@register.filter
def documentation(package: Package) -> str:
    """Where its documentation is: what people entered, else what the project says."""
    return package.documentation_url or (package.facts.links or {}).get("documentation", "")


@register.filter
def requirement(text: str) -> str:
    """The name in a requirement, as pip writes it."""
    return text.partition(";")[0].strip()


@register.filter
def always(requirements: list[str] | None) -> list[str]:
    """The requirements that hold without any extra."""
    return [text for text in requirements or [] if "extra" not in text.partition(";")[2]]


@register.inclusion_tag("web/sparkline.html")
def sparkline(weeks: list[int] | None, width: int = 208, height: int = 40) -> dict[str, object]:
    """A year of weekly commits as bars, with a sentence for those who do not see it."""
    top = max(weeks or [0]) or 1
    step = width / 52
    bars = [
        {"x": f"{at * step:.1f}", "y": f"{height - count / top * height:.1f}", "h": f"{count / top * height:.1f}"}
        for at, count in enumerate(weeks or [])
        if count
    ]
    total = sum(weeks or [])
    return {"weeks": weeks, "bars": bars, "width": width, "height": height, "bar": f"{step - 1:.1f}", "total": total}


@register.inclusion_tag("web/source.html")
def source(facts: Facts, part: str) -> dict[str, object]:
    """Where one part of the facts comes from and how old it is."""
    origin, at = getattr(facts, f"{part}_origin"), getattr(facts, f"{part}_confirmed_at")
    return {"origin": {"pypi": "PyPI"}.get(origin, origin), "at": at}


@register.simple_tag(takes_context=True)
def sorted_by(context: template.Context, name: str, first: str = "-") -> dict[str, str]:
    """The link of a column's heading and what screen readers hear: `first` is the direction of the first click."""
    current = context["sort"]
    turned = {f"-{name}": name, name: f"-{name}"}.get(current, f"{first}{name}")
    heard = {f"-{name}": "descending", name: "ascending"}.get(current, "none")
    return {"url": f"?sort={turned}", "aria": heard}
