"""Drops the indentation of templates, which is written for people and would be sent in every answer."""

import re
from collections.abc import Iterator


def compact_source(text: str) -> str:
    """The source of an HTML template with the same words and elements, and white space wherever there was some."""
    parts, at = [], 0
    for kept in VERBATIM.finditer(text):
        parts += [compact_markup(text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, compact_markup(text[at:])])


VERBATIM = re.compile(
    r"""
    <(?P<element>pre|textarea|script|style)\b .*? </(?P=element)>  # white space counts in these
    | {%\s*raw\s*%} .*? {%\s*endraw\s*%}
    """,
    re.DOTALL | re.VERBOSE,
)


def compact_markup(text: str) -> str:
    """A part of a template in which no white space counts for more than one space."""
    lines = LINE_BREAK.sub("\n", text)
    return drop_tag_lines(ELEMENT.sub(lambda found: found[0].replace("\n>", ">").replace("\n", " "), lines))


LINE_BREAK = re.compile(r"[ \t]*\n\s*")
ELEMENT = re.compile(r"<[a-zA-Z][^<>{]*(?:(?>{%.*?%}|{{.*?}}|{)[^<>{]*)*>")


def drop_tag_lines(text: str) -> str:
    """The text without the line breaks after `if`, `for`, `with`, `macro` and their parts, on lines of their own.

    The line break before the first of them stays, and that at the end of each of their parts. Where one of the tags
    shares its line, all of those that belong together keep theirs.
    """
    dropped = set(find_dropped_breaks(text))
    return "".join(char for at, char in enumerate(text) if at not in dropped)


def find_dropped_breaks(text: str) -> Iterator[int]:
    """The places of the line breaks that are not needed."""
    open_tags: list[list[re.Match[str]]] = []
    for tag in BLOCK_TAG.finditer(text):
        if tag["begin"]:
            open_tags.append([])
        if not open_tags:
            continue
        open_tags[-1].append(tag)
        if tag["end"]:
            group = open_tags.pop()
            if all(text[: one.start()].endswith("\n") and one[0].endswith("\n") for one in group):
                yield from (one.end() - 1 for one in group)


BLOCK_TAG = re.compile(r"{%-?\s*(?:(?P<begin>if|for|with|macro)|elif|else|(?P<end>end(?:if|for|with|macro)))\b.*?%}\n?")
