"""Packages as people keep them (Package), as sources describe them (Facts, Readme, Release), and their categories."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from packgrid.catalogue.builtin_columns import BUILTIN_WITH_SOURCE, BuiltinColumns, SuccessorColumns
from packgrid.catalogue.page_paths import category_path, package_path
from packgrid.catalogue.requirement_models import RequiredProject  # noqa: F401 Django looks for models here
from packgrid.lib.index_names import name_index
from packgrid.lib.licenses import choose_license


class Dated(models.Model):
    """A row that keeps when it was made and when it was last changed.

    Both can be set by a load or an import (old dates survive a move); editing keeps `modified` otherwise.
    """

    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Category(Dated):
    """A kind of package: App, Framework, Project and so on."""

    slug = models.SlugField(max_length=50, unique=True)
    title = models.CharField(max_length=50)
    title_plural = models.CharField(max_length=50, blank=True)
    description = models.TextField(blank=True)
    show_pypi = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return category_path(self.slug)


LISTED = Q(is_hidden=False)


class Package(BuiltinColumns, SuccessorColumns, Dated):
    """An entry of the catalogue: what people decided about it. What sources said is in its Facts."""

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=100)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="packages")
    repo_url = models.CharField(max_length=300, blank=True, help_text="Where its code lives, as an address.")
    repo_subdirectory = models.CharField(
        max_length=200, blank=True, help_text="Its folder, where the repository holds several packages."
    )
    pypi_name = models.CharField(max_length=100, blank=True, help_text="Its normalized name on PyPI (PEP 503).")
    index_name = models.CharField(
        max_length=50,
        blank=True,
        default="",
        help_text="The private index that it comes from (PACKGRID_PRIVATE_INDEXES); empty for the public one.",
    )
    pypi_url = models.CharField(max_length=255, blank=True, help_text="Its address on PyPI as it was entered.")
    documentation_url = models.CharField(max_length=300, null=True, blank=True)
    deprecated_at = models.DateTimeField(null=True, blank=True)
    deprecated_reason = models.CharField(max_length=300, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces")
    is_hidden = models.BooleanField(default=False, help_text="Not listed anywhere; its address answers 404.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    last_modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["title", "id"], name="package_by_title"),
            models.Index(Lower("title"), "id", name="package_by_lower_title", condition=LISTED),
            models.Index("category", Lower("title"), "id", name="package_in_category", condition=LISTED),
            models.Index(Lower("slug"), name="package_by_lower_slug"),
            models.Index(fields=["pypi_name"], name="package_by_pypi_name", condition=~Q(pypi_name="")),
            models.Index(fields=["repo_url"], name="package_by_repo_url", condition=~Q(repo_url="")),
            models.Index(Lower("repo_url"), name="package_by_lower_repo_url", condition=~Q(repo_url="")),
            models.Index(fields=["-created", "-id"], name="package_by_created"),
            models.Index(fields=["id"], name="package_hidden", condition=Q(is_hidden=True)),
        ]
        constraints = [BUILTIN_WITH_SOURCE]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return package_path(self.slug)

    @property
    def index_title(self) -> str:
        return name_index(self.index_name)

    @property
    def public_name(self) -> str:
        """The name of its project on PyPI; "" if it has none there, as projects of private indexes."""
        return "" if self.index_name else self.pypi_name


class FormerPackage(models.Model):
    """A slug that leads to another package: a former name of it, or the slug of a package that was merged into it.

    `former_id` is the id of a merged package; its row stays, hidden. `merge` is the edit that merged it. Where a
    package that is not merged has the slug, that package is meant.
    """

    slug = models.SlugField(max_length=100, unique=True)
    former_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="former_names")
    merge = models.ForeignKey(
        "revisions.Edit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["slug"]
        indexes = [models.Index(Lower("slug"), name="former_package_by_lower_slug")]

    def __str__(self) -> str:
        return self.slug


class DistinctPackages(models.Model):
    """Two packages that look like duplicates, and that a moderator marked as two; `edit` did that."""

    first = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="+")
    edit = models.ForeignKey(
        "revisions.Edit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name_plural = "distinct packages"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_mark_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="first_is_the_older_package"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class Facts(models.Model):
    """The facts that sources gave about a package, each with its source and date in `provenance`. None is unknown.

    One row a package, made with it. An empty text or list is known: there is none.
    """

    package = models.OneToOneField(Package, on_delete=models.CASCADE, primary_key=True, related_name="facts")
    last_fetched_at = models.DateTimeField(null=True, blank=True, help_text="When a refresh last changed something.")

    stars = models.PositiveIntegerField(null=True, blank=True)
    forks = models.PositiveIntegerField(null=True, blank=True)
    open_issues = models.PositiveIntegerField(null=True, blank=True)
    commit_count = models.PositiveIntegerField(null=True, blank=True)
    last_commit_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)
    is_archived = models.BooleanField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    is_fork = models.BooleanField(null=True, blank=True)
    repo_created_at = models.DateTimeField(null=True, blank=True)
    repo_gone_since = models.DateTimeField(null=True, blank=True, help_text="The host has answered 404 since then.")
    repo_gone_times = models.PositiveIntegerField(default=0)
    repo_moved_to = models.CharField(max_length=300, null=True, blank=True, help_text="Where its host says it is now.")
    default_branch = models.CharField(max_length=250, null=True, blank=True)
    repo_license = models.CharField(max_length=200, null=True, blank=True)
    repo_homepage = models.CharField(max_length=500, null=True, blank=True)
    host_release = models.CharField(max_length=250, null=True, blank=True, help_text="The tag of its newest release.")
    host_release_at = models.DateTimeField(null=True, blank=True)
    host_release_count = models.PositiveIntegerField(null=True, blank=True)

    version = models.CharField(max_length=100, null=True, blank=True, help_text="The newest stable release.")
    released_at = models.DateTimeField(null=True, blank=True)
    released_to_the_month = models.BooleanField(default=False, help_text="Only the month of released_at is known.")
    license = models.CharField(max_length=200, null=True, blank=True)
    requires_python = models.CharField(max_length=200, null=True, blank=True)
    author = models.CharField(max_length=500, null=True, blank=True)
    maintainer = models.CharField(max_length=500, null=True, blank=True)
    pypi_gone_since = models.DateTimeField(null=True, blank=True, help_text="PyPI has answered 404 since then.")
    pypi_gone_times = models.PositiveIntegerField(default=0)
    index_status = models.CharField(
        max_length=20,
        null=True,
        blank=True,
        help_text="What the index says (PEP 792): active, archived, quarantined or deprecated.",
    )
    is_name_public = models.BooleanField(
        null=True, blank=True, help_text="The public index has a project of the same name as this private one."
    )
    index_status_reason = models.CharField(max_length=500, null=True, blank=True)
    downloads_30d = models.PositiveBigIntegerField(null=True, blank=True)
    downloads_rank = models.PositiveIntegerField(null=True, blank=True)
    usage_count = models.PositiveIntegerField(null=True, blank=True, help_text="People who said that they use it.")
    usages_here = models.PositiveIntegerField(default=0, help_text="Those of usage_count who said so here.")

    repo_description = models.TextField(null=True, blank=True)
    summary = models.TextField(null=True, blank=True)
    weekly_commits = models.JSONField(null=True, blank=True, help_text="52 counts, oldest first.")
    contributors = models.JSONField(null=True, blank=True, help_text="Names, most active first, bots among them.")
    bots = models.JSONField(null=True, blank=True, help_text="Those of the contributors that are programs.")
    year_authors = models.JSONField(null=True, blank=True, help_text="Pairs of a name and its commits in 52 weeks.")
    tags = models.JSONField(null=True, blank=True, help_text="The names of its tags.")
    topics = models.JSONField(null=True, blank=True)
    classifiers = models.JSONField(null=True, blank=True)
    requires_dist = models.JSONField(null=True, blank=True)
    links = models.JSONField(null=True, blank=True, help_text="Kind of link to address, as the project gives them.")
    vulnerabilities = models.JSONField(null=True, blank=True)
    ownership = models.JSONField(
        null=True, blank=True, help_text="Who may publish: an organization, and pairs of an account and its role."
    )
    provenance = models.JSONField(default=dict, blank=True, help_text="See provenance.py.")

    class Meta:
        verbose_name_plural = "facts"
        indexes = [
            models.Index(fields=["-stars", "package"], name="facts_by_stars"),
            models.Index(fields=["-forks", "package"], name="facts_by_forks"),
            models.Index(fields=["-downloads_30d", "package"], name="facts_by_downloads"),
            models.Index(fields=["-released_at", "package"], name="facts_by_release"),
            models.Index(fields=["-last_commit_at", "package"], name="facts_by_commit"),
            models.Index(fields=["-last_fetched_at", "package"], name="facts_by_fetch"),
            models.Index(fields=["-usage_count", "package"], name="facts_by_usage"),
        ]

    def __str__(self) -> str:
        return f"facts of {self.package_id}"

    @property
    def known_license(self) -> str | None:
        """The licence to show: what the project declares, completed by what its repository's host has detected."""
        return choose_license(self.license, self.repo_license)


