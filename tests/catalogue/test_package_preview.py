import pytest

from packgrid.catalogue.package_preview import NotAPackage, Preview, meant

KITE = "https://github.com/ada/kite"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kite", Preview(pypi_name="kite", title="kite")),
        (" Django_Kite ", Preview(pypi_name="django-kite", title="Django_Kite")),
        ("https://pypi.example/project/Kite/", Preview(pypi_name="kite", title="Kite")),
        ("https://pypi.example/project/Kite/2.0/#files", Preview(pypi_name="kite", title="Kite")),
        ("http://pypi.example/pypi/kite", Preview(pypi_name="kite", title="kite")),
        (KITE, Preview(repo_url=KITE, title="kite")),
        (f"{KITE}.git", Preview(repo_url=KITE, title="kite")),
        (f"git+{KITE}", Preview(repo_url=KITE, title="kite")),
        ("git@github.com:ada/kite.git", Preview(repo_url=KITE, title="kite")),
        ("ssh://git@github.com/ada/kite", Preview(repo_url=KITE, title="kite")),
        ("github.com/ada/kite", Preview(repo_url=KITE, title="kite")),
        ("ada/kite", Preview(repo_url=KITE, title="kite")),
        ("https://github.com/project/kite", Preview(repo_url="https://github.com/project/kite", title="kite")),
        (f"{KITE}/issues/7", Preview(repo_url=KITE, title="kite")),
        (f"{KITE}/tree/main/packages/core", Preview(repo_url=KITE, repo_subdirectory="packages/core", title="kite")),
        ("https://git.example/a/b/c", Preview(repo_url="https://git.example/a/b/c", title="c")),
    ],
)
def test_a_project_or_repository_is_understood_in_every_form(text, found):
    assert meant(text) == found


@pytest.mark.parametrize("text", ["", "  ", "two words", "https://github.com/", "https://docs.example/", "-", "/etc/x"])
def test_what_names_nothing_is_said(text):
    with pytest.raises(NotAPackage, match="names no project and no repository"):
        meant(text)
