import pytest

from packgrid.sources.file_names import VersionFinder, is_distribution, is_pure_wheel, is_sdist


@pytest.mark.parametrize(
    ("filename", "version"),
    [
        ("django_a-1.0-py3-none-any.whl", "1.0"),
        ("django_a-1.0-1-cp313-cp313-manylinux_2_17_x86_64.whl", "1.0"),
        ("django_a-1.0+local.1-py3-none-any.whl", "1.0+local.1"),
        ("django-a-1.0.tar.gz", "1.0"),
        ("Django_A-1.0.zip", "1.0"),
        ("django.a-1.0rc1.tar.bz2", "1.0rc1"),
        ("django-a-2024.01.02.tar.gz", "2024.1.2"),
        ("django-a-0.10-final.tar.gz", "0.10-final"),
        ("django_a-0.10_final-py2-none-any.whl", "0.10-final"),
        ("django_a-1.0-py2.7.egg", "1.0"),
        ("django-a-1.0.win32-py2.7.exe", "1.0"),
        ("django-a-1.0.win-amd64.exe", "1.0"),
        ("django-a-1.0.linux-x86_64.tar.gz", "1.0"),
        ("django-a-1.0-1.noarch.rpm", "1.0"),
        ("django-a-.tar.gz", None),
        ("other.tar.gz", None),
        ("django_a.whl", None),
        ("django-a-1.0.tar.gz.asc", None),
    ],
)
def test_the_version_is_read_from_the_name_where_none_are_listed(filename, version):
    assert VersionFinder.make("django-a", ()).find(filename) == version


@pytest.mark.parametrize(
    ("listed", "filename", "version"),
    [
        (["2024.01.02"], "django_a-2024.1.2-py3-none-any.whl", "2024.01.02"),
        (["1.0-beta"], "django_a-1.0b0-py3-none-any.whl", "1.0-beta"),
        (["0.9-Final"], "django-a-0.9-final.tar.gz", "0.9-Final"),
        (["1.0", "1.0-1"], "django-a-1.0-1.tar.gz", "1.0-1"),
        (["1.0"], "django-a-1.0-custom.tar.gz", "1.0"),
        (["1.0", "1.0.1"], "django-a-1.0.1-custom.tar.gz", "1.0.1"),
        (["1.0", "1.0.0.1"], "django-a-1.0.0.tar.gz", "1.0"),
        (["1.0"], "django-a-2.0.tar.gz", None),
        (["dev"], "django-a-dev.zip", "dev"),
        (["dev_r12"], "django-a-dev-r12.zip", "dev_r12"),
    ],
)
def test_files_are_matched_to_the_versions_that_the_index_lists(listed, filename, version):
    assert VersionFinder.make("django-a", listed).find(filename) == version


@pytest.mark.parametrize("project", ["a-b-c", "A.B_C", "a_b-c"])
def test_a_project_is_told_from_its_version_by_its_name(project):
    assert VersionFinder.make(project, ()).find("a-b-c-1.0-2.tar.gz") == "1.0.post2"


@pytest.mark.parametrize("name", ["a-1.whl", "a-1.tar.gz", "a-1.zip", "a-1.egg", "a-1.exe", "a-1.tgz"])
def test_these_can_be_installed(name):
    assert is_distribution(name)


@pytest.mark.parametrize("name", ["../", "a-1.tar.gz.asc", "a-1.whl.metadata", "a-1.whl.provenance", "index.html", ""])
def test_these_cannot(name):
    assert not is_distribution(name)


@pytest.mark.parametrize(
    ("name", "answer"),
    [("a-1.tar.gz", True), ("a-1.zip", True), ("a-1.linux-x86_64.tar.gz", False), ("a-1-py3-none-any.whl", False)],
)
def test_a_source_archive_is_for_every_platform(name, answer):
    assert is_sdist(name) is answer


@pytest.mark.parametrize(
    ("name", "answer"),
    [("a-1-py3-none-any.whl", True), ("a-1-py2.py3-none-any.whl", True), ("a-1-cp313-cp313-win_amd64.whl", False)],
)
def test_a_pure_wheel_is_for_every_platform(name, answer):
    assert is_pure_wheel(name) is answer
