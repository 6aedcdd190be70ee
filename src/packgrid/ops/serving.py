"""The web server: Granian with one address, its workers apart from this process."""

import contextlib
import http.client
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces

from packgrid.lib.stop import Stop

READY_TIMEOUT_S = 60


def check_address(host: str, port: int) -> None:
    """See that the address can be listened on.

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
        raise Stop(f"Port {port} may not be used by this user. Choose one from 1024 on: PORT={port + 8000}.") from error
    except socket.gaierror as error:
        raise Stop(f"PACKGRID_HOST is {host!r}, which is no address of this machine; 127.0.0.1 always is.") from error
    except OSError as error:
        raise Stop(
            f"Port {port} of {host} cannot be used ({os.strerror(error.errno or 0)}). "
            f"Stop the program that holds it, or choose another port: PORT={port + 1}."
        ) from error


def serve(host: str, port: int, *, workers: int, on_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `on_ready` is called from a thread once the first request was answered."""
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
    threading.Thread(target=wait_until_ready, args=(host, port, on_ready), daemon=True).start()
    server.serve()


BLOCKING_THREADS = 4
KILL_AFTER_S = 10


def wait_until_ready(host: str, port: int, on_ready: Callable[[], None]) -> None:
    """Ask for a small page until it is answered."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            ask(reachable(host), port)
            on_ready()
            return
        time.sleep(0.05)


def ask(host: str, port: int) -> None:
    """One request; raises OSError where nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=READY_TIMEOUT_S)
    try:
        connection.request("HEAD", "/robots.txt", headers={"Host": "localhost"})
        connection.getresponse()
    finally:
        connection.close()


def reachable(host: str) -> str:
    """An address to call: a server that listens everywhere is called on loopback."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 a name to compare with, not to bind
