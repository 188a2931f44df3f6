"""Runs of align that get a signal at a chosen moment: at the n-th call that touches a file, or after so much of their
own time. Neither depends on how busy the machine is.

One process imports what a command needs, by running it once, and forks for each run: a run takes as long as its work.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

EPOCH = "1764000000"
"""The moment at which all runs take place: they write the same dates."""
CALLS = {"open", "write", "truncate", "flush", "fsync", "close", "flock", "fchmod", "utime"} | {
    *("replace", "rename", "link", "unlink", "execute", "executemany")
}
"""Functions written in C that change a file, or after which a run that ends may leave one behind."""
MOVING = ("replace", "link", "rename")
IN_MEMORY = ("str", "bytes", "StringIO", "BytesIO")
"""Types whose methods of these names touch no file."""


@dataclass(frozen=True)
class Moment:
    """When a run gets a signal: before or after a call (each is two moments), or after seconds of processor time, of
    which the kernel ends the run, within a call of C as anywhere else."""

    call: int | None = None
    seconds: float | None = None
    number: int = getattr(signal, "SIGKILL", 9)


@dataclass(frozen=True)
class Run:
    """How a run ended: its exit status (negative for a signal), what it wrote on standard error, the calls it made by
    their names where it was watched, and its processor time in seconds."""

    status: int
    err: str
    calls: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Runs:
    """A process that forks a run of align for each `run`. `settings` are put into modules first: `module.NAME`."""

    def __init__(self, folder: Path, settings: dict[str, int]):
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, __file__, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1764000000", "TMPDIR": str(folder)},
        )

    def run(
        self, place: Path, *arguments: str, moment: Moment | None = None, watched: bool = False, fork: bool = True
    ) -> Run:
        """Run align in the folder `place`; without `fork` in the process itself, which has its imports from then on."""
        asked = {"place": str(place), "arguments": arguments, "moment": asdict(moment) if moment else {}}
        more = {"watched": watched, "fork": fork, "folder": str(self._folder)}
        assert self._process.stdin and self._process.stdout
        print(json.dumps({**asked, **more}), file=self._process.stdin, flush=True)
        return Run(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate(timeout=60)


@contextlib.contextmanager
def runs(folder: Path, **settings: int) -> Iterator[Runs]:
    """A process for runs, whose temporary files are in `folder`."""
    folder.mkdir()
    opened = Runs(folder, settings)
    try:
        yield opened
    finally:
        opened.close()


def at_calls(calls: list[str], count: int, name: str, number: int = Moment.number) -> list[Moment]:
    """`count` moments among these calls by chance, half of them those that move files, and then the rarest."""
    rng = random.Random(name)
    often = Counter(calls)
    by_rarity = sorted(range(len(calls)), key=lambda n: (calls[n] not in MOVING, often[calls[n]], rng.random()))
    rare, others = by_rarity[: count // 2], by_rarity[count // 2 :]
    return [Moment(call=call, number=number) for call in sorted([*rare, *rng.sample(others, count - count // 2)])]


def at_times(seconds: float, count: int, name: str) -> list[Moment]:
    """`count` moments, one by chance in each part of a run of so many seconds."""
    rng = random.Random(name)
    return [Moment(seconds=seconds * (n + rng.random()) / count) for n in range(count)]


class _Watch:
    """Counts the calls of a run, and sends it the signal at one of them."""

    def __init__(self, moment: dict[str, Any]):
        self.calls: list[str] = []
        self._moment = moment

    def __call__(self, frame: FrameType, event: str, what: Any) -> None:
        if not event.startswith("c_") or what.__name__ not in CALLS:
            return
        if type(getattr(what, "__self__", None)).__name__ in IN_MEMORY:
            return
        self.calls.append(what.__name__)
        if len(self.calls) - 1 == self._moment.get("call"):
            os.kill(os.getpid(), self._moment["number"])


def _ended(arguments: list[str]) -> int:
    from align.cli import main

    try:
        main(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    raise AssertionError("align has no end")


def _child(asked: dict[str, Any], said: int) -> int:
    """The run itself: its exit status."""
    os.chdir(asked["place"])
    err = os.open(os.path.join(asked["folder"], "err"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(err, 1)
    os.dup2(err, 2)
    moment = asked["moment"]
    watch = _Watch(moment)
    if moment.get("seconds"):
        signal.setitimer(signal.ITIMER_PROF, moment["seconds"])  # SIGPROF, which ends a process that does not know it
    if asked["watched"] or moment.get("call") is not None:
        sys.setprofile(watch)
    status = _ended(asked["arguments"])
    sys.setprofile(None)
    os.write(said, json.dumps(watch.calls).encode())
    return status


def _serve() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name, value in json.loads(sys.argv[1]).items():
        module, _, name = name.rpartition(".")
        setattr(importlib.import_module(module), name, value)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        asked = json.loads(line)
        if not asked["fork"]:
            os.chdir(asked["place"])
            answer = {"status": _ended(asked["arguments"]), "err": ""}
        else:
            answer = _forked(asked)
        print(json.dumps(answer), file=answers, flush=True)


def _forked(asked: dict[str, Any]) -> dict[str, Any]:
    read, said = os.pipe()
    child = os.fork()
    if not child:
        sys.exit(_child(asked, said))  # as any run ends, with all that Python does then
    os.close(said)
    with os.fdopen(read) as stream:
        calls = stream.read()
    _, status, usage = os.wait4(child, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "err": Path(asked["folder"], "err").read_text("utf-8"),
        "calls": json.loads(calls) if calls else [],
        "seconds": usage.ru_utime + usage.ru_stime,
    }


if __name__ == "__main__":
    _serve()
