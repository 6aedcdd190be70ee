"""Between a form and a door: what the editor had seen, what they chose, and refusals in words at the right field."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from packgrid.lib.clean_text import clean_values
from packgrid.revisions.errors import Conflict, EditRefused
from packgrid.revisions.models import Edit
from packgrid.revisions.three_way_merge import Clash
from packgrid.web.editing.forms import Noted
from packgrid.web.editing.wording import Names, field_title

LONGEST_WAS = 20_000
THEIRS, MINE = "theirs", "mine"


def was_in(request: HttpRequest, names: Iterable[str]) -> dict[str, Any] | None:
    """What the editor had seen, as their form says; None where it says nothing that can be read."""
    said = request.POST.get("was", "")
    try:
        found = clean_values(json.loads(said)) if len(said) <= LONGEST_WAS else None
    except (ValueError, RecursionError):
        return None
    return {name: found[name] for name in names if name in found} if isinstance(found, dict) else None


def chosen(request: HttpRequest, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those for which the editor took somebody else's."""
    return {name: value for name, value in values.items() if request.POST.get(f"take_{name}") != THEIRS}


def was_after(was: Mapping[str, Any], clashes: Mapping[str, Clash]) -> dict[str, Any]:
    """What an editor has seen once they were shown what others wrote: of these fields the new value, else the old.

    So a field that they left alone still stays as it is now.
    """
    return dict(was) | {name: clash.theirs for name, clash in clashes.items()}


def attempt[T](act: Callable[[], T], form: Noted) -> T | None:
    """What a door gave; None where it refused, and then the form says why.

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
class Choice:
    """A field that two people changed: what it was, theirs and mine in words, and who they are."""

    name: str
    title: str
    was: str
    theirs: str
    mine: str
    edit: Edit | None


def choices(clashes: Mapping[str, Clash], blame: Mapping[str, Edit]) -> list[Choice]:
    """The fields to choose for."""
    names = Names.of({name: value} for name, clash in clashes.items() for value in attrs.astuple(clash))
    return [
        Choice(
            name,
            field_title(name),
            names.said(name, clash.was),
            names.said(name, clash.theirs),
            names.said(name, clash.mine),
            blame.get(name),
        )
        for name, clash in clashes.items()
    ]
