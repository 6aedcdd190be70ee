"""The one HTTP client: time limits, a size cap, a limit of connections a host, conditional requests."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import aiohttp
import attrs

TIMEOUT_S = 20
MOST_BYTES = 20_000_000
MOST_REDIRECTS = 5
CONNECTIONS_A_HOST = 8


class HttpUnavailable(Exception):
    """No usable answer came. The message says why, for a person."""


class TooLarge(HttpUnavailable):
    """The answer has more bytes than the client takes."""


@attrs.frozen
class HttpAnswer:
    """What a server said: its status, its headers by small-letter name, its decompressed body, where it came from."""

    status: int
    headers: dict[str, str]
    body: bytes
    url: str

    @property
    def etag(self) -> str:
        """The validator for the next conditional request, "" if the server gave none."""
        return self.headers.get("etag", "")


class HttpClient:
    """Use it as `async with HttpClient(user_agent=...) as http`."""

    def __init__(self, *, user_agent: str, timeout_s: float = TIMEOUT_S, most_bytes: int = MOST_BYTES) -> None:
        self.user_agent = user_agent
        self.timeout_s = timeout_s
        self.most_bytes = most_bytes

    async def __aenter__(self) -> Self:
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit_per_host=CONNECTIONS_A_HOST),
            timeout=aiohttp.ClientTimeout(total=self.timeout_s),
            headers={"User-Agent": self.user_agent},
            trust_env=True,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    async def get(self, url: str, *, accept: str = "*/*", etag: str = "") -> HttpAnswer:
        """The answer, whatever its status. With an `etag` the server may answer 304 and no body.

        Raises:
            HttpUnavailable: no network, a time limit, a body that breaks off; TooLarge: too many bytes.
        """
        headers = {"Accept": accept} | ({"If-None-Match": etag} if etag else {})
        try:
            async with self.session.get(url, headers=headers, max_redirects=MOST_REDIRECTS) as response:
                body = await self.read(response)
                named = {name.lower(): value for name, value in response.headers.items()}
                return HttpAnswer(response.status, named, body, str(response.url))
        except TimeoutError as error:
            raise HttpUnavailable(f"no answer within {self.timeout_s:g} seconds") from error
        except (aiohttp.ClientError, ValueError) as error:
            raise HttpUnavailable(reason_of(error)) from error

    async def read(self, response: aiohttp.ClientResponse) -> bytes:
        """The body, at most `most_bytes` of it."""
        parts, size = [], 0
        async for part in response.content.iter_chunked(1 << 16):
            size += len(part)
            if size > self.most_bytes:
                raise TooLarge(f"the answer is larger than {self.most_bytes:,} bytes")
            parts.append(part)
            await asyncio.sleep(0)
        return b"".join(parts)


def reason_of(error: Exception) -> str:  # noqa: PLR0911 one answer a case
    """A sentence for what went wrong on the way."""
    match error:
        case aiohttp.TooManyRedirects():
            return f"more than {MOST_REDIRECTS} redirects"
        case aiohttp.ClientConnectorCertificateError():
            return f"its certificate is not valid ({error.certificate_error})"
        case aiohttp.ClientConnectorDNSError():
            return f"no address is known for {error.host} (is there a network?)"
        case aiohttp.ClientConnectorError():
            return f"{error.host} cannot be reached ({error.strerror or error})"
        case aiohttp.InvalidURL():
            return f"{error.url} is no address"
        case aiohttp.ClientPayloadError():
            return "the answer broke off"
        case _:
            return str(error) or type(error).__name__


def retry_at(header: str | None, *, now: datetime) -> datetime | None:
    """When Retry-After allows the next request: seconds or an HTTP date (RFC 9110, 10.2.3); None if it says nothing.

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
