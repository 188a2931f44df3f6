"""Workers on this machine: processes, each with models of its own, each on one core or a share of them.

A worker that dies (killed for its memory, a fault in a library) is a result like any other, and another one takes its
place. Workers end with the run, however it ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from align.batch.types import Chunk, ChunkResult, JobSpec
from align.cores import available_cores, limit_cores
from align.errors import AlignError, MissingExtraError, OptionNames, option_names, options_called
from align.localization import _

MEMORY = 1 << 30
"""What a worker may need: 0.5 GB for drafting, 0.8 GB for aligning long texts."""

_context = multiprocessing.get_context("spawn")


def local_workers() -> int:
    """As many workers as there are cores for this process and memory for workers."""
    return max(1, min(available_cores(), _free_memory() // MEMORY))


@dataclass(slots=True)
class _Process:
    process: BaseProcess
    pipe: Connection
    chunk: Chunk | None = None
    ready: bool = False


class LocalPool:
    """See Pool. Processes start when there is work for them."""

    def __init__(self, work: JobSpec, workers: int, threads: int = 1):
        self.workers = workers
        self._work, self._threads = work, threads
        self._processes: list[_Process] = []
        self._waiting: deque[ChunkResult] = deque()

    @property
    def free(self) -> int:
        return self.workers - sum(one.chunk is not None for one in self._processes) - len(self._waiting)

    def submit(self, chunk: Chunk) -> None:
        idle = next((one for one in self._processes if one.chunk is None), None)
        if idle is None:
            idle = self._start()
        idle.chunk = chunk
        with contextlib.suppress(OSError):  # it died while it was idle: `wait` will see that
            idle.pipe.send(chunk)

    def wait(self) -> ChunkResult:
        while True:
            by_pipe = {one.pipe: one for one in self._processes}
            for pipe in wait(list(by_pipe)):
                result = self._heard(by_pipe[pipe])  # type: ignore[index]
                if result is not None:
                    return result

    def close(self) -> None:
        for one in self._processes:
            one.process.kill()
            one.pipe.close()
        for one in self._processes:
            one.process.join()
        self._processes.clear()

    def _heard(self, one: _Process) -> ChunkResult | None:
        """What a worker that has something to say says: a result, or that it is ready, or its end."""
        try:
            kind, *payload = one.pipe.recv()
        except (EOFError, OSError):
            return self._buried(one)
        if kind == "ready":
            one.ready = True
            return None
        if kind == "fault":
            raise payload[0]
        chunk, one.chunk = one.chunk, None
        assert chunk is not None
        return ChunkResult(chunk, *payload)

    def _buried(self, one: _Process) -> ChunkResult | None:
        one.process.join()
        one.pipe.close()
        self._processes.remove(one)
        how = _how(one.process.exitcode)
        if not one.ready:
            raise AlignError(
                _("a worker {how} while it loaded its models: try fewer --workers, or close other programs", how=how)
            )
        return ChunkResult(one.chunk, crash=_("the worker {how}", how=how)) if one.chunk else None

    def _start(self) -> _Process:
        parent_end, worker_end = _context.Pipe()
        arguments = (worker_end, self._work, self._threads, option_names())
        process = _context.Process(target=serve, args=arguments, daemon=True)
        process.start()
        worker_end.close()
        self._processes.append(_Process(process, parent_end))
        return self._processes[-1]


def serve(pipe: Connection, work: JobSpec, threads: int, names: OptionNames | None) -> None:
    """What a worker process does: load, then a chunk after the other until the pipe ends. Its messages call options by
    `names`, as those of the run do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    limit_cores(threads)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with options_called(names):
        _serve(pipe, work, threads)


def _serve(pipe: Connection, work: JobSpec, threads: int) -> None:
    try:
        worker = work.open(threads)
    except MissingExtraError as error:  # cannot be pickled
        pipe.send(("fault", AlignError(str(error))))
        return
    except AlignError as error:
        pipe.send(("fault", error))
        return
    pipe.send(("ready",))
    while True:
        try:
            chunk: Chunk = pipe.recv()
        except EOFError:
            return
        pipe.send(("done", *worker.do(chunk)))


def _end_with_parent() -> None:
    """A run that is killed takes its workers along, in the midst of their work."""
    parent: Any = multiprocessing.parent_process()
    wait([parent.sentinel])
    os._exit(1)


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = _("signal {number}", number=-code)
        if name == "SIGKILL":
            return _("was ended by SIGKILL, perhaps for want of memory")
        return _("was ended by {signal}", signal=name)
    return _("ended with status {code}", code=code)


def _free_memory() -> int:
    """Bytes of memory that can be had without swapping; plenty where the system does not tell."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 1 << 50
