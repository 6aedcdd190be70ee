from itertools import product

import pytest

from packgrid.catalogue.duplicate_rules import DuplicateReason, PackageIdentity, find_duplicate_reason

REPO, OTHER = "https://github.com/encode/rest", "https://github.com/encode/other"
PROJECT, PLACE = DuplicateReason.SAME_PROJECT, DuplicateReason.SAME_REPO
NAMES = {("", ""): None, ("a", ""): None, ("", "a"): None, ("a", "b"): "two", ("a", "A"): "one"}
REPOS = {("", ""): False, (REPO, ""): False, (REPO, OTHER): False, (REPO, REPO): True}
FOLDERS = {("", ""): True, ("core", ""): False, ("core", "docs"): False, ("core", "/core/"): True}


@pytest.mark.parametrize(("names", "repos", "folders"), list(product(NAMES, REPOS, FOLDERS)))
def test_every_combination_of_names_repositories_and_folders(names, repos, folders):
    one, other = (PackageIdentity(*parts) for parts in zip(names, repos, folders, strict=True))
    is_same_place = REPOS[repos] and FOLDERS[folders] and NAMES[names] != "two"
    wanted = PROJECT if NAMES[names] == "one" else PLACE if is_same_place else None
    assert find_duplicate_reason(one, other) is wanted
    assert find_duplicate_reason(other, one) is wanted


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (
            ("django-stubs", "https://github.com/t/django-stubs"),
            ("django-stubs-ext", "https://github.com/t/django-stubs"),
            None,
        ),
        (("django-cron", "https://github.com/tivix/django-cron"), ("", "https://github.com/j/django_cron"), None),
        (("", "https://github.com/a/b"), ("", "http://www.github.com/A/B.git"), PLACE),
        (("", "https://git.example/a/b"), ("", "https://git.example/A/b"), None),
        (("", "git@github.com:a/b.git"), ("b", "https://github.com/a/b/"), PLACE),
        (("", "not an address"), ("", "not an address"), None),
        (("django_filter", ""), ("Django.Filter", "https://github.com/c/d"), PROJECT),
        (("rest", "https://github.com/a/b"), ("rest", "https://github.com/c/d"), PROJECT),
    ],
)
def test_packages_as_people_list_them(one, other, wanted):
    assert find_duplicate_reason(PackageIdentity(*one), PackageIdentity(*other)) is wanted


def test_only_a_shared_project_is_certain():
    assert [reason.is_certain for reason in (PROJECT, PLACE)] == [True, False]


def test_one_name_on_two_indexes_is_two_projects():
    public, private = (PackageIdentity("rest", REPO, index_name=index) for index in ("", "company"))
    assert find_duplicate_reason(public, private) is None
    assert find_duplicate_reason(private, private) is PROJECT
