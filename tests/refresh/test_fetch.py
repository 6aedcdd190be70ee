from collections.abc import Sequence

import pytest

from packgrid.refresh.fetch import Answer, Kind, fetch_answers
from packgrid.refresh.lanes import Lane
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError, Unavailable
from packgrid.sources.source import Reply, SourceReply, SourceRequest
from refresh.rows import NOW, row_of

PYPI = Lane("pypi")


class Fake:
    """A source that answers "not modified", or what `replies` holds for a subject."""

    most_at_once = 100

    def __init__(self, **replies: Reply) -> None:
        self.replies = replies
        self.asked: list[SourceRequest] = []

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply]:
        self.asked += asked
        return [self.replies.get(question.subject, SourceReply(None, question.validator)) for question in asked]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (SourceReply(None, "v"), (Kind.UNCHANGED, None, "v", "", "", None)),
        (SourceReply("s", "v", "https://new.example/"), (Kind.CHANGED, "s", "v", "https://new.example/", "", None)),
        (Gone("because"), (Kind.GONE, None, "", "", "because", None)),
        (Malformed("because"), (Kind.MALFORMED, None, "", "", "because", None)),
        (Unavailable("because"), (Kind.UNAVAILABLE, None, "", "", "because", None)),
        (SourceError("because"), (Kind.UNAVAILABLE, None, "", "", "because", None)),
        (RateLimited("because", NOW), (Kind.RATE_LIMITED, None, "", "", "because", NOW)),
    ],
)
async def test_each_reply_becomes_an_answer(reply, said):
    row = row_of(PYPI, 1)
    assert await fetch_answers(Fake(p1=reply), [row]) == [Answer(row, *said)]


async def test_rows_of_one_subject_ask_once_and_each_gets_the_answer():
    rows = [row_of(PYPI, number, subject=subject, validator="v") for number, subject in enumerate("aba")]
    source = Fake(a=Gone("no a"))
    found = await fetch_answers(source, rows)
    assert [(answer.claimed, answer.reason) for answer in found] == list(zip(rows, ["no a", "", "no a"], strict=True))
    assert source.asked == [SourceRequest("a", "v"), SourceRequest("b", "v")]


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (
            "https://me:secret@index.example/pypi/a/json: answered 500",
            "https://index.example/pypi/a/json: answered 500",
        ),
        ("https://index.example/@a/json: answered 500", "https://index.example/@a/json: answered 500"),
        ("ask ada@people.example", "ask ada@people.example"),
    ],
)
async def test_a_reason_holds_no_password(reason, shown):
    assert (await fetch_answers(Fake(p1=Unavailable(reason)), [row_of(PYPI, 1)]))[0].reason == shown
