"""The one HTTP client: time limits, a size cap, proxies, conditional requests, and no private addresses."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
import attrs
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from packgrid.lib.etags import condition_of
from packgrid.lib.netguard import Forbidden, Guard, is_public
from packgrid.lib.proxies import BadProxy, read_proxies

TIMEOUT_S = 20
MOST_BYTES = 20_000_000
MOST_REDIRECTS = 5
CONNECTIONS_A_HOST = 32
PERMANENT = {301, 308}
REDIRECTS = {301, 302, 303, 307, 308}
SEE_OTHER, OK = 303, 200
STREAM_TIMES = 10  # the list of an index has 43 MB
PROXY_PASSWORD_MISSING = 407
PROXY_SCHEMES = {"http", "https"}
type Headers = Mapping[str, str]
type Sink = Callable[[bytes], Awaitable[None]]
type Observer = Callable[[str, HttpAnswer | None], None]


class HttpUnavailable(Exception):
    """No usable answer came. The message says why, for a person."""


class TooLarge(HttpUnavailable):
    """The answer has more bytes than the client takes."""


@attrs.frozen
class HttpAnswer:
    """The answer of a server: its status, its headers by small-letter name, its decompressed body.

    `url` is where it came from; `moved_to` is the address that permanent redirects alone led to, "" if there were none.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    url: str
    moved_to: str = ""

    @property
    def etag(self) -> str:
        """The validator for the next conditional request, "" if the server gave none."""
        return self.headers.get("etag", "")


@attrs.frozen
class Request:
    """A request: `json`, or `body` as it is, makes it a POST. A good answer's body goes to `sink` if there is one.

    One that stays is not redirected to another server.
    """

    url: str
    headers: Headers
    json: object = None
    body: bytes | None = None
    sink: Sink | None = None
    stays: bool = False


