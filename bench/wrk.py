"""Loads a server with wrk: 32 connections from one core, while the server has the other."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import attrs

from bench import processes
from bench.goals import NotMeasured
from bench.waiting import fetch

CORE_OF_SERVERS, CORE_OF_WRK = "0", "1"
CONNECTIONS = 32
WARMING_S, WARMED = 1, 300
HEADERS = ("Accept: application/json, text/html;q=0.9", "Accept-Encoding: gzip, br, zstd")
IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
QUANTILE = re.compile(r"\s(50|99)%\s+([\d.]+)(us|ms|s|m)\b")
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
COUNT = re.compile(r"(\d+) requests in")
BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")
SCRIPT = """\
local paths = {{{paths}}}
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""


@attrs.frozen
class Load:
    """How a server answered: requests a second, times of requests, its CPU for each, and answers that were no 2xx."""

    rate: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    refused: int


@attrs.frozen
class Target:
    """A server that runs: its process and its port."""

    pid: int
    port: int


def load(target: Target, paths: Sequence[str], *, seconds: int, wrk: Path, folder: Path) -> Load:
    """Ask for these paths in turns, after each was asked for once and a second of warming up.

    Raises:
        NotMeasured: nothing was answered.
    """
    for path in paths[:WARMED]:
        ask(target, path)
    command: list[str | Path] = ["taskset", "-c", CORE_OF_WRK, wrk, "-t1", f"-c{CONNECTIONS}", "--latency"]
    command += [part for header in HEADERS for part in ("-H", header)]
    command += asking_for(target, paths, folder)
    subprocess.run([*command, f"-d{WARMING_S}s"], check=True, capture_output=True)
    for lasting_s in (seconds, 4 * seconds, 16 * seconds):  # a busy machine may need longer for a single answer
        before_s = processes.cpu_s(target.pid)
        said = subprocess.run([*command, f"-d{lasting_s}s"], check=True, capture_output=True, text=True).stdout
        if found := read(said, processes.cpu_s(target.pid) - before_s):
            return found
    raise NotMeasured(f"nothing was answered in {lasting_s} s")


def asking_for(target: Target, paths: Sequence[str], folder: Path) -> list[str | Path]:
    """The arguments of wrk that name the paths; several need a script, which makes wrk itself slower."""
    url = f"http://127.0.0.1:{target.port}"
    if len(paths) == 1:
        return [url + paths[0]]
    script = folder / "paths.lua"
    script.write_text(SCRIPT.format(paths=", ".join(f'"{path}"' for path in paths)))
    return ["-s", script, url]


def ask(target: Target, path: str) -> None:
    """One request with the headers of the others."""
    headers = dict(header.split(": ") for header in HEADERS)
    fetch(f"http://127.0.0.1:{target.port}{path}", headers=headers)


def read(said: str, cpu_s: float) -> Load | None:
    """What wrk printed; None if nothing was answered."""
    quantiles = {name: float(value) * IN_MS[unit] for name, value, unit in QUANTILE.findall(said)}
    rate, count, bad = RATE.search(said), COUNT.search(said), BAD.search(said)
    if rate is None or count is None or not int(count[1]):
        return None
    cpu_ms = 1000 * cpu_s / int(count[1])
    return Load(float(rate[1]), quantiles["50"], quantiles["99"], cpu_ms, int(bad[1]) if bad else 0)
