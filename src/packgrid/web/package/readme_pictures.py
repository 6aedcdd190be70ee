"""Pictures of READMEs by way of this site: whoever looks at a page tells nobody else of it.

Addresses are signed, so that only pictures of READMEs that we show are fetched. The other side sees no cookie, no
referring page and no address of a reader.
"""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from threading import BoundedSemaphore
from time import time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from packgrid.lib.netguard import Guard
from packgrid.lib.picture_store import PictureStore, StoredPicture
from packgrid.lib.picture_types import find_picture_type

TIMEOUT_S = 8
MOST_BYTES = 3_000_000
AT_ONCE = BoundedSemaphore(2)
"""How many requests of a process may wait for other servers at a time; the others are for pages."""
LONGEST_URL = 1500
CACHED_S = 86400
OK = 200
# A picture that is opened by itself is a page of this site: nothing in it may run or ask for anything.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def make_picture_url(url: str) -> str:
    """The address here of a picture elsewhere."""
    encoded = urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return reverse("readme-picture", args=[sign_address(url), encoded])


def sign_address(url: str) -> str:
    """The signature of an address that we have put into a page."""
    return salted_hmac("packgrid.readme-picture", url, algorithm="sha256").hexdigest()[:32]


@require_safe
def show_readme_picture(_request: HttpRequest, signature: str, encoded: str) -> HttpResponse:
    """A picture that a README shows.

    Raises:
        Http404: the address is not one of ours, the operator allows none, or there is no picture.
    """
    url = decode_url(encoded)
    if not (settings.README_PICTURES and url and constant_time_compare(signature, sign_address(url))):
        raise Http404
    store = PictureStore(settings.README_PICTURES_FOLDER, settings.README_PICTURES_BYTES)
    found = store.get(url, time()) or fetch_into(store, url)
    if found is None:
        return HttpResponse(
            "Try again in a moment.",
            status=503,
            content_type="text/plain",
            headers={"Retry-After": "2", "Cache-Control": "no-store"},
        )
    if found.kind is None:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={CACHED_S}", "Content-Security-Policy": POLICY}
    return HttpResponse(found.body, content_type=found.kind, headers=headers)


def decode_url(encoded: str) -> str:
    """The address in one of ours; "" if there is none."""
    try:
        url = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return ""
    return url if len(url) <= LONGEST_URL else ""


def fetch_into(store: PictureStore, url: str) -> StoredPicture | None:
    """The picture at an address, stored; None while too many requests wait for others."""
    if not AT_ONCE.acquire(blocking=False):
        return None
    try:
        body = asyncio.run(fetch_picture(url))
    finally:
        AT_ONCE.release()
    store.put(url, body, time())
    return StoredPicture(find_picture_type(body), body)


async def fetch_picture(url: str) -> bytes:
    """The picture at an address; nothing where there is none, or none that browsers may be given."""
    from packgrid.lib.http import HttpClient, HttpUnavailable  # noqa: PLC0415 few processes fetch pictures

    guard = Guard(settings.PRIVATE_HOSTS)
    agent = f"packgrid/{settings.VERSION}"
    try:
        async with HttpClient(user_agent=agent, guard=guard, timeout_s=TIMEOUT_S, most_bytes=MOST_BYTES) as http:
            answer = await http.get(url, accept="image/*")
    except HttpUnavailable:
        return b""
    return answer.body if answer.status == OK and find_picture_type(answer.body) else b""
