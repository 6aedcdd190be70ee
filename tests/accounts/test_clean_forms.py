import pytest
from django import forms
from django.http import QueryDict

from packgrid.accounts.clean_forms import CleanForm


class Example(CleanForm):
    title = forms.CharField()
    note = forms.CharField(widget=forms.Textarea)
    choices = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    password = forms.CharField(widget=forms.PasswordInput, strip=False)


SENT = {"title": "A\x0bB\ufffe", "note": "a\r\nb\tc\x00", "choices": ["a\x01", "b"], "password": "\x01secret\x7f"}
KEPT = {"title": "A B", "note": "a\r\nb\tc", "choices": ["a", "b"], "password": "\x01secret\x7f"}


def sent(prefix: str = "") -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in SENT.items():
        data.setlist(f"{prefix}{name}", value if isinstance(value, list) else [value])
    return data


@pytest.mark.parametrize("prefix", ["", "form-0"])
def test_texts_are_cleaned_before_fields_read_them_but_passwords_stay(prefix):
    form = Example(sent(f"{prefix}-" if prefix else ""), prefix=prefix or None)
    assert (form.is_valid(), form.cleaned_data) == (True, KEPT)
    assert 'value="A B"' in str(form)


def test_a_dictionary_is_cleaned_too():
    form = Example({"title": "a\x00"})
    assert (form.is_bound, form["title"].value()) == (True, "a")


def test_a_form_that_was_not_sent_stays_unbound():
    assert not Example().is_bound
    assert Example({}).is_bound
