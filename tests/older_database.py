"""Databases of older versions: migrated by the migrations that a squash replaces in new ones."""

from typing import Any
from unittest.mock import patch

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


class ExecutorWithoutSquashes(MigrationExecutor):
    """Runs the migrations that squashes replace, as Django does in a database that has some of them."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.loader = load_without_squashes()


def load_without_squashes() -> MigrationLoader:
    loader = MigrationLoader(connection, replace_migrations=False)
    for squash, migration in loader.replacements.items():
        loader.graph.remove_replacement_node(squash, migration.replaces)
        loader.applied_migrations.pop(squash, None)
    return loader


def migrate_step_by_step(targets: list[tuple[str, str]]) -> Apps:
    """Bring the database to these migrations, forwards or backwards, without any squash; returns the models there."""
    with patch("django.core.management.commands.migrate.MigrationExecutor", ExecutorWithoutSquashes):
        for app, name in targets:
            call_command("migrate", app, name, verbosity=0)
    return load_without_squashes().project_state(targets).apps


def describe_tables() -> dict[str, dict[str, Any]]:
    """Columns and constraints of all tables, without their order and the names that Django makes up.

    Without procrastinate's, whose types of their own have another number in each database.
    """
    names = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        return {name: describe_table(cursor, name) for name in names if not name.startswith("procrastinate_")}


def describe_table(cursor: Any, name: str) -> dict[str, Any]:
    introspection = connection.introspection
    columns = introspection.get_table_description(cursor, name)
    constraints = introspection.get_constraints(cursor, name).values()
    return {
        "columns": sorted([repr(column) for column in columns]),
        "constraints": sorted(repr(sorted(each.items(), key=str)) for each in constraints),
        "identity": len(introspection.get_sequences(cursor, name)),
    }
