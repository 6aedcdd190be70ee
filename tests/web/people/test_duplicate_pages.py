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
    with django_assert_max_num_queries(10):
        text = read_text(get_page(root, "/moderation/duplicates/"))
    assert f"DRF → REST framework Same repository: {pair[0].repo_url} drf, rest Preview the merge" in text
    assert "Twin → stubs Same project: django-stubs on PyPI" in text
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


def test_a_moderator_marks_a_pair_as_not_duplicates_and_undoes_that(root):
    cron = make_package(
        "django-cron", title="Cron", pypi_name="django-cron", repo_url="https://github.com/ixxy/django-cron", facts={}
    )
    other = make_package(
        "django_cron", title="Chron", pypi_name="django-cron", repo_url="https://github.com/tivix/django-cron", facts={}
    )
    third = make_package("cron3", title="Third", pypi_name="django-cron", facts={})
    text = read_text(get_page(root, "/moderation/duplicates/"))
    assert f"Different repositories: {other.repo_url}, {cron.repo_url}." in text
    assert text.count("Different repositories") == 1
    path = f"/moderation/duplicates/{other.pk}/{cron.pk}/distinct/"
    assert root.get(path).status_code == 405
    for _twice in range(2):
        text = read_text(submit_form(root, path, {"why": "two projects"}))
    assert "Marked as not duplicates Cron, Chron Undo" in text
    assert "Chron → Cron" not in text
    assert "Third → Cron" in text
    edit = Edit.objects.get()
    assert edit.why == "two projects"
    for slug in ("django-cron", "django_cron"):
        history = read_text(get_page(root, f"/packages/p/{slug}/history/"))
        assert "Chron, Cron marked" in history
        assert "Not duplicates" in history
    Package.objects.filter(pk=other.pk).update(is_hidden=True)
    assert "Chron" not in read_text(get_page(make_client(), "/packages/p/django-cron/history/"))
    Package.objects.filter(pk=other.pk).update(is_hidden=False)
    submit_form(root, f"/edits/{edit.pk}/revert/", {})
    text = read_text(get_page(root, "/moderation/duplicates/"))
    assert "Chron → Cron" in text
    assert "Marked as not duplicates" not in text
    submit_form(root, f"/edits/{Edit.objects.latest('pk').pk}/revert/", {})
    assert "Marked as not duplicates" in read_text(get_page(root, "/moderation/duplicates/"))
    third.delete()


def test_only_moderators_mark_pairs_as_not_duplicates(root, pair):
    path = f"/moderation/duplicates/{pair[0].pk}/{pair[1].pk}/distinct/"
    assert make_client(make_user("ada")).post(path).status_code == 403
    assert "Someone removed this while you were editing" in read_text(
        submit_form(root, f"/moderation/duplicates/{pair[0].pk}/999/distinct/", {})
    )
    assert not Edit.objects.exists()


def test_merging_twice_or_what_is_gone_says_so(root, pair):
    drf, rest = pair
    path = f"/moderation/duplicates/{drf.pk}/{rest.pk}/"
    submit_form(root, path, {})
    submit_form(root, path, {})
    assert Edit.objects.count() == 1
    assert root.get(path).status_code == 404
    assert root.get(f"/moderation/duplicates/{rest.pk}/{rest.pk}/").status_code == 404
    text = read_text(submit_form(root, f"/moderation/duplicates/{rest.pk}/{drf.pk}/", {}))
    assert "Someone removed this while you were editing" in text
    assert "No likely duplicates." in read_text(get_page(root, "/moderation/duplicates/"))
