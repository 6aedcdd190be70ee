"""Pages with tables, opened as a reader does."""

from django.test import Client

from web.sanity import compact, faults_of

HOST = {"host": "djangopackages.org"}
BROWSER = HOST | {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def opened(path: str, *, client: Client | None = None, status: int = 200) -> str:
    """The page at a path, once it has passed every check that holds for all pages; without a client, signed out."""
    answer = (client or Client(headers=HOST)).get(path)
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (status, [])
    if client is None and status == 200:
        assert answer.headers["Cache-Control"].startswith("public")
        assert not answer.cookies
    return compact(html)


def sent_to(path: str) -> str:
    """Where a path redirects to."""
    answer = Client(headers=HOST).get(path)
    assert answer.status_code in {301, 302}
    return answer.headers["Location"]
