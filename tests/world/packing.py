"""Bodies as they travel: compressed where the caller asks, and kept so that nothing is made twice."""

import gzip
from collections import OrderedDict

from aiohttp import web

from world.answers import Answer, Call

KEPT = 10_000
SMALLEST_BYTES = 1000


class Shelf:
    """Compressed bodies by their validator, the least used ones dropped."""

    def __init__(self) -> None:
        self.packed: OrderedDict[str, bytes] = OrderedDict()

    def response(self, call: Call, answer: Answer) -> web.Response:
        """The answer as it is sent."""
        headers = {**answer.headers, **({"etag": answer.etag} if answer.etag else {})}
        if "gzip" not in call.headers.get("Accept-Encoding", ""):
            return web.Response(status=answer.status, headers=headers, body=answer.make())
        body = self.body(answer)
        packed = {"content-encoding": "gzip", "vary": "Accept-Encoding"} if body.startswith(GZIP) else {}
        return web.Response(status=answer.status, headers={**headers, **packed}, body=body)

    def body(self, answer: Answer) -> bytes:
        """The compressed body, or one that is too short for it as it is."""
        if answer.etag in self.packed:
            self.packed.move_to_end(answer.etag)
            return self.packed[answer.etag]
        body = answer.make()
        packed = gzip.compress(body, compresslevel=1, mtime=0) if len(body) >= SMALLEST_BYTES else body
        if answer.etag:
            self.keep(answer.etag, packed)
        return packed

    def keep(self, etag: str, packed: bytes) -> None:
        """Put a body on the shelf."""
        self.packed[etag] = packed
        if len(self.packed) > KEPT:
            self.packed.popitem(last=False)


GZIP = b"\x1f\x8b"
