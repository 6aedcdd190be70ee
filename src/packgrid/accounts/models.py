from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class User(AbstractUser):
    """Somebody who can sign in. Ours from the first migration, because Django cannot change this model later."""

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.get_username()])


class Profile(models.Model):
    """What a person shows of themselves: what they share, and their accounts at git hosts, as those have told us."""

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
