"""Writes a table as CSV, Markdown or JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from packgrid.catalogue.install_sizes import InstallSize
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.fact_rows import TITLES
from packgrid.comparison.table import FactValue, FeatureRow, Links, Moment, Side, Support, Verdict, Weeks, read_cell
from packgrid.comparison.table_selection import SelectedTable
from packgrid.lib.clean_text import clean_text, clean_values
from packgrid.web.compare.table_html import describe_marks
from packgrid.web.install_words import describe_whole_install_size

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs with which a spreadsheet begins a formula (owasp.org, "CSV injection"), also in full width."""


@attrs.frozen(kw_only=True)
class Export:
    """A table to export. `url` is the address of its page, `site` the beginning of the addresses of packages."""

    title: str
    url: str
    site: str
    table: SelectedTable

    def page_of(self, side: Side) -> str:
        """The address of a package's page."""
        return f"{self.site}/packages/p/{side.slug}/"


def format_csv(export: Export) -> str:
    """CSV, a line for each package. Ticks are "yes" or "yes, 2 of 3"; a missing value says why: "not checked"."""
    table, output = export.table, io.StringIO()
    writer = csv.writer(output)
    features = [row for part in table.parts for row in part.features]
    writer.writerow(
        ["Slug", "Title", *(row.title for row in table.facts), *(escape_formula(row.title) for row in features)]
    )
    for at, side in enumerate(table.sides):
        facts = [format_fact(row.values[at]) for row in table.facts]
        texts = [format_cell(row.texts.get(side.package_id, "")) for row in features]
        writer.writerow(map(escape_formula, [side.slug, side.title, *facts, *texts]))
    return output.getvalue()


def escape_formula(text: str) -> str:
    """A clean text, quoted if a spreadsheet would read it as a formula."""
    text = clean_text(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def format_markdown(export: Export) -> str:
    """Markdown: a column for each package, a line for each row."""
    table = export.table
    heads = [f"[{escape_markdown(side.title)}]({export.page_of(side)})" for side in table.sides]
    rows = [
        [escape_markdown(row.title), *(escape_markdown(format_fact(value)) or "?" for value in row.values)]
        for row in table.facts
    ]
    for part in table.parts:
        for row in part.features:
            texts = (format_cell(row.texts.get(side.package_id, ""), is_signed=True) for side in table.sides)
            rows.append([escape_markdown(row.title), *(escape_markdown(text) or "?" for text in texts)])
    lines = [["", *heads], ["---"] * (len(heads) + 1), *rows]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# {escape_markdown(export.title)}\n\n{body}\n\n? is not filled in. From <{export.url}>\n"


def escape_markdown(text: str) -> str:
    """A text escaped for a table of Markdown, also where HTML is allowed."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in clean_text(text))
    return " ".join(escaped.split())


def format_json(export: Export) -> str:
    """JSON: the packages in their order with facts by key, and the features with texts by slug. A missing fact is null.

    The `missing` of a package says why, by the key of the fact, such as "not checked".
    """
    table = export.table
    document = {
        "title": export.title,
        "url": export.url,
        "rows": {row.key: TITLES[row.key] for row in table.facts},
        "packages": [make_package_document(export, at) for at in range(len(table.sides))],
        "features": [
            feature
            for part in table.parts
            for feature in make_feature_documents(part.grid.slug, part.features, table.sides)
        ],
    }
    return json.dumps(clean_values(document), ensure_ascii=False, indent=1)


def make_package_document(export: Export, at: int) -> dict[str, object]:
    """The document of a package."""
    side = export.table.sides[at]
    facts = {row.key: convert_fact(row.values[at]) for row in export.table.facts}
    missing = {row.key: value.value for row in export.table.facts if isinstance(value := row.values[at], MissingValue)}
    return {
        "slug": side.slug,
        "title": side.title,
        "url": export.page_of(side),
        "facts": facts,
        "missing": missing,
    }


def make_feature_documents(grid: str, rows: Iterable[FeatureRow], sides: Sequence[Side]) -> Iterator[dict[str, object]]:
    """Features as data: texts of cells (`said`) and numbers of ticks (`marks`, negative for crosses) by slug."""
    for row in rows:
        texts = {side.slug: row.texts[side.package_id] for side in sides if row.texts.get(side.package_id)}
        marks = {slug: read_cell(text).marks for slug, text in texts.items() if read_cell(text).marks}
        yield {"id": row.feature_id, "grid": grid, "title": row.title, "said": texts, "marks": marks}


def format_cell(text: str, *, is_signed: bool = False) -> str:
    """The text of a cell; ticks and crosses as words, or as signs if `is_signed`."""
    marks = read_cell(text).marks
    if not marks:
        return text
    return ("✓" if marks > 0 else "✗") * abs(marks) if is_signed else describe_marks(marks)


def format_fact(value: FactValue) -> str:
    """A fact as text; why it is missing, such as "not checked", where that is known, else ""."""
    found = convert_fact(value)
    if isinstance(found, list):
        return " ".join(map(str, found))
    if isinstance(value, MissingValue):
        return value.value
    if isinstance(value, InstallSize):
        return describe_whole_install_size(value)
    if isinstance(found, dict):
        return FORMATTERS[type(value)](value)
    return "" if found is None else str(found)


FORMATTERS: Mapping[type, Callable[..., str]] = {
    Links: lambda links: links.repo_url or links.documentation_url,
    Verdict: lambda verdict: verdict.sentence or verdict.status,
    Support: lambda support: " ".join(support.declared) or "none",
}


def convert_fact(value: FactValue) -> object:
    """A fact as JSON; None if it is unknown."""
    if isinstance(value, Moment):
        return value.at.strftime("%Y-%m" if value.is_month else "%Y-%m-%d")
    if isinstance(value, Weeks):
        return list(value.counts)
    if isinstance(value, InstallSize):
        return convert_install_size(value)
    if isinstance(value, (Links, Verdict, Support)):
        return {
            name: list(field) if isinstance(field, tuple) else field
            for name, field in attrs.asdict(value, recurse=False).items()
        }
    return list(value) or None if isinstance(value, tuple) else None if is_missing(value) else value


def convert_install_size(value: InstallSize) -> dict[str, object]:
    """An install size as JSON; `uncounted` says what is not in `total_bytes` and why, by project."""
    return {
        "total_bytes": value.total_bytes,
        "own_bytes": value.own_bytes,
        "package_count": value.package_count,
        "is_complete": value.is_complete,
        "uncounted": {project: why.value for project, why in value.uncounted},
    }


def is_missing(value: FactValue) -> bool:
    return value == "" or isinstance(value, MissingValue)


EXPORT_FORMATS: Mapping[str, tuple[str, Callable[[Export], str]]] = {
    "csv": ("text/csv", format_csv),
    "md": ("text/markdown", format_markdown),
    "json": ("application/json", format_json),
}
"""The formats by name, each with its content type and its function."""
