"""Failed sign-ins are counted for all web processes together, and a restart does not forget them."""

import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from ops.test_two_webs import Reader, data, database_url, run, wait_for
from packgrid_process import READY_S, environment, free_port

__all__ = ["data", "database_url"]

ALLOWED, ATTEMPTS = 5, 9
PASSWORD = "a long secret"
SORRY = {"not correct": "wrong", "Too many failed sign-ins": "limited"}


@contextmanager
def two_processes(made, port):
    command = [sys.executable, "-m", "packgrid", "web"]
    process = subprocess.Popen(command, env=made, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(READY_S)


def attempt(port, name, password) -> str:
    reader = Reader(port)
    page = reader.get("/login/")
    assert reader.status == 200, page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    filled = {"csrfmiddlewaretoken": token, "login": name, "password": password}
    html = reader.get("/login/", filled)
    return "signed in" if reader.status == 302 else next(SORRY[text] for text in SORRY if text in html)


def test_a_limit_holds_for_two_processes_and_after_a_restart(data, database_url):
    port = free_port()
    made = environment(data, port, "") | ({"DATABASE_URL": database_url} if database_url else {})
    made |= {"PACKGRID_WEB_WORKERS": "2", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    run(["manage", "createsuperuser", "--no-input", "--username", "ada", "--email", "ada@mail.example"], made)
    names = ["ada", "ADA", "ada@mail.example"] * (ATTEMPTS // 3)
    with two_processes(made, port), ThreadPoolExecutor(ATTEMPTS) as pool:
        happened = Counter(pool.map(lambda name: attempt(port, name, "wrong"), names))
        assert happened == {"wrong": ALLOWED, "limited": ATTEMPTS - ALLOWED}
    with two_processes(made, port):
        assert attempt(port, "ada", PASSWORD) == "limited"
