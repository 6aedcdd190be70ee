"""Splits the answers of a list into those to choose from and those that have ended, which are folded at its end."""

from collections.abc import Sequence

import attrs

from packgrid.lib.plurals import choose_plural
from packgrid.lib.versions import normalize_name
from packgrid.search.answers import SearchAnswer
from packgrid.search.query_language import Field, Query
from packgrid.search.tags import ENDED

FOLDED = (*ENDED, "unmaintained")
"""The verdicts of packages that nobody maintains any more."""


@attrs.frozen
class FoldedAnswers:
    """The answers of a page in their order, those that are folded apart. `start` is the number of the first one."""

    open: Sequence[SearchAnswer]
    folded: Sequence[SearchAnswer] = ()
    start: int = 1

    @property
    def folded_start(self) -> int:
        """The number of the first folded answer."""
        return self.start + len(self.open)

    @property
    def summary(self) -> str:
        """Such as "12 that are no longer maintained"."""
        count = len(self.folded)
        return f"{count} {choose_plural(count, 'package that is', 'packages that are')} no longer maintained"


NO_ANSWERS = FoldedAnswers(())


def fold_ended(answers: Sequence[SearchAnswer], query: Query, start: int = 1) -> FoldedAnswers:
    """Fold what has ended, but not what is asked for by its name or state, nor where nothing else would be left."""
    folded = [answer for answer in answers if answer.hit.verdict in FOLDED and not is_named(answer, query)]
    if asks_for_ended(query) or len(folded) == len(answers):
        return FoldedAnswers(answers, (), start)
    return FoldedAnswers([answer for answer in answers if answer not in folded], folded, start)


def is_named(answer: SearchAnswer, query: Query) -> bool:
    """True if the words of a query are the name of this package."""
    name = normalize_name("-".join((*query.words, *query.phrases)))
    return bool(name) and name in {normalize_name(answer.hit.slug), normalize_name("-".join(answer.hit.title.split()))}


def asks_for_ended(query: Query) -> bool:
    """True if a query asks for packages that have ended."""
    return any(one.field == Field.IS and one.value in FOLDED and not one.is_negated for one in query.filters)
