"""Packgrid as a person starts it: as a process, on a data folder of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

READY_S = 120
STOPPED_S = 15


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data: Path, port: int, site: str = "https://djangopackages.org") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    ours = {"PACKGRID_DATA": str(data), "PORT": str(port), "PACKGRID_REFRESH": "off"}
    return kept | {"PACKGRID_SITE_URL": site, "COLUMNS": "200"} | ours


def packgrid(command: Sequence[str], data: Path, port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "packgrid", *command],
        env=environment(data, port),
        capture_output=True,
        text=True,
        check=False,
        timeout=READY_S,
    )


@contextmanager
def running(
    data: Path, port: int, *, log: IO[str] | int = subprocess.PIPE, **settings: str
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "packgrid", "up"],
        env=environment(data, port, **settings),
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process)
        if process.stdout:
            process.stdout.close()


def end(process: subprocess.Popen[str]) -> None:
    """Stop it as Ctrl-C does, so that its workers end too, which hold the pipe open; by force if it does not listen."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=STOPPED_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def get(port: int, path: str, host: str = "localhost") -> tuple[int, bytes]:
    """The answer to a request, once there is one."""
    deadline = time.monotonic() + READY_S
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_S)
        try:
            connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        finally:
            connection.close()


def wait_for_text(file: Path, text: str) -> None:
    """Return once a file has a text.

    Raises:
        TimeoutError: it does not get it.
    """
    deadline = time.monotonic() + READY_S
    while text not in file.read_text():
        if time.monotonic() > deadline:
            raise TimeoutError(file.read_text())
        time.sleep(0.05)