class Readme(models.Model):
    """A project's long description as safe HTML; apart from Facts, so that lists never read it."""

    package = models.OneToOneField(Package, on_delete=models.CASCADE, primary_key=True, related_name="readme")
    html = models.TextField()
    source_digest = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="What the HTML was made from (digest_readme); empty where it is to be made anew.",
    )

    def __str__(self) -> str:
        return f"readme of {self.package_id}"


class Release(models.Model):
    """One published version of a package, as PyPI lists it."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="releases")
    version = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=300, help_text="Orders as PEP 440 does.")
    uploaded_at = models.DateTimeField(null=True, blank=True)
    is_prerelease = models.BooleanField(default=False)
    is_yanked = models.BooleanField(default=False)
    yanked_reason = models.TextField(null=True, blank=True)
    has_wheel = models.BooleanField(default=False)
    has_sdist = models.BooleanField(default=False)
    size_bytes = models.PositiveBigIntegerField(null=True, blank=True, help_text="Of all its files.")
    install_bytes = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="Of the file that pip installs on CPython 3.13 on Linux x86-64; 0 if it has none for that.",
    )
    requires_python = models.CharField(max_length=200, null=True, blank=True)
    classifiers = models.JSONField(null=True, blank=True, help_text="As PyPI had them while it was the newest.")
    requires_dist = models.JSONField(null=True, blank=True, help_text="As PyPI had them while it was the newest.")
    metadata_url = models.CharField(
        max_length=500,
        blank=True,
        default="",
        help_text="Its metadata file, with its digest as fragment; empty if there is none.",
    )
    provenance_url = models.CharField(
        max_length=500,
        null=True,
        blank=True,
        help_text="The provenance of its first attested file; empty if it has none.",
    )
    publishers = models.JSONField(
        null=True, blank=True, help_text="Who uploaded it, as the index recorded; null if that was not checked."
    )
    predicate_types = models.JSONField(null=True, blank=True, help_text="What its attestations state.")
    gone_since = models.DateTimeField(null=True, blank=True, help_text="PyPI has not listed it since then.")

    class Meta:
        ordering = ["package", "-sort_key"]
        constraints = [models.UniqueConstraint(fields=["package", "version"], name="one_release_a_version")]
        indexes = [models.Index(fields=["package", "-sort_key"], name="release_by_version")]

    def __str__(self) -> str:
        return self.version

    @property
    def is_attested(self) -> bool | None:
        """True if the index has attestations for a file of it; None where the index does not tell."""
        return None if self.provenance_url is None else bool(self.provenance_url)

    @property
    def is_offered(self) -> bool:
        """True if an installer would choose it unasked."""
        has_files = bool(self.uploaded_at) or self.has_wheel or self.has_sdist
        return has_files and not (self.is_yanked or self.is_prerelease or self.gone_since)


class Advisory(models.Model):
    """A record of OSV about vulnerabilities of packages, trimmed to what lib/osv_records.py reads.

    `modified` is the time that OSV's lists gave for it, as they wrote it: a record with another time is fetched again.
    """

    osv_id = models.CharField(max_length=100, unique=True)
    modified = models.CharField(max_length=40)
    record = models.JSONField()
    packages = models.ManyToManyField(Package, related_name="advisories")

    class Meta:
        verbose_name_plural = "advisories"

    def __str__(self) -> str:
        return self.osv_id


class Example(Dated):
    """A site that uses a package. `is_approved` is None until somebody has looked."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="examples")
    title = models.CharField(max_length=100)
    url = models.URLField(max_length=200)
    is_approved = models.BooleanField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["title", "id"]
        constraints = [models.UniqueConstraint(fields=["package", "url"], name="one_example_an_address")]

    def __str__(self) -> str:
        return self.title


