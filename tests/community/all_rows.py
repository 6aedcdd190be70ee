"""Every row that a merge may change, to compare before it and after its undo."""

from typing import Any

from django.apps import apps
from django.core import serializers

DERIVED = {
    "catalogue.package": {"modified"},
    "comparison.grid": {"modified"},
    "comparison.gridcell": {"modified"},
}
COMPARED = ("catalogue", "comparison", "history", "community")


def read_all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of the apps that a merge changes, but the times of changes."""
    found = {}
    for label in COMPARED:
        for model in apps.get_app_config(label).get_models():
            name = model._meta.label_lower  # noqa: SLF001 its public name
            plain = serializers.serialize("python", model.objects.order_by("pk"))
            for row in plain:
                for field in DERIVED.get(name, ()):
                    row["fields"].pop(field)
            found[name] = plain
    return found
