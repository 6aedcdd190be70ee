"""The environment of our pages: Jinja2 with the functions that templates call."""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.template import defaultfilters
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import json_script
from django.utils.translation import get_language, get_language_bidi
from jinja2 import BaseLoader, ChainableUndefined, Environment, FileSystemLoader

from packgrid.lib.plurals import choose_plural
from packgrid.web import addresses, answer_marks, change_sentences, charts, cooldown_marks, formats
from packgrid.web.compact_templates import compact_source
from packgrid.web.lists import missing_facts, row_html
from packgrid.web.package import formats as package_formats
from packgrid.web.people import page_actions

TEMPLATES = Path(__file__).parent / "jinja2"


class CompactLoader(FileSystemLoader):
    """Loads templates; those in HTML without indentation and lines of their own for tags."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_current = super().get_source(environment, template)
        return compact_source(source) if path.endswith(".html") else source, path, is_current


def make_environment(**options: Any) -> Environment:  # noqa: ANN401 Django passes the options of the backend on
    """The environment in which our templates are compiled and rendered."""
    loader: BaseLoader = CompactLoader(TEMPLATES)
    settings = {"keep_trailing_newline": True, "undefined": ChainableUndefined, **options, "loader": loader}
    environment = Environment(**settings)  # noqa: S701 Django's backend passes autoescape=True
    environment.filters.update(FILTERS)
    environment.globals.update(GLOBALS)
    return environment


@lru_cache(4096)
def make_url(name: str, *arguments: object) -> str:
    """The path of a page by the name of its pattern; cached, because Django tries patterns for each."""
    return reverse(name, args=arguments)


def format_date(value: Any, pattern: str) -> str:  # noqa: ANN401 dates and times
    """A date by a pattern of Django; "" without one."""
    return date_format(value, pattern) if value else ""


FILTERS: dict[str, Callable[..., Any]] = {
    "ago": formats.format_age,
    "answer_mark": package_formats.get_answer_mark,
    "capfirst": defaultfilters.capfirst,
    "change_tone": change_sentences.get_change_tone,
    "date": format_date,
    "day": formats.format_day,
    "days_since": cooldown_marks.describe_days_since,
    "describe_change": change_sentences.describe_change,
    "describe_commits": charts.describe_weekly_commits,
    "description": formats.describe_package,
    "exactly_ago": formats.format_exact_age,
    "fact": formats.format_fact,
    "floatformat": defaultfilters.floatformat,
    "install_size": package_formats.format_install_size,
    "json_script": json_script,
    "known_support": row_html.render_known_support,
    "linebreaks": defaultfilters.linebreaks_filter,
    "missing_facts": missing_facts.describe_missing_facts,
    "moment": formats.format_day_and_time,
    "next_refresh": package_formats.format_next_refresh,
    "number": formats.format_number,
    "or_missing": formats.replace_missing,
    "or_unknown": formats.replace_unknown,
    "origin_title": package_formats.get_origin_title,
    "percent": package_formats.convert_to_percent,
    "pluralize": choose_plural,
    "release_date": formats.format_release_date,
    "short_url": addresses.shorten_url,
    "size": formats.format_size,
    "sparkline": formats.draw_sparkline,
    "stars": formats.describe_stars,
    "time_since_previous": package_formats.format_time_since_previous,
    "support": row_html.render_support,
    "truncatechars": formats.shorten_text,
    "urlencode": defaultfilters.urlencode,
    "urlize": defaultfilters.urlize,
    "verdict_name": answer_marks.name_verdict,
    "verdict": row_html.render_verdict,
    "verdict_mark": answer_marks.get_verdict_mark,
    "verdict_line": package_formats.format_verdict,
    "yes_or_no": package_formats.format_answer,
    "yesno": defaultfilters.yesno,
}
GLOBALS: dict[str, object] = {
    "get_language": get_language,
    "get_language_bidi": get_language_bidi,
    "make_pager_links": formats.make_pager_links,
    "make_sort_link": formats.make_sort_link,
    "mark_cooldown": cooldown_marks.mark_cooldown,
    "read_grid_actions": page_actions.read_grid_actions,
    "read_objections": page_actions.read_objections,
    "read_package_actions": page_actions.read_package_actions,
    "read_public_notes": page_actions.read_public_notes,
    "static": cache(static),
    "url": make_url,
}
