from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q


class Edit(models.Model):
    """An edit of one row: its author, time, reason and values. Stored in the transaction of the change, never altered.

    `before` and `after` hold the changed fields alone; None where the row did not exist. The ids are plain numbers,
    because the rows belong to apps above and may be deleted: a row that is restored gets its old id again, so that its
    edits stay its own. `title` is the title of the row at that time.
    """

    class Kind(models.TextChoices):
        """The kind of row that was changed."""

        PACKAGE = "package"
        GRID = "grid"
        COLUMN = "column"
        FEATURE = "feature"
        CELL = "cell"
        MERGE = "merge"
        DISTINCT = "distinct"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    row_id = models.PositiveBigIntegerField()
    grid_id = models.PositiveBigIntegerField(null=True, blank=True, help_text="The grid that the row belongs to.")
    package_id = models.PositiveBigIntegerField(null=True, blank=True, help_text="The package that the row is about.")
    title = models.CharField(max_length=250)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="edits"
    )
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    reverts = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reverted_by")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "row_id", "-id"], name="edit_by_row"),
            models.Index(fields=["grid_id", "-id"], name="edit_by_grid", condition=Q(grid_id__isnull=False)),
            models.Index(fields=["package_id", "-id"], name="edit_by_package", condition=Q(package_id__isnull=False)),
            models.Index(fields=["who", "-at"], name="edit_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(grid_id__isnull=False) | Q(package_id__isnull=False), name="edit_belongs_somewhere"
            ),
            models.CheckConstraint(
                condition=~Q(kind="package") | Q(package_id=F("row_id")), name="edit_of_package_is_its_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"

    @property
    def is_addition(self) -> bool:
        """True if the edit added the row."""
        return self.before is None

    @property
    def is_removal(self) -> bool:
        """True if the edit removed the row."""
        return self.after is None
