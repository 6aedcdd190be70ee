"""Web servers on the first core: ours as a user runs it, the ordinary way, and nginx with a file."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import stage, tools
from bench.ground import Ground, Site
from bench.waiting import end, fetch, is_answered, wait_until
from bench.wrk import CORE_OF_SERVERS, Target

READY_WITHIN_S = 60
NGINX = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type application/json;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def ours(site: Site, *, response_cache: str = "on", **more: str) -> contextlib.AbstractContextManager[Target]:
    """`packgrid web` with one process, as it has one core; `more` are settings."""
    port = stage.free_port()
    made = site.environ(PORT=str(port), PACKGRID_RESPONSE_CACHE=response_cache, **more)
    return running([stage.PACKGRID, "web"], made, port)


def ordinary(site: Site) -> contextlib.AbstractContextManager[Target]:
    """Django REST framework and the ORM under gunicorn, with one process and four threads."""
    port = stage.free_port()
    made = site.environ(DJANGO_SETTINGS_MODULE="bench.rival_settings", PACKGRID_RESPONSE_CACHE="off")
    options = ("--workers=1", "--threads=4", "--worker-class=gthread", "--keep-alive=60", f"--bind=127.0.0.1:{port}")
    application = "django.core.wsgi:get_wsgi_application()"
    return running([sys.executable, "-m", "gunicorn", *options, application], made, port)


def nginx(ground: Ground, body: bytes) -> contextlib.AbstractContextManager[Target]:
    """A file, served by nginx.

    Raises:
        NotMeasured: there is no nginx.
    """
    port, folder = stage.free_port(), ground.folder / "nginx"
    folder.mkdir(exist_ok=True)
    (folder / "file").write_bytes(body)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "conf").write_text(NGINX.format(folder=folder, port=port, user=user))
    program = tools.tool("nginx", ground.folder / "tools")
    return running([program, "-p", folder, "-c", folder / "conf"], dict(os.environ), port)


@contextlib.contextmanager
def running(command: Sequence[str | Path], environ: dict[str, str], port: int) -> Iterator[Target]:
    """A server until the end of the block; it answers when the block begins."""
    pinned = ["taskset", "-c", CORE_OF_SERVERS, *command]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(pinned, env=environ, cwd=stage.TOP, stdout=quiet, stderr=quiet) as process:
        try:
            wait_for(port, process)
            yield Target(process.pid, port)
        finally:
            end(process)


def wait_for(port: int, process: subprocess.Popen[bytes], path: str = "/robots.txt") -> None:
    """Wait until a server answers anything at all."""
    url = f"http://127.0.0.1:{port}{path}"
    wait_until(lambda: is_answered(url), f"{url} is answered", within_s=READY_WITHIN_S, program=process)


def get(port: int, path: str) -> bytes:
    """The body at a path."""
    return fetch(f"http://127.0.0.1:{port}{path}")
