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
from packgrid.comparison.models import Grid
from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.lib.index_names import PUBLIC
from packgrid.lib.locators import BadLocator, parse_repo
from packgrid.lib.pasted_text import parse_pasted
from packgrid.lib.versions import normalize_name
from packgrid.web.addresses import make_pypi_url

LONG_TEXT = forms.Textarea(attrs={"rows": 4})
WHY_HELP = "For those who read the history. You may leave it empty."


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
        help_text="A repository in any form, its page on PyPI, or just the name there.",
    )


class PackageForm(ReasonedForm):
    """The values of a package that people edit."""

    title = forms.CharField(label="Title", max_length=100)
    slug = forms.SlugField(
        label="URL name", max_length=100, help_text="Letters, digits, - and _. It stays as it is later."
    )
    category = forms.ModelChoiceField(select_categories(), label="Category", empty_label=None)
    repo_url = forms.CharField(
        label="Repository", required=False, max_length=300, help_text="Any form of its address will do."
    )
    repo_subdirectory = forms.CharField(
        label="Folder",
        required=False,
        max_length=200,
        help_text="Where the repository holds several packages, the one of this package.",
    )
    pypi_name = forms.CharField(
        label="Name on PyPI", required=False, max_length=300, help_text="Empty if it is not published there."
    )
    index_name = forms.ChoiceField(
        label="Index",
        required=False,
        help_text="Where this name is. A package of a private index is asked about there alone.",
    )
    documentation_url = forms.URLField(label="Documentation", required=False, max_length=300, assume_scheme="https")
    is_deprecated = forms.BooleanField(
        label="Deprecated", required=False, help_text="Its maintainers say that it should not be used any more."
    )
    deprecated_reason = forms.CharField(label="Why deprecated", required=False, max_length=300)
    replaced_by = forms.CharField(
        label="Replaced by",
        required=False,
        max_length=200,
        help_text="The package to use instead: its name here or on PyPI.",
    )
    replaced_by_url = forms.CharField(
        label="Who says so",
        required=False,
        max_length=300,
        help_text="The page that names the package to use instead, such as its README.",
    )
    builtin_in = forms.ChoiceField(
        label="Built into",
        required=False,
        choices=[("", "nothing"), *((framework.key, framework.title) for framework in FRAMEWORKS)],
        help_text="Only if what the package does is part of a framework, or of Python, now.",
        error_messages={"invalid_choice": "“%(value)s” is not in the list. Choose one of it."},
    )
    builtin_since = forms.CharField(
        label="Built in since", required=False, max_length=20, help_text="The first version that has it: 6.0."
    )
    builtin_name = forms.CharField(
        label="Called there",
        required=False,
        max_length=100,
        help_text="What to use instead, such as django.tasks. You may leave it empty.",
    )
    builtin_url = forms.CharField(
        label="Source",
        required=False,
        max_length=300,
        help_text="The page that says so: release notes or documentation of that framework.",
    )
    is_hidden = forms.BooleanField(label="Hidden", required=False, help_text="Listed nowhere; its address answers 404.")
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
            raise ValidationError("This is not the name of a project, nor the address of its page.")
        return normalize_name(found.name) if found.name else ""

    def clean_replaced_by(self) -> Package | None:
        """The package with this slug, title or name on PyPI."""
        said = self.cleaned_data["replaced_by"].strip()
        if not said:
            return None
        named = Q(slug__iexact=said) | Q(title__iexact=said) | Q(pypi_name=normalize_name(said))
        found = visible_packages().filter(named).order_by("pk").first()
        if found is None:
            raise ValidationError("We have no package of this name. Add it first.")
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
        help_text="Letters, digits, - and _. Empty: made from the title.",
    )
    description = forms.CharField(
        label="What it compares",
        required=False,
        max_length=1000,
        widget=LONG_TEXT,
        help_text="Plain text; addresses become links, empty lines paragraphs.",
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
                self.add_error("slug", "No name can be made from this title; write one.")
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

    title = forms.CharField(label="Feature", max_length=100, help_text="Something that a package does or does not do.")
    description = forms.CharField(
        label="What exactly is meant",
        required=False,
        max_length=1000,
        widget=LONG_TEXT,
        help_text="So that all fill its cells in the same sense.",
    )
    field_order = ("title", "description", "why")

    def edit_values(self, _was: Mapping[str, Any], _now: datetime) -> dict[str, Any]:
        """The values for add_feature() and change_feature()."""
        return drop_reason(self.cleaned_data)


class CellForm(ReasonedForm):
    """One cell."""

    text = forms.CharField(
        label="What it says", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("text", "why")


class ProposalForm(ReasonedForm):
    """A grid as a file, pasted or uploaded."""

    text = forms.CharField(
        label="The file",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
    )
    file = forms.FileField(label="or choose it", required=False)
    field_order = ("text", "file", "why")


def drop_reason(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values without the reason; their lines end in a line feed alone."""
    plain = {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in given.items()}
    del plain["why"]
    return plain
