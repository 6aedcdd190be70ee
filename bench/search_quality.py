"""How good search is: the judged questions, asked of the real catalogue. Prints Markdown for docs/benchmarks-search.md.

    python -m bench.search_quality
    python -m bench.search_quality --database postgres://user@host/empty

The last set is of exact names: each of 300 packages, drawn with a fixed seed, asked for by its slug and by its
title, has to be the first answer. A package of the same name, but for capitals and separators, is as right.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import click

from bench.real_catalogue import real_catalogue
from search.judging import HELD_OUT, TUNED, Judgement, figures, judge, questions

SHOWN = 3
HEADS = ("questions", "asked", "reciprocal rank", "first", "top 5", "NDCG@10", "must not", "right")


@click.command()
@click.option("--database", default="", metavar="URL", help="An empty database; else SQLite in a temporary folder.")
@click.option("--failures/--no-failures", default=True, help="List what went wrong, with what came instead.")
def main(database: str, *, failures: bool) -> None:
    """Ask every judged question and say how good the answers are."""
    with real_catalogue(database):
        report(failures=failures)


def report(*, failures: bool) -> None:
    """Print the tables."""
    from search.answers import answers, exact_names  # noqa: PLC0415 models exist only once apps are ready

    sets = {
        "tuned": judge(questions(TUNED), answers),
        "held out": judge(questions(HELD_OUT), answers),
        "exact names": judge(exact_names(), answers),
    }
    show(sets)
    for title, judgements in sets.items():
        click.echo(f"\n{title.capitalize()}, by kind:\n")
        show(by_kind(judgements))
        wrong = [judgement for judgement in judgements if not judgement.is_right]
        if failures and wrong:
            click.echo("\n".join(["\nWhat went wrong:\n", *map(complaint, wrong)]))


def show(sets: Mapping[str, Sequence[Judgement]]) -> None:
    """Print a table with a row for each set."""
    click.echo(f"| {' | '.join(HEADS)} |\n|---|{'---:|' * (len(HEADS) - 1)}")
    for title, judgements in sets.items():
        click.echo(f"| {' | '.join((title, *cells(judgements)))} |")


def cells(judgements: Sequence[Judgement]) -> Sequence[str]:
    """The figures of a set, as the heads say."""
    all_in_all = figures(judgements)
    return (
        str(all_in_all.count),
        f"{all_in_all.mean_reciprocal_rank:.3f}",
        "" if all_in_all.first_place_rate is None else f"{all_in_all.first_place_rate:.1%}",
        f"{all_in_all.top_5_rate:.1%}",
        f"{all_in_all.ndcg_10:.3f}",
        str(all_in_all.violations),
        f"{all_in_all.right}",
    )


def by_kind(judgements: Sequence[Judgement]) -> Mapping[str, Sequence[Judgement]]:
    """The judgements of each kind of question."""
    kinds = defaultdict(list)
    for judgement in judgements:
        kinds[judgement.question.kind].append(judgement)
    return kinds


def complaint(judgement: Judgement) -> str:
    """What was wrong with some answers: where the right one stood, and what came instead."""
    place = f"place {judgement.rank}" if judgement.rank else "not among the first ten"
    best = ", ".join(answer for answer, grade in judgement.question.grades.items() if grade == judgement.question.best)
    wrong = f"; must not come: {', '.join(judgement.violations)}" if judgement.violations else ""
    came = ", ".join(judgement.came[:SHOWN]) or "nothing"
    return f"- `{judgement.question.text}`: {best} at {place}{wrong}; first came {came}".replace("at not", "not")


if __name__ == "__main__":
    main()
