from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from packgrid.catalogue.models import Category, Facts, FetchState, Package
from packgrid.lib.index_credentials import find_address
from packgrid.ops.commands.doctor import command
from packgrid.ops.database_file import close_files_to_others
from packgrid.ops.doctor_checks import (
    DoctorFinding,
    FindingLevel,
    check_git_command,
    check_github_token,
    check_private_names,
)
from packgrid.refresh.models import HostState


@pytest.mark.django_db
def test_a_host_that_rests_is_named_with_its_reason_and_makes_the_exit_code_1():
    until = datetime.now(UTC) + timedelta(hours=1)
    HostState.objects.create(
        host="git at git.example", rests_until=until, last_error="https://git.example/a: answered 500"
    )
    done = CliRunner(env={"COLUMNS": "200"}).invoke(command)
    assert done.exit_code == 1
    assert (
        f"Resting      git at git.example until {until:%d %b %H:%M} UTC: https://git.example/a: answered 500"
        in done.stdout
    )


def test_a_machine_without_git_is_told_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    says = "git is not installed; install it, or set PACKGRID_GIT_CACHE_MB=0"
    assert check_git_command() == DoctorFinding("git", FindingLevel.WRONG, says)


def test_git_may_be_switched_off(monkeypatch, tmp_path, settings):
    monkeypatch.setenv("PATH", str(tmp_path))
    settings.GIT_CACHE_BYTES = 0
    assert check_git_command().level is FindingLevel.FINE


@pytest.mark.django_db
def test_a_setting_that_is_not_read_as_named_is_advice_and_no_fault(settings):
    close_files_to_others()
    settings.SETTING_WARNINGS = ["PACKGRID_FRONT is now called PACKGRID_RESPONSE_CACHE. The old name still works."]
    done = CliRunner(env={"COLUMNS": "200"}).invoke(command)
    assert f"! Settings     {settings.SETTING_WARNINGS[0]}\n" in done.stdout
    assert done.exit_code == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "level", "says"),
    [
        ("", FindingLevel.ADVICE, "2 repositories without a token: a full refresh takes 1 hour; set GITHUB_TOKEN"),
        ("x", FindingLevel.FINE, "2 repositories, with token"),
    ],
)
def test_no_token_is_advice(settings, token, level, says):
    apps = Category.objects.create(slug="apps", title="App")
    for slug in ("a", "b"):
        package = Package.objects.create(slug=slug, title=slug, category=apps)
        FetchState.objects.update_or_create(package=package, source="github", defaults={"subject": slug})
    settings.GITHUB_TOKEN = token
    assert check_github_token() == DoctorFinding("GitHub", level, says)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("index", "is_public", "level", "says"),
    [
        ("internal", None, FindingLevel.FINE, "1 packages; no name is public"),
        ("internal", False, FindingLevel.FINE, "1 packages; no name is public"),
        ("other", None, FindingLevel.WRONG, "other has no address; add it to PACKGRID_PRIVATE_INDEXES"),
        ("internal", True, FindingLevel.WRONG, "the public index has projects of the same names as a; an installer"),
    ],
)
def test_a_private_name_that_is_public_is_a_warning(settings, index, is_public, level, says):
    settings.PRIVATE_INDEXES = {"internal": find_address("https://pypi.example/simple", netrc_path="/nowhere")}
    apps = Category.objects.create(slug="apps", title="App")
    package = Package.objects.create(slug="a", title="a", category=apps, pypi_name="a", index_name=index)
    Facts.objects.create(package=package, is_name_public=is_public)
    finding = check_private_names()
    assert (finding.level, finding.says.startswith(says)) == (level, True)


@pytest.mark.django_db
def test_a_name_on_two_private_indexes_is_a_warning(settings):
    addresses = {name: find_address("https://pypi.example/simple", netrc_path="/nowhere") for name in ("one", "two")}
    settings.PRIVATE_INDEXES = addresses
    apps = Category.objects.create(slug="apps", title="App")
    for slug, index in (("a", "one"), ("b", "two")):
        Package.objects.create(slug=slug, title=slug, category=apps, pypi_name="tool", index_name=index)
    finding = check_private_names()
    assert finding.level is FindingLevel.WRONG
    assert finding.says.startswith("several private indexes have projects called tool; an installer")
    Package.objects.filter(slug="b").update(pypi_name="other")
    assert check_private_names() == DoctorFinding("Private indexes", FindingLevel.FINE, "2 packages; no name is public")
