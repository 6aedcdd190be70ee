"""The facts whose past is kept, and the numbers that stand for them in the database."""

from collections.abc import Mapping

from packgrid.catalogue.fact_table import FACTS

HISTORY_IDS: Mapping[str, int] = {fact.key: fact.history_id for fact in FACTS if fact.history_id is not None}
KEYS: Mapping[int, str] = {number: key for key, number in HISTORY_IDS.items()}
COMMITS = "commits"
LEVELS = tuple(key for key in HISTORY_IDS if key != COMMITS)
"""What has one value at a time; commits are counted by weeks."""
DAYS_APART = {"downloads": 7, "downloads_rank": 7}
"""What moves all the time gets a point a week at most: a sum over 30 days says nothing new from day to day."""
