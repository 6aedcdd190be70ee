import pytest

from packgrid.catalogue.package_preview import PackagePreview, PreviewAnswer, SourcePreview
from packgrid.refresh.models import HostState
from packgrid.refresh.preview import preview_package
from sources.documents import project_document

KITE = "https://github.com/ada/kite"


@pytest.mark.django_db
class TestWithAnIndex:
    @pytest.fixture(autouse=True)
    def refreshing(self, index, settings):
        settings.REFRESH = True
        settings.GITHUB_API_URL = index.url.replace("/pypi", "/github")

    def test_a_project_brings_its_description_versions_and_repository(self, index):
        links = {"Source": "https://git.example/ada/kite", "Documentation": "https://docs.example/"}
        index.documents["kite"] = project_document("Kite", project_urls=links)
        found = preview_package("https://pypi.example/project/kite/")
        assert (found.pypi_name, found.title, found.documentation_url) == ("kite", "Kite", "https://docs.example/")
        assert (found.is_found, found.is_dead, found.release_count > 0) == (True, False, True)
        sentence = "git.example is not a git host that Packgrid knows. Packgrid will read the history with git later."
        assert found.repo_url == "https://git.example/ada/kite"
        assert found.looks == (
            SourcePreview("PyPI", PreviewAnswer.FOUND, "PyPI: found."),
            SourcePreview("git", PreviewAnswer.NOT_ASKED, sentence),
        )

    def test_what_nobody_knows_is_dead(self):
        found = preview_package("nothing-of-this-name")
        assert (found.is_dead, found.looks[0].sentence) == (True, "PyPI has no project of this name.")
        found = preview_package(KITE)
        assert [look.sentence for look in found.looks] == ["GitHub has no such repository, or it is private."]
        assert (found.is_dead, found.pypi_name) == (True, "")

    def test_a_repository_finds_the_project_that_links_back_to_it(self, index):
        index.documents["kite"] = project_document("kite", project_urls={"Source": "https://github.com/x/y"})
        assert preview_package(KITE).pypi_name == ""
        index.documents["kite"] = project_document("kite", project_urls={"Source": KITE})
        assert preview_package(KITE).pypi_name == "kite"

    def test_a_host_that_is_slow_or_sick_holds_nobody_up(self, index, settings):
        settings.TIMEOUT_S = 0.05
        index.slow["kite"] = 1
        found = preview_package("kite")
        assert (found.looks[0].answer, found.is_dead, found.title) == (PreviewAnswer.SILENT, False, "kite")
        settings.TIMEOUT_S = 5
        index.instead["*"] = (500, {}, b"")
        assert (
            preview_package("other").looks[0].sentence == "PyPI did not answer in time. Packgrid will try again later."
        )
        index.instead["*"] = (200, {}, b"{}")
        assert preview_package("strange").looks[0].sentence == "PyPI sent an answer that cannot be read."
        assert HostState.objects.get().host == "pypi"

    def test_a_host_that_asked_to_be_left_alone_is_left_alone(self, index):
        index.instead["*"] = (429, {"Retry-After": "600"}, b"")
        preview_package("kite")
        assert (
            preview_package("kite").looks[0].sentence == "PyPI could not be checked now. Packgrid will try again later."
        )
        assert len(index.asked) == 1

    def test_a_host_of_its_own_is_not_asked(self, index):
        found = preview_package("https://git.example/ada/kite")
        assert found.looks[0].sentence.startswith("git.example is not a git host that Packgrid knows")
        assert index.names == ["kite"]

    def test_nobody_is_asked_where_refreshing_is_off(self, index, settings):
        settings.REFRESH = False
        assert preview_package(KITE) == PackagePreview(repo_url=KITE, title="kite")
        assert index.asked == []
