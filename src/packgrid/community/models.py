"""Usages, favourites, watches, claims, flags and decisions. Rows of a person, but decisions, go with the account."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Feature, Grid, GridPackage

USER = settings.AUTH_USER_MODEL


class Usage(models.Model):
    """Somebody says: I use this."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="usages", db_index=False)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="usages")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "package"], name="one_usage_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} uses {self.package_id}"


class Favorite(models.Model):
    """A package that somebody likes."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="favorites", db_index=False)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="favorites")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "package"], name="one_favorite_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} likes {self.package_id}"


class Watch(models.Model):
    """A watch of one package, one grid, or a search."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="watches")
    package = models.ForeignKey(Package, on_delete=models.CASCADE, null=True, blank=True, related_name="watches")
    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, null=True, blank=True, related_name="watches")
    text = models.CharField(max_length=200, blank=True, help_text="A question in the language of the search.")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [
            models.CheckConstraint(
                condition=Q(package__isnull=False, grid=None, text="")
                | Q(package=None, grid__isnull=False, text="")
                | Q(Q(package=None, grid=None), ~Q(text="")),
                name="a_watch_follows_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user", "package"], condition=Q(package__isnull=False), name="one_watch_a_package"
            ),
            models.UniqueConstraint(fields=["user", "grid"], condition=Q(grid__isnull=False), name="one_watch_a_grid"),
            models.UniqueConstraint(fields=["user", "text"], condition=~Q(text=""), name="one_watch_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.package_id or self.grid_id or self.text}"


class Digest(models.TextChoices):
    """How often somebody wants a mail about what they follow."""

    NEVER = "never", "never"
    DAILY = "daily", "daily"
    WEEKLY = "weekly", "weekly"


class Reader(models.Model):
    """How somebody reads of what they follow. `seen_change` is the last change that they have been shown.

    `feed_token` opens their private feed to whoever knows it; None: there is no feed.
    """

    user = models.OneToOneField(USER, on_delete=models.CASCADE, primary_key=True, related_name="reader")
    seen_change = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    feed_token = models.CharField(max_length=64, null=True, blank=True, unique=True)
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.NEVER)
    digest_change = models.PositiveBigIntegerField(default=0, help_text="The last change that was mailed.")
    digest_at = models.DateTimeField(null=True, blank=True, help_text="When a digest was last due and dealt with.")

    def __str__(self) -> str:
        return f"reader {self.user_id}"


class Visit(models.Model):
    """The time when somebody last marked the changes of a grid as seen."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="visits", db_index=False)
    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "grid"], name="one_visit_a_grid")]

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.grid_id}"


class Contribution(models.Model):
    """A package among whose contributors one of somebody's accounts is, or whose repository it owns."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="contributions", db_index=False)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="contributions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "package"], name="one_contribution_a_package")]

    def __str__(self) -> str:
        return f"{self.user_id} contributed to {self.package_id}"


class Maintainer(models.Model):
    """Somebody who says that they maintain a package; `proven_at` is None until a source has shown it."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="maintainerships", db_index=False)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="maintainers")
    token = models.CharField(max_length=40, unique=True)
    created = models.DateTimeField(default=timezone.now, editable=False)
    proven_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True, help_text="Where the proof was found.")
    proven_for = models.CharField(
        max_length=401, blank=True, help_text="The addresses that the package had then; others need another proof."
    )
    wants_mail = models.BooleanField(default=True, help_text="Mails about flags and changed verdicts.")
    told_until = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the last flag was shown that a mail told of."
    )
    told_verdict = models.CharField(
        max_length=20, blank=True, editable=False, help_text="The last verdict they were told; empty: none yet."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "package"], name="one_maintainer_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} maintains {self.package_id}"


class Flag(models.Model):
    """A person's report that something is wrong with a package. It is shown once a moderator has accepted it.

    With `contested_verdict` it is a maintainer's objection to that verdict instead, shown next to it.
    """

    user = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="flags")
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="flags")
    contested_verdict = models.CharField(
        max_length=20, blank=True, help_text="The verdict that a maintainer contests; empty for a flag of the package."
    )
    reason = models.TextField(max_length=1000)
    created = models.DateTimeField(default=timezone.now, editable=False)
    is_accepted = models.BooleanField(null=True, blank=True, help_text="Unknown until somebody has decided.")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "package", "contested_verdict"], name="one_flag_a_verdict")
        ]
        indexes = [models.Index(fields=["created"], name="flag_undecided", condition=Q(is_accepted=None))]

    def __str__(self) -> str:
        return self.reason


class Reply(models.Model):
    """A maintainer's reply to a flag, or to a cell: the feature of a grid's row in the column of their package."""

    user = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    column = models.ForeignKey(GridPackage, on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    feature = models.ForeignKey(Feature, on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField(max_length=1000)
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created", "id"]
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(
                condition=Q(flag__isnull=False, column=None, feature=None)
                | Q(flag=None, column__isnull=False, feature__isnull=False),
                name="a_reply_is_to_a_flag_or_a_cell",
            ),
            models.UniqueConstraint(fields=["user", "flag"], condition=Q(flag__isnull=False), name="one_reply_a_flag"),
            models.UniqueConstraint(
                fields=["user", "column", "feature"], condition=Q(column__isnull=False), name="one_reply_a_cell"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """A moderator's decision with its reason, stored for good. It holds texts, so that it outlives what it is about."""

    by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    at = models.DateTimeField(default=timezone.now)
    package = models.ForeignKey(Package, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    subject = models.CharField(max_length=20, help_text="flag, example or proposal.")
    about = models.CharField(max_length=300)
    verdict = models.CharField(max_length=20, help_text="accepted, declined or withdrawn.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.subject} {self.verdict}: {self.about}"
