"""Writes a table as CSV, Markdown or JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from packgrid.comparison.fact_rows import TITLES
from packgrid.comparison.table import FactValue, FeatureRow, Links, Moment, Side, Support, Verdict, Weeks, read_cell
from packgrid.comparison.table_selection import SelectedTable
from packgrid.lib.clean_text import clean_text, clean_values
from packgrid.web.compare.table_html import marks_in_words

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula (owasp.org, "CSV injection"), also in full width."""


@attrs.frozen(kw_only=True)
class Export:
    """A table to be written: its title, the address at which it is seen, and the package pages' common beginning."""

    title: str
    url: str
    site: str
    table: SelectedTable

    def page_of(self, side: Side) -> str:
        """The address of a package's page."""
        return f"{self.site}/packages/p/{side.slug}/"


def as_csv(export: Export) -> str:
    """A line a package, a column for each fact and feature. Unknown is empty; ticks are "yes", or "yes, 2 of 3"."""
    table, written = export.table, io.StringIO()
    writer = csv.writer(written)
    features = [row for part in table.parts for row in part.features]
    writer.writerow(
        ["Slug", "Title", *(row.title for row in table.facts), *(without_formula(row.title) for row in features)]
    )
    for at, side in enumerate(table.sides):
        facts = [fact_text(row.values[at]) for row in table.facts]
        said = [cell_words(row.texts.get(side.package_id, "")) for row in features]
        writer.writerow(map(without_formula, [side.slug, side.title, *facts, *said]))
    return written.getvalue()


def without_formula(text: str) -> str:
    """A clean text that no spreadsheet reads as a formula."""
    text = clean_text(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_markdown(export: Export) -> str:
    """A table as it is seen: a column a package, a line a row."""
    table = export.table
    heads = [f"[{escape_markdown(side.title)}]({export.page_of(side)})" for side in table.sides]
    rows = [
        [escape_markdown(row.title), *(escape_markdown(fact_text(value)) or "?" for value in row.values)]
        for row in table.facts
    ]
    for part in table.parts:
        for row in part.features:
            said = (cell_words(row.texts.get(side.package_id, ""), is_signed=True) for side in table.sides)
            rows.append([escape_markdown(row.title), *(escape_markdown(text) or "?" for text in said)])
    lines = [["", *heads], ["---"] * (len(heads) + 1), *rows]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# {escape_markdown(export.title)}\n\n{body}\n\n? is unknown. From <{export.url}>\n"


def escape_markdown(text: str) -> str:
    """A text escaped for a table of Markdown, also where HTML is allowed."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in clean_text(text))
    return " ".join(escaped.split())


def as_json(export: Export) -> str:
    """A document: packages in their order with facts by key, features with what is said by slug. Unknown is null."""
    table = export.table
    document = {
        "title": export.title,
        "url": export.url,
        "rows": {row.key: TITLES[row.key] for row in table.facts},
        "packages": [package_document(export, at) for at in range(len(table.sides))],
        "features": [
            feature for part in table.parts for feature in feature_documents(part.grid.slug, part.features, table.sides)
        ],
    }
    return json.dumps(clean_values(document), ensure_ascii=False, indent=1)


def package_document(export: Export, at: int) -> dict[str, object]:
    """The document of a package."""
    side = export.table.sides[at]
    facts = {row.key: fact_data(row.values[at]) for row in export.table.facts}
    return {"slug": side.slug, "title": side.title, "url": export.page_of(side), "facts": facts}


def feature_documents(grid: str, rows: Iterable[FeatureRow], sides: Sequence[Side]) -> Iterator[dict[str, object]]:
    """Features as data: `said` are texts by slug, as people wrote them, `marks` how many ticks or crosses they mean."""
    for row in rows:
        texts = {side.slug: row.texts[side.package_id] for side in sides if row.texts.get(side.package_id)}
        marks = {slug: read_cell(text).marks for slug, text in texts.items() if read_cell(text).marks}
        yield {"id": row.feature_id, "grid": grid, "title": row.title, "said": texts, "marks": marks}


def cell_words(text: str, *, is_signed: bool = False) -> str:
    """What people say: the words of ticks and crosses, or their signs, else the text itself."""
    marks = read_cell(text).marks
    if not marks:
        return text
    return ("✓" if marks > 0 else "✗") * abs(marks) if is_signed else marks_in_words(marks)


def fact_text(value: FactValue) -> str:
    """A fact as text; "" if it is unknown."""
    found = fact_data(value)
    if isinstance(found, list):
        return " ".join(map(str, found))
    if isinstance(found, dict):
        return PLAIN[type(value)](value)
    return "" if found is None else str(found)


PLAIN: Mapping[type, Callable[..., str]] = {
    Links: lambda links: links.repo_url or links.documentation_url,
    Verdict: lambda verdict: verdict.sentence or verdict.status,
    Support: lambda support: " ".join(support.declared) or "none",
}


def fact_data(value: FactValue) -> object:
    """A fact as JSON; None if it is unknown."""
    if isinstance(value, Moment):
        return value.at.strftime("%Y-%m" if value.is_month else "%Y-%m-%d")
    if isinstance(value, Weeks):
        return list(value.counts)
    if isinstance(value, (Links, Verdict, Support)):
        return {
            name: list(said) if isinstance(said, tuple) else said
            for name, said in attrs.asdict(value, recurse=False).items()
        }
    return list(value) or None if isinstance(value, tuple) else None if value == "" else value


WRITTEN: Mapping[str, tuple[str, Callable[[Export], str]]] = {
    "csv": ("text/csv", as_csv),
    "md": ("text/markdown", as_markdown),
    "json": ("application/json", as_json),
}
"""The formats by name, each with its kind of content."""
