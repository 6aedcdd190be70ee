"""Chance that falls out the same way in every run."""

from random import Random


def chance_of(*subject: object) -> Random:
    """The chance of this subject, always the same one and unlike that of others."""
    return Random("/".join(map(str, subject)))  # noqa: S311  it has to be repeatable
