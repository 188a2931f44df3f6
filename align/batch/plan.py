"""The plan of a collection: its documents in the order of the input, cut into shards. Written once, read as a stream.

Shards are cut by the size of the input, not of the output, so that which shard a document is in never depends on how
the work went. Documents that come later are added at the end, in shards of their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from align.batch.file_transfer import fingerprint
from align.batch.manifest import to_line
from align.batch.types import Task
from align.corpus.fields import json_object
from align.errors import FormatError
from align.io.atomic import atomic_output
from align.localization import _

_DEFAULTS = {"target": None, "target_id": None, "match": None, "alone": False}
_NAMES = [field.name for field in fields(Task)]


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A document as the user named it: one file to draft, or two to align.

    `match` is how well they fit, where that was worked out. `alone` is a file whose translation was not found.
    """

    source: str
    target: str | None = None
    match: float | None = None
    alone: bool = False


@dataclass(slots=True)
class CollectionPlan:
    """The plan in the file `path`. `count` documents in `shards` shards."""

    path: Path
    count: int = 0
    shards: int = 0

    @classmethod
    def open(cls, path: Path) -> CollectionPlan:
        """The plan that is there, or an empty one."""
        plan = cls(path)
        for task in plan.tasks():
            plan.count, plan.shards = task.n + 1, task.shard + 1
        return plan

    def tasks(self) -> Iterator[Task]:
        """Yield every task in order. Raises FormatError for a line that align has not written."""
        if not self.path.exists():
            return
        shard = -1
        with self.path.open("rb") as stream:
            for n, line in enumerate(stream):
                try:
                    task = _task(line)
                    if task.n != n or task.shard not in (shard, shard + 1) or task.shard < 0:
                        raise ValueError("out of order")
                except (ValueError, TypeError) as error:
                    raise FormatError(
                        _("{path}, line {number} is no document of the plan", path=self.path, number=n + 1),
                        path=self.path,
                        line=n + 1,
                        hint=_("put the plan back as align wrote it, or begin anew with --fresh"),
                    ) from error
                shard = task.shard
                yield task

    def add(self, entries: Iterable[PlanEntry], shard_bytes: int) -> tuple[int, int]:
        """Add the entries that are not in the plan; how many those are, and how many of the plan `entries` lacks.

        Entries are known by the absolute paths of their files. The plan is replaced whole or not at all.
        """
        from align.pipelines.ids import DocumentStems

        names, known = DocumentStems(), dict[tuple[str, ...], int]()
        for task in self.tasks():
            names.stem(task.id)
            known[task.files] = task.n
        old, seen = len(known), 0
        count, shard, filled = self.count, self.shards - 1, shard_bytes
        with atomic_output(self.path, private=True) as stream:
            for task in self.tasks():
                stream.write(_line(task))
            for entry in entries:
                files = tuple(os.path.abspath(name) for name in (entry.source, entry.target) if name is not None)
                if files in known:
                    seen += known.pop(files) < self.count
                    known[files] = self.count  # named twice in the input: once is enough
                    continue
                known[files] = self.count
                size, __ = fingerprint(files)
                if filled >= shard_bytes:
                    shard, filled = shard + 1, 0
                filled += size
                stem = names.stem(entry.source)
                source, target = files[0], files[1] if len(files) > 1 else None
                task = Task(
                    count, shard, entry.source, stem, size, source, target, entry.target, entry.match, entry.alone
                )
                stream.write(_line(task))
                count += 1
        new, self.count, self.shards = count - self.count, count, shard + 1
        return new, old - seen


def _task(line: bytes) -> Task:
    """A line as a Task; ValueError or TypeError for one that align did not write."""
    task = Task(**json_object(line.decode()))
    texts = (task.id, task.stem, task.source, task.target or "", task.target_id or "")
    if not all(isinstance(text, str) and "\0" not in text for text in texts):
        raise ValueError("a name is no text")
    for text in texts:
        os.fsencode(text)  # a ValueError for what no file can be called
    if not all(type(number) is int for number in (task.n, task.shard, task.size)):
        raise ValueError("a count is no number")
    return task


def _line(task: Task) -> bytes:
    values = asdict(task)
    return to_line({name: values[name] for name in _NAMES if name not in _DEFAULTS or values[name] != _DEFAULTS[name]})
