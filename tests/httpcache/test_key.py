import pytest

from packgrid.api.v4.negotiation import normalized_accept
from packgrid.httpcache.key import cache_key

BASE = {
    "REQUEST_METHOD": "GET",
    "HTTP_HOST": "djangopackages.org",
    "PATH_INFO": "/packages/",
    "QUERY_STRING": "page=2",
    "wsgi.url_scheme": "http",
    "HTTP_ACCEPT": "*/*",
}


DIFFERENT = [
    {"HTTP_HOST": "djangopackages.org:8000"},
    {"PATH_INFO": "/grids/"},
    {"QUERY_STRING": "page=3"},
    {"QUERY_STRING": "format=json"},
    {"HTTP_ACCEPT": "text/html"},
    {"HTTP_ACCEPT": "application/json; indent=4"},
    {"HTTP_ACCEPT": "image/png"},
    {"HTTP_ACCEPT_ENCODING": ""},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_ACCEPT_ENCODING": "br, gzip"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_HX_REQUEST": "true"},
]


def test_requests_with_different_responses_have_different_keys():
    keys = [cache_key(BASE | environ, normalized_accept) for environ in [{}, *DIFFERENT]]
    assert None not in keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_USER_AGENT": "anything"},
        {"HTTP_ACCEPT": "application/json, */*"},
        {"HTTP_IF_NONE_MATCH": '"a"'},
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_X_FORWARDED_HOST": "elsewhere.example"},
    ],
)
def test_requests_with_the_same_response_have_the_same_key(environ):
    assert cache_key(BASE | environ, normalized_accept) == cache_key(BASE, normalized_accept)


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"REQUEST_METHOD": "get"},
        {"REQUEST_METHOD": "BREW"},
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_COOKIE": "nonsense"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_IF_MATCH": '"a"'},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_HOST": "djangopackages.org:" + "0" * 300},
        {"QUERY_STRING": "q=" + "x" * 1000},
        {"PATH_INFO": "/static/packgrid/site.css"},
    ],
)
def test_a_request_that_only_django_can_answer_has_no_key(environ):
    assert cache_key(BASE | environ, normalized_accept) is None