class FetchState(models.Model):
    """When a source should next be asked about a package, and how it answered last. One row a package and source.

    `subject` is what the source is asked about: the name on PyPI, or the repository's address, as the package had it.
    `host` is who will be asked, with its port if that is unusual. `validator` belongs to the source. Whoever works on
    the row holds a claim until `claimed_until`. `note` tells, line by line, which parts of the source answered last and
    what was left out of them.
    """

    class Answer(models.TextChoices):
        """How a source answered."""

        NEVER_ASKED = ""
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        GONE = "gone"
        RATE_LIMITED = "rate limited"
        UNAVAILABLE = "unavailable"
        MALFORMED = "malformed"

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="fetch_states")
    source = models.CharField(max_length=30)
    subject = models.CharField(max_length=300)
    host = models.CharField(max_length=255)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    validator = models.CharField(max_length=500, blank=True)
    last_answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.NEVER_ASKED, blank=True)
    last_answer_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_change_at = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    note = models.TextField(blank=True, default="")
    serial = models.BigIntegerField(null=True, blank=True, help_text="The index's number of the change seen last.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "source"], name="one_fetch_state_a_source")]
        indexes = [models.Index(fields=["source", "host", "due_at", "id"], name="fetch_state_by_due")]

    def __str__(self) -> str:
        return f"{self.source} of {self.package_id}"
