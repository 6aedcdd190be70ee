import pytest

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind, make_django_cell, make_python_cell

D, P = "Framework :: Django :: ", "Programming Language :: Python :: "


def release(**parts):  # noqa: ANN003
    return ReleaseEvidence(version="1.0", **parts)


@pytest.mark.parametrize(
    ("parts", "kind", "reason"),
    [
        ({"classifiers": (f"{D}5.2",)}, SupportKind.DECLARED, "classifier Framework :: Django :: 5.2"),
        (
            {"classifiers": (f"{D}5.2",), "requires_dist": ("django>=4.2",)},
            SupportKind.DECLARED,
            "classifier Framework :: Django :: 5.2",
        ),
        (
            {"classifiers": (f"{D}5.2",), "requires_dist": ("django<5",)},
            SupportKind.EXCLUDED,
            "requires_dist django<5 excludes it, though the classifier Framework :: Django :: 5.2 declares it",
        ),
        ({"requires_dist": ("Django>=6.0",)}, SupportKind.EXCLUDED, "requires_dist Django>=6.0 excludes it"),
        (
            {"requires_dist": ("django>=4.2",)},
            SupportKind.NOT_CHECKED,
            "its classifiers were not checked, though requires_dist django>=4.2 admits it",
        ),
        (
            {"requires_dist": ("django>=4.2",), "classifiers": ()},
            SupportKind.ALLOWED,
            "requires_dist django>=4.2 admits it, and no classifier names a version",
        ),
        (
            {"classifiers": (f"{D}4.2", f"{D}5.0"), "requires_dist": ("django>=4.2",)},
            SupportKind.UNDECLARED,
            "the classifiers name 4.2 and 5.0; requires_dist django>=4.2 admits it",
        ),
        ({"classifiers": (f"{D}4.2",)}, SupportKind.UNDECLARED, "the classifiers name 4.2"),
        ({"classifiers": (f"{D}5",)}, SupportKind.ALLOWED, "classifier Framework :: Django :: 5, without a finer one"),
        ({"classifiers": (f"{D}5", f"{D}5.1")}, SupportKind.UNDECLARED, "the classifiers name 5.1"),
        ({"classifiers": (f"{D}4",)}, SupportKind.UNDECLARED, "the classifiers name 4"),
        (
            {"classifiers": ("Framework :: Django",)},
            SupportKind.UNKNOWN,
            "no classifier names a version, and no requirement says",
        ),
        (
            {"classifiers": (), "requires_dist": ("django",)},
            SupportKind.UNKNOWN,
            "no classifier names a version, and no requirement says",
        ),
        (
            {"classifiers": (), "requires_dist": ()},
            SupportKind.UNKNOWN,
            "no classifier names a version, and no requirement says",
        ),
        ({}, SupportKind.NOT_CHECKED, "its classifiers were not checked"),
        (
            {"classifiers": (), "requires_dist": ('django<5; extra == "django"',)},
            SupportKind.UNKNOWN,
            "no classifier names a version, and no requirement says",
        ),
        (
            {
                "classifiers": (),
                "requires_dist": ('django<5; python_version < "3.12"', 'django>=5.2; python_version >= "3.12"'),
            },
            SupportKind.ALLOWED,
            "requires_dist django>=5.2 admits it, and no classifier names a version",
        ),
        (
            {
                "requires_python": "<3.12",
                "requires_dist": ('django<5; python_version < "3.12"', 'django>=5.2; python_version >= "3.12"'),
            },
            SupportKind.EXCLUDED,
            "requires_dist django<5 excludes it",
        ),
        (
            {"requires_python": "<3.9", "requires_dist": ("django>=2.2",)},
            SupportKind.EXCLUDED,
            "requires_python <3.9 admits no Python that Django 5.2 runs on",
        ),
        (
            {"requires_python": ">=3.30", "classifiers": ()},
            SupportKind.EXCLUDED,
            "requires_python >=3.30 admits no Python that Django 5.2 runs on",
        ),
    ],
)
def test_what_a_release_says_of_django_5_2(parts, kind, reason):
    assert make_django_cell(release(**parts), "5.2") == SupportCell("5.2", kind, reason)


@pytest.mark.parametrize(
    ("parts", "kind", "reason"),
    [
        ({"classifiers": (f"{P}3.13",)}, SupportKind.DECLARED, "classifier Programming Language :: Python :: 3.13"),
        ({"requires_python": ">=3.14"}, SupportKind.EXCLUDED, "requires_python >=3.14 excludes it"),
        (
            {"requires_python": ">=3.14", "classifiers": (f"{P}3.13",)},
            SupportKind.EXCLUDED,
            f"requires_python >=3.14 excludes it, though the classifier {P}3.13 declares it",
        ),
        (
            {"classifiers": (f"{P}2 :: Only", f"{P}2.7")},
            SupportKind.EXCLUDED,
            "classifier Programming Language :: Python :: 2 :: Only excludes it",
        ),
        (
            {"classifiers": (f"{P}3 :: Only", f"{P}3")},
            SupportKind.ALLOWED,
            "classifier Programming Language :: Python :: 3, without a finer one",
        ),
        ({"classifiers": (f"{P}2.7", f"{P}3")}, SupportKind.ALLOWED, f"classifier {P}3, without a finer one"),
        ({"classifiers": (f"{P}2.7",)}, SupportKind.UNDECLARED, "the classifiers name 2.7"),
        (
            {"requires_python": ">=3.9", "classifiers": (f"{P}3.9", f"{P}3.12")},
            SupportKind.UNDECLARED,
            "the classifiers name 3.9 and 3.12; requires_python >=3.9 admits it",
        ),
        (
            {"requires_python": ">=3.9"},
            SupportKind.NOT_CHECKED,
            "its classifiers were not checked, though requires_python >=3.9 admits it",
        ),
        (
            {"requires_python": ">=3.9", "classifiers": ()},
            SupportKind.ALLOWED,
            "requires_python >=3.9 admits it, and no classifier names a version",
        ),
        ({"requires_python": "three"}, SupportKind.NOT_CHECKED, "its classifiers were not checked"),
        (
            {"requires_python": "three", "classifiers": ()},
            SupportKind.UNKNOWN,
            "requires_python three cannot be read",
        ),
        (
            {"classifiers": (f"{P}Implementation :: CPython",)},
            SupportKind.UNKNOWN,
            "no classifier names a version, and no requirement says",
        ),
        ({}, SupportKind.NOT_CHECKED, "its classifiers were not checked"),
    ],
)
def test_what_a_release_says_of_python_3_13(parts, kind, reason):
    assert make_python_cell(release(**parts), "3.13") == SupportCell("3.13", kind, reason)
