"""Forms of packages, grids, features and cells. They clean what was typed; package_edits and grid_edits refuse."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from packgrid.accounts.clean_forms import CleanForm
from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.builtin_facts import explain_successor_source, find_builtin_problems
from packgrid.catalogue.models import Package
from packgrid.catalogue.queries import select_categories
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.models import Grid
from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.lib.index_names import PUBLIC
from packgrid.lib.locators import BadLocator, parse_repo
from packgrid.lib.pasted_text import parse_pasted
from packgrid.lib.versions import normalize_name
from packgrid.web.addresses import make_pypi_url

LONG_TEXT = forms.Textarea(attrs={"rows": 4})
WHY_HELP = "Optional. Shown in the history."


ENDINGS = ("is_deprecated", "deprecated_reason", "replaced_by", "replaced_by_url")


class ReasonedForm(CleanForm):
    """A form whose last field is the reason of the edit."""

    why = forms.CharField(label="Why", required=False, max_length=300, help_text=WHY_HELP)

    def focus_first_error(self) -> None:
        """Let the browser put the cursor into the first field with an error."""
        first = next((name for name in self.fields if name in self.errors), None)
        if first:
            self.fields[first].widget.attrs["autofocus"] = True


class AddressForm(CleanForm):
    """The first step of adding a package."""

    address = forms.CharField(
        label="Address or name",
        max_length=500,
        help_text="The address of its repository, its page on PyPI, or its name on PyPI.",
    )


class PackageForm(ReasonedForm):
    """The values of a package that people edit."""

    title = forms.CharField(label="Title", max_length=100)
    slug = forms.SlugField(
        label="URL name", max_length=100, help_text="Letters, digits, - and _. You cannot change it later."
    )
    category = forms.ModelChoiceField(select_categories(), label="Category", empty_label=None)
    repo_url = forms.CharField(
        label="Repository",
        required=False,
        max_length=300,
        help_text="The address of the repository, for the web or for git.",
    )
    repo_subdirectory = forms.CharField(
        label="Folder",
        required=False,
        max_length=200,
        help_text="Only if the repository has several packages: the folder of this one.",
    )
    pypi_name = forms.CharField(
        label="Name on PyPI", required=False, max_length=300, help_text="Leave it empty if the package is not on PyPI."
    )
    index_name = forms.ChoiceField(
        label="Index",
        required=False,
        help_text="The index that has this name. Facts about a package of a private index come from that index only.",
    )
    documentation_url = forms.URLField(label="Documentation", required=False, max_length=300, assume_scheme="https")
    is_deprecated = forms.BooleanField(
        label="Deprecated", required=False, help_text="Its maintainers say that people should no longer use it."
    )
    deprecated_reason = forms.CharField(label="Why deprecated", required=False, max_length=300)
    replaced_by = forms.CharField(
        label="Replaced by",
        required=False,
        max_length=200,
        help_text="The package to use instead: its name here or on PyPI.",
    )
    replaced_by_url = forms.CharField(
        label="Source of “Replaced by”",
        required=False,
        max_length=300,
        help_text="A page that names the package to use instead, such as the README.",
    )
    builtin_in = forms.ChoiceField(
        label="Built into",
        required=False,
        choices=[("", "nothing"), *((framework.key, framework.title) for framework in FRAMEWORKS)],
        help_text="Only if a framework, or Python, can do the same now.",
        error_messages={"invalid_choice": "“%(value)s” is not in the list. Choose one from the list."},
    )
    builtin_since = forms.CharField(
        label="Built in since", required=False, max_length=20, help_text="The first version that has it, such as 6.0."
    )
    builtin_name = forms.CharField(
        label="New name",
        required=False,
        max_length=100,
        help_text="Optional. What to use instead, such as django.tasks.",
    )
    builtin_url = forms.CharField(
        label="Source of “Built into”",
        required=False,
        max_length=300,
        help_text="A page that says so, such as the release notes of the framework.",
    )
    is_hidden = forms.BooleanField(
        label="Hidden", required=False, help_text="It is in no list, and its page answers 404."
    )
    field_order = (
        "title", "slug", "category", "repo_url", "repo_subdirectory", "pypi_name", "index_name",
        "documentation_url", "is_deprecated",
        "deprecated_reason", "replaced_by", "replaced_by_url", *BUILTIN_COLUMNS, "is_hidden", "why",
    )  # fmt: skip

    def __init__(self, *args: Any, is_moderator: bool = False, is_new: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 as Django's
        super().__init__(*args, **kwargs)
        left_out = {*ENDINGS, *BUILTIN_COLUMNS, "is_hidden"} if is_new else set()
        if not is_moderator and not is_new:
            left_out |= {"slug", "is_hidden"}
        indexes = list_indexes(self.initial.get("index_name", ""))
        self.fields["index_name"].choices = [(name, name or PUBLIC) for name in indexes]  # type: ignore[attr-defined] # of ChoiceField
        if len(indexes) == 1:
            left_out.add("index_name")
        for name in left_out:
            del self.fields[name]

    def clean_repo_url(self) -> str:
        """The canonical address; an address that nobody changed stays as it is, even if it cannot be parsed."""
        url = str(self.cleaned_data["repo_url"]).strip()
        if not url or url == self.initial.get("repo_url"):
            return url
        try:
            repo = parse_pasted(url).repo or parse_repo(url)
        except BadLocator as error:
            raise ValidationError(str(error)) from error
        self.folder_in_url = repo.subdirectory
        return repo.url

    folder_in_url = ""

    def clean_repo_subdirectory(self) -> str:
        """The folder; where the field is empty, the one in the address of the repository."""
        return str(self.cleaned_data["repo_subdirectory"]).strip().strip("/") or self.folder_in_url

    def clean_pypi_name(self) -> str:
        """The normalized name, also from a requirement or the address of its page on PyPI."""
        said = self.cleaned_data["pypi_name"].strip()
        found = parse_pasted(said)
        if said and (not found.name or found.repo):
            raise ValidationError(
                "This is not a name on PyPI. Write the name of the project or the address of its page."
            )
        return normalize_name(found.name) if found.name else ""

    def clean_replaced_by(self) -> Package | None:
        """The package with this slug, title or name on PyPI."""
        said = self.cleaned_data["replaced_by"].strip()
        if not said:
            return None
        named = Q(slug__iexact=said) | Q(title__iexact=said) | Q(pypi_name=normalize_name(said))
        found = visible_packages().filter(named).order_by("pk").first()
        if found is None:
            raise ValidationError("No package in the catalogue has this name. Add the package first.")
        return found

    def clean(self) -> dict[str, Any]:
        """Check that a source stands beside what it is the source of, and that what is built in is complete."""
        given = super().clean() or self.cleaned_data
        problems = find_builtin_problems(given)
        has_successor = bool(given.get("replaced_by")) or "replaced_by" in self.errors
        if said := explain_successor_source(given.get("replaced_by_url") or "", has_successor=has_successor):
            problems["replaced_by_url"] = said
        for name, sentence in problems.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        return given

    def edit_values(self, was: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """The values for add_package() and change_package(); `was` is the state that the editor saw."""
        given = dict(self.cleaned_data)
        del given["why"]
        found = {name: given[name] for name in given if name not in {"category", "is_deprecated", "replaced_by"}}
        found["category_id"] = given["category"].pk
        if "is_deprecated" in given:
            found["deprecated_at"] = (was.get("deprecated_at") or now) if given["is_deprecated"] else None
        if "replaced_by" in given:
            found["replaced_by_id"] = given["replaced_by"].pk if given["replaced_by"] else None
        index = given.get("index_name", was.get("index_name") or "")
        if (given["pypi_name"], index) != (was.get("pypi_name") or "", was.get("index_name") or ""):
            found["pypi_url"] = make_pypi_url(given["pypi_name"]) if given["pypi_name"] and not index else ""
        if not given["documentation_url"] and was.get("documentation_url") is None:
            found["documentation_url"] = None
        return found

    @staticmethod
    def read_initial(package: Package) -> dict[str, Any]:
        """The values that the fields have for a stored package."""
        plain = ("title", "slug", "repo_url", "repo_subdirectory", "pypi_name", "index_name", "deprecated_reason")
        return {name: getattr(package, name) for name in (*plain, "is_hidden", "replaced_by_url", *BUILTIN_COLUMNS)} | {
            "category": package.category_id,
            "documentation_url": package.documentation_url or "",
            "is_deprecated": package.deprecated_at is not None,
            "replaced_by": package.replaced_by.slug if package.replaced_by else "",
        }


def list_indexes(present: str) -> list[str]:
    """The indexes that a package can come from: "" for the public one, the private ones, and its present one."""
    return list(dict.fromkeys(["", *settings.PRIVATE_INDEXES, present or ""]))


class GridForm(ReasonedForm):
    """The values of a grid that people edit."""

    title = forms.CharField(label="Title", max_length=100)
    slug = forms.SlugField(
        label="URL name",
        max_length=100,
        required=False,
        help_text="Letters, digits, - and _. Leave it empty to use the title.",
    )
    description = forms.CharField(
        label="What it compares",
        required=False,
        max_length=1000,
        widget=LONG_TEXT,
        help_text="Plain text. Addresses become links. An empty line starts a paragraph.",
    )
    is_locked = forms.BooleanField(label="Locked", required=False, help_text="Only moderators may edit it.")
    is_header = forms.BooleanField(label="On the home page", required=False)
    field_order = ("title", "slug", "description", "is_locked", "is_header", "why")

    def __init__(self, *args: Any, is_moderator: bool = False, is_new: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 as Django's
        super().__init__(*args, **kwargs)
        left_out = set() if is_moderator else {"is_locked", "is_header"} | (set() if is_new else {"slug"})
        for name in left_out:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Make the slug from the title where it was left empty."""
        given = super().clean() or self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors and not given.get("slug"):
            given["slug"] = slugify(given.get("title", ""))[:100]
            if not given["slug"] and "title" in given:
                self.add_error("slug", "The title has no letters for a URL name. Write a URL name.")
        return given

    def edit_values(self, _was: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
        """The values for add_grid() and change_grid()."""
        return drop_reason(self.cleaned_data)

    @staticmethod
    def read_initial(grid: Grid) -> dict[str, Any]:
        """The values that the fields have for a stored grid."""
        return {name: getattr(grid, name) for name in ("title", "slug", "description", "is_locked", "is_header")}


class FeatureForm(ReasonedForm):
    """A row of a grid."""

    title = forms.CharField(
        label="Feature", max_length=100, help_text="Something that a package can do, such as “Supports async”."
    )
    description = forms.CharField(
        label="Definition",
        required=False,
        max_length=1000,
        widget=LONG_TEXT,
        help_text="What exactly counts, so that everybody fills in the cells in the same way.",
    )
    kind = forms.ChoiceField(
        label="Cells contain",
        required=False,
        choices=[
            (FeatureKind.TEXT, "text: words, yes, no"),
            (FeatureKind.YES_NO, "yes or no"),
            (FeatureKind.NUMBER, "a number"),
        ],
        help_text="Numbers are sorted by size and have bars.",
    )
    field_order = ("title", "kind", "description", "why")

    def clean_kind(self) -> str:
        """The kind; the present one where a form does not send it."""
        return str(self.cleaned_data["kind"] or self.initial.get("kind") or FeatureKind.TEXT)

    def edit_values(self, _was: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
        """The values for add_feature() and change_feature()."""
        return drop_reason(self.cleaned_data)


class CellForm(ReasonedForm):
    """One cell."""

    text = forms.CharField(label="Text", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("text", "why")


class ProposalForm(ReasonedForm):
    """A grid as a file, pasted or uploaded."""

    text = forms.CharField(
        label="Text of the file",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
    )
    file = forms.FileField(label="Or choose a file", required=False)
    field_order = ("text", "file", "why")


def drop_reason(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values without the reason; their lines end in a line feed alone."""
    plain = {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in given.items()}
    del plain["why"]
    return plain
