import pytest

from api.rows import HOST, SUMMER, WINTER, add_grid, add_package, get
from packgrid.catalogue.models import Facts, FormerPackage
from packgrid.projections.announcements import announce

pytestmark = pytest.mark.django_db

KNOWN = {
    "last_commit_at": WINTER,
    "last_fetched_at": SUMMER,
    "version": "1.0.0",
    "forks": 32,
    "stars": 84,
    "repo_description": ':rocket: "quoted" ünicode',
    "weekly_commits": [0, 3],
    "contributors": ["ann", "bob"],
    "links": {"documentation": "https://docs.example/"},
}


def test_a_package_has_18_keys():
    package = add_package(
        facts=KNOWN,
        title="Flat blocks",
        repo_url="https://git.example/flat",
        pypi_url="http://pypi.example/pypi/flat",
        documentation_url="https://flat.example/",
    )
    second, first = (add_grid(slug) for slug in ("a", "b"))
    first.packages.add(package)
    second.packages.add(package)
    assert list(get("packages/flat/").json().items()) == [
        ("category", f"{HOST}/api/v4/categories/{package.category_id}/"),
        ("grids", [f"{HOST}/api/v4/grids/{first.pk}/", f"{HOST}/api/v4/grids/{second.pk}/"]),
        ("id", package.pk),
        ("title", "Flat blocks"),
        ("slug", "flat"),
        ("last_updated", "2026-01-01T22:04:05-05:00"),
        ("last_fetched", "2026-07-01T08:00:00.250000-04:00"),
        ("repo_url", "https://git.example/flat"),
        ("pypi_version", "1.0.0"),
        ("created", "2026-01-01T22:04:05-05:00"),
        ("modified", "2026-07-01T08:00:00.250000-04:00"),
        ("repo_forks", 32),
        ("repo_description", ':rocket: "quoted" ünicode'),
        ("pypi_url", "http://pypi.example/pypi/flat"),
        ("documentation_url", "https://flat.example/"),
        ("repo_watchers", 84),
        ("commits_over_52", [0, 3]),
        ("participants", ["ann", "bob"]),
    ]


UNKNOWN = {
    "grids": [],
    "last_updated": None,
    "last_fetched": None,
    "repo_url": "",
    "pypi_version": None,
    "repo_forks": 0,
    "repo_description": "",
    "pypi_url": "",
    "documentation_url": None,
    "repo_watchers": 0,
    "commits_over_52": [],
    "participants": [],
}


@pytest.mark.parametrize("has_facts", [True, False])
def test_what_is_unknown_is_what_it_always_was(has_facts):
    package = add_package()
    if not has_facts:
        Facts.objects.all().delete()
    answer = get(f"packages/{package.pk}/").json()
    assert {key: answer[key] for key in UNKNOWN} == UNKNOWN


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({"pypi_name": "flat"}, "https://pypi.example/project/flat/"),
        ({"pypi_name": "flat", "pypi_url": "flat"}, "flat"),
        ({}, ""),
    ],
)
def test_the_address_at_pypi_is_the_entered_one_else_that_of_the_name(values, address):
    add_package(**values)
    assert get("packages/flat/").json()["pypi_url"] == address


@pytest.mark.parametrize(
    ("entered", "links", "address"),
    [
        ("https://a.example/", {"documentation": "https://b.example/"}, "https://a.example/"),
        ("", {"documentation": "https://b.example/"}, ""),
        (None, {"documentation": "https://b.example/"}, "https://b.example/"),
        (None, {"homepage": "https://c.example/"}, None),
        (None, None, None),
    ],
)
def test_the_documentation_is_the_entered_one_else_the_projects(entered, links, address):
    add_package(documentation_url=entered, facts={"links": links})
    assert get("packages/flat/").json()["documentation_url"] == address


def test_a_package_is_found_by_id_first_then_by_slug():
    package = add_package(pk=12)
    add_package("12", pk=13)
    add_package("14", pk=15)
    found = {name: get(f"packages/{name}/").json()["id"] for name in ("12", "012", "flat", "14")}
    assert found == {"12": package.pk, "012": package.pk, "flat": package.pk, "14": 15}


def test_a_hidden_package_is_nowhere():
    hidden = add_package(is_hidden=True)
    grid = add_grid("blocks", hidden)
    assert get("packages/flat/").status_code == get(f"packages/{hidden.pk}/").status_code == 404
    assert get("packages/").json() == {"count": 0, "next": None, "previous": None, "results": []}
    assert get(f"grids/{grid.pk}/").json()["packages"] == []


@pytest.mark.parametrize(
    ("path", "made", "kept"), [("packages/flat0/", 3, 1), ("packages/", 4, 2), ("packages/?limit=1000", 4, 2)]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(path, made, kept, django_assert_num_queries):
    packages = [add_package(f"flat{number}", facts=KNOWN) for number in range(30)]
    for number in range(3):
        add_grid(f"blocks{number}", *packages)
    with django_assert_num_queries(made):
        first = get(path)
    announce(packages={package.pk for package in packages})
    with django_assert_num_queries(kept):
        second = get(path)
    assert (first.status_code, first.content) == (200, second.content)


def test_former_slugs_and_merged_ids_answer_with_the_remaining_package():
    package, merged = add_package("rest"), add_package("drf", is_hidden=True)
    FormerPackage.objects.create(slug="drf", former_id=merged.pk, package=package)
    FormerPackage.objects.create(slug="older", package=package)
    announce(packages={package.pk, merged.pk})
    wanted = get("packages/rest/").json()
    for name in ("drf", "older", merged.pk):
        answer = get(f"packages/{name}/")
        assert (answer.status_code, answer.json()) == (200, wanted)
    assert get("packages/drf.json").json()["id"] == package.pk
    assert get("packages/gone/").status_code == 404
