"""Load from wrk, and what it says of a server under it."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.servers import BenchError

_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """What one run measured: requests a second, and latencies in milliseconds."""

    per_second: float
    p50: float
    p99: float
    requests: int
    refused: int


def refuse_without_wrk() -> None:
    """Raise BenchError on a machine that has no wrk."""
    if shutil.which("wrk") is None:
        raise BenchError("wrk is not on this machine; Debian's package of that name has it")


def load_on(
    url: str,
    headers: Mapping[str, str],
    *,
    connections: int,
    seconds: int,
    script: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Load:
    """Put a server under load, on so many connections, with requests one after another on each."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command += ["-s", str(script)] if script else []
    environment = {**os.environ, **(environment or {})}
    done = subprocess.run([*command, url], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise BenchError(f"wrk failed at {url}: {done.stderr.strip() or done.stdout.strip()}")
    return read_report(done.stdout)


def read_report(text: str) -> Load:
    """What wrk prints with --latency."""
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    requests = re.search(r"(\d+) requests in", text)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    lost = re.search(r"Socket errors:.*", text)
    if requests is None or rate is None:
        raise BenchError(f"wrk printed no figures: {text.strip()[:300]}")
    if lost is not None:
        raise BenchError(f"not every request was answered, so nothing is measured: {lost[0]}")
    return Load(
        float(rate[1]),
        _latency(text, 50),
        _latency(text, 99),
        int(requests[1]),
        int(refused[1]) if refused else 0,
    )


def _latency(text: str, share: int) -> float:
    found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.MULTILINE)
    if found is None:
        raise BenchError(f"wrk printed no latency of {share} %: {text.strip()[:300]}")
    return float(found[1]) * _MILLISECONDS[found[2]]
