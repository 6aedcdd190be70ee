from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """Somebody who can sign in. Ours from the first migration, because Django cannot change this model later."""


class Profile(models.Model):
    """What a person shows of themselves: their accounts at the git hosts."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    github_account = models.CharField(max_length=40, blank=True)
    gitlab_account = models.CharField(max_length=100, blank=True)
    bitbucket_account = models.CharField(max_length=100, blank=True)
    shares_favorites = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.github_account or self.user.get_username()
