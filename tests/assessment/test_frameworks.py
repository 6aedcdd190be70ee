import pytest

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.framework_support import is_mentioned, list_mentioned, read_declared_series
from packgrid.assessment.rules.support_cells import SupportCell, SupportKind, make_framework_cell
from packgrid.lib.frameworks import BY_KEY, BY_NAME, FRAMEWORKS
from packgrid.lib.versions import version_sort_key

W, C = "Framework :: Wagtail", "Framework :: Django CMS"


def release(**parts):  # noqa: ANN003
    return ReleaseEvidence(version="1.0", **parts)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.key)
def test_the_series_are_in_order_and_each_name_stands_once(framework):
    names = framework.series_names
    assert list(names) == sorted(set(names), key=version_sort_key)
    assert BY_KEY[framework.key] is framework
    assert all(BY_NAME[name] is framework for name in (framework.key, *framework.aliases))


def test_a_name_means_one_framework():
    assert len(BY_NAME) == sum(1 + len(framework.aliases) for framework in FRAMEWORKS)


@pytest.mark.parametrize(
    ("key", "version", "series"),
    [
        ("wagtail", "6", "6"),
        ("wagtail", "6.3.1", "6"),
        ("wagtail", "60", None),
        ("wagtail", "", None),
        ("cms", "3.11.4", "3.11"),
        ("cms", "3.1", None),
        ("drf", "3.1", "3.1"),
        ("drf", "3.15.2", "3.15"),
        ("django", "5.2.1", "5.2"),
        ("django", "5", None),
    ],
)
def test_a_version_belongs_to_its_series(key, version, series):
    found = BY_KEY[key].find_series(version)
    assert (found and found.name) == series


@pytest.mark.parametrize(
    ("key", "series", "parts", "kind", "reason"),
    [
        ("wagtail", "6", {"classifiers": (f"{W} :: 6",)}, SupportKind.DECLARED, f"classifier {W} :: 6"),
        ("wagtail", "7", {"classifiers": (f"{W} :: 6",)}, SupportKind.UNDECLARED, "the classifiers name 6"),
        (
            "wagtail",
            "6",
            {"classifiers": (W,), "requires_dist": ("wagtail>=6.3",)},
            SupportKind.ALLOWED,
            "requires_dist wagtail>=6.3 admits it, and no classifier names a version",
        ),
        (
            "wagtail",
            "8",
            {"classifiers": (f"{W} :: 8",), "requires_dist": ("wagtail<8",)},
            SupportKind.EXCLUDED,
            f"requires_dist wagtail<8 excludes it, though the classifier {W} :: 8 declares it",
        ),
        (
            "wagtail",
            "6",
            {"classifiers": (W,), "requires_dist": ("wagtail",)},
            SupportKind.UNKNOWN,
            "no classifier names a version, and no requirement says",
        ),
        ("wagtail", "6", {}, SupportKind.NOT_CHECKED, "its classifiers were not checked"),
        ("cms", "4.1", {"classifiers": (f"{C} :: 4.1",)}, SupportKind.DECLARED, f"classifier {C} :: 4.1"),
        (
            "cms",
            "3.11",
            {"classifiers": (), "requires_dist": ("django_cms>=4.1",)},
            SupportKind.EXCLUDED,
            "requires_dist django_cms>=4.1 excludes it",
        ),
        (
            "drf",
            "3.15",
            {"requires_dist": ("djangorestframework>=3.14",)},
            SupportKind.ALLOWED,
            "requires_dist djangorestframework>=3.14 admits it",
        ),
        (
            "drf",
            "3.13",
            {"requires_dist": ("djangorestframework>=3.14",)},
            SupportKind.EXCLUDED,
            "requires_dist djangorestframework>=3.14 excludes it",
        ),
        (
            "drf",
            "3.15",
            {"requires_dist": ("djangorestframework",), "classifiers": (f"{W} :: 6",)},
            SupportKind.UNKNOWN,
            "no requirement names a version",
        ),
        ("drf", "3.15", {"classifiers": ()}, SupportKind.NOT_CHECKED, "its requirements were not checked"),
        (
            "drf",
            "3.15",
            {"requires_dist": ("djangorestframework>=3.14; extra == 'api'",)},
            SupportKind.UNKNOWN,
            "no requirement names a version",
        ),
    ],
)
def test_a_release_says_of_a_series(key, series, parts, kind, reason):
    assert make_framework_cell(BY_KEY[key], release(**parts), series) == SupportCell(series, kind, reason)


@pytest.mark.parametrize(
    ("parts", "keys"),
    [
        ({}, []),
        ({"classifiers": ("Framework :: Django :: 5.2",), "requires_dist": ("django",)}, []),
        ({"classifiers": (W,)}, ["wagtail"]),
        ({"classifiers": (f"{W} :: 6",)}, ["wagtail"]),
        ({"classifiers": ("Framework :: Wagtailing",)}, []),
        ({"classifiers": (C,)}, ["cms"]),
        ({"requires_dist": ("Django_CMS>=4",)}, ["cms"]),
        ({"requires_dist": ("djangorestframework (>=3)",)}, ["drf"]),
        ({"requires_dist": ("djangorestframework-simplejwt",)}, []),
        ({"requires_dist": ('djangorestframework; extra == "drf"',)}, []),
        ({"requires_dist": ('djangorestframework; python_version >= "3.10"',)}, ["drf"]),
        ({"classifiers": (W, C), "requires_dist": ("djangorestframework",)}, ["wagtail", "cms", "drf"]),
    ],
)
def test_only_frameworks_that_a_release_names_are_mentioned(parts, keys):
    assert [framework.key for framework in list_mentioned(release(**parts))] == keys


def test_nothing_requires_python_as_a_project():
    assert not is_mentioned(BY_KEY["python"], release(requires_dist=("python",)))


@pytest.mark.parametrize(
    ("key", "parts", "said"),
    [
        ("wagtail", {"classifiers": (W, f"{W} :: 6", f"{W} :: 7")}, ("6", "7")),
        ("wagtail", {"classifiers": (W,), "requires_dist": ("wagtail>=5.2",)}, ">=5.2"),
        ("wagtail", {"classifiers": (W,), "requires_dist": ("wagtail",)}, None),
        ("drf", {"requires_dist": ("djangorestframework>=3.14",)}, ">=3.14"),
        ("drf", {}, None),
    ],
)
def test_the_declared_series_go_before_the_required_versions(key, parts, said):
    assert read_declared_series(BY_KEY[key], release(**parts)) == said
