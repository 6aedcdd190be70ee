"""READMEs and pages as safe HTML. Its libraries take long to import.

READMEs are written by strangers: have them rendered by readme_process.py, which can be ended when one takes too long.
"""

import re

import nh3
from readme_renderer import markdown, rst, txt

from packgrid.lib.clean_text import clean_text
from packgrid.lib.readme_html import MAX_SOURCE_CHARACTERS, isolate_html, measure_nesting

MAX_HTML_CHARACTERS = 2_000_000
MAX_NESTING = 100
LINK_REL = "nofollow ugc noopener"
# A README's headings stand below ours: its title becomes a heading of the third level.
LOWERED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}
ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"class", "id", "align"}}
ATTRIBUTES["img"] = {"src", "alt", "width", "height", "align"}
ATTRIBUTES["input"] = {"checked"}
TAGS = nh3.ALLOWED_TAGS | {"input"}
# Nothing but the checkboxes of task lists, which only show a state.
CHECKBOX = {"input": {"type": "checkbox", "disabled": ""}}
NO_CHECKBOX = re.compile(r"<input\b(?![^<>]*\btype=[\"']?checkbox)[^<>]*>", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto"}


class NotRendered(Exception):
    """A README cannot be formatted. The message completes "It is shown as plain text, because ..."."""


def render_readme(text: str, content_type: str | None) -> str:
    """Safe HTML of a project's description: Markdown, reStructuredText or plain text (the content types of PyPI).

    Text that its renderer refuses (broken reStructuredText, say) becomes plain text.

    Raises:
        NotRendered: the text is too long or too deeply nested, before or after it was formatted.
    """
    text = clean_text(text)
    if len(text) > MAX_SOURCE_CHARACTERS:
        raise NotRendered(f"it is longer than {MAX_SOURCE_CHARACTERS:,} characters")
    try:
        rendered = render(text, content_type or "text/x-rst") or txt.render(text) or ""
    except RecursionError as error:
        raise NotRendered("it is nested too deeply") from error
    if len(rendered) > MAX_HTML_CHARACTERS:
        raise NotRendered(f"it is longer than {MAX_HTML_CHARACTERS:,} characters once it is formatted")
    html = clean(NO_CHECKBOX.sub("", rendered), LINK_REL)
    if measure_nesting(html) > MAX_NESTING:
        raise NotRendered(f"it is nested more than {MAX_NESTING} levels deep")
    return isolate_html(lower_headings(html))


def render_page(text: str) -> str:
    """Safe HTML of a page of ours that is kept as Markdown; links keep their addresses, headings their levels."""
    return clean(markdown.render(text, variant="GFM") or "", None)


def render(text: str, content_type: str) -> str | None:
    """HTML by the renderer of this content type, None where it refuses the text."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/markdown":
        variant = "CommonMark" if "commonmark" in content_type.lower() else "GFM"
        return markdown.render(text, variant=variant)
    if kind == "text/x-rst":
        return rst.render(text)
    return txt.render(text)


def clean(html: str, link_rel: str | None) -> str:
    """The HTML without anything that runs or that we do not know."""
    return nh3.clean(
        html,
        tags=TAGS,
        link_rel=link_rel,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        set_tag_attribute_values=CHECKBOX,
    )


def lower_headings(html: str) -> str:
    """The sanitized HTML with its headings two levels down; the sanitizer writes every tag in small letters."""
    for old, new in reversed(LOWERED.items()):
        html = html.replace(f"<{old}>", f"<{new}>").replace(f"<{old} ", f"<{new} ").replace(f"</{old}>", f"</{new}>")
    return html
