"""Two web servers on one database, as users run them: what is written through one, both show within a second."""

import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg import sql

from ops.test_up import READY_S, environment, free_port
from packgrid.config.settings import DATABASE, ENVIRONMENT

BOUND_S = 1.0


@pytest.fixture
def database_url():
    """A database of its own where the suite runs on PostgreSQL; "" is SQLite in the data folder."""
    if ENVIRONMENT.is_sqlite:
        yield ""
        return
    database = f"{DATABASE['NAME']}_two_webs"  # its own for each suite, as several may use one server
    name = sql.Identifier(database)
    with psycopg.connect(**connection_of("postgres"), autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield re.sub(r"/[^/]*$", f"/{database}", os.environ["DATABASE_URL"])
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def connection_of(name):
    given = {"host": DATABASE["HOST"], "user": DATABASE["USER"], "password": DATABASE["PASSWORD"]}
    return {key: value for key, value in given.items() if value} | {"dbname": name}


@pytest.fixture
def data(request, tmp_path, database_url):
    """A data folder whose database has its tables, in the folder or on PostgreSQL."""
    if not database_url:
        return request.getfixturevalue("started_data")
    run(["manage", "migrate", "-v0"], environment(tmp_path, free_port()) | {"DATABASE_URL": database_url})
    return tmp_path


@contextmanager
def webs(data, database_url):
    """Two servers; their ports."""
    ports = [free_port(), free_port()]
    made = environment(data, ports[0]) | ({"DATABASE_URL": database_url} if database_url else {})
    run(
        ["manage", "createsuperuser", "--no-input", "--username", "ada", "--email", "ada@people.example"],
        made | {"DJANGO_SUPERUSER_PASSWORD": "ada"},
    )
    processes = []
    try:
        for port in ports:
            made |= {"PORT": str(port), "PACKGRID_SITE_URL": ""}
            command = [sys.executable, "-m", "packgrid", "web"]
            processes.append(subprocess.Popen(command, env=made, stdout=subprocess.DEVNULL))
            wait_for(port)  # one after the other: the first collects the static files of both
        yield ports
    finally:
        for process in processes:
            process.terminate()  # it ends its workers, which are in groups of their own
        for process in processes:
            process.wait(READY_S)


def run(command, env):
    subprocess.run(
        [sys.executable, "-m", "packgrid", *command], env=env, check=True, capture_output=True, timeout=READY_S
    )


def wait_for(port):
    deadline = time.monotonic() + READY_S
    while True:
        try:
            return Reader(port).get("/robots.txt")
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


class Reader:
    """A reader with cookies of its own, if any."""

    def __init__(self, port) -> None:
        self.port, self.cookies = port, {}

    def get(self, path, body=None):
        headers = {"Host": "localhost"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=READY_S)) as connection:
            connection.request("POST" if body else "GET", path, body and urlencode(body), headers)
            answer = connection.getresponse()
            for said in answer.headers.get_all("Set-Cookie") or []:
                key, _, value = said.partition(";")[0].partition("=")
                self.cookies[key] = value
            self.headers, self.status = answer.headers, answer.status
            return answer.read().decode()

    def submit(self, path, **values: str):
        """Send the form of a page as it is, but for these values."""
        page = self.get(path)
        hidden = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page))
        texts = dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page))
        self.get(path, {**hidden, **texts, **values})
        assert self.status == 302, path


def first_seen(reader, path, text, since):
    """How many seconds after a moment a page first showed a text, and never stopped to."""
    while text not in reader.get(path):
        assert time.monotonic() - since < 10 * BOUND_S
        time.sleep(0.01)
    return time.monotonic() - since


def test_what_is_written_through_one_is_shown_to_its_author_at_once_and_by_both_within_a_second(data, database_url):
    with webs(data, database_url) as (here, there):
        author, neighbour, stranger = Reader(here), Reader(here), Reader(there)
        author.submit("/login/", login="ada", password="ada")
        api, page = "/api/v4/categories/1/", "/packages/"
        if database_url:  # a data folder has the categories of the starter catalogue
            author.submit("/admin/catalogue/category/add/", title="Zeroth", slug="apps")
        waits = []
        for title in ("Zyx one", "Zyx two", "Zyx three"):  # as no page says otherwise
            for reader in (neighbour, stranger):
                assert title not in reader.get(api) + reader.get(page)
            author.submit("/admin/catalogue/category/1/change/", title=title, title_plural=f"{title}s")
            written = time.monotonic()
            assert title in author.get(api)  # at once
            assert author.headers["Cache-Control"] == "private, no-store"
            for reader in (neighbour, stranger):
                waits += [first_seen(reader, path, title, written) for path in (api, page)]
            time.sleep(BOUND_S)
            assert all(title in reader.get(path) for reader in (neighbour, stranger) for path in (api, page))
        page_of_styles = re.search(r'href="(/static/[^"]+\.css)"', stranger.get(page))[1]
        stranger.get(page_of_styles)
        assert stranger.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        print("first seen by others after", [f"{wait:.3f} s" for wait in waits])  # noqa: T201 a figure for who asks with -s
        assert max(waits) <= BOUND_S
