import pytest

from packgrid.catalogue.package_preview import NotAPackage, PackagePreview, parse_package_text

KITE = "https://github.com/ada/kite"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kite", PackagePreview(pypi_name="kite", title="kite")),
        (" Django_Kite ", PackagePreview(pypi_name="django-kite", title="Django_Kite")),
        ("https://pypi.example/project/Kite/", PackagePreview(pypi_name="kite", title="Kite")),
        ("https://pypi.example/project/Kite/2.0/#files", PackagePreview(pypi_name="kite", title="Kite")),
        ("http://pypi.example/pypi/kite", PackagePreview(pypi_name="kite", title="kite")),
        (KITE, PackagePreview(repo_url=KITE, title="kite")),
        (f"{KITE}.git", PackagePreview(repo_url=KITE, title="kite")),
        (f"git+{KITE}", PackagePreview(repo_url=KITE, title="kite")),
        ("git@github.com:ada/kite.git", PackagePreview(repo_url=KITE, title="kite")),
        ("ssh://git@github.com/ada/kite", PackagePreview(repo_url=KITE, title="kite")),
        ("github.com/ada/kite", PackagePreview(repo_url=KITE, title="kite")),
        ("ada/kite", PackagePreview(repo_url=KITE, title="kite")),
        ("https://github.com/project/kite", PackagePreview(repo_url="https://github.com/project/kite", title="kite")),
        (f"{KITE}/issues/7", PackagePreview(repo_url=KITE, title="kite")),
        (
            f"{KITE}/tree/main/packages/core",
            PackagePreview(repo_url=KITE, repo_subdirectory="packages/core", title="kite"),
        ),
        ("https://git.example/a/b/c", PackagePreview(repo_url="https://git.example/a/b/c", title="c")),
    ],
)
def test_a_project_or_repository_is_understood_in_every_form(text, found):
    assert parse_package_text(text) == found


@pytest.mark.parametrize("text", ["", "  ", "two words", "https://github.com/", "https://docs.example/", "-", "/etc/x"])
def test_what_names_nothing_is_said(text):
    with pytest.raises(NotAPackage, match="is not a project or a repository"):
        parse_package_text(text)
