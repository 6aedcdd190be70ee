"""What is announced when something else is concluded than before, inside the transaction that stores it."""

from django.dispatch import Signal

assessed = Signal()
"""Sent with `ids`, a set of package ids of which something else is concluded than before (Assessment)."""
