"""Tags with which Django's templates, those of sign-in, show the frame and parts of our pages, which are Jinja2's."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from packgrid.web import formats

register = template.Library()
register.filter("ago", formats.format_age)
register.filter("day", formats.format_day)


@register.simple_tag(takes_context=True)
def page_part(context: template.Context, name: str, **values: object) -> SafeString:
    """The Jinja2 template of that name, with the variables here and those that are given."""
    shown: dict[Any, Any] = {**context.flatten(), **values}
    return SafeString(get_template(name).render(shown, context.get("request")))


@register.simple_block_tag(name="captured")
def capture_content(content: SafeString) -> SafeString:
    """The content, for a variable (`as name`)."""
    return content


@register.simple_block_tag(takes_context=True, name="frame")
def render_frame(context: template.Context, content: SafeString, title: str) -> SafeString:
    """The frame of our pages around the content."""
    return page_part(context, "web/framed.html", heading=title, content=content)
