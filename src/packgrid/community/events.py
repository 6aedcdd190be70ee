"""What the community announces, inside the transaction that changed it."""

from django.dispatch import Signal

words_changed = Signal()
"""Sent with `ids`, a set of package ids: what people say of them (flags, replies, maintainers, likes) is another."""

cells_answered = Signal()
"""Sent with `ids`, a set of grid ids: maintainers answer cells of them differently."""
