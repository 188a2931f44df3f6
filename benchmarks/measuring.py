"""What the benchmarks share: stopwatches, facts on the machine, rows as a table or as JSON, the peers' environment."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
Row = dict[str, Any]


class Spent(NamedTuple):
    """Seconds by the clock and of processors; the second minds a busy machine less."""

    clock: float
    processor: float


class Stopwatch:
    """Counts from when it is made, or last read: this process, its threads and the children that have ended."""

    def __init__(self) -> None:
        self._start = self._now()

    def read(self) -> Spent:
        """What was spent since the last reading."""
        now, before = self._now(), self._start
        self._start = now
        return Spent(now[0] - before[0], now[1] - before[1])

    @staticmethod
    def _now() -> tuple[float, float]:
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return time.perf_counter(), sum(usage.ru_utime + usage.ru_stime for usage in usages)


class Measured(NamedTuple):
    """What one command took: seconds, and the most memory that it held (MB)."""

    spent: Spent
    megabytes: float
    output: str


def run(command: Sequence[str], **environment: str) -> Measured:
    """Run a command in a process of its own. Raises CalledProcessError, with what it said, if it fails."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=said, env={**os.environ, **environment})
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0), said.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, output.read(), said.read())
        return Measured(Spent(clock, usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024, output.read())


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(rows: Sequence[Row], as_json: bool) -> None:
    """Print rows for a program, or as a table for a person."""
    print(json.dumps(list(rows), ensure_ascii=False) if as_json else table(rows))


def table(rows: Sequence[Row]) -> str:
    """Rows as a table in Markdown; a column a key, in the order in which the keys first appear."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[written(row.get(key)) for key in keys] for row in rows]
    numbers = [all(not isinstance(row.get(key), str) for row in rows) for key in keys]
    widths = [max(map(len, column)) for column in zip(keys, *cells, strict=True)]
    lines = [[key.ljust(width) for key, width in zip(keys, widths, strict=True)]]
    rules = ["-" * (width - 1) + (":" if number else "-") for width, number in zip(widths, numbers, strict=True)]
    lines.append(rules)
    for row in cells:
        pads = [str.rjust if number else str.ljust for number in numbers]
        lines.append([pad(cell, width) for pad, cell, width in zip(pads, row, widths, strict=True)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def written(value: Any) -> str:
    """A cell: numbers with three or four figures that count."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def machine() -> dict[str, str]:
    """Facts on which the figures depend."""
    cpu = platform.processor() or platform.machine()
    model: dict[str, str] = {}
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        cpu = model.get("model name", cpu)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    kinds = [flag for flag in ("avx2", "avx512f", "avx512_vnni") if flag in model.get("flags", "").split()]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{cpu}, {cores} cores, {', '.join(kinds) or platform.machine()}",
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    }


def versions(*packages: str) -> dict[str, str]:
    """The versions of those that are installed here."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def complain(line: str) -> None:
    """Say what is missing."""
    print(line, file=sys.stderr, flush=True)
