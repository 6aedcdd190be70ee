"""The facts that have a history, and the numbers that stand for them in the database."""

from collections.abc import Mapping

from packgrid.catalogue.fact_table import FACTS

HISTORY_IDS: Mapping[str, int] = {fact.key: fact.history_id for fact in FACTS if fact.history_id is not None}
KEYS: Mapping[int, str] = {number: key for key, number in HISTORY_IDS.items()}
COMMITS = "commits"
LEVELS = tuple(key for key in HISTORY_IDS if key != COMMITS)
"""The facts with one value at a time; commits are counted by week."""
DAYS_APART = {"downloads": 7, "downloads_rank": 7}
"""At most one point a week for what moves all the time: a sum over 30 days hardly changes from day to day."""
