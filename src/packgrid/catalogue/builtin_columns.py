"""The columns of a package that say what its task is built into now; builtin_facts.py reads and checks them."""

from django.db import models
from django.db.models import Q

BUILTIN_WITH_SOURCE = models.CheckConstraint(
    condition=Q(builtin_in="", builtin_since="", builtin_name="", builtin_url="")
    | ~(Q(builtin_in="") | Q(builtin_since="") | Q(builtin_url="")),
    name="builtin_with_source",
    violation_error_message=(
        "Say what it is built into, since which version, and which page says so; or leave all of it empty."
    ),
)


class BuiltinColumns(models.Model):
    """One fact: all of these are empty, or all but the name are given."""

    builtin_in = models.CharField(
        max_length=20,
        blank=True,
        default="",
        help_text="The framework (its key in lib/frameworks.py) that what it does is built into now.",
    )
    builtin_since = models.CharField(max_length=20, blank=True, default="", help_text="The first version that has it.")
    builtin_name = models.CharField(max_length=100, blank=True, default="", help_text="What it is called there.")
    builtin_url = models.CharField(max_length=300, blank=True, default="", help_text="The page that says so.")

    class Meta:
        abstract = True


class SuccessorColumns(models.Model):
    """Beside the package that replaces this one: the page that says so, "" if nobody has named one."""

    replaced_by_url = models.CharField(
        max_length=300, blank=True, default="", help_text="The page that names its successor."
    )

    class Meta:
        abstract = True
