import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from packgrid.lib.readme_process import ReadmeLimits, ReadmeProcess, RenderedReadme

SLOW = "> " * 250_000  # quadratic: minutes
LARGE = "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|b|\n" * 50_000  # a small text becomes a large table
PARENT = """
import sys
from packgrid.lib.readme_process import ReadmeLimits, ReadmeProcess

process = ReadmeProcess(ReadmeLimits(cpu_s=2))
process.render("a", None)
print(process.child.pid, flush=True)
process.render(sys.argv[1] * 250_000 or "b", "text/markdown")
sys.stdin.read()
"""


@pytest.fixture
def start():
    started: list[ReadmeProcess] = []

    def start(**limits: int) -> ReadmeProcess:
        started.append(ReadmeProcess(ReadmeLimits(**limits)))
        return started[-1]

    yield start
    for process in started:
        process.close()


def has_ended(pid: int, within_s: float) -> bool:
    """Whether there is no such process any more; one that nobody waited for has ended, too."""
    stop = time.monotonic() + within_s
    while time.monotonic() < stop:
        stat = Path(f"/proc/{pid}/stat")
        try:
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def test_many_readmes_are_rendered_by_one_child(start):
    process = start()
    assert process.render("# A", "text/plain") == RenderedReadme("# A")
    first = process.child
    assert process.render("*b*\ud800\0", "text/markdown") == RenderedReadme("<p><em>b</em></p>\n")
    assert process.render("`` ", None) == RenderedReadme("`` ")
    assert process.child is first


def test_one_that_takes_too_long_is_plain_text_and_the_next_is_rendered(start):
    process = start(cpu_s=1)
    shown = process.render(SLOW, "text/markdown")
    assert shown.is_final
    assert shown.html.startswith("<p>This README is shown as plain text, because formatting it takes longer than 1 s.")
    assert process.render("*b*", "text/markdown") == RenderedReadme("<p><em>b</em></p>\n")


def test_one_that_has_no_processor_for_too_long_may_be_tried_again(start):
    process = start(wall_s=1)
    shown = process.render(SLOW, "text/markdown")
    assert not shown.is_final
    assert "because formatting it takes longer than 1 s." in shown.html


def test_one_that_takes_too_much_memory_is_plain_text(start):
    process = start(memory_bytes=200_000_000)
    shown = process.render(LARGE, "text/markdown")
    assert shown.is_final
    assert shown.html.startswith("<p>This README is shown as plain text, because ")
    assert process.render("a", "text/plain") == RenderedReadme("a")


def test_the_limits_of_the_text_are_told(start):
    assert "because it is longer than 512,000 characters." in start().render("x" * 10_000_000, "text/markdown").html


def test_a_child_that_was_killed_is_replaced(start):
    process = start()
    process.render("a", "text/plain")
    os.kill(process.child.pid, signal.SIGKILL)
    process.child.wait()
    assert process.render("b", "text/plain") == RenderedReadme("b")


def test_a_child_that_is_not_asked_leaves_no_zombie_and_is_replaced(start):
    process = start(idle_s=0)
    assert process.render("a", "text/plain") == RenderedReadme("a")
    assert process.child.wait(10) == 0
    assert process.render("b", "text/plain") == RenderedReadme("b")


def test_nothing_secret_is_in_the_environment_of_the_child(start, monkeypatch):
    monkeypatch.setenv("PACKGRID_SECRET_KEY", "s" * 50)
    process = start()
    process.render("a", "text/plain")
    environment = Path(f"/proc/{process.child.pid}/environ").read_text()
    assert [entry.partition("=")[0] for entry in environment.split("\0") if entry][-1] == "PYTHONPATH"
    assert "s" * 50 not in environment


@pytest.mark.parametrize("busy_with", ["", "> "])
def test_no_child_outlives_a_parent_that_is_killed(busy_with):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, busy_with], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    assert has_ended(child, within_s=30)
