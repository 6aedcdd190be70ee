"""Forms that clean what people type, for pages and the admin; every app that has forms may import this one."""

import re
from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from packgrid.lib.clean_text import clean_text, clean_values

ID, NO_ROW = re.compile(r"[0-9]{1,18}"), "0"


class CleanFormMixin(forms.BaseForm):
    """Drops control characters, which people cannot see, before any field reads its text; passwords stay as typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        passwords = [
            self.add_prefix(name)
            for name, field in self.fields.items()
            if isinstance(field.widget, forms.PasswordInput)
        ]
        if isinstance(self.data, MultiValueDict):
            self.data = clean_data(self.data, untouched=passwords)
        else:
            self.data = clean_values(self.data)


def clean_data(data: MultiValueDict[str, Any], *, untouched: Collection[str] = ()) -> QueryDict:
    """The data of a form with clean texts; values of `untouched` fields stay."""
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        cleaned.setlist(clean_text(name), values if name in untouched else [clean_values(value) for value in values])
    return cleaned


def without_impossible_ids(form: forms.BaseForm) -> None:
    """Put 0, the id of no row, where a text names a row that cannot exist: the admin looks it up to show it again."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField):
            if is_impossible_id(form.initial.get(name)):
                form.initial[name] = NO_ROW
            if is_impossible_id(form.data.get(form.add_prefix(name))):
                data = cast("QueryDict", form.data).copy()
                data[form.add_prefix(name)] = NO_ROW
                form.data = data


def is_impossible_id(value: object) -> bool:
    """True for a text that cannot be the id of a row."""
    return isinstance(value, str) and value != "" and not ID.fullmatch(value)


class CleanForm(CleanFormMixin, forms.Form):
    """A form with clean texts."""


class CleanModelForm(CleanFormMixin, forms.ModelForm[Any]):
    """A form of a row with clean texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        without_impossible_ids(self)
