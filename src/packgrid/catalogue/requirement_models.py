"""Rows of the projects that the newest releases of packages require."""

from django.db import models


class RequiredProject(models.Model):
    """A project that is installed with the newest release of a package on CPython 3.13 on Linux x86-64.

    Made from `requires_dist` of its facts (required_projects.py). `extra` is the extra of the package with which it is
    required, and `project_extra` the extra of the project that is required; both are "" for none. A requirement that
    cannot be read has no project, and its text as specifier.
    """

    package = models.ForeignKey(
        "catalogue.Package", on_delete=models.CASCADE, related_name="required_projects", db_index=False
    )  # the constraint has an index that begins with it
    extra = models.CharField(max_length=100, blank=True, default="")
    project = models.CharField(max_length=100, blank=True, help_text="Its normalized name (PEP 503).")
    project_extra = models.CharField(max_length=100, blank=True, default="")
    specifier = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["package", "extra", "project", "project_extra", "specifier"], name="one_required_project"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project}{self.specifier}"
