import pytest

from packgrid.assessment.rules.requirements import admits_series, quote_requirement, select_requirements


@pytest.mark.parametrize(
    ("specifier", "series", "answer"),
    [
        ("", "5.2", True),
        (">=4.2", "5.2", True),
        (">=5.2", "5.2", True),
        (">=5.2.3", "5.2", True),
        (">5.2.3,<5.2.5", "5.2", True),
        (">5.2.3,<5.2.4", "5.2", False),
        (">=5.2rc1", "5.2", True),
        ("~=5.2", "6.0", False),
        ("~=5.2", "5.2", True),
        ("~=5.2.3", "6.0", False),
        ("==5.2.*", "5.2", True),
        ("==5.2.*", "5.1", False),
        ("==5.2.7", "5.2", True),
        ("==5.2.7", "6.0", False),
        ("!=5.2.*", "5.2", False),
        ("!=5.2", "5.2", True),
        (">=5.2,!=5.2.0,!=5.2.1,<5.2.3", "5.2", True),
        ("<6", "5.2", True),
        ("<6", "6.0", False),
        ("<5.2", "5.2", False),
        ("<=5.2", "5.2", True),
        (">=6.0", "5.2", False),
        (">=3.10", "3.9", False),
        (">=3.10", "3.1", False),
        (">=3.6.*", "3.6", True),
        (">=3.6.*", "3.5", False),
        (">=2.7, !=3.0.*, !=3.1.*, <4.*", "3.14", True),
        ("===5.2", "5.2", True),
        (">=2028", "2028", True),
        (">2028.3,<2028.5", "2028", True),
        ("<2028", "2028", False),
        (">= three", "3.13", None),
        ("3.13", "3.13", None),
    ],
)
def test_a_specifier_admits_a_series_if_it_admits_any_version_of_it(specifier, series, answer):
    assert admits_series(specifier, series) is answer


def test_the_requirements_of_a_project_are_found_under_any_spelling():
    texts = ["Django>=5.2", "django-filter", "DJANGO (<6) ; python_version < '3.12'", "not a requirement >", "django>"]
    assert [quote_requirement(item) for item in select_requirements("django", texts)] == ["Django>=5.2", "DJANGO<6"]
