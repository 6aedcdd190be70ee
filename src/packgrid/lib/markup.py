"""Foreign text made safe to show."""

import nh3
from readme_renderer import markdown, rst, txt

MOST_CHARACTERS = 512_000
CUT = "\n\n(The text is longer; it was cut here.)\n"
MOST_NESTING = 5000  # quotes within quotes on one line; Markdown takes the square: 0.1 s here, minutes for 200,000
LINK_REL = "nofollow ugc noopener"
# A README's headings stand below ours: its title becomes a heading of the third level.
LOWERED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


def render_readme(text: str, content_type: str | None) -> str:
    """Safe HTML of a project's description: Markdown, reStructuredText or plain text (the content types of PyPI).

    Text that its renderer refuses is shown as plain text. More than 512,000 characters are cut, and say so.
    """
    source = text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + CUT
    kind = (content_type or "text/x-rst").partition(";")[0].strip().lower()
    rendered = attempt(source, kind, content_type or "") or txt.render(source) or ""
    return lowered(nh3.clean(rendered, link_rel=LINK_REL, attributes=ATTRIBUTES, url_schemes=SCHEMES))


def render_page(text: str) -> str:
    """Safe HTML of a page of ours that is kept as Markdown; links keep their addresses, headings their levels."""
    rendered = markdown.render(text, variant="GFM") or ""
    return nh3.clean(rendered, link_rel=None, attributes=ATTRIBUTES, url_schemes=SCHEMES)


ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"class", "id", "align"}}
ATTRIBUTES["img"] = {"src", "alt", "width", "height", "align"}
SCHEMES = {"http", "https", "mailto"}


def attempt(source: str, kind: str, content_type: str) -> str | None:
    """HTML, None where the text is refused or nested too deeply."""
    if any(line.count(">") > MOST_NESTING for line in source.splitlines()):
        return None
    try:
        return render(source, kind, content_type)
    except RecursionError:  # docutils on lists some hundred levels deep
        return None


def render(source: str, kind: str, content_type: str) -> str | None:
    """HTML by the renderer of this kind of text, None where it refuses."""
    if kind == "text/markdown":
        variant = "CommonMark" if "commonmark" in content_type.lower() else "GFM"
        return markdown.render(source, variant=variant)
    if kind == "text/x-rst":
        return rst.render(source)
    return txt.render(source)


def lowered(html: str) -> str:
    """The same with its headings two levels down; the sanitizer has written every tag in small letters."""
    for old, new in reversed(LOWERED.items()):
        html = html.replace(f"<{old}>", f"<{new}>").replace(f"<{old} ", f"<{new} ").replace(f"</{old}>", f"</{new}>")
    return html
