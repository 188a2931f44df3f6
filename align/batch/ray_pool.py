"""Workers on a Ray cluster, or on Ray on this machine: one actor a model replica.

Actors are used rather than Ray Data's map: a batch must know which document ended a worker, and Ray Data runs a block
whose worker has died again without end, or gives the whole dataset up. Chunks travel with the bytes of their files and
results come back as bytes: only the model must be where the actors are, and only this process writes files.
"""

from __future__ import annotations

import os
import socket
from typing import Any

from align.batch.file_transfer import with_contents
from align.batch.types import Chunk, ChunkResult, DocumentResult, JobSpec, Worker
from align.cores import limit_cores
from align.errors import AlignError, MissingExtraError, OptionNames, option_names, options_called
from align.localization import _, language
from align.localization.choice import VARIABLE

MEMORY = 1 << 30
"""What an actor asks the cluster for: see `align.batch.pool`."""
OBJECTS = 200 * 1024 * 1024
"""Bytes of shared memory for what travels, on one machine: chunks are small."""


class RayPool:
    """See Pool. `threads` are the cores of an actor, `gpus` the share of a GPU that it asks for."""

    def __init__(
        self, work: JobSpec, address: str | None = None, workers: int | None = None, threads: int = 1, gpus: float = 0
    ):
        """Connect to the cluster at `address`, or start one on this machine.

        Raises MissingExtraError without Ray, AlignError when the cluster cannot be reached.
        """
        try:
            import ray
        except ImportError:
            raise MissingExtraError("--runner ray", "ray") from None
        self._ray: Any = ray
        self._ours = not ray.is_initialized()
        if self._ours:
            _connect(ray, address)
        self._actor = ray.remote(num_cpus=threads, num_gpus=gpus, memory=MEMORY, max_restarts=0)(_Actor)
        self._work, self._threads = work, threads
        self.workers = workers or _replicas(ray.cluster_resources(), threads, gpus)
        self._actors: list[Any] = []
        self._under_way: dict[Any, tuple[Any, Chunk]] = {}

    @property
    def free(self) -> int:
        return self.workers - len(self._under_way)

    def submit(self, chunk: Chunk) -> None:
        busy = [actor for actor, __ in self._under_way.values()]  # one chunk each: an actor's death is one chunk's
        idle = next((actor for actor in self._actors if actor not in busy), None)
        if idle is None:
            idle = self._actor.remote(self._work, self._threads, option_names(), language())
            self._actors.append(idle)
        self._under_way[idle.do.remote(with_contents(chunk))] = idle, chunk

    def wait(self) -> ChunkResult:
        (first,), __ = self._ray.wait(list(self._under_way), num_returns=1)
        actor, chunk = self._under_way.pop(first)
        try:
            header, outcomes = self._ray.get(first)
        except self._ray.exceptions.RayActorError as error:
            self._actors.remove(actor)  # another one will be made
            reason = " ".join(str(error).split())[:200]
            return ChunkResult(chunk, crash=_("the Ray actor died ({reason})", reason=reason))
        except self._ray.exceptions.RayTaskError as error:  # not a document's: those are outcomes
            raise error.cause if isinstance(error.cause, AlignError) else error from None
        return ChunkResult(chunk, header, outcomes)

    def close(self) -> None:
        for actor in self._actors:
            self._ray.kill(actor)
        self._actors.clear()
        self._under_way.clear()
        if self._ours:
            self._ray.shutdown()


class _Actor:
    """A model replica, loaded with the first chunk: what goes wrong then is reported, and does not end the actor."""

    def __init__(self, work: JobSpec, threads: int, names: OptionNames | None, speaks: str):
        self._work, self._threads, self._names = work, threads, names
        os.environ[VARIABLE] = speaks  # its machine may have another locale, and the cluster is older than this run
        limit_cores(threads)
        self._worker: Worker | None = None

    def do(self, chunk: Chunk) -> tuple[bytes, list[DocumentResult]]:
        """See Worker."""
        with options_called(self._names):
            if self._worker is None:
                self._worker = self._work.open(self._threads)
            return self._worker.do(chunk)


def _connect(ray: Any, address: str | None) -> None:
    local = {"include_dashboard": False, "object_store_memory": OBJECTS}
    try:
        _reach(address)
        ray.init(
            address=address or "local",
            logging_level="warning",
            log_to_driver=False,
            **({} if address else local),
        )
    except (OSError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:160]
        raise AlignError(
            _("the Ray cluster {address} cannot be used: {reason}", address=address, reason=reason)
            if address
            else _("the Ray cluster on this machine cannot be used: {reason}", reason=reason)
        ) from error


def _reach(address: str | None) -> None:
    """OSError where nobody listens at HOST:PORT: Ray itself would try for minutes."""
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host, int(port)), timeout=10).close()


def _replicas(resources: dict[str, float], threads: int, gpus: float) -> int:
    """As many actors as the cluster has cores, GPUs and memory for."""
    counts = [resources.get("CPU", 1) // threads, resources.get("memory", MEMORY) // MEMORY]
    if gpus:
        counts.append(resources.get("GPU", 0) // gpus)
    return max(1, int(min(counts)))
