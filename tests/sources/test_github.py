import pytest
from aiohttp import web

from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.github import make_github_client
from packgrid.sources.source import SourceReply, SourceRequest
from sources.github_documents import PUSHED, URL, account, document, from_document, node, person, problem, snapshot
from sources.standin import moved, said

PUSH = PUSHED.isoformat()
PEOPLE = "/api/repos/ada/django-a/contributors?per_page=100"
RESET = "4102444800"  # in 2100
TOKEN = "secret"


def api(host, token=TOKEN):
    return make_github_client(host.http, api_url=f"{host.url}/api", graphql_url=f"{host.url}/graphql", token=token)


def serve(host, repos, status=200, **headers: str):
    """Answer GraphQL with these repositories, by their names in small letters."""

    def view(request: web.Request) -> web.Response:
        variables = host.posted["variables"]
        names = [f"{variables[f'o{at}']}/{variables[f'n{at}']}" for at in range(len(variables) // 2)]
        data = {f"r{at}": repos.get(name.lower()) for at, name in enumerate(names)}
        errors = [problem("NOT_FOUND", alias) for alias, found in data.items() if found is None]
        return said({"data": data} | ({"errors": errors} if errors else {}), status, **headers)(request)

    host.answers["/graphql"] = view


async def test_contributors_are_asked_for_after_a_push_only(host):
    serve(host, {"ada/django-a": node()})
    host.answers[PEOPLE] = said([account()])
    [first] = await api(host).fetch([SourceRequest(URL)])
    assert first == SourceReply(snapshot(contributors=(person(),)), PUSH)
    assert host.headers["Authorization"] == "Bearer secret"
    assert await api(host).fetch([SourceRequest(URL, first.validator)]) == [SourceReply(snapshot(), PUSH)]
    serve(host, {"ada/django-a": node(pushedAt="2026-01-03T00:00:00Z")})
    [third] = await api(host).fetch([SourceRequest(URL, first.validator)])
    assert (third.snapshot.contributors, third.validator) == ((person(),), "2026-01-03T00:00:00+00:00")
    assert host.calls == ["POST /graphql", f"GET {PEOPLE}"] + ["POST /graphql"] * 2 + [f"GET {PEOPLE}"]


async def test_three_hundred_repositories_without_a_push_cost_three_calls(host):
    serve(host, {f"ada/a{at}": node(f"ada/a{at}") for at in range(300)})
    asked = [SourceRequest(f"https://github.com/ada/a{at}", PUSH) for at in range(300)]
    client = api(host)
    batches = [await client.fetch(asked[at : at + client.most_at_once]) for at in range(0, 300, client.most_at_once)]
    replies = [reply for batch in batches for reply in batch]
    assert [reply.snapshot.url for reply in replies] == [question.subject for question in asked]
    assert host.calls == ["POST /graphql"] * 3


async def test_each_of_a_batch_gets_its_own_reply(host):
    serve(host, {"ada/django-a": node(), "ada/old": node("bob/new"), "ada/odd": node(stargazerCount="many")})
    subjects = [URL, "https://github.com/ada/old", "https://github.com/ada/gone", "https://github.com/ada/odd"]
    here, elsewhere, gone, odd = await api(host).fetch([SourceRequest(subject, PUSH) for subject in subjects])
    assert here == SourceReply(snapshot(), PUSH)
    assert elsewhere == SourceReply(snapshot(url="https://github.com/bob/new"), PUSH, "https://github.com/bob/new")
    assert (type(gone), type(odd)) == (Gone, Malformed)


async def test_another_spelling_of_capitals_is_no_move(host):
    serve(host, {"ada/django-a": node("Ada/Django-A")})
    [reply] = await api(host).fetch([SourceRequest(URL, PUSH)])
    assert (reply.snapshot.url, reply.moved_to) == ("https://github.com/Ada/Django-A", "")


async def test_what_is_no_address_at_github_spoils_no_batch(host):
    serve(host, {"ada/django-a": node()})
    subjects = ["nowhere", "https://gitlab.com/ada/django-a"]
    *odd, even = await api(host).fetch([*map(SourceRequest, subjects), SourceRequest(URL, PUSH)])
    assert ([type(reply) for reply in odd], even) == ([Unavailable] * 2, SourceReply(snapshot(), PUSH))
    assert [type(reply) for reply in await api(host).fetch([SourceRequest("nowhere")])] == [Unavailable]
    assert host.calls == ["POST /graphql"]


@pytest.mark.parametrize("status", [500, 403, 404])
async def test_without_details_the_facts_come_alone_and_are_completed_next_time(host, status):
    serve(host, {"ada/django-a": node()})
    host.answers[PEOPLE] = said({"message": "No"}, status)
    [reply] = await api(host).fetch([SourceRequest(URL, "before")])
    assert reply == SourceReply(snapshot(), "before")


async def test_who_contributed_to_a_repository_that_is_too_large_stays_unknown(host):
    serve(host, {"ada/django-a": node()})
    host.answers[PEOPLE] = said({"message": "The history or contributor list is too large"}, 403)
    assert await api(host).fetch([SourceRequest(URL)]) == [SourceReply(snapshot(), PUSH)]


async def test_an_empty_repository_has_no_contributors(host):
    serve(host, {"ada/django-a": node()})
    host.answers[PEOPLE] = lambda _request: web.Response(status=204)
    assert await api(host).fetch([SourceRequest(URL)]) == [SourceReply(snapshot(contributors=()), PUSH)]


async def test_the_pages_of_contributors_are_read_up_to_five(host):
    serve(host, {"ada/django-a": node()})
    for number in range(1, 8):
        page = said(
            [account(f"user{number}", 10 - number)], Link=f'<https://api.example/?page={number + 1}>; rel="next"'
        )
        host.answers[PEOPLE + (f"&page={number}" if number > 1 else "")] = page
    [reply] = await api(host).fetch([SourceRequest(URL)])
    assert [person.name for person in reply.snapshot.contributors] == [f"user{number}" for number in range(1, 6)]
    assert len(host.calls) == 6


async def test_a_limit_stops_the_details_of_this_batch_and_of_the_next(host):
    serve(host, {f"ada/a{at}": node(f"ada/a{at}") for at in range(50)})
    for at in range(50):
        host.answers[f"/api/repos/ada/a{at}/contributors?per_page=100"] = said({}, 403, Retry_After="60")
    client, asked = api(host), [SourceRequest(f"https://github.com/ada/a{at}") for at in range(50)]
    replies = await client.fetch(asked)
    assert {(reply.snapshot.contributors, reply.validator, reply.is_whole) for reply in replies} == {(None, "", False)}
    assert len(host.calls) <= 1 + 4
    host.calls.clear()
    assert await client.fetch(asked) == replies
    assert host.calls == ["POST /graphql"]


TOO_MUCH = {"errors": [problem("RESOURCE_LIMITS_EXCEEDED")]}


@pytest.mark.parametrize("answer", [said({}, 502), said({}, 504), said(TOO_MUCH)])
async def test_what_is_too_much_for_one_query_is_spread_over_more(host, answer):
    client = api(host)
    host.answers["/graphql"] = answer
    sizes = [client.most_at_once]
    for _ in range(3):
        assert [type(reply) for reply in await client.fetch([SourceRequest(URL)])] == [Unavailable]
        sizes.append(client.most_at_once)
    serve(host, {"ada/django-a": node()})
    for _ in range(76):
        await client.fetch([SourceRequest(URL, PUSH)])
    assert [*sizes, client.most_at_once] == [100, 50, 25, 25, 100]


@pytest.mark.parametrize(
    ("answer", "kind", "retry_at"),
    [
        (said({}, 403, X_RateLimit_Remaining="0", X_RateLimit_Reset=RESET), RateLimited, True),
        (said({}, 429, Retry_After="60"), RateLimited, True),
        (said({"message": "You have exceeded a secondary rate limit"}, 403), RateLimited, False),
        (
            said({"errors": [problem("RATE_LIMIT")]}, X_RateLimit_Remaining="0", X_RateLimit_Reset=RESET),
            RateLimited,
            True,
        ),
        (said({"message": "Bad credentials"}, 401), Unavailable, None),
        (said({}, 502), Unavailable, None),
        (said({}, 404), Unavailable, None),
        (said("<html>"), Malformed, None),
        (said('{"data": {"r0"'), Malformed, None),
    ],
)
async def test_a_failure_of_the_call_is_the_reply_to_every_question(host, answer, kind, retry_at):
    host.answers["/graphql"] = answer
    replies = await api(host).fetch([SourceRequest(URL), SourceRequest("https://github.com/ada/b")])
    assert [type(reply) for reply in replies] == [kind, kind]
    assert str(replies[0]).startswith(f"{host.url}/graphql: ")
    if kind is RateLimited:
        assert (replies[0].retry_at is not None) == retry_at


async def test_without_a_token_a_repository_is_asked_only_for_news(host):
    host.answers["/api/repos/ada/django-a"] = said(document(), ETag='W/"v1"')
    host.answers[PEOPLE] = said([account()])
    [first] = await api(host, "").fetch([SourceRequest(URL)])
    assert first == SourceReply(from_document(contributors=(person(),)), f'{PUSH} W/"v1"')
    assert await api(host, "").fetch([SourceRequest(URL, first.validator)]) == [SourceReply(None, first.validator)]
    host.answers["/api/repos/ada/django-a"] = said(document(), ETag='W/"v2"')
    assert await api(host, "").fetch([SourceRequest(URL, first.validator)]) == [
        SourceReply(from_document(), f'{PUSH} W/"v2"')
    ]
    assert "Authorization" not in host.headers
    assert host.calls.count(f"GET {PEOPLE}") == 1


async def test_without_a_token_details_that_failed_are_asked_for_again(host):
    host.answers["/api/repos/ada/django-a"] = said(document(), ETag='W/"v1"')
    [first] = await api(host, "").fetch([SourceRequest(URL)])
    assert first == SourceReply(from_document(), "")
    host.answers[PEOPLE] = said([account()])
    [second] = await api(host, "").fetch([SourceRequest(URL, first.validator)])
    assert second == SourceReply(from_document(contributors=(person(),)), f'{PUSH} W/"v1"')


async def test_without_a_token_a_renamed_repository_tells_its_new_address(host):
    host.answers["/api/repos/ada/django-a"] = moved("/api/repositories/5")
    host.answers["/api/repositories/5"] = said(document("bob/b"))
    host.answers["/api/repos/bob/b/contributors?per_page=100"] = said([account()])
    [reply] = await api(host, "").fetch([SourceRequest(URL)])
    assert (reply.snapshot.url, reply.moved_to) == ("https://github.com/bob/b",) * 2
    assert reply.snapshot.contributors == (person(),)


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (404, {}, Gone),
        (451, {}, Gone),
        (403, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": RESET}, RateLimited),
        (403, {}, Unavailable),
        (500, {}, Unavailable),
    ],
)
async def test_without_a_token_each_failure_is_the_reply(host, status, headers, kind):
    host.answers["/api/repos/ada/django-a"] = said({}, status, **headers)
    [reply] = await api(host, "").fetch([SourceRequest(URL)])
    assert type(reply) is kind
