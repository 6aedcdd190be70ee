import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory

from packgrid.config.clean_requests import clean_requests
from web.sanity import faults_of

UNCLEAN = ["%00", "a%00b", "%01", "%0B", "%7F", "%C2%85", "%EF%BF%BE", "%F0%9F%BF%BF"]
PATHS = [
    "/edits/by/{}/",
    "/edits/by/{}/take-back/",
    "/profiles/{}/",
    "/profiles/{}/favorites/",
    "/readiness/django/{}/",
    "/auth/complete/{}/",
    "/moderation/{}/1/",
    "/account/confirm-email/{}/",
    "/account/password/reset/key/{}-{}/",
    "/admin/catalogue/package/{}/change/",
    "/static/{}",
    "/{}/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_a_path_with_a_control_character_is_404(path):
    for part in UNCLEAN:
        answer = Client(SERVER_NAME="127.0.0.1").get(path.format(part, part))
        assert (answer.status_code, faults_of(answer.content.decode())) == (404, [])
        assert "Content-Security-Policy" in answer.headers


def test_the_api_says_so_in_json():
    answer = Client(SERVER_NAME="127.0.0.1").get("/api/v4/packages/a%00b/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def received(query: str) -> QueryDict:
    """What a view gets of a query string."""
    seen: list[QueryDict] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.GET)
        return HttpResponse()

    clean_requests(view)(RequestFactory().get(f"/?{query}"))
    return seen[0]


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("q=a%00b&q=%0B&x%01=%EF%BF%BE", {"q": ["ab", " "], "x": [""]}),
        ("q=%C2%85%7f", {"q": [" "]}),
        ("q=%F0%9F%BF%BF%EF%B7%90", {"q": [""]}),
        ("q=\x7f", {"q": [""]}),
        ("q=%09a%0D%0Ab&q=%F0%9F%9A%80", {"q": ["\ta\r\nb", "🚀"]}),
        ("q=%ED%A0%80", {"q": ["\ufffd\ufffd\ufffd"]}),
        ("q=a+b", {"q": ["a b"]}),
        ("", {}),
    ],
)
def test_a_view_gets_parameters_without_control_characters(query, parameters):
    assert dict(received(query).lists()) == parameters


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search/", "/packages/", "/grids/", "/feeds/search/atom/", "/search/suggestions/"])
def test_a_page_is_answered_whatever_its_parameters_hold(path):
    for part in UNCLEAN:
        for name in ("q", "sort", "page", part):
            answer = Client(SERVER_NAME="127.0.0.1").get(f"{path}?{name}={part}", follow=True)
            assert answer.status_code in ({200, 404} if name == "page" else {200}), (name, part)
