"""Forms of people's pages."""

from django import forms
from django.core.exceptions import ValidationError

from packgrid.accounts.clean_forms import CleanForm, CleanModelForm
from packgrid.accounts.models import Profile
from packgrid.accounts.profiles import MOST_LINKS
from packgrid.catalogue.models import Example
from packgrid.community.models import Digest
from packgrid.web.addresses import is_web_url


def check_web_address(url: str) -> None:
    """Check that an address begins with https:// or http://.

    Raises:
        ValidationError: it does not.
    """
    if not is_web_url(url):
        raise ValidationError("The address must begin with https:// or http://.")


class FlagForm(CleanForm):
    """The reason of a flag."""

    reason = forms.CharField(
        label="What is wrong?",
        help_text="Moderators read it first. If one of them agrees, it is shown on the page.",
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ContestForm(CleanForm):
    """The reason why a maintainer contests a verdict."""

    reason = forms.CharField(
        label="Why is it wrong?",
        help_text="Name what shows it, such as a release or a plan. A moderator reads it first.",
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReplyForm(CleanForm):
    """The answer of a maintainer."""

    text = forms.CharField(
        label="Your reply",
        help_text="Shown with your name, as a maintainer. Empty it to remove your reply.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ExampleForm(CleanModelForm):
    """A site that uses a package."""

    url = forms.URLField(label="Address", max_length=200, validators=[check_web_address])

    class Meta:
        model = Example
        fields = ["title", "url"]
        labels = {"title": "Name of the site"}


class ProfileForm(CleanModelForm):
    """The lists that a person shares."""

    class Meta:
        model = Profile
        fields = ["shares_contributions", "shares_usages", "shares_favorites"]
        labels = {
            "shares_contributions": "Show my contributions",
            "shares_usages": "Show what I use",
            "shares_favorites": "Show my favourites",
        }


class LinkForm(CleanForm):
    """A link on a profile; an empty one is none."""

    label = forms.CharField(label="Name", max_length=50, required=False)
    url = forms.URLField(label="Address", max_length=200, required=False, validators=[check_web_address])

    def clean(self) -> None:
        """Check that the name and the address are both filled in, or both empty."""
        super().clean()
        given = self.cleaned_data
        for name, other in (("label", "url"), ("url", "label")):
            if given.get(name) == "" and given.get(other):
                self.add_error(name, "A link needs a name and an address. Fill in both, or empty both.")


LinkForms = forms.formset_factory(LinkForm, extra=2, max_num=MOST_LINKS, validate_max=True)


class DigestForm(CleanForm):
    """The choice of how often a digest is mailed."""

    digest = forms.ChoiceField(
        label="Mail about changes",
        choices=[(Digest.NEVER, "Never"), (Digest.DAILY, "Every day"), (Digest.WEEKLY, "Every week")],
    )


class AccountDeletionForm(CleanForm):
    """The box to tick before an account is deleted."""

    is_sure = forms.BooleanField(label="Yes, delete my account")
