"""Makes edits from forms: reads the state that the editor saw, describes conflicts, adds refusals to their fields."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from packgrid.catalogue.visibility import visible_packages
from packgrid.lib.clean_text import clean_values
from packgrid.revisions.errors import Conflict, EditRefused
from packgrid.revisions.models import Edit
from packgrid.revisions.three_way_merge import Clash
from packgrid.web.editing.field_titles import StateWords, field_title
from packgrid.web.editing.forms import ReasonedForm

MAX_SEEN_CHARS = 20_000
THEIRS, MINE = "theirs", "mine"


def read_seen_state(request: HttpRequest, names: Iterable[str]) -> dict[str, Any] | None:
    """The state that the editor saw, from the form; None where the form has none that can be read."""
    text = request.POST.get("was", "")
    try:
        found = clean_values(json.loads(text)) if len(text) <= MAX_SEEN_CHARS else None
    except (ValueError, RecursionError):
        return None
    return {name: found[name] for name in names if name in found} if isinstance(found, dict) else None


def keep_own_values(request: HttpRequest, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those for which the editor chose the value of somebody else."""
    return {name: value for name, value in values.items() if request.POST.get(f"take_{name}") != THEIRS}


def seen_state_after(was: Mapping[str, Any], clashes: Mapping[str, Clash]) -> dict[str, Any]:
    """The state that an editor has seen after a conflict: the new values of its fields, else the old ones.

    So a field that they left alone still stays as it is now.
    """
    return dict(was) | {name: clash.theirs for name, clash in clashes.items()}


def try_action[T](act: Callable[[], T], form: ReasonedForm) -> T | None:
    """The result of an action; None where it was refused, and then the form has the errors.

    Raises:
        Conflict: a person has to choose.
    """
    try:
        return act()
    except Conflict:
        raise
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else None, sentences)
    except EditRefused as refused:
        form.add_error(None, str(refused))
    return None


@attrs.frozen
class ConflictChoice:
    """A field that two people changed: its three values in words, and who changed it."""

    name: str
    title: str
    was: str
    theirs: str
    mine: str
    edit: Edit | None


def conflict_choices(clashes: Mapping[str, Clash], blame: Mapping[str, Edit]) -> list[ConflictChoice]:
    """The choices between the values of two people, one a field."""
    values = ({name: value} for name, clash in clashes.items() for value in attrs.astuple(clash))
    words = StateWords.read(values, visible_packages())
    return [
        ConflictChoice(
            name,
            field_title(name),
            words.describe_value(name, clash.was),
            words.describe_value(name, clash.theirs),
            words.describe_value(name, clash.mine),
            blame.get(name),
        )
        for name, clash in clashes.items()
    ]
