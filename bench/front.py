"""Measures reads: front, Django on stored documents, and the ordinary way; interleaved, medians of the rounds.

    python -m bench.front DATA_FOLDER [--rounds 3] [--seconds 3]

The data folder holds a loaded catalogue. The server runs on the first core, wrk on the second. Everything is on as for
a user: negotiation, host check, compression.
"""

import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.request import urlopen

GRANIAN = [
    sys.executable,
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--workers",
    "1",
    "--blocking-threads",
    "4",
    "--no-log",
]
OURS, RIVAL = "packgrid.config.wsgi:application", "bench.rival_reads:application"
SERVERS = {"front": (OURS, "on"), "documents": (OURS, "off"), "ordinary": (RIVAL, "off")}
DETAIL, LIST_20, LIST_100 = "/api/v4/packages/265/", "/api/v4/packages/", "/api/v4/packages/?limit=100"
PAGES = ("/packages/p/django-debug-toolbar/", "/grids/g/forms/", "/")
PLAN: Mapping[str, tuple[str, ...]] = {
    "front": (DETAIL, LIST_20, LIST_100, *PAGES),
    "documents": (DETAIL, LIST_20, LIST_100, *PAGES),
    "ordinary": (DETAIL, LIST_20, LIST_100),
}
FIGURE = re.compile(r"Requests/sec:\s+([\d.]+)")
QUANTILE = re.compile(r"\s(50|99)%\s+([\d.]+)(us|ms|s)")
IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def main() -> None:
    """Measure and print a table."""
    asked = parsed()
    found: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for _round in range(asked.rounds):
        for name, (application, front) in SERVERS.items():
            with serving(application, front, asked.data) as port:
                for path in PLAN[name]:
                    found.setdefault((name, path), []).append(measured(port, path, asked.seconds))
    print("| path | server | requests/s | p50 ms | p99 ms | times the ordinary way |\n|---|---|---|---|---|---|")
    for (name, path), rounds in sorted(found.items(), key=lambda item: (item[0][1], item[0][0])):
        rate, p50, p99 = (statistics.median(values) for values in zip(*rounds, strict=True))
        rival = found.get(("ordinary", path)) or found[("documents", path)]
        ratio = rate / statistics.median(values[0] for values in rival)
        print(f"| `{path}` | {name} | {rate:,.0f} | {p50:.2f} | {p99:.2f} | {ratio:.1f} |")


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    return parser.parse_args()


@contextmanager
def serving(application: str, front: str, data: str) -> Iterator[int]:
    """A server on the first core; its port."""
    port = free_port()
    made = os.environ | {"PACKGRID_DATA": data, "PACKGRID_FRONT": front, "PACKGRID_REFRESH": "off", "PYTHONPATH": "."}
    command = ["taskset", "-c", "0", *GRANIAN, "--port", str(port), application]
    process = subprocess.Popen(command, env=made, start_new_session=True)
    try:
        wait_for(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(600):
        with suppress(OSError):
            urlopen(f"http://127.0.0.1:{port}{DETAIL}").read()
            return
        time.sleep(0.05)
    raise SystemExit("The server did not start.")


def measured(port: int, path: str, seconds: int) -> tuple[float, float, float]:
    """Requests a second, p50 and p99 in ms; 32 connections from the second core, after a second of warming up."""
    url = f"http://127.0.0.1:{port}{path}"
    wrk = ["taskset", "-c", "1", "wrk", "-t1", "-c32", "--latency", "-H", "Accept: application/json, text/html;q=0.9"]
    wrk += ["-H", "Accept-Encoding: gzip, br, zstd"]
    subprocess.run([*wrk, "-d1s", url], check=True, capture_output=True)
    said = subprocess.run([*wrk, f"-d{seconds}s", url], check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said, said
    quantiles = {name: float(value) * IN_MS[unit] for name, value, unit in QUANTILE.findall(said)}
    return float(FIGURE.search(said)[1]), quantiles["50"], quantiles["99"]


if __name__ == "__main__":
    main()
