"""Emojis by name, apart from markup.py, whose renderers take long to import."""

import emoji


def expand_emoji(text: str) -> str:
    """`:rocket:` as the sign it names; names nobody knows are left as they are."""
    return emoji.emojize(text, language="alias") if ":" in text else text
