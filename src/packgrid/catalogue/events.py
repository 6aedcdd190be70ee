"""What the catalogue announces, inside the transaction that changed it. Rooms above listen; nobody below knows them."""

from django.dispatch import Signal

packages_changed = Signal()
"""Sent with `ids`, a set of package ids whose rows or facts changed or that were added."""

facts_loaded = Signal()
"""Sent with `ids`, a set of package ids whose facts a file has changed: sources should be asked for everything."""

judged = Signal()
"""Sent with `ids`, a set of package ids of which something else is concluded than before (Judgement)."""

categories_changed = Signal()
"""Sent with `ids`, a set of category ids that a load has added or changed."""
