"""Shows how much each ingredient of search brings: the graded questions, asked without one at a time, as Markdown.

    python -m bench.search_ingredients ../shared/data/search-judged.json
    python -m bench.search_ingredients FILE --database postgres://user@host/empty

The file is a JSON object: question -> package -> grade, 1 to 3. Grids among the answers are left out.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import click

from bench.real_catalogue import real_catalogue
from search.judging import Question, figures, judge


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--database", default="", metavar="URL", help="An empty database; else SQLite in a temporary folder.")
def main(file: Path, database: str) -> None:
    """Ask the graded questions with everything, and without each ingredient."""
    questions = [Question("graded", text, grades) for text, grades in json.loads(file.read_text()).items()]
    with real_catalogue(database):
        click.echo("| without | reciprocal rank | NDCG@10 | nothing found |\n|---|---:|---:|---:|")
        report("", questions)
        for title, module_name, name, value in list_ingredients():
            with replaced(module_name, name, value):
                report(title, questions)


def report(title: str, questions: Sequence[Question]) -> None:
    """Print the row of the table for search as it is now."""
    judgements = judge(questions, read_packages)
    all_in_all = figures(judgements)
    nothing = sum(not judgement.came for judgement in judgements) / len(judgements)
    cells = (f"{all_in_all.mean_reciprocal_rank:.3f}", f"{all_in_all.ndcg_10:.3f}", f"{nothing:.1%}")
    click.echo(f"| {' | '.join((title or '(nothing)', *cells))} |")


def read_packages(text: str) -> Sequence[str]:
    """The slugs of the first ten packages that are found."""
    from django.utils import timezone  # noqa: PLC0415 settings exist only once the catalogue is chosen

    from packgrid.search.query import search  # noqa: PLC0415 models exist only once apps are ready
    from packgrid.search.query_language import parse_query  # noqa: PLC0415 likewise

    found = search(parse_query(text), limit=30, now=timezone.now()).entries
    return [hit.slug for hit in found if hit.package_id][:10]


def list_ingredients() -> Iterator[tuple[str, str, str, Any]]:
    """Title, module, name and the value that leaves the ingredient out."""
    weights = {
        "popularity": "POPULARITY_WEIGHT",
        "share of the name": "COVERAGE_WEIGHT",
        "texts of grids": "IN_GRIDS",
        "grids of the best results": "MEMBER_WEIGHT",
        "grid that fits": "GRID_WEIGHT",
        "all words": "ALL_WORDS_WEIGHT",
        "whole name": "COMPOUND_NAME_WEIGHT",
        "least share of the words": "LEAST_SHARE",
    }
    yield "each word alone and pairs (all words needed)", "query_expansion", "match_some", nothing_of
    for title, name in weights.items():
        yield title, "ranking", name, 0.0
    yield "popularity by how well the words fit", "ranking", "POPULARITY_ALONE", 1.0
    yield "weights of words", "word_weights", "weigh_word", unweighed
    yield "synonyms", "query_expansion", "read_synonyms", dict
    yield "corrections", "vocabulary", "find_corrections", correct_nothing
    yield "question words", "words", "QUESTION_WORDS", frozenset()


def nothing_of(_query: object) -> list[Any]:
    return []


def unweighed(word: Any, counts: dict[str, int], most: int) -> Any:  # noqa: ANN401 a word of a query
    """The word with its count, but without a weight."""
    del most
    return attrs.evolve(word, count=counts.get(word.text, 0))


def correct_nothing(words: Iterator[str]) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(words, ())


@contextmanager
def replaced(module_name: str, name: str, value: Any) -> Iterator[None]:  # noqa: ANN401 anything that a module holds
    """Let a module of search have another value meanwhile."""
    from importlib import import_module  # noqa: PLC0415 models exist only once apps are ready

    module = import_module(f"packgrid.search.{module_name}")
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


if __name__ == "__main__":
    main()
