"""The headers of cacheable responses."""

import pytest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import Client

from api.rows import add_grid, add_package
from packgrid.api.v4.document_store import write_missing_documents
from packgrid.api.v4.models import PackageDocument
from packgrid.httpcache.encoding import zstd
from packgrid.httpcache.middleware import HttpCacheMiddleware
from packgrid.httpcache.policy import cacheable

pytestmark = pytest.mark.django_db

CACHE_CONTROL = "public, max-age=1, stale-while-revalidate=30"
PUBLIC = [
    "/",
    "/packages/",
    "/categories/",
    "/categories/apps/",
    "/packages/p/flat/",
    "/grids/",
    "/grids/g/blocks/",
    "/search/?q=flat",
    "/search/suggestions/?q=fl",
    "/search/opensearch/description/",
    "/search/opensearch/suggestions/?q=fl",
    "/robots.txt",
    "/api/v4/",
    "/api/v4/packages/",
    "/api/v4/packages/flat/",
    "/api/v4/packages/?format=json",
    "/api/v4/grids/",
    "/api/v4/grids/blocks/",
    "/api/v4/categories/",
    "/api/v4/categories/apps/",
    "/api/v4/search/?q=flat",
]


@pytest.fixture(autouse=True)
def package():
    flat = add_package(facts={"stars": 3})
    add_grid("blocks", flat)
    write_missing_documents()
    return flat


@pytest.fixture
def client():
    return Client(headers={"host": "djangopackages.org", "x-forwarded-proto": "https"})


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_may_be_cached_and_revalidated(client, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    head = client.head(path, headers={"if-none-match": "*"})
    assert (first.status_code, first.headers["Cache-Control"]) == (200, CACHE_CONTROL)
    assert first.headers["ETag"].startswith('"')
    assert "Cookie" in first.headers["Vary"]
    for answer in (again, head):
        assert (answer.status_code, answer.content) == (304, b"")
        assert {name: answer.headers[name] for name in HEADERS_OF_304} == {
            name: first.headers[name] for name in HEADERS_OF_304
        }


HEADERS_OF_304 = ("ETag", "Cache-Control", "Vary")


@pytest.mark.parametrize(
    ("path", "name"),
    [(path, "sessionid") for path in PUBLIC] + [("/", name) for name in ("csrftoken", "django_language", "other")],
)
def test_a_response_to_a_request_with_a_cookie_is_private(client, path, name):
    client.cookies[name] = "said-before"
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert "ETag" not in answer.headers


def test_a_page_with_a_form_token_is_private(rf):
    def show_form(request):
        return cacheable(HttpResponse(get_token(request)), ())

    answer = HttpCacheMiddleware(CsrfViewMiddleware(show_form))(rf.get("/"))
    assert (answer.headers["Cache-Control"], list(answer.cookies)) == ("private, no-store", ["csrftoken"])


def test_a_page_of_the_api_has_none_and_is_public(client):
    answer = client.get("/api/v4/packages/?format=api")
    assert (answer.headers["Cache-Control"], list(answer.cookies)) == (CACHE_CONTROL, [])


def test_a_document_has_a_last_modified(client, package):
    PackageDocument.objects.update(changed_s=1_777_777_777)
    first = client.get(f"/api/v4/packages/{package.pk}/")
    since = client.get(f"/api/v4/packages/{package.pk}/", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert (first.headers["Last-Modified"], since.status_code) == ("Sun, 03 May 2026 03:09:37 GMT", 304)


@pytest.mark.parametrize("header", ["Cache-Tag", "Surrogate-Key"])
def test_a_cdn_gets_the_tags_if_the_setting_names_a_header(client, package, settings, header):
    settings.CDN_TAG_HEADER = header
    separator = {"Cache-Tag": ",", "Surrogate-Key": " "}[header]
    assert client.get(f"/api/v4/packages/{package.pk}/").headers[header] == f"package-{package.pk}"
    assert client.get("/packages/").headers[header] == separator.join(["categories", "packages"])


def test_large_content_is_compressed_and_each_encoding_has_its_own_etag(client):
    plain = client.get("/", headers={"accept-encoding": "identity"})
    small = client.get("/", headers={"accept-encoding": "gzip, br, zstd"})
    etag = plain.headers["ETag"].strip('"')
    assert (small.headers["Content-Encoding"], small.headers["ETag"]) == ("zstd", f'"{etag}-zstd"')
    assert small.headers["Content-Length"] == str(len(small.content))
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert zstd.decompress(small.content) == plain.content


@pytest.mark.parametrize(("method", "path"), [("get", "/packages/p/none/"), ("options", "/api/v4/packages/")])
def test_other_responses_are_left_as_they_are(client, method, path):
    answer = getattr(client, method)(path)
    assert "ETag" not in answer.headers
    assert "public" not in answer.headers.get("Cache-Control", "")
