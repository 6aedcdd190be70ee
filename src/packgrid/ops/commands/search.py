import json
from collections.abc import Sequence
from typing import Any

import attrs
import click
from django.utils import timezone
from rich.table import Table
from rich.text import Text

from packgrid.ops.console import console, errors
from packgrid.ops.database import check_database
from packgrid.ops.options import QueryCommand, WholeNumber
from packgrid.search.answers import SearchAnswer, read_answers
from packgrid.search.left_out import LeftOut, describe_left_out
from packgrid.search.query import Results, read_left_out, search
from packgrid.search.query_language import Query, parse_query

MOST = 1000
NAME, ABOUT = "name", "what it is"
HEADS = (NAME, ABOUT, "stars", "version", "released", "labels")
UNKNOWN = "unknown"
# click would find -h in a word such as -html, too; QueryCommand looks for -h alone.
CONTEXT = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


@click.command(cls=QueryCommand, context_settings=CONTEXT)
@click.argument("parts", nargs=-1, required=True, metavar="QUERY...")
@click.option("--limit", type=WholeNumber(1, MOST), default=20, show_default=True, help="How many results to show.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON document.")
def command(parts: tuple[str, ...], *, limit: int, is_json: bool) -> None:
    """Find packages and grids: words, "phrases", -unwanted words, and filters such as 'stars:>100' or django:5.2.

    Quote < and > for your shell. Put a query that looks like an option after two dashes: packgrid search -- -h.
    docs/search-language.md explains the whole language. The exit code is 1 if nothing is found.
    """
    if not "".join(parts).strip():
        raise click.UsageError("The query is empty. Write what you search for.")
    check_database()
    query = parse_query(" ".join(parts))
    for problem in query.problems:
        errors.print(problem.sentence, markup=False, soft_wrap=True)
    now = timezone.now()
    results, left_out = search(query, limit=limit, now=now), read_left_out(query, now)
    (show_json if is_json else show_results)(query, results, left_out)
    raise SystemExit(0 if results.entries else 1)


def show_results(_query: Query, results: Results, left_out: Sequence[LeftOut]) -> None:
    """Print a row for each answer on stdout, and suggestions and counts on stderr."""
    if results.suggestion:
        errors.print(f"Did you mean: {results.suggestion}", markup=False, soft_wrap=True)
    for one in left_out:
        errors.print(describe_left_out(one), markup=False, soft_wrap=True)
    if not results.entries:
        errors.print("No exact match. Close matches:" if results.near else "No match. Try fewer or other words.")
    found = read_answers(results.entries or results.near)
    if found:
        console.print(make_results_table(found), markup=False)
    if results.count > len(results.entries) > 0:
        more = f"{results.count:,}{'+' if results.is_capped else ''}"
        errors.print(f"The best {len(results.entries):,} of {more}; --limit shows more.")


def make_results_table(found: Sequence[SearchAnswer]) -> Table:
    """A row for each answer. Names are shown in full; descriptions are cut at the width of the terminal."""
    table = Table()
    for head in HEADS:
        is_text = head in {NAME, ABOUT}
        table.add_column(head, no_wrap=not is_text, overflow="fold", justify="right" if head == "stars" else "left")
    for answer in found:
        table.add_row(*answer_row(answer))
    return table


def answer_row(answer: SearchAnswer) -> tuple[str | Text, ...]:
    """The cells of an answer; those for facts are empty for a grid."""
    said = Text(" ".join(answer.description.split()), no_wrap=True, overflow="ellipsis")
    if answer.package is None:
        return (answer.hit.title, said, "", "", "", "grid")
    facts = answer.package.facts
    stars = UNKNOWN if facts.stars is None else f"{facts.stars:,}"
    form = "%b %Y" if facts.released_to_the_month else "%d %b %Y"
    released = facts.released_at.strftime(form) if facts.released_at else UNKNOWN
    labels = (answer.builtin_mark if label == "builtin" else label for label in answer.hit.labels)
    return (answer.hit.title, said, stars, facts.version or UNKNOWN, released, ", ".join(labels))


def show_json(query: Query, results: Results, left_out: Sequence[LeftOut]) -> None:
    """Print everything as one JSON document, in which null means unknown."""
    document = {
        "problems": [attrs.asdict(problem) for problem in query.problems],
        "suggestion": results.suggestion,
        "count": results.count,
        "is_capped": results.is_capped,
        "left_out": [attrs.asdict(one) for one in left_out],
        "results": list(map(answer_document, read_answers(results.entries))),
        "near": list(map(answer_document, read_answers(results.near))),
    }
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def answer_document(answer: SearchAnswer) -> dict[str, Any]:
    """An answer as JSON."""
    common = {
        "kind": "package" if answer.package else "grid",
        "slug": answer.hit.slug,
        "title": answer.hit.title,
        "description": answer.description,
        "path": answer.url,
        "labels": list(answer.hit.labels),
    }
    if answer.package is None:
        return common
    facts = answer.package.facts
    moments = {"released_at": facts.released_at, "last_commit_at": facts.last_commit_at}
    return {
        **common,
        "category": answer.package.category.slug,
        "stars": facts.stars,
        "version": facts.version,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "released_to_the_month": facts.released_to_the_month,
    }
