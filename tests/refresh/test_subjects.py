import pytest

from packgrid.catalogue.models import Category, FetchState, Package
from packgrid.refresh.subjects import Subject, ensure_states, id_ranges, outdated_packages, subjects_of
from refresh.rows import LONG_AGO, NOW, package

GIT, GITHUB = ("git", "github.com"), ("github", "")


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("https://github.com/a/a", [GIT, GITHUB]),
        ("https://gitlab.com/a/b/c", [("git", "gitlab.com"), ("gitlab", "gitlab.com")]),
        ("https://bitbucket.org/a/a", [("git", "bitbucket.org"), ("bitbucket", "")]),
        ("https://codeberg.org/a/a", [("git", "codeberg.org"), ("forgejo", "codeberg.org")]),
        ("https://gitlab.gnome.org/a/a", [("git", "gitlab.gnome.org"), ("gitlab", "gitlab.gnome.org")]),
        ("https://forge.example/a/a", [("git", "forge.example"), ("forgejo", "forge.example")]),
        ("https://hub.example/a/a", [("git", "hub.example"), ("github", "hub.example")]),
        ("https://code.example/projects/A/repos/a", [("git", "code.example"), ("bitbucket", "code.example")]),
        ("https://git.example:8443/a/a", [("git", "git.example:8443")]),
        ("https://docs.example/", []),
        ("nonsense", []),
        ("", []),
    ],
)
def test_a_repository_is_known_to_git_and_to_its_host(settings, url, sources):
    settings.FORGES = {
        "forge.example": ("forgejo", ""),
        "hub.example": ("github", ""),
        "code.example": ("bitbucket", ""),
    }
    assert list(subjects_of(Package(repo_url=url))) == [Subject(source, url, host) for source, host in sources]


def test_a_project_is_known_to_pypi_and_where_people_look_at_it_to_pypistats(settings):
    settings.PYPISTATS_URL = "https://pypistats.example/api"
    assert list(subjects_of(Package(pypi_name="a"))) == [Subject("pypi", "a")]
    looked_at = subjects_of(Package(pypi_name="a"), is_looked_at=True)
    assert list(looked_at) == [Subject("pypi", "a"), Subject("pypistats", "a")]


@pytest.mark.parametrize(
    ("url", "is_asked"),
    [
        ("https://github.com/a/a", True),
        ("https://gitlab.com/a/b/c", True),
        ("https://bitbucket.org/a/a", True),
        ("https://codeberg.org/a/a", False),
        ("https://gitlab.gnome.org/a/a", False),
        ("https://git.internal/a/a", False),
        ("https://github.internal/a/a", False),
        ("https://bitbucket.internal/projects/A/repos/a", False),
        ("git@bitbucket.internal:a/a.git", False),
        ("https://gitlab.com.internal/a/a", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_deps_dev_is_asked_about_repositories_of_public_hosts_that_it_knows_and_no_others(settings, url, is_asked):
    settings.DEPSDEV_URL = "https://api.example"
    settings.FORGES = {"git.internal": ("gitlab", ""), "github.internal": ("github", "")}
    settings.FORGES |= {"bitbucket.internal": ("bitbucket", "")}
    found = [subject for subject in subjects_of(Package(repo_url=url)) if subject.source == "depsdev"]
    assert found == ([Subject("depsdev", url)] if is_asked else [])


def rows() -> list[tuple]:
    found = FetchState.objects.order_by("package", "source")
    return list(found.values_list("source", "subject", "host", "due_at", "validator", "failures_in_a_row"))


@pytest.mark.django_db
def test_every_package_gets_its_rows_once_and_they_are_due_at_once(django_assert_num_queries):
    apps = Category.objects.create(slug="apps", title="App")
    for number in range(3):
        url = f"https://github.com/a/{number}"
        Package.objects.create(slug=f"p{number}", category=apps, pypi_name=f"p{number}", repo_url=url)
    Package.objects.create(slug="bare", category=apps)
    Package.objects.create(slug="odd", category=apps, repo_url="https://docs.example/")
    assert ensure_states(NOW) == 9
    assert rows()[:3] == [
        ("git", "https://github.com/a/0", "github.com", NOW, "", 0),
        ("github", "https://github.com/a/0", "", NOW, "", 0),
        ("pypi", "p0", "", NOW, "", 0),
    ]
    with django_assert_num_queries(6):
        assert ensure_states(NOW) == 0


@pytest.mark.django_db
def test_many_packages_are_looked_at_in_parts(monkeypatch):
    monkeypatch.setattr("packgrid.refresh.subjects.PART", 2)
    apps = Category.objects.create(slug="apps", title="App")
    made = [Package.objects.create(slug=f"p{number}", category=apps, pypi_name=f"p{number}") for number in range(5)]
    found = [pk for part in id_ranges() for pk in outdated_packages(part)]
    assert found == [package.pk for package in made]
    assert max(len(outdated_packages(part)) for part in id_ranges()) <= 2


@pytest.mark.django_db
def test_a_new_name_or_address_begins_anew_and_what_is_no_more_goes():
    made = package(repo_url="https://github.com/a/a")
    FetchState.objects.update(validator='"v"', failures_in_a_row=3)
    before = {row[0]: row for row in rows()}
    Package.objects.update(pypi_name="other", repo_url="https://gitlab.com/a/a")
    assert ensure_states(NOW) == 4
    assert rows() == [
        ("git", "https://gitlab.com/a/a", "gitlab.com", NOW, "", 0),
        ("gitlab", "https://gitlab.com/a/a", "gitlab.com", NOW, "", 0),
        ("pypi", "other", "", NOW, "", 0),
    ]
    assert before["pypi"] == ("pypi", "django-a", "", LONG_AGO, '"v"', 3)
    Package.objects.update(pypi_name="", repo_url="")
    assert ensure_states(NOW) == 3
    assert not FetchState.objects.filter(package=made).exists()
