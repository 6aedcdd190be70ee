"""Repositories over http on loopback, by `git http-backend` behind a small server: what a git host is to git."""

import subprocess
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Any, Self

from git_repos import NOBODY

INFO, PACK = "/info/refs", "/git-upload-pack"


class GitServer:
    """Serves the bare repositories below a folder as `<url>/<name>` or `<url>/<name>.git`, in a `with` block.

    `instead[name]` is a status and headers that are answered in place of that repository. The history of a name in
    `hanging` is asked for and never comes. `requests` are the lines of all requests, `sent_bytes` the size of all
    answers. Without `speaks_version_2` it is like a server from before 2018; what it `lacks` it does not say it can do.
    Where `wanted_login` is set, requests with another Authorization header are answered by 401.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.instead: dict[str, tuple[int, Mapping[str, str]]] = {}
        self.hanging: set[str] = set()
        self.requests: list[str] = []
        self.sent_bytes = 0
        self.speaks_version_2 = True
        self.lacks: tuple[bytes, ...] = ()
        self.wanted_login = ""
        self.is_over = threading.Event()
        self.has_hung = threading.Event()

    def path_of(self, name: str) -> Path:
        """Where the repository of this name belongs."""
        return self.folder / name

    def url_of(self, name: str) -> str:
        """The address of the repository of this name."""
        return f"{self.url}/{name}"

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        served = type("Handler", (Handler,), {"git": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), served)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_over.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class GitDaemon:
    """Serves repositories as `git://127.0.0.1:<port>/<name>`; the folder has one below it for each name of the host."""

    def __init__(self, folder: Path) -> None:
        self.server = ThreadingTCPServer(("127.0.0.1", 0), type("Inetd", (Inetd,), {"folder": folder}))
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Inetd(BaseRequestHandler):
    """One connection, which git serves itself."""

    folder: Path

    def handle(self) -> None:
        daemon = ["git", "daemon", "--inetd", "--export-all", f"--interpolated-path={self.folder}/%H%D"]
        subprocess.run(daemon, stdin=self.request, stdout=self.request, env=NOBODY, check=False)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    git: GitServer
    protocol_version = "HTTP/1.1"
    timeout = 5
    wbufsize = -1  # one packet an answer, or each waits 40 ms for an acknowledgement

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        """Whatever the server was told to answer, else what git says."""
        path, _, query = self.path.partition("?")
        self.git.requests.append(f"{self.command} {path}")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = path.strip("/").removesuffix(INFO).removesuffix(PACK).removesuffix(".git")
        if self.git.wanted_login not in {"", self.headers.get("Authorization", "")}:
            self.send(401, {"WWW-Authenticate": "Basic"}, b"")
        elif name in self.git.instead:
            self.send(*self.git.instead[name], b"")
        elif not path.endswith((INFO, PACK)):
            self.send(404, {}, b"")
        elif name in self.git.hanging and b"command=fetch" in body:
            self.git.has_hung.set()
            self.git.is_over.wait()
            self.close_connection = True
        else:
            self.send(*from_cgi(self.by_git(name, path, query, body)))

    def by_git(self, name: str, path: str, query: str, body: bytes) -> bytes:
        """What `git http-backend` writes."""
        ending = INFO if path.endswith(INFO) else PACK
        environment = {
            **NOBODY,
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROJECT_ROOT": str(self.git.folder),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", "") if self.git.speaks_version_2 else "",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "PATH_INFO": f"/{name}{ending}",
            "QUERY_STRING": query,
            "REMOTE_ADDR": "127.0.0.1",
            "REQUEST_METHOD": self.command,
        }
        backend = ["git", "http-backend"]
        said = subprocess.run(backend, input=body, env=environment, capture_output=True, check=False).stdout
        for ability in self.git.lacks if ending == INFO else ():
            said = said.replace(ability, b"-" * len(ability))
        return said

    def send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """One answer."""
        self.git.sent_bytes += len(body)
        self.send_response(status)
        for name, value in (*headers.items(), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Nothing: tests are quiet."""


def from_cgi(output: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of what a CGI program wrote."""
    head, _, body = output.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
    return int(headers.pop("Status", "200").split()[0]), headers, body
