"""The kinds of features: their cells contain text, yes or no, or numbers."""

from django.db.models import TextChoices


class FeatureKind(TextChoices):
    """The kinds of features. Cells of TEXT may contain anything, ticks and crosses too."""

    TEXT = "text", "Text"
    YES_NO = "yes_no", "Yes or no"
    NUMBER = "number", "Number"
