"""docs/settings.md, written from the settings."""

import attrs

from packgrid.config.environment import Environment


def render_settings_page() -> str:
    """Every setting with its default."""
    fields = [field for field in attrs.fields(Environment) if "variable" in field.metadata]
    rows = [f"| `{field.metadata['variable']}` | `{field.default}` | {field.metadata['says']} |" for field in fields]
    return "\n".join([PAGE_HEAD, *rows, ""]).replace("| `` |", "| |")


PAGE_HEAD = """# Settings

Packgrid reads its settings from the environment. An empty variable counts as unset.

| variable | default | says |
|---|---|---|"""
