"""Sign-up, with a password or by a git host, where two people may choose one name at the same moment."""

from allauth.account.views import SignupView
from allauth.socialaccount.internal.flows.signup import redirect_to_signup
from allauth.socialaccount.views import SignupView as ProviderSignupView
from django import forms
from django.http import HttpResponse

from packgrid.accounts.forms import NameJustTaken


class SignUpView(SignupView):  # type: ignore[misc] # allauth ships no types
    """The page that makes an account with a password."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """The answer to a new account; the form again if its name was taken since it was checked."""
        try:
            return super().form_valid(form)  # type: ignore[no-any-return] # allauth ships no types
        except NameJustTaken as error:
            form.add_error("username", error)
            return self.form_invalid(form)  # type: ignore[no-any-return] # allauth ships no types


class ProviderSignUpView(ProviderSignupView):  # type: ignore[misc] # allauth ships no types
    """The page that completes an account that a git host has named."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """The answer to a new account; the form again if its name was taken since it was checked."""
        try:
            return super().form_valid(form)  # type: ignore[no-any-return] # allauth ships no types
        except NameJustTaken as error:
            redirect_to_signup(self.request, self.sociallogin)  # allauth has forgotten what the git host told
            form.add_error("username", error)
            return self.form_invalid(form)  # type: ignore[no-any-return] # allauth ships no types
