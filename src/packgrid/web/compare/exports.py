"""What is seen of a table as CSV, Markdown or JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from packgrid.comparison.fact_rows import TITLES
from packgrid.comparison.table import FactValue, FeatureRow, Links, Moment, Side, Support, Verdict, Weeks, cell
from packgrid.comparison.table_selection import SelectedTable
from packgrid.lib.clean_text import clean_text, clean_values
from packgrid.web.compare.drawing import marks_in_words

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
    writer.writerow(["Slug", "Title", *(row.title for row in table.facts), *(disarmed(row.title) for row in features)])
    for at, side in enumerate(table.sides):
        facts = [plain(row.values[at]) for row in table.facts]
        said = [meaning(row.texts.get(side.package_id, "")) for row in features]
        writer.writerow(map(disarmed, [side.slug, side.title, *facts, *said]))
    return written.getvalue()


def disarmed(text: str) -> str:
    """A clean text that no spreadsheet takes for a formula."""
    text = clean_text(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_markdown(export: Export) -> str:
    """A table as it is seen: a column a package, a line a row."""
    table = export.table
    heads = [f"[{marked(side.title)}]({export.page_of(side)})" for side in table.sides]
    rows = [[marked(row.title), *(marked(plain(value)) or "?" for value in row.values)] for row in table.facts]
    for part in table.parts:
        for row in part.features:
            said = (meaning(row.texts.get(side.package_id, ""), is_signed=True) for side in table.sides)
            rows.append([marked(row.title), *(marked(text) or "?" for text in said)])
    lines = [["", *heads], ["---"] * (len(heads) + 1), *rows]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# {marked(export.title)}\n\n{body}\n\n? is unknown. From <{export.url}>\n"


def marked(text: str) -> str:
    """A text that means itself in a table of Markdown, also where its HTML is let through."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in clean_text(text))
    return " ".join(escaped.split())


def as_json(export: Export) -> str:
    """A document: packages in their order with facts by key, features with what is said by slug. Unknown is null."""
    table = export.table
    document = {
        "title": export.title,
        "url": export.url,
        "rows": {row.key: TITLES[row.key] for row in table.facts},
        "packages": [package(export, at) for at in range(len(table.sides))],
        "features": [
            feature for part in table.parts for feature in features(part.grid.slug, part.features, table.sides)
        ],
    }
    return json.dumps(clean_values(document), ensure_ascii=False, indent=1)


def package(export: Export, at: int) -> dict[str, object]:
    """A side as data."""
    side = export.table.sides[at]
    facts = {row.key: data(row.values[at]) for row in export.table.facts}
    return {"slug": side.slug, "title": side.title, "url": export.page_of(side), "facts": facts}


def features(grid: str, rows: Iterable[FeatureRow], sides: Sequence[Side]) -> Iterator[dict[str, object]]:
    """Features as data: `said` are texts by slug, as people wrote them, `marks` how many ticks or crosses they mean."""
    for row in rows:
        texts = {side.slug: row.texts[side.package_id] for side in sides if row.texts.get(side.package_id)}
        marks = {slug: cell(text).marks for slug, text in texts.items() if cell(text).marks}
        yield {"id": row.feature_id, "grid": grid, "title": row.title, "said": texts, "marks": marks}


def meaning(text: str, *, is_signed: bool = False) -> str:
    """What people say: the words of ticks and crosses, or their signs, else the text itself."""
    marks = cell(text).marks
    if not marks:
        return text
    return ("✓" if marks > 0 else "✗") * abs(marks) if is_signed else marks_in_words(marks)


def plain(value: FactValue) -> str:
    """A fact as a text; "" is unknown."""
    found = data(value)
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


def data(value: FactValue) -> object:
    """A fact as JSON has it; None is unknown."""
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