class HttpClient:
    """Use it as `async with HttpClient(user_agent=..., guard=...) as http`.

    `observer` is told the host and the answer of every exchange, redirects included; None where no answer came.
    Proxies are those of the environment at the time when it is made.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        guard: Guard,
        timeout_s: float = TIMEOUT_S,
        most_bytes: int = MOST_BYTES,
        observer: Observer | None = None,
    ) -> None:
        self.user_agent = user_agent
        self.guard = guard
        self.timeout_s = timeout_s
        self.most_bytes = most_bytes
        self.observer = observer or (lambda _host, _answer: None)
        self.proxies = read_proxies()

    async def __aenter__(self) -> Self:
        addresses = GuardedAddresses(self.guard)
        self.sessions = AsyncExitStack()
        guarded = aiohttp.TCPConnector(
            limit_per_host=CONNECTIONS_A_HOST, resolver=addresses, socket_factory=addresses.open_socket
        )
        unguarded = aiohttp.TCPConnector(limit_per_host=CONNECTIONS_A_HOST)  # the proxy may be anywhere
        self.direct, self.proxied = await self.open_session(guarded), await self.open_session(unguarded)
        return self

    async def open_session(self, connections: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        """A session with these connections, which is closed with this client."""
        session = aiohttp.ClientSession(
            connector=connections,
            timeout=aiohttp.ClientTimeout(total=self.timeout_s),
            headers={"User-Agent": self.user_agent},
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return await self.sessions.enter_async_context(session)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.sessions.aclose()

    async def get(self, url: str, *, accept: str = "*/*", etag: str = "", headers: Headers | None = None) -> HttpAnswer:
        """The answer, whatever its status. With an `etag` the server may answer 304 and no body.

        Redirects are followed; credentials in `headers` stay with the host that they are for.

        Raises:
            HttpUnavailable: no network, a time limit, a body that breaks off, an address that must not be called;
            TooLarge: too many bytes.
        """
        return await self.follow(Request(url, make_headers(accept, etag, headers)))

    async def get_at_home(self, url: str, *, accept: str = "*/*", etag: str = "", headers: Headers) -> HttpAnswer:
        """As get(), but of this server alone: a redirect to another one is the answer and is not followed."""
        return await self.follow(Request(url, make_headers(accept, etag, headers), stays=True))

    async def get_stream(
        self, url: str, sink: Sink, *, accept: str = "*/*", etag: str = "", headers: Headers | None = None
    ) -> HttpAnswer:
        """The answer, without its body if that is good: its parts go to `sink` as they come. Otherwise as get().

        It may have ten times the bytes and take ten times as long.
        """
        return await self.follow(Request(url, make_headers(accept, etag, headers), sink=sink))

    async def post(self, url: str, json: object, *, headers: Headers | None = None) -> HttpAnswer:
        """The answer to a JSON document; otherwise as get()."""
        return await self.follow(Request(url, {"Accept": "application/json", **(headers or {})}, json))

    async def post_bytes(self, url: str, body: bytes, *, headers: Headers) -> HttpAnswer:
        """The answer to these bytes, whose Content-Type is in `headers`; otherwise as get()."""
        return await self.follow(Request(url, headers, body=body))

    async def follow(self, request: Request) -> HttpAnswer:
        """The last answer of a chain of redirects."""
        asked, is_permanent, moved_to = request, True, ""
        for _ in range(MOST_REDIRECTS + 1):
            with redirect_origin(asked, request):
                answer = await self.exchange(request)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return attrs.evolve(answer, moved_to=moved_to)
            target = make_redirect_request(request, answer)
            if request.stays and URL(target.url).origin() != URL(request.url).origin():
                return answer
            request = target
            is_permanent = is_permanent and answer.status in PERMANENT
            moved_to = request.url if is_permanent else moved_to
        raise HttpUnavailable(f"more than {MOST_REDIRECTS} redirects")

    async def exchange(self, request: Request) -> HttpAnswer:
        """One request and its answer."""
        answer = None
        try:
            answer = await self.send(request)
        except TimeoutError as error:
            raise HttpUnavailable(f"no answer within {self.time_for(request):g} seconds") from error
        except Forbidden as error:
            raise HttpUnavailable(str(error)) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise HttpUnavailable(reason_of(error)) from error
        finally:
            self.observer(authority_of(request.url), answer)
        return answer

    def time_for(self, request: Request) -> float:
        return self.timeout_s * (STREAM_TIMES if request.sink else 1)

    async def send(self, request: Request) -> HttpAnswer:
        """The answer of the one server, redirect or not."""
        url = parse_url(request.url)
        session, proxy = self.way_to(url)
        method = "GET" if request.json is None and request.body is None else "POST"
        async with session.request(
            method,
            url,
            headers=request.headers,
            json=request.json,
            data=request.body,
            allow_redirects=False,
            proxy=proxy,
            timeout=aiohttp.ClientTimeout(total=self.time_for(request)),
        ) as response:
            if proxy and response.status == PROXY_PASSWORD_MISSING:
                raise HttpUnavailable(proxy_refused(response.status, response.reason or ""))
            is_streamed = request.sink and response.status == OK
            body = await self.read(response, request.sink if is_streamed else None)
            named = {name.lower(): value for name, value in response.headers.items()}
            return HttpAnswer(response.status, named, body, request.url)

    def way_to(self, url: URL) -> tuple[aiohttp.ClientSession, URL | None]:
        """The session for a server, and the proxy to it if there is one, once the host may be called.

        Raises:
            Forbidden, BadProxy.
        """
        host = url.raw_host or ""
        proxy = self.proxies.proxy_for(url.scheme, host, url.port or 0)
        if proxy is None:
            self.guard.check_host(host)
            return self.direct, None
        if proxy.scheme not in PROXY_SCHEMES:
            raise BadProxy(f"Requests cannot go through a {proxy.scheme}:// proxy; name one with http:// or https://.")
        self.guard.check_host_behind_proxy(host)
        return self.proxied, proxy

    async def read(self, response: aiohttp.ClientResponse, sink: Sink | None = None) -> bytes:
        """The body, at most `most_bytes` of it; nothing where its parts go to a sink, which may get more."""
        parts: list[bytes] = []
        size, most = 0, self.most_bytes * (STREAM_TIMES if sink else 1)
        async for part in response.content.iter_chunked(1 << 16):
            size += len(part)
            if size > most:
                raise TooLarge(f"the answer is larger than {most:,} bytes")
            await sink(part) if sink else parts.append(part)
            await asyncio.sleep(0)
        return b"".join(parts)


def make_headers(accept: str, etag: str, headers: Headers | None) -> Headers:
    """The headers of a GET that is conditional if there is an `etag`."""
    return {"Accept": accept, **({"If-None-Match": condition_of(etag)} if etag else {}), **(headers or {})}


class GuardedAddresses(AbstractResolver):
    """Resolves names to the addresses that may be called, and connects to no other address."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self.resolver = ThreadedResolver()
        self.of_allowed_hosts: set[str] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host that may be called."""
        found = await self.resolver.resolve(host, port, family)
        usable = set(self.guard.check(host, [result["host"] for result in found]))
        if self.guard.allows(host):
            self.of_allowed_hosts |= usable
        return [result for result in found if result["host"] in usable]

    def open_socket(self, addr_info: aiohttp.AddrInfoType) -> socket.socket:
        """The socket for a connection to this address, whatever led to it."""
        family, kind, protocol, _name, (address, *_rest) = addr_info
        if not (is_public(address) or self.guard.allows(address) or address in self.of_allowed_hosts):
            raise PermissionError(None, f"{address} is an address of a private network")
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Release the inner resolver."""
        await self.resolver.close()


def parse_url(url: str) -> URL:
    """An address as aiohttp connects to it, which is not always how it is written: `①②⑦.0.0.1` becomes 127.0.0.1.

    Raises:
        aiohttp.InvalidURL: it has no host.
    """
    try:
        parsed = URL(url)
    except ValueError as error:
        raise aiohttp.InvalidURL(url) from error
    if not parsed.raw_host:
        raise aiohttp.InvalidURL(url)
    return parsed


