"""What people fill in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from packgrid.accounts.clean_forms import CleanForm, CleanModelForm
from packgrid.accounts.models import Profile
from packgrid.accounts.profiles import MOST_LINKS
from packgrid.catalogue.models import Example
from packgrid.community.models import Digest
from packgrid.web.addresses import is_web_url


def check_web(url: str) -> None:
    """Nothing for an address of the web.

    Raises:
        ValidationError: it is one of something else.
    """
    if not is_web_url(url):
        raise ValidationError(_("Write an address that begins with https:// or http://."))


class FlagForm(CleanForm):
    """What is wrong with a package."""

    reason = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("For moderators first; it is shown on the page once one of them has agreed."),
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReplyForm(CleanForm):
    """What a maintainer answers."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("It is shown with your name, as the word of a maintainer. Empty it to take it back."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ExampleForm(CleanModelForm):
    """A site that uses a package."""

    url = forms.URLField(label=_("Its address"), max_length=200, validators=[check_web])

    class Meta:
        model = Example
        fields = ["title", "url"]
        labels = {"title": _("What the site is called")}


class ProfileForm(CleanModelForm):
    """What a person shares."""

    class Meta:
        model = Profile
        fields = ["shares_contributions", "shares_usages", "shares_favorites"]
        labels = {
            "shares_contributions": _("Show what I contributed to"),
            "shares_usages": _("Show what I use"),
            "shares_favorites": _("Show my favourites"),
        }


class LinkForm(CleanForm):
    """A link on a profile; an empty one is none."""

    label = forms.CharField(label=_("Name"), max_length=50, required=False)
    url = forms.URLField(label=_("Address"), max_length=200, required=False, validators=[check_web])

    def clean(self) -> None:
        """Both or none."""
        super().clean()
        said = self.cleaned_data
        for name, other in (("label", "url"), ("url", "label")):
            if said.get(name) == "" and said.get(other):
                self.add_error(name, _("A link has a name and an address; fill in both, or empty both."))


LinkForms = forms.formset_factory(LinkForm, extra=2, max_num=MOST_LINKS, validate_max=True)


class DigestForm(CleanForm):
    """How often to mail."""

    digest = forms.ChoiceField(
        label=_("Mail me what is new"),
        choices=[(Digest.NEVER, _("Never")), (Digest.DAILY, _("Every day")), (Digest.WEEKLY, _("Every week"))],
    )


class LeaveForm(CleanForm):
    """The second thought."""

    is_sure = forms.BooleanField(label=_("Yes, delete my account"))
