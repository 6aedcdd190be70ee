"""Tables taken away: whole files compared."""

import json

import pytest
from django.test import Client

from packgrid.catalogue.models import Release
from packgrid.refresh.documents import put_required_projects
from web.compare.opening import HOST
from web.rows import AT, make_grid, make_package

pytestmark = pytest.mark.django_db
FACTS = "verdict,about,category,commits,support,django,python,stage,licence,score,forks,issues,downloads,usage"
HIDDEN = f"hide={FACTS},updated,links"
SITE = "http://djangopackages.org"


@pytest.fixture(autouse=True)
def grid():
    facts = {"stars": 7, "version": "1.0", "released_at": AT, "released_to_the_month": True, "requires_dist": ["no"]}
    known = make_package("a", title="A|B", facts=facts)
    Release.objects.create(package=known, version="1.0", has_wheel=True, install_bytes=65_432)
    put_required_projects(known.pk, facts["requires_dist"])
    bare = make_package("b", title="=B()")
    said = {"a": "+2", "b": "see <https://b.example/>"}
    return make_grid(title="Things", packages=[bare, known], features=[("Paging", said), ("@Auth", {"b": "no"})])


def taken(form, query=HIDDEN):
    answer = Client(headers=HOST).get(f"/grids/g/a-grid/?{query}&format={form}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("public")
    return answer.headers["Content-Type"], answer.headers["Content-Disposition"], answer.content.decode()


def test_csv_is_a_line_a_package_and_no_cell_is_a_formula():
    kind, disposition, text = taken("csv")
    assert (kind, disposition) == ("text/csv; charset=utf-8", 'inline; filename="a-grid.csv"')
    assert text.splitlines() == [
        "Slug,Title,Version,Released,Stars,Install size,Paging,'@Auth",
        'a,A|B,1.0,2026-05,7,at least 65.4 kB; no is not in this catalogue,"yes, 2 of 3",',
        "b,'=B(),no PyPI project,no PyPI project,no repository,no PyPI project,see <https://b.example/>,no",
    ]


def test_markdown_is_the_table_as_it_is_seen():
    kind, _, text = taken("md")
    assert kind == "text/markdown; charset=utf-8"
    assert text == (
        "# Things\n\n"
        f"|  | [A\\|B]({SITE}/packages/p/a/) | [=B()]({SITE}/packages/p/b/) |\n"
        "| --- | --- | --- |\n"
        "| Version | 1.0 | no PyPI project |\n"
        "| Released | 2026-05 | no PyPI project |\n"
        "| Stars | 7 | no repository |\n"
        "| Install size | at least 65.4 kB; no is not in this catalogue | no PyPI project |\n"
        "| Paging | ✓✓ | see \\<https://b.example/\\> |\n"
        "| @Auth | ? | ✗ |\n\n"
        f"? is not filled in. From <{SITE}/grids/g/a-grid/?{HIDDEN}>\n"
    )


def test_json_has_facts_by_key_and_features_as_they_were_written(grid):
    paging, auth = grid.features.values_list("pk", flat=True)
    assert json.loads(taken("json")[2]) == {
        "title": "Things",
        "url": f"{SITE}/grids/g/a-grid/?{HIDDEN}",
        "rows": {"version": "Version", "released": "Released", "stars": "Stars", "install_size": "Install size"},
        "packages": [
            {
                "slug": "a",
                "title": "A|B",
                "url": f"{SITE}/packages/p/a/",
                "facts": {
                    "version": "1.0",
                    "released": "2026-05",
                    "stars": 7,
                    "install_size": {
                        "total_bytes": 65_432,
                        "own_bytes": 65_432,
                        "package_count": 0,
                        "is_complete": False,
                        "uncounted": {"no": "not in this catalogue"},
                    },
                },
                "missing": {},
            },
            {
                "slug": "b",
                "title": "=B()",
                "url": f"{SITE}/packages/p/b/",
                "facts": {"version": None, "released": None, "stars": None, "install_size": None},
                "missing": {
                    "version": "no PyPI project",
                    "released": "no PyPI project",
                    "stars": "no repository",
                    "install_size": "no PyPI project",
                },
            },
        ],
        "features": [
            {
                "id": paging,
                "grid": "a-grid",
                "title": "Paging",
                "said": {"a": "+2", "b": "see <https://b.example/>"},
                "marks": {"a": 2},
            },
            {"id": auth, "grid": "a-grid", "title": "@Auth", "said": {"b": "no"}, "marks": {"b": -1}},
        ],
    }


def test_what_is_left_out_of_the_page_is_left_out_of_the_file():
    assert taken("csv", "q=nothing")[2].count("\r\n") == 1
    assert "Forks" in taken("md", "sort=title")[2]


def test_a_format_that_does_not_exist_is_a_page():
    assert Client(headers=HOST).get("/grids/g/a-grid/?format=xml").headers["Content-Type"].startswith("text/html")
