"""Usages, favourites, watching, maintainers and their answers, flags and moderation."""
