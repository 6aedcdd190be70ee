import pytest

from packgrid.catalogue.required_projects import NeededProject, list_needed_projects


def needed(project: str, specifier: str = "", *, extra: str = "", project_extra: str = "") -> NeededProject:
    return NeededProject(extra, project, project_extra, specifier)


LONG = "a" * 101


@pytest.mark.parametrize(
    ("requires_dist", "found"),
    [
        ([], []),
        (["Django>=5.2,<6"], [needed("django", "<6,>=5.2")]),
        (["Django (>=5.2)"], [needed("django", ">=5.2")]),
        (["a.b_C"], [needed("a-b-c")]),
        (["a", "A", "a>=1"], [needed("a"), needed("a", ">=1")]),
        (['tzdata; sys_platform == "win32"'], []),
        (['tomli; python_version < "3.11"', 'a; python_version >= "3.13"'], [needed("a")]),
        (['a; platform_machine == "x86_64"', 'b; implementation_name == "pypy"'], [needed("a")]),
        (['a; extra == "test"'], [needed("a", extra="test")]),
        (['a>=1; extra == "All_Of" or extra == "x"'], [needed("a", ">=1", extra=each) for each in ("all-of", "x")]),
        (["a[x,Y_z]>=1"], [needed("a", ">=1", project_extra=each) for each in ("", "x", "y-z")]),
        (["a @ https://a.example/a.zip"], [needed("a", "@ https://a.example/a.zip")]),
        (["a=>1"], [needed("", "a=>1")]),
        (['a=>1; extra == "x"'], []),
        ([LONG], [needed("", LONG)]),
        ([f'{LONG}; extra == "x"'], [needed("", f'{LONG}; extra == "x"', extra="x")]),
        ([f'a; extra == "{LONG}"'], []),
        (["a=>" + "1" * 400], [needed("", "a=>" + "1" * 297)]),
    ],
)
def test_a_requirement_leads_to_projects_where_its_marker_holds(requires_dist, found):
    assert list_needed_projects(requires_dist) == found
