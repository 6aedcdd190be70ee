"""Request bodies are read before Django, each up to the limit of its address; a longer one is answered with 413."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from packgrid.config.refusals import has_body, send_refusal

DEFAULT_LIMIT_BYTES = 100_000
"""For forms with texts of 1,000 characters at most; URL-encoded, a character takes up to 12 bytes."""
LIMITS_BYTES = (
    (re.compile(r"/grids/[^/]+/propose/"), 1_200_000),  # 200,000 characters pasted, or a file of 200 kB
    (re.compile(r"/admin/"), 1_000_000),  # facts are lists and texts of any length
)
"""The limits of addresses that begin with a pattern; the first that fits counts. An address that takes larger files or
documents gets its line here."""
CHUNK_BYTES = 65_536
DISCARDED_BYTES = 4_000_000
"""How much of a body that is too long is read and thrown away before the answer: a browser shows an answer only after
it has sent its whole form. Of a body that declares to be longer nothing is read: it would be cut off anyway."""


class BadBody(Exception):
    """A body that is not taken: `status` is that of the answer, the message its sentence."""

    def __init__(self, status: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def limit_body(application: WSGIApplication) -> WSGIApplication:
    """The application; it gets every body whole, in memory, with its length."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and not has_body(environ):
            return application(environ, start_response)
        try:
            body = read_body(environ)
        except BadBody as error:
            return send_refusal(environ, start_response, error.status, str(error))
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return application(environ, start_response)

    return answer


def limit_bytes(path: str) -> int:
    """The most bytes that a body may have at this path."""
    return next((limit for pattern, limit in LIMITS_BYTES if pattern.match(path)), DEFAULT_LIMIT_BYTES)


def read_body(environ: WSGIEnvironment) -> bytes:
    """The whole body of a request.

    Raises:
        BadBody: it is too long or ends too early, or its length is not declared or not a number.
    """
    limit, declared = limit_bytes(environ.get("PATH_INFO", "")), declared_bytes(environ)
    if declared > limit:
        discard_body(environ, declared)
        raise BadBody("413 Content Too Large", TOO_LONG.format(limit_kb=limit // 1000))
    body = b"".join(read_chunks(environ["wsgi.input"], declared))
    if len(body) < declared:
        raise BadBody("400 Bad Request", f"Only {len(body)} of {declared} bytes arrived. Send the request again.")
    return body


TOO_LONG = (
    "The request is larger than {limit_kb} kB, the limit of this address. "
    "Shorten the text or choose a smaller file, then send it again."
)


def declared_bytes(environ: WSGIEnvironment) -> int:
    """The declared length; 0 where there is no body.

    A body without a declared length is refused: the server ends it without a word where the connection breaks off
    (Granian 2.8), so that half a form would be taken for a whole one. Browsers declare the length of every form.

    Raises:
        BadBody: it is not a number, or there is a body without one.
    """
    text = environ.get("CONTENT_LENGTH", "")
    if "HTTP_TRANSFER_ENCODING" in environ or (not text and has_unannounced_body(environ)):
        raise BadBody("411 Length Required", NO_LENGTH)
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        raise BadBody("400 Bad Request", "Content-Length is not a number. Send the length of the body in bytes.")
    return int(text) if len(text) <= LONGEST_NUMBER else 10**LONGEST_NUMBER


LONGEST_NUMBER = 18
NO_LENGTH = "The request does not tell the length of its body. Send it with a Content-Length and not in chunks."


def has_unannounced_body(environ: WSGIEnvironment) -> bool:
    """True if a body follows that no header announces, as HTTP/2 allows. Reads a byte of it."""
    return bool(environ.get("wsgi.input_terminated") and environ["wsgi.input"].read(1))


def read_chunks(stream: InputStream, most_bytes: int) -> Iterator[bytes]:
    """The body in chunks, until it ends or has as many bytes."""
    left = most_bytes
    while left > 0 and (chunk := stream.read(min(CHUNK_BYTES, left))):
        left -= len(chunk)
        yield chunk


def discard_body(environ: WSGIEnvironment, declared: int) -> None:
    """Read a body for a while, unless it will be cut off anyway or the client waits for a word before it sends it."""
    if "HTTP_EXPECT" not in environ and environ.get("wsgi.input_terminated") and declared <= DISCARDED_BYTES:
        with suppress(OSError):
            for _chunk in read_chunks(environ["wsgi.input"], DISCARDED_BYTES):
                pass