def authority_of(url: str) -> str:
    """The host of an address with its port if it names one, without credentials; "" of one that has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def make_redirect_request(request: Request, answer: HttpAnswer) -> Request:
    """The request that follows a redirect: without credentials where the host changes, a GET where it says so."""
    url = redirect_target(request.url, answer.headers["location"])
    is_same = URL(url).origin() == URL(request.url).origin()
    kept = request.headers if is_same else {k: v for k, v in request.headers.items() if k.lower() not in CREDENTIALS}
    return Request(url, kept) if answer.status == SEE_OTHER else attrs.evolve(request, url=url, headers=kept)


def redirect_target(url: str, location: str) -> str:
    """The web address that a Location header at this address leads to.

    A host in other letters than ASCII is refused: programs do not agree which host that is.
    """
    try:
        target = urljoin(url, location)
        if URL(target).scheme not in {"http", "https"}:
            raise HttpUnavailable(f"redirects to {location[:100]!r}, which is not a web address")
        authority = urlsplit(target).netloc
    except ValueError as error:
        raise HttpUnavailable(f"redirects to {location[:100]!r}, which is not a web address") from error
    if not authority.isascii():
        raise HttpUnavailable(f"redirects to {location[:100]!r}, whose host has characters other than ASCII")
    return target


CREDENTIALS = {"authorization", "private-token"}


@contextmanager
def redirect_origin(asked: Request, request: Request) -> Iterator[None]:
    """Add the address that redirects led to, to the message of an error that happens there."""
    try:
        yield
    except HttpUnavailable as error:
        if request is asked:
            raise
        raise type(error)(f"redirects to {request.url[:100]}: {error}") from error


def proxy_refused(status: int, reason: str) -> str:
    """A sentence for a proxy that did not do what it was asked."""
    hint = "; HTTP_PROXY or HTTPS_PROXY needs a user and password" if status == PROXY_PASSWORD_MISSING else ""
    return f"the proxy answered {status} {reason}{hint}"


def reason_of(error: Exception) -> str:
    """A sentence for what went wrong on the way."""
    sentences = (says(error) for kind, says in REASONS.items() if isinstance(error, kind))
    return next(sentences, str(error) or type(error).__name__)


def find_cause(error: OSError) -> str:
    """The system's message for an error; the library's message would repeat the address."""
    return os.strerror(error.errno) if error.errno else str(error.strerror or error)


def tls_cause(error: aiohttp.ClientConnectorSSLError) -> str:
    """OpenSSL's reason for an error, in small letters: "wrong version number"."""
    reason = getattr(error.os_error, "reason", None) or str(error.os_error)
    return reason.replace("_", " ").lower()


# The first that fits counts: what stands further down is more general.
REASONS: Mapping[type[Exception], Callable[[Any], str]] = {
    aiohttp.ClientConnectorCertificateError: lambda error: f"its certificate is not valid ({error.certificate_error})",
    aiohttp.ClientConnectorSSLError: lambda error: f"{error.host} offers no TLS that can be used ({tls_cause(error)})",
    aiohttp.ClientHttpProxyError: lambda error: proxy_refused(error.status, error.message),
    aiohttp.ClientProxyConnectionError: lambda error: f"the proxy {error.host} cannot be reached ({find_cause(error)})",
    aiohttp.ClientConnectorDNSError: lambda error: f"no address is known for {error.host} (is there a network?)",
    aiohttp.ClientConnectorError: lambda error: f"{error.host} cannot be reached ({find_cause(error)})",
    aiohttp.InvalidURL: lambda error: f"{error.url} is not an address",
    aiohttp.ClientPayloadError: lambda _: "the answer broke off",
    aiohttp.ServerDisconnectedError: lambda _: "the connection was closed without an answer",
    aiohttp.ClientOSError: lambda error: f"the connection broke off ({find_cause(error)})",
    aiohttp.ClientResponseError: lambda error: f"the answer is not a proper HTTP ({error.message})",
}


def retry_at(header: str | None, *, now: datetime) -> datetime | None:
    """The time that Retry-After gives, as seconds or as an HTTP date (RFC 9110, 10.2.3); None if it gives none.

    At most a week from now, whatever is said: no server may park a package for good.
    """
    latest = now + timedelta(seconds=LONGEST_WAIT_S)
    said = (header or "").strip()
    if said.isdecimal():
        return min(now + timedelta(seconds=int(said[:MOST_DIGITS])), latest)
    try:
        date = parsedate_to_datetime(said)
    except ValueError:
        return None
    return min(date if date.tzinfo else date.replace(tzinfo=UTC), latest)


LONGEST_WAIT_S = 7 * 24 * 3600
MOST_DIGITS = 9  # 30 years: more can only mean the longest wait
