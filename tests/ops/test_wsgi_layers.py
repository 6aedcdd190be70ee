"""The layers before Django, behind the real web server: refused requests and the access log. They need no database."""

import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from packgrid_process import READY_S, end, environment, free_port, get

LONG_BYTES = 300_000_000
GROWTH_KB = 30_000
LOGGED_S = 5
PIECE = b"x" * 1_000_000


class Server:
    """A server with an empty folder for temporary files, and a file for what it prints."""

    def __init__(self, port: int, pid: int, temporary: Path, log: Path) -> None:
        self.port, self.pid, self.temporary, self.log = port, pid, temporary, log

    def ask(self, *parts: bytes) -> bytes:
        """The answer to raw bytes, until the server closes the connection or is silent for a moment."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=READY_S)) as connection:
            try:
                for part in parts:
                    connection.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has answered and closed
            connection.settimeout(0.5)
            return b"".join(received(connection))

    def logged(self, text: str, *, after: int) -> list[str]:
        """The lines of the access log with a text, after so many of them; waits, as a body ends before its line."""
        deadline = time.monotonic() + LOGGED_S
        while True:
            lines = [line for line in self.log.read_text().splitlines() if " cache=" in line and text in line][after:]
            if lines or time.monotonic() > deadline:
                return lines
            time.sleep(0.01)

    def count_logged(self, text: str) -> int:
        """How many lines of the access log have a text by now."""
        return sum(" cache=" in line and text in line for line in self.log.read_text().splitlines())

    def other_lines(self) -> list[str]:
        """What was printed besides the access log."""
        return [line for line in self.log.read_text().splitlines() if " cache=" not in line]

    def resident_kb(self) -> int:
        """The memory of its processes."""
        found = subprocess.run(["pgrep", "-P", str(self.pid)], capture_output=True, text=True, check=True)  # noqa: S607 of the machine
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in found.stdout.split()]
        return sum(int(status.partition("VmRSS:")[2].split()[0]) for status in statuses)


def received(connection):
    while True:
        try:
            part = connection.recv(65536)
        except (TimeoutError, ConnectionResetError):
            return
        if not part:
            yield b"[closed]"
            return
        yield part


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data, temporary = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("temporary")
    log, port = data / "log", free_port()
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)],
            env=environment(data, port) | {"TMPDIR": str(temporary), "PACKGRID_ACCESS_LOG": "on"},
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            assert get(port, "/robots.txt")[0] == 200
            yield Server(port, process.pid, temporary, log)
        finally:
            end(process)


SERVE = """
import sys
from packgrid.ops.web_server import serve
serve("127.0.0.1", int(sys.argv[1]), workers=1, on_ready=lambda: None)
"""


def head(method="POST", path="/login/", host="localhost", **headers: object) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin1")


MULTIPART = "multipart/form-data; boundary=b"
FILE = b'--b\r\nContent-Disposition: form-data; name="login"; filename="a"\r\n\r\n'


def pieces(count: int, *, chunked: bool):
    for _ in range(count):
        yield b"%x\r\n%s\r\n" % (len(PIECE), PIECE) if chunked else PIECE


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_300_mb_is_refused_without_memory_and_files(server, chunked):
    said = {"Transfer_Encoding": "chunked"} if chunked else {"Content_Length": LONG_BYTES}
    refusal = b"411 " if chunked else b"413 "
    before = server.resident_kb()
    for _ in range(3):
        first = b"%x\r\n%s\r\n" % (len(FILE), FILE) if chunked else FILE
        answer = server.ask(
            head(Content_Type=MULTIPART, **said), first, *pieces(LONG_BYTES // len(PIECE), chunked=chunked)
        )
        assert answer.startswith(b"HTTP/1.1 " + refusal)
    assert server.resident_kb() - before < GROWTH_KB
    assert list(server.temporary.iterdir()) == []
    assert get(server.port, "/robots.txt")[0] == 200


def test_a_form_that_is_a_little_too_long_gets_its_answer_after_it_was_sent(server):
    answer = server.ask(head(Content_Length=1_000_000), PIECE)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(b"then send it again.\n[closed]")


def test_who_waits_for_a_word_before_sending_is_refused_at_once(server):
    answer = server.ask(head(Content_Length=LONG_BYTES, Expect="100-continue"))
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_long_body_is_refused_before_it_comes(server):
    assert server.ask(head(Content_Length=LONG_BYTES)).startswith(b"HTTP/1.1 413 ")


def test_a_body_within_the_limit_reaches_django_if_it_has_a_length(server):
    answer = server.ask(head(path="/api/v4/packages/", Connection="close", Content_Length=90_000), PIECE[:90_000])
    assert answer.startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")
    answer = server.ask(head(path="/api/v4/packages/", Connection="close"))
    assert answer.startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")


@pytest.mark.parametrize("chunks", [b"5\r\nhello\r\n0\r\n\r\n", b"ff\r\nhello", b"zz\r\nhello\r\n"])
def test_chunks_are_refused_whole_or_broken_off(server, chunks):
    answer = server.ask(head(Transfer_Encoding="chunked", Connection="close"), chunks)
    assert answer.startswith(b"HTTP/1.1 411 Length Required\r\n")


@pytest.mark.parametrize("length", ["-5", "abc", "+3", "3, 4", "99999999999999999999999999"])
def test_a_length_that_is_no_number_is_answered_400(server, length):
    assert server.ask(head(Content_Length=length), b"abc").startswith(b"HTTP/1.1 400 ")


def test_several_lengths_that_differ_are_answered_400(server):
    lines = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"
    assert server.ask(lines).startswith(b"HTTP/1.1 400 ")


ODD_HOSTS = ["evil.example", "a b", "münchen.example", "localhost:80:80", "x" * 20_000]


@pytest.mark.parametrize(
    "lines",
    [
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        *(head("GET", "/", host, Connection="close") for host in ODD_HOSTS),
        head("POST", "/login/", "evil.example", Content_Length=LONG_BYTES),
    ],
)
def test_a_wrong_host_is_answered_400_and_leaves_a_line_in_the_access_log_alone(server, lines):
    before, other_lines = server.count_logged('" 400 '), server.other_lines()
    answer = server.ask(lines)
    assert answer.partition(b" ")[2].startswith(b"400 Bad Request\r\n")
    assert b"PACKGRID_ALLOWED_HOSTS" in answer
    assert answer.endswith(b"[closed]")
    assert len(server.logged('" 400 ', after=before)) == 1
    assert server.other_lines() == other_lines


@pytest.mark.parametrize(
    ("request_line", "logged"),
    [
        ("GET /robots.txt?token=secret HTTP/1.1", '"GET /robots.txt HTTP/1.1" 200'),
        ("HEAD /robots.txt HTTP/1.1", '"HEAD /robots.txt HTTP/1.1" 200 0'),
        ("GET /static/none HTTP/1.1", '"GET /static/none HTTP/1.1" '),
        ("GET /%22%0A%C3%A9 HTTP/1.1", '"GET /%22%0A%C3%A9 HTTP/1.1" '),
        ("OPTIONS * HTTP/1.1", '"OPTIONS * HTTP/1.1" '),
    ],
)
def test_every_request_is_logged_in_one_line(server, request_line, logged):
    before = server.count_logged(logged)
    server.ask(f"{request_line}\r\nHost: localhost\r\nCookie: sessionid=secret\r\nConnection: close\r\n\r\n".encode())
    (line,) = server.logged(logged, after=before)
    assert line.startswith("127.0.0.1 - - [")
    assert "secret" not in line
