"""What comparisons announce, inside the transaction that changed them."""

from django.dispatch import Signal

grids_changed = Signal()
"""Sent with `ids`, a set of grid ids whose row, packages, features or elements changed or that were added."""
