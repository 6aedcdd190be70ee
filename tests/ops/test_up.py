"""`packgrid up` and `packgrid web` as a person starts them."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from packgrid_process import READY_S, STOPPED_S, environment, free_port, get, packgrid, running


def test_the_first_start_makes_everything_the_second_finds_it_and_ctrl_c_stops(started_data, said_at_first_start):
    port = free_port()
    with running(started_data, port) as process:
        status, page = get(port, "/")
        assert (status, b"<h1" in page) == (200, True)
        status, body = get(port, "/api/v4/packages/265/", host="djangopackages.org")
        assert (status, json.loads(body)["grids"]) == (200, ["https://djangopackages.org/api/v4/grids/48/"])
        time.sleep(0.5)  # let it print its address
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        said = process.communicate(timeout=STOPPED_S)[0]
    assert process.returncode == 0
    assert f"http://localhost:{port}/" in said
    for each, is_first in ((said_at_first_start, True), (said, False)):
        assert ("the starter catalogue" in each, "migrations applied" in each) == (is_first, is_first)
        assert "http://localhost:" in each
        assert each.endswith("Stopped.\n")
        assert "Traceback" not in each


def test_what_was_left_to_be_made_later_is_made_beside_the_readers(started_data):
    def documents(statement="SELECT COUNT(*) FROM api_v4_packagedocument"):
        with closing(sqlite3.connect(started_data / "packgrid.sqlite3", timeout=10)) as database, database:
            return database.execute(statement).fetchone()

    made = documents()
    documents("DELETE FROM api_v4_packagedocument")
    assert documents() == (0,)
    with running(started_data, free_port()):
        deadline = time.monotonic() + READY_S
        while documents() != made and time.monotonic() < deadline:
            time.sleep(0.1)
        assert documents() == made != (0,)


def children(process) -> list[int]:
    seen = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)  # noqa: S607 of the machine
    return [int(pid) for pid in seen.stdout.split()]


def test_nobody_outlives_a_parent_that_was_killed(started_data):
    port = free_port()
    with running(started_data, port) as process:
        assert get(port, "/robots.txt")[0] == 200
        workers = children(process)
        assert workers
        process.kill()
        try:
            process.communicate(timeout=20)  # it ends when nobody holds the pipe any more
        finally:
            for pid in workers:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def stops(data, port) -> str:
    seen = packgrid(["up"], data, port)
    assert seen.returncode == 1
    assert "Traceback" not in seen.stderr + seen.stdout
    return seen.stderr


def test_a_taken_port_is_named(tmp_path):
    with closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert stops(tmp_path, port) == (
            f"packgrid: PORT={port} is in use on 127.0.0.1. Stop the other program or set PORT={port + 1}.\n"
        )


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    assert "cannot be used (Not a directory)" in stops(tmp_path / "file" / "data", free_port())


def test_a_newer_database_is_left_alone(started_data):
    with closing(sqlite3.connect(started_data / "packgrid.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('catalogue', '0999_new', '2030-01-01')"
        )
    before = (started_data / "packgrid.sqlite3").read_bytes()
    said = stops(started_data, free_port())
    assert "was made by a newer Packgrid" in said
    assert "catalogue.0999_new" in said
    assert (started_data / "packgrid.sqlite3").read_bytes() == before


@pytest.mark.parametrize("damage", [b"this is not a database at all" * 200, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_damaged_database_is_left_alone(started_data, damage):
    for leftover in started_data.glob("packgrid.sqlite3*"):
        leftover.unlink()
    (started_data / "packgrid.sqlite3").write_bytes(damage)
    said = stops(started_data, free_port())
    assert "cannot be read" in said
    assert "Nothing was changed" in said
    assert (started_data / "packgrid.sqlite3").read_bytes() == damage


def test_a_database_that_does_not_answer_is_named(tmp_path):
    port = free_port()
    seen = subprocess.run(
        [sys.executable, "-m", "packgrid", "up"],
        env=environment(tmp_path, free_port()) | {"DATABASE_URL": f"postgres://nobody@127.0.0.1:{port}/none"},
        capture_output=True,
        text=True,
        check=False,
        timeout=READY_S,
    )
    assert seen.returncode == 1
    assert "The database cannot be reached" in seen.stderr
    assert "Traceback" not in seen.stderr


def test_the_web_server_alone_wants_a_database_that_is_up_to_date(tmp_path):
    seen = packgrid(["web"], tmp_path, free_port())
    assert (seen.returncode, "packgrid manage migrate" in seen.stderr) == (1, True)


def test_a_server_whose_pages_fail_is_stopped_and_not_called_ready(started_data):
    with closing(sqlite3.connect(started_data / "packgrid.sqlite3")) as database, database:
        database.execute("DROP TABLE catalogue_facts")
    seen = packgrid(["web"], started_data, free_port())
    assert (seen.returncode, "Web server" in seen.stdout) == (1, False)
    assert seen.stderr.endswith(
        "packgrid: The web server answered its first page with 500, so it was stopped. The log above says why. "
        "Run `packgrid doctor` to find the cause.\n"
    )
