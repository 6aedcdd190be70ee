import pytest
from django import forms
from django.http import QueryDict

from packgrid.accounts.clean_forms import CleanForm
from web.rows import make_package


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


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["x", "", "9" * 30, "1,2", "\u0663", "1"])
def test_a_row_that_the_admin_is_asked_to_fill_in_need_not_exist(said, admin_client):
    for path in ("catalogue/example", "comparison/grid", "accounts/profile"):
        asked = {"package": said, "user": said, "category": said}
        assert admin_client.get(f"/admin/{path}/add/", asked, headers={"host": "127.0.0.1"}).status_code == 200
        answer = admin_client.post(f"/admin/{path}/add/", asked, headers={"host": "127.0.0.1"})
        assert answer.status_code == 200


@pytest.mark.django_db
def test_an_impossible_row_is_an_error_and_not_nothing(admin_client):
    package = make_package("a")
    page = admin_client.get(f"/admin/catalogue/package/{package.pk}/change/", headers={"host": "127.0.0.1"})
    form = page.context["adminform"].form
    sent = form.__class__(
        {"title": "A", "slug": "a", "category": package.category_id, "replaced_by": "x"}, instance=package
    )
    assert sent.errors == {"replaced_by": ["Select a valid choice. That choice is not one of the available choices."]}
