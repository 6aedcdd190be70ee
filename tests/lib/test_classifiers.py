import pytest

from packgrid.lib.classifiers import development_status, django_versions, license_names, python_versions

CLASSIFIERS = [
    "Development Status :: 5 - Production/Stable",
    "Framework :: Django",
    "Framework :: Django :: 5.2",
    "Framework :: Django :: 10.0",
    "License :: OSI Approved",
    "License :: OSI Approved :: BSD License",
    "Programming Language :: Python",
    "Programming Language :: Python :: 3",
    "Programming Language :: Python :: 3 :: Only",
    "Programming Language :: Python :: 3.10",
    "Programming Language :: Python :: 3.9",
    "Programming Language :: Python :: Implementation :: PyPy",
]


@pytest.mark.parametrize(
    ("read", "said", "unsaid"),
    [
        (python_versions, ("3.9", "3.10"), ()),
        (django_versions, ("5.2", "10.0"), ()),
        (development_status, "Production/Stable", None),
        (license_names, ["BSD License"], []),
    ],
)
def test_classifiers_say(read, said, unsaid):
    assert read(CLASSIFIERS) == said
    assert read([]) == unsaid


def test_a_major_version_counts_where_nothing_finer_is_said():
    assert python_versions(["Programming Language :: Python :: 3", "Programming Language :: Python :: 2"]) == ("2", "3")


def test_what_is_no_version_is_passed_over():
    assert python_versions(["Programming Language :: Python :: 3.", "Programming Language :: Python :: 3.13"]) == (
        "3.13",
    )
