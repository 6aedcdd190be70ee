"""A database as it was before the app assessment, with rows, brought to the newest state: a program of its own.

It prints what it then reads: the rows, what a group may do, and what the tables are like.
"""

import json
from datetime import UTC, datetime
from typing import Any

import django
from django.apps.registry import Apps
from django.core.management import call_command

from older_database import describe_tables, migrate_step_by_step

BEFORE = [
    ("refresh", "0003_steps"),
    ("catalogue", "0008_readme_source_digest"),
    ("auth", "0012_alter_user_first_name_max_length"),
]
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
ASSESSMENT = {
    "status": "maintained",
    "sentence": "Maintained.",
    "score": 70,
    "identity": "verified",
    "labels": ["active"],
}
PROPOSAL = {"field": "repo_url", "value": "https://github.com/b/b", "reason": "It moved.", "is_accepted": False}
FETCH_STATE = {"source": "pypi", "subject": "a", "host": "", "claim": "", "validator": '"1"', "failures_in_a_row": 2}
QUANTILES = {"column": "stars", "values": [0, 1, 5]}
GRANTED = ("change_fetchstate", "change_judgement", "change_proposal", "delete_steps")


def main() -> None:
    """Make the old state, migrate, print the new one."""
    django.setup()
    fill(migrate_step_by_step(BEFORE))
    call_command("migrate", verbosity=0)
    print(json.dumps(found(), default=str))  # noqa: T201 for whoever started it


def fill(apps: Apps) -> None:
    """Write rows through the models as they were."""
    model = apps.get_model
    category = model("catalogue", "Category").objects.create(slug="apps", title="App")
    package = model("catalogue", "Package").objects.create(slug="a", title="A", category=category)
    model("catalogue", "Judgement").objects.create(package=package, judged_at=AT, **ASSESSMENT)
    model("catalogue", "Proposal").objects.create(package=package, made_at=AT, decided_at=AT, **PROPOSAL)
    model("refresh", "FetchState").objects.create(package=package, due_at=AT, last_success_at=AT, **FETCH_STATE)
    model("refresh", "Steps").objects.create(**QUANTILES)
    group = model("auth", "Group").objects.create(name="curators")
    group.permissions.set(model("auth", "Permission").objects.filter(codename__in=GRANTED))


def found() -> dict[str, Any]:
    """What there is now."""
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415 models exist only once apps are ready
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 for the same reason

    from packgrid.assessment.models import Assessment, Proposal, Quantiles  # noqa: PLC0415 for the same reason
    from packgrid.catalogue.models import FetchState  # noqa: PLC0415 for the same reason

    another = Proposal.objects.create(package_id=Proposal.objects.get().package_id, made_at=AT, field="f", value="v")
    granted = Permission.objects.filter(group=Group.objects.get())
    moved = ContentType.objects.filter(model__in=["judgement", "steps", "proposal", "fetchstate"])
    return {
        "assessments": list(Assessment.objects.values("package__slug", "assessed_at", *ASSESSMENT)),
        "proposals": list(Proposal.objects.exclude(pk=another.pk).values("made_at", "decided_at", *PROPOSAL)),
        "fetch states": list(FetchState.objects.values("due_at", "last_success_at", *FETCH_STATE)),
        "quantiles": list(Quantiles.objects.values(*QUANTILES)),
        "granted": list(granted.values_list("content_type__app_label", "codename", "name").order_by("codename")),
        "content types": list(moved.values_list("app_label", "model").order_by("model")),
        "tables": describe_tables(),
    }


if __name__ == "__main__":
    main()
