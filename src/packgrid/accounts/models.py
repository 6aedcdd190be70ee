from collections.abc import Collection, Iterable
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from packgrid.accounts.user_names import check_user_name, look_alike_key, user_name_key


class PeopleManager(UserManager["User"]):
    """Accounts, found by their names however these are written."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of this name, else of one that counts as equal (`name_key`); one query.

        Raises:
            User.DoesNotExist: nobody has.
        """
        name = username or ""
        found = list(self.filter(Q(username=name) | Q(name_key=user_name_key(name)))[:2])
        if not found:
            raise self.model.DoesNotExist
        return min(found, key=lambda user: user.username != name)


class User(AbstractUser):
    """Somebody who can sign in. Ours from the first migration, because Django cannot change this model later."""

    username = models.CharField(
        "user name",
        max_length=150,
        unique=True,
        help_text="Letters, digits and the characters . + - _ only.",
        validators=[UnicodeUsernameValidator(), check_user_name],
        error_messages={"unique": "This name is taken. Choose another one."},
    )
    name_key = models.CharField(
        max_length=255,
        null=True,
        unique=True,
        editable=False,
        help_text="By which names are compared. Empty where two names were the same before they were compared so.",
    )

    look_alike_key = models.CharField(
        max_length=255,
        default="",
        editable=False,
        db_index=True,
        help_text="By which new names are compared with those that look alike. Accounts that were there may share it.",
    )

    objects: ClassVar[PeopleManager] = PeopleManager()

    def save(
        self,
        *,
        force_insert: bool | tuple[models.base.ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Save it, with the keys of its name; not where it had none, because its key may be that of another account."""
        fields = None if update_fields is None else {*update_fields}
        if fields is None or "username" in fields:
            self.look_alike_key = look_alike_key(self.username)
            fields = fields and {*fields, "look_alike_key"}
        if (fields is None or "username" in fields) and (self._state.adding or self.name_key is not None):
            self.name_key = user_name_key(self.username)
            fields = fields and {*fields, "name_key"}
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=fields)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check what was entered; a name that was there before its rules stays."""
        is_old = User.objects.filter(pk=self.pk, username=self.username).exists()
        super().clean_fields({*(exclude or ()), "username"} if is_old else exclude)

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.get_username()])


class Profile(models.Model):
    """The public side of an account: the lists that it shares, and its accounts at git hosts, as those named them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    github_account = models.CharField(max_length=40, blank=True)
    gitlab_account = models.CharField(max_length=100, blank=True)
    bitbucket_account = models.CharField(max_length=100, blank=True)
    shares_contributions = models.BooleanField(default=True)
    shares_usages = models.BooleanField(default=False)
    shares_favorites = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["github_account"], name="profile_by_github", condition=~Q(github_account=""))]

    def __str__(self) -> str:
        return self.github_account or self.user.get_username()

    @property
    def host_accounts(self) -> dict[str, str]:
        """Its account at each git host where it has one, by the kind of host."""
        said = {"github": self.github_account, "gitlab": self.gitlab_account, "bitbucket": self.bitbucket_account}
        return {kind: name for kind, name in said.items() if name}


class ProfileLink(models.Model):
    """An address that a person shows on their profile."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=50)
    url = models.URLField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["profile", "url"], name="one_link_an_address")]

    def __str__(self) -> str:
        return self.label


class SharedCacheEntry(models.Model):
    """A value of Django's cache; see shared_cache.py."""

    key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField(help_text="JSON.")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "shared cache entries"

    def __str__(self) -> str:
        return self.key
