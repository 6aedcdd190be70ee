"""Emojis by name, apart from markup.py, whose renderers take long to import."""

import emoji


def expand_emoji(text: str) -> str:
    """Replace names such as `:rocket:` by the emoji; unknown names stay."""
    return emoji.emojize(text, language="alias") if ":" in text else text
