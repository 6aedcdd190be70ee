import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from announcements import heard_by
from packgrid.catalogue.models import FetchState
from packgrid.lib.stop import Stop
from packgrid.ops.commands.refresh import command
from packgrid.refresh.models import HostState
from refresh.rows import package
from sources.documents import project_document

pytestmark = pytest.mark.django_db(transaction=True)


def run(*words: str):
    return CliRunner(env={"COLUMNS": "160"}).invoke(command, words)


def cells(printed: str) -> list[list[str]]:
    """The rows of the table below its head."""
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.splitlines() if line.startswith("│")]


@pytest.fixture
def three(index):
    for slug in "abc":
        package(slug)
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")
    return index


def test_each_package_gets_a_row_and_the_last_line_sums_up(three):
    del three.documents["django-c"]
    run("b")
    done = run("a", "Django_B", "c", "x")
    assert cells(done.stdout) == [
        ["a", "refreshed", "1.0", "PyPI", ""],
        ["b", "unchanged", "1.0", "", ""],
        ["c", "failed", "unknown", "", f"PyPI: {three.url}/django-c/json: there is no such project (404)"],
        ["x", "failed", "unknown", "", "no package x in the catalogue"],
    ]
    assert done.stdout.endswith("1 refreshed, 1 unchanged, 2 failed\n")
    assert done.exit_code == 1


def test_the_exit_code_is_0_if_nothing_failed_and_progress_goes_to_stderr(three):
    done = run("a")
    assert (done.exit_code, done.stderr) == (0, "1/1 PyPI: a\n")


def test_due_and_all_and_a_limit(three):
    FetchState.objects.filter(package__slug="c").update(due_at=datetime.now(UTC) + timedelta(hours=1))
    assert run("--due", "--limit", "1").exit_code == 0
    assert three.names == ["django-a"]
    run("--due")
    assert three.names == ["django-a", "django-b"]
    assert run("--due").stdout == "Nothing is due.\n"
    run("--all")
    assert sorted(three.names[2:]) == ["django-a", "django-b", "django-c"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name one or more packages, or use --due, --all, --names or --status."),
        (["a", "b", "--due"], "--due is for all packages. Remove it, or remove a b."),
        (["a", "--status"], "--status is for all packages. Remove it, or remove a."),
        ([" "], "A name is empty. Write the slug of a package or its name on PyPI."),
        (["a", "", "--names"], "A name is empty. Write the slug of a package or its name on PyPI."),
    ],
)
def test_what_to_refresh_has_to_be_said_once(index, words, sentence):
    done = run(*words)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert index.asked == []


@pytest.mark.parametrize("words", [["--due", "--all"], ["--all", "--status"], ["a", "--names", "--due"]])
def test_two_flags_exclude_each_other(index, words):
    done = run(*words)
    assert done.exit_code == 2
    assert "--due, --all, --names and --status cannot be used together. Choose one." in done.stderr
    assert index.asked == []


def test_one_source_can_be_asked_alone(three):
    package("d", repo_url="https://github.com/a/d")
    three.documents["django-d"] = project_document("django-d")
    assert run("d", "--source", "pypi").exit_code == 0
    assert FetchState.objects.exclude(last_answer="").values_list("source", flat=True).get() == "pypi"


def test_a_source_that_there_is_not_is_a_usage_error(three):
    done = run("a", "--source", "nosuch")
    assert done.exit_code == 2
    assert "'nosuch' is not one of 'pypi', 'pypi-releases', 'pypi-provenance', 'pypistats'" in done.stderr
    assert three.asked == []


def test_a_source_that_knows_nothing_of_a_package_is_said(three):
    done = run("a", "--source", "gitlab", "--source", "git")
    assert isinstance(done.exception, Stop)
    assert str(done.exception) == "No facts about a come from gitlab or git. Choose another --source, or leave it out."


def test_a_host_that_rests_is_not_asked_and_said_with_its_reason(three):
    until = datetime.now(UTC) + timedelta(hours=1)
    HostState.objects.create(host="pypi", rests_until=until, last_error="https://pypi.example/x/json: answered 500")
    done = run("a")
    reason = "".join(row[4] for row in cells(done.stdout))
    assert (done.exit_code, three.asked) == (1, [])
    assert reason.startswith(f"PyPI: not asked: PyPI rests until {until:%d %B %H:%M} UTC")


def test_looking_for_names_ends_with_the_reason_where_pypi_is_ill(three):
    three.instead["*"] = (500, {}, b"")
    for slug in "pqr":
        package(slug, pypi_name="", repo_url=f"https://github.com/ada/django-{slug}")
    done = run("--names")
    assert len(three.asked) == 5
    assert isinstance(done.exception, Stop)
    assert str(done.exception).startswith("Some were not asked: PyPI rests until ")
    assert FetchState.objects.filter(source="pypi", last_answer="").count() == 3


def test_looking_for_the_name_of_nobody_is_said(index):
    assert str(run("--names", "x").exception) == "The catalogue has no package x. Check the slug."


def test_ctrl_c_stops_and_keeps_what_was_applied(index):
    slugs = [f"p{number:02}" for number in range(40)]
    for slug in slugs:
        package(slug)
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")
    for slug in slugs[20:]:
        index.slow[f"django-{slug}"] = 30
    applied = threading.Event()
    interrupter = threading.Thread(target=interrupt_after, args=[applied])
    interrupter.start()
    # what is assessed is the last that is written of a batch of answers
    with heard_by(lambda changes: applied.set() if changes.assessed_packages else None):
        done = run("--all")
    interrupter.join()
    assert done.exit_code == 130
    assert done.stderr.endswith("Stopped after 16 of 40. The answers so far are saved.\n")
    assert FetchState.objects.filter(last_answer="changed").count() == 16
    assert not FetchState.objects.exclude(claim="").exists()


def interrupt_after(applied):
    """Ctrl-C once answers were applied and had the time to be told."""
    applied.wait(60)
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def test_the_status_says_how_it_stands_and_asks_nobody(three):
    del three.documents["django-c"]
    run("c")
    asked = list(three.asked)
    done = run("--status")
    assert done.exit_code == 0
    assert cells(done.stdout)[0][:5] == ["PyPI", "3", "2", "3", "1"]
    assert cells(done.stdout)[1][:4] == ["c", "pypi", "1", "never"]
    assert three.asked == asked
