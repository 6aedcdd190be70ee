"""The descriptions of tables for the templates of the administration."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from packgrid.web.administration.sections import TEXTS

register = template.Library()


@register.filter
def table_title(options: Any) -> str:  # noqa: ANN401 Django has no public type for the options of a model
    """The title of a table; Django's where we have none."""
    text = TEXTS.get(options.label_lower)
    return text.title if text else str(capfirst(options.verbose_name_plural))


@register.filter
def table_purpose(options: Any) -> str:  # noqa: ANN401 Django has no public type for the options of a model
    """The purpose of a table; "" where we say nothing."""
    text = TEXTS.get(options.label_lower)
    return text.purpose if text else ""


@register.filter
def name_empty_heads(table: SafeString) -> SafeString:
    """Django's table of related rows, with a cell in place of its empty head, and scrollable by keyboard."""
    named = table.replace('<th class="original"></th>', '<td class="original"></td>').replace("<th></th>", "<td></td>")
    return SafeString(named.replace('<div class="wrapper">', '<div class="wrapper" tabindex="0">'))
