import pytest

from packgrid.catalogue.models import FormerPackage, Package
from packgrid.comparison.models import GridCell
from packgrid.revisions.models import Edit
from revisions.rows import make_user
from web.editing.editor_client import get_page, make_client, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
REPO = "https://github.com/encode/django-rest-framework"


@pytest.fixture
def root():
    return make_client(make_user("root", is_staff=True))


@pytest.fixture
def pair():
    """The two rows of one package."""
    rest = make_package("rest", title="REST framework", pypi_name="djangorestframework", repo_url=REPO, facts={})
    drf = make_package("drf", title="DRF", repo_url=REPO.replace("encode", "Encode"), facts={})
    make_package("stubs", pypi_name="django-stubs", repo_url="https://github.com/t/stubs", facts={})
    make_package("stubs-ext", pypi_name="django-stubs-ext", repo_url="https://github.com/t/stubs", facts={})
    make_package("django-cron", repo_url="https://github.com/tivix/django-cron", facts={})
    make_package("django_cron", repo_url="https://github.com/j/django_cron", facts={})
    make_grid(
        "api", packages=[drf, rest], features=[("Docs", {"drf": "some", "rest": "good"}), ("Ajax", {"drf": "yes"})]
    )
    return drf, rest


def test_likely_duplicates_are_listed_with_the_reason(root, pair, django_assert_max_num_queries):
    make_package("twin", title="Twin", pypi_name="django-stubs", facts={})
    with django_assert_max_num_queries(8):
        text = read_text(get_page(root, "/moderation/duplicates/"))
    assert f"DRF → REST framework Same repository: {pair[0].repo_url} drf, rest Preview the merge" in text
    assert "Twin → stubs Both name the project django-stubs on PyPI." in text
    assert "stubs-ext" not in text
    assert "cron" not in text


def test_nobody_else_sees_them(pair):
    ada = make_client(make_user("ada"))
    path = f"/moderation/duplicates/{pair[0].pk}/{pair[1].pk}/"
    assert [ada.get(where).status_code for where in ("/moderation/duplicates/", path)] == [403, 403]
    assert ada.post(path).status_code == 403
    assert make_client().get(path).status_code == 302


def test_a_moderator_previews_merges_and_reverts(root, pair):
    drf, rest = pair
    path = f"/moderation/duplicates/{drf.pk}/{rest.pk}/"
    page = get_page(root, path)
    text = read_text(page)
    assert "Merge DRF into REST framework" in text
    assert "api: Docs REST framework: good DRF: some" in text
    assert f"/moderation/duplicates/{rest.pk}/{drf.pk}/" in page
    key = page.split('name="cell-')[1].split('"')[0]
    history = read_text(submit_form(root, path, {f"cell-{key}": "source", "why": "one package"}))
    assert "Merged. You can revert the merge in the history." in history
    assert "DRF merged root" in history
    cells = GridCell.objects.filter(column__package=rest).values_list("feature__title", "text")
    assert dict(cells) == {"Docs": "some", "Ajax": "yes"}
    assert root.get("/packages/p/drf/")["Location"] == "/packages/p/rest/"
    assert root.get(f"/api/v4/packages/{drf.pk}/").json()["slug"] == "rest"
    edit = Edit.objects.get()
    assert edit.why == "one package"
    get_page(root, f"/edits/{edit.pk}/revert/")
    submit_form(root, f"/edits/{edit.pk}/revert/", {})
    assert not FormerPackage.objects.exists()
    assert not Package.objects.get(slug="drf").is_hidden
    get_page(root, "/packages/p/drf/")
    get_page(root, "/edits/")


def test_merging_twice_or_what_is_gone_says_so(root, pair):
    drf, rest = pair
    path = f"/moderation/duplicates/{drf.pk}/{rest.pk}/"
    submit_form(root, path, {})
    submit_form(root, path, {})
    assert Edit.objects.count() == 1
    assert root.get(path).status_code == 404
    assert root.get(f"/moderation/duplicates/{rest.pk}/{rest.pk}/").status_code == 404
    text = read_text(submit_form(root, f"/moderation/duplicates/{rest.pk}/{drf.pk}/", {}))
    assert "This was removed meanwhile" in text
    assert "No likely duplicates." in read_text(get_page(root, "/moderation/duplicates/"))
