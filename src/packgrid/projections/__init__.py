"""Data derived from other rows: one change set per transaction, and one list of those who follow it."""
