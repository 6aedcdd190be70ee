"""A forward proxy on loopback, for plain HTTP and for CONNECT, as companies put one before the internet."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class ProxyServer:
    """Use it as `async with ProxyServer({"pypi.example:80": port}) as proxy`; `routes` lead to ports on loopback.

    `requests` are the first lines of what it was asked, `credentials` the Proxy-Authorization headers. It answers 502
    where there is no route, `refusal` instead of everything where that is set, and 407 to whoever brings no password
    where it `asks_password`.
    """

    def __init__(
        self, routes: Mapping[str, int] | None = None, *, refusal: str = "", asks_password: bool = False
    ) -> None:
        self.routes = routes or {}
        self.refusal = refusal
        self.asks_password = asks_password
        self.requests: list[str] = []
        self.credentials: list[str] = []

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.close()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await self.answer((await reader.readuntil(b"\r\n\r\n")).decode(), reader, writer)
        writer.close()

    async def answer(self, head: str, reader: StreamReader, writer: StreamWriter) -> None:
        request, *headers = head.strip().split("\r\n")
        self.requests.append(request)
        credentials = [line for line in headers if line.lower().startswith("proxy-authorization:")]
        self.credentials += credentials
        method, target, version = request.split(" ")
        port = self.routes.get(target if method == "CONNECT" else authority_of(target))
        if self.asks_password and not credentials:
            writer.write(b"HTTP/1.1 407 Password\r\nProxy-Authenticate: Basic realm=a\r\nContent-Length: 0\r\n\r\n")
            return
        if self.refusal or not port:
            writer.write(f"HTTP/1.1 {self.refusal or '502 Bad Gateway'}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        server = await asyncio.open_connection("127.0.0.1", port)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            first = f"{method} /{path_of(target)} {version}"
            kept = [line for line in headers if not line.lower().startswith(("proxy-", "connection:"))]
            server[1].write("\r\n".join([first, *kept, "Connection: close", "", ""]).encode())
        await asyncio.gather(pipe(reader, server[1]), pipe(server[0], writer))


def authority_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 80}"


def path_of(url: str) -> str:
    return url.partition("//")[2].partition("/")[2]


async def pipe(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await reader.read(1 << 16):
            writer.write(part)
            await writer.drain()
    writer.close()
