"""Points, what was counted on which day, and changes, what happened when."""

from django.db import models
from django.db.models import Q

from packgrid.catalogue.models import Package
from packgrid.history.compact import DayField
from packgrid.history.metrics import KEYS


class Point(models.Model):
    """The value of a fact from this day on, until its next point. All days are UTC days.

    Commits alone are counted by weeks: their day is the week's Monday. Weeks without a point between its first and its
    last point have no commits; weeks before the first and after the last are unknown.
    """

    pk = models.CompositePrimaryKey("package_id", "metric", "day")
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="points", db_index=False)
    metric = models.PositiveSmallIntegerField(help_text="The history_id of a fact; a new one needs no migration.")
    day = DayField()
    value = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{KEYS[self.metric]} of {self.package_id} on {self.day}: {self.value}"


class Kind(models.IntegerChoices):
    """The kinds of changes to a package. The numbers are stored, and never used again for another kind."""

    ADDED = 1, "added"
    RELEASE = 2, "released"
    YANKED = 3, "yanked"
    UNYANKED = 4, "no longer yanked"
    RELEASE_GONE = 5, "release gone"
    RELEASE_BACK = 6, "release back"
    ARCHIVED = 7, "archived"
    UNARCHIVED = 8, "no longer archived"
    MOVED = 9, "repository moved"
    LICENSE = 10, "licence changed"
    VULNERABILITY_APPEARED = 11, "vulnerability appeared"
    VULNERABILITY_FIXED = 12, "vulnerability fixed"
    SUPPORT_GAINED = 13, "support gained"
    SUPPORT_LOST = 14, "support lost"
    DEPRECATED = 15, "deprecated"
    UNDEPRECATED = 16, "no longer deprecated"
    REPLACED = 17, "replaced"
    PYPI_GONE = 18, "gone from PyPI"
    PYPI_BACK = 19, "back on PyPI"
    REPO_GONE = 20, "repository gone"
    REPO_BACK = 21, "repository back"
    OLDER_VULNERABILITY = 22, "vulnerability of older releases appeared"
    ATTESTATION_LOST = 23, "attestation lost"
    PUBLISHER_CHANGED = 24, "publisher changed"


# What takes back what; each two are one claim that is true or false.
UNDOES = {
    Kind.UNYANKED: Kind.YANKED,
    Kind.RELEASE_BACK: Kind.RELEASE_GONE,
    Kind.UNARCHIVED: Kind.ARCHIVED,
    Kind.VULNERABILITY_FIXED: Kind.VULNERABILITY_APPEARED,
    Kind.SUPPORT_LOST: Kind.SUPPORT_GAINED,
    Kind.UNDEPRECATED: Kind.DEPRECATED,
    Kind.PYPI_BACK: Kind.PYPI_GONE,
    Kind.REPO_BACK: Kind.REPO_GONE,
}


class Change(models.Model):
    """Something that happened to a package. Ids are given in the order in which transactions commit: a feed's sequence.

    `subject` is what it happened to, where that is not the package as a whole: a version, a vulnerability's id,
    "Django 5.2". `old` is None where the source told us for the first time: nothing happened then, but from then on
    we know. Feeds leave these out.
    """

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="changes", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    subject = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(help_text="When it happened as far as is known, else when it was seen.")
    old = models.CharField(max_length=300, null=True, blank=True)
    new = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["package", "kind", "subject"], name="change_by_subject"),
            models.Index(fields=["id"], condition=Q(old__isnull=False), name="change_in_feeds"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "kind", "subject"],
                condition=Q(kind__in=[Kind.ADDED, Kind.RELEASE]),
                name="what_happens_once_is_there_once",
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [Kind(self.kind).label, self.subject, self.new]))

    @property
    def topic(self) -> tuple[int, int, str]:
        """The topic of the change: of two changes of one topic, the later one holds."""
        kind = Kind(self.kind)
        return self.package_id, UNDOES.get(kind, kind), self.subject


class Outage(models.Model):
    """A time in which a source failed each time that it was asked; `until` is None as long as that lasts.

    `host` is "" where a source has but one host.
    """

    source = models.CharField(max_length=40)
    host = models.CharField(max_length=253, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["source", "host"], condition=Q(until=None), name="history_one_open_outage")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.host}: {self.since} to {self.until}"
