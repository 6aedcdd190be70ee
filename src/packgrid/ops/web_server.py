"""The web server: Granian with one address, its workers apart from this process."""

import contextlib
import errno
import http.client
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from packgrid.lib.stop import Stop

READY_TIMEOUT_S = 60
ERROR_TIMEOUT_S = 3
POLL_S = 0.05
ERROR_POLL_S = 0.5


def check_address(host: str, port: int) -> None:
    """Check that the web server can listen on this address.

    Raises:
        Stop: it cannot; the message says why and what to do.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except PermissionError as error:
        raise Stop(f"This user cannot use PORT={port}. Set a port of 1024 or higher: PORT={port + 8000}.") from error
    except socket.gaierror as error:
        raise Stop(f"PACKGRID_HOST is {host!r}, which this machine does not have. Set it to 127.0.0.1.") from error
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        why = "is in use" if is_taken else f"cannot be used ({os.strerror(error.errno or 0)})"
        what_to_do = "Stop the other program or set" if is_taken else "Set PACKGRID_HOST or"
        raise Stop(f"PORT={port} {why} on {host}. {what_to_do} PORT={port + 1}.") from error


def serve(host: str, port: int, *, workers: int, on_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `on_ready` is called from a thread once a page was answered with 200.

    Raises:
        Stop: no page was; the server has ended.
    """
    multiprocessing.set_start_method("spawn", force=True)  # a fork would copy the refresher's thread half alive
    server = Granian(
        "packgrid.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_S,
        log_enabled=False,
    )
    failures: list[str] = []

    def announce() -> None:
        if failure := wait_until_ready(host, port):
            failures.append(failure)
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            on_ready()

    threading.Thread(target=announce, daemon=True).start()
    server.serve()
    if failures:
        raise Stop(failures[0])


BLOCKING_THREADS = 64
"""Threads of a worker; most only wait or send what is in memory (config/render_gate.py), and idle ones end."""
KILL_AFTER_S = 10


def wait_until_ready(host: str, port: int) -> str:
    """Ask for the first page until it is answered with 200; why it never was, "" if it was.

    A server that answers with an error has a few more seconds, one that does not answer a minute: workers that end
    at once are started again and again.
    """
    deadline, last = time.monotonic() + READY_TIMEOUT_S, None
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            status = ask_for_page(loopback_for(host), port)
            if status == http.HTTPStatus.OK:
                return ""
            if last is None:
                deadline = min(deadline, time.monotonic() + ERROR_TIMEOUT_S)
            last = status
        time.sleep(POLL_S if last is None else ERROR_POLL_S)
    said = f"answered its first page with {last}" if last else f"did not answer for {READY_TIMEOUT_S} seconds"
    return f"The web server {said}, so it was stopped. The log above says why. Run `packgrid doctor` to find the cause."


def ask_for_page(host: str, port: int) -> int:
    """The status of the home page, asked for by the site's own name, as readers do.

    Raises:
        OSError, HTTPException: nobody answers.
    """
    site = urlsplit(settings.SITE_URL)
    headers = {"Host": site.netloc.rpartition("@")[2] or "localhost", "User-Agent": "packgrid (is it ready?)"}
    if site.scheme == "https":
        headers["X-Forwarded-Proto"] = "https"
    connection = http.client.HTTPConnection(host, port, timeout=READY_TIMEOUT_S)
    try:
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def loopback_for(host: str) -> str:
    """The address at which this machine reaches the server: loopback if it listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 a name to compare with, not to bind
