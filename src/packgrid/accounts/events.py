"""Signals of accounts, sent inside the transaction that changed them."""

from django.dispatch import Signal

host_accounts_changed = Signal()
"""Sent with `user_id`: a person has come to be known by another account at a git host."""
