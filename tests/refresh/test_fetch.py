from collections.abc import Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest

from packgrid.refresh.fetch import Kind, Pace, Question, fetch
from packgrid.sources.asking import Asked, Fetched, Reply
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError, Unavailable

ONE = Pace(at_once=1)
QUESTIONS = [Question(number, f"p{number}") for number in range(4)]


class Fake:
    """A source that answers "not modified", or what `errors` makes for a name."""

    most_at_once = 1

    def __init__(self, **errors: Callable[[], SourceError]) -> None:
        self.errors = errors
        self.asked: list[str] = []

    async def fetch(self, asked: Sequence[Asked]) -> list[Reply]:
        name = asked[0].subject
        self.asked.append(name)
        make = self.errors.pop(name, None)
        return [make() if make else Fetched(None, asked[0].validator)]


async def answers(source, questions=QUESTIONS, pace=ONE):
    async with aclosing(fetch(source, questions, pace)) as coming:
        return [answer async for answer in coming]


@pytest.mark.parametrize(
    ("error", "kind"),
    [(Gone, Kind.GONE), (Malformed, Kind.MALFORMED), (Unavailable, Kind.UNAVAILABLE)],
)
async def test_an_error_becomes_an_answer_and_the_rest_is_asked(error, kind):
    found = await answers(Fake(p1=lambda: error("because")))
    assert [(answer.kind, answer.reason) for answer in found] == [
        (Kind.UNCHANGED, ""),
        (kind, "because"),
        (Kind.UNCHANGED, ""),
        (Kind.UNCHANGED, ""),
    ]


@pytest.mark.parametrize("retry_in", [timedelta(hours=1), None])
async def test_after_come_back_much_later_the_rest_is_given_back_unasked(retry_in):
    retry_at = datetime.now(UTC) + retry_in if retry_in else None
    source = Fake(p1=lambda: RateLimited("later", retry_at))
    found = await answers(source)
    assert source.asked == ["p0", "p1"]
    assert [answer.kind for answer in found] == [Kind.UNCHANGED] + [Kind.RATE_LIMITED] * 3
    assert [answer.reason for answer in found[1:]] == ["later"] + ["not asked: PyPI had asked to come back later"] * 2
    assert len({answer.retry_at for answer in found[1:]}) == 1
    assert found[1].retry_at > datetime.now(UTC)


async def test_after_come_back_soon_the_rest_waits():
    began = datetime.now(UTC)
    source = Fake(p0=lambda: RateLimited("soon", began + timedelta(seconds=0.2)))
    found = await answers(source)
    assert datetime.now(UTC) - began >= timedelta(seconds=0.2)
    assert source.asked == ["p0", "p1", "p2", "p3"]
    assert [answer.kind for answer in found] == [Kind.RATE_LIMITED] + [Kind.UNCHANGED] * 3


async def test_the_next_is_asked_once_an_answer_was_dealt_with():
    source = Fake()
    async with aclosing(fetch(source, QUESTIONS, ONE)) as coming:
        assert (await anext(coming)).question == QUESTIONS[0]
    assert source.asked == ["p0"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "https://me:secret@index.example/pypi/a/json: answered 500",
            "https://index.example/pypi/a/json: answered 500",
        ),
        ("https://index.example/@a/json: answered 500", "https://index.example/@a/json: answered 500"),
        ("ask ada@people.example", "ask ada@people.example"),
    ],
)
async def test_a_reason_holds_no_password(said, kept):
    found = await answers(Fake(p0=lambda: Unavailable(said)), QUESTIONS[:1])
    assert [answer.reason for answer in found] == [kept]


async def test_nothing_to_ask_is_no_answer():
    assert await answers(Fake(), []) == []
