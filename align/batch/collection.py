"""A collection as it stands in its folder: which documents are finished, and the commit of those that become so."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from align.batch.file_transfer import file_hash, fingerprint
from align.batch.folder import Folder
from align.batch.manifest import Manifest, Record
from align.batch.plan import CollectionPlan
from align.batch.shards import Shards, part_name
from align.batch.types import ChunkResult, DocumentResult, State, Task
from align.corpus.format_options import FormatOptions
from align.io.atomic import atomic_output

_AT_ONCE = 1000
"""Records journalled together where no work is behind them."""


@dataclass(slots=True)
class RunStats:
    """Where a run stands. Of `documents` in the collection, `wanted` are its work and `finished` of these are done
    with.

    `failed` and `unpaired` count the whole collection's, as do `pairs`, `segments` and `words`; `words_now` are this
    run's and `bytes` of `bytes_wanted` is how far it is.
    """

    documents: int = 0
    wanted: int = 0
    finished: int = 0
    changed: int = 0
    failed: int = 0
    unpaired: int = 0
    doubtful: int = 0
    pairs: int = 0
    segments: int = 0
    words: int = 0
    words_now: int = 0
    bytes: int = 0
    bytes_wanted: int = 0

    def count(self, record: Record, sign: int = 1) -> None:
        """Count a document in, or out again with `sign` -1."""
        self.failed += sign * (record.state == "failed")
        self.unpaired += sign * (record.state == "alone")
        self.doubtful += sign * bool(record.warnings)
        self.pairs += sign * record.pairs
        self.segments += sign * record.segments
        self.words += sign * record.words


@dataclass(slots=True)
class Collection:
    """The documents of `plan` and what became of each; some bytes a document in memory. Opened under the folder's lock.

    `formats` are written beside JSON Lines.
    """

    folder: Folder
    plan: CollectionPlan
    formats: tuple[str, ...] = ()
    tmx: FormatOptions = field(default_factory=FormatOptions)
    stats: RunStats = field(default_factory=RunStats)
    manifest: Manifest = field(init=False)
    shards: Shards = field(init=False)
    _wanted: bytearray = field(init=False)
    _firsts: array[int] = field(init=False)
    _left: array[int] = field(init=False)
    _fingerprints: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.manifest = Manifest(self.folder.manifest)
        self.shards = Shards(self.folder.path, self.folder.work, self.formats, self.tmx)
        self.shards.clean()
        for _ in self.manifest.load(self.plan.count):
            pass
        self._wanted = bytearray(self.plan.count)
        self._firsts = array("q")
        self._left = array("q", [0]) * self.plan.shards

    def choose(self, only_failed: bool = False) -> None:
        """Reckon what there is to do: documents that failed, and unless `only_failed` those that wait or have changed.

        What needs no work is finished at once, and shards that lack nothing are put together.
        """
        self.stats = RunStats(documents=self.plan.count)
        unpaired: list[Record] = []
        for task, record in self._with_records():
            if task.shard == len(self._firsts):
                self._firsts.append(task.n)
            if record:
                self.stats.count(record)
            if task.alone:
                if record is None:
                    unpaired.append(self._record(task, "alone"))
            elif self._is_wanted(task, record, only_failed):
                self._wanted[task.n] = 1
                self._left[task.shard] += 1
                self.stats.wanted += 1
                self.stats.bytes_wanted += task.size
        for start in range(0, len(unpaired), _AT_ONCE):
            self.manifest.append(unpaired[start : start + _AT_ONCE])
        for record in unpaired:
            self.stats.count(record)
        for shard, left in enumerate(self._left):
            if not left and self.shards.is_open(shard):
                self._assemble(shard)

    def tasks(self) -> Iterator[Task]:
        """What there is to do, in the order of the input. The shard of each task is opened when it is asked for."""
        for task in self.plan.tasks():
            if self._wanted[task.n]:
                self._open(task.shard)
                # taken before the files are read, so that a later change is noticed
                self._fingerprints[task.n] = fingerprint(task.files)
                yield task

    def commit(self, result: ChunkResult) -> list[Record]:
        """Keep what became of a chunk, so that nothing can lose it: the records."""
        tasks = {task.n: task for task in result.chunk.tasks}
        records = [self._record_of(tasks[outcome.n], outcome) for outcome in result.outcomes]
        before = [record for task in tasks.values() for record in self.manifest.latest(task.n, task.n + 1)]
        if any(record.state == "done" for record in records):
            records = self.shards.store(result, records)
        self.manifest.append(records)
        for record in before:
            self.stats.count(record, -1)
        for record in records:
            self.stats.count(record)
            self.stats.finished += 1
            self.stats.words_now += record.words
            self.stats.bytes += tasks[record.n].size
            self._wanted[record.n] = 0
            self._left[result.chunk.shard] -= 1
        if not self._left[result.chunk.shard]:
            self._assemble(result.chunk.shard)
        return records

    def finish(self) -> None:
        """At the end of the work: the manifest in the order of the input, and the list of failures."""
        self.manifest.finish()
        if not self.stats.failed:
            self.folder.failures.unlink(missing_ok=True)
            return
        with atomic_output(self.folder.failures) as stream:
            stream.write(b"document\ttranslation\terror\n")
            for record in self.manifest.latest():
                if record.state == "failed":
                    cells = (record.id, record.target or "", record.error or "")
                    row = "\t".join(" ".join(cell.split("\t")) for cell in cells)
                    stream.write(row.encode(errors="backslashreplace") + b"\n")

    def _with_records(self) -> Iterator[tuple[Task, Record | None]]:
        """Every task with the last record about it, both read as streams."""
        records = self.manifest.latest()
        next_record = next(records, None)
        for task in self.plan.tasks():
            record = None
            if next_record is not None and next_record.n == task.n:
                record, next_record = next_record, next(records, None)
            yield task, record

    def _is_wanted(self, task: Task, record: Record | None, only_failed: bool) -> bool:
        if record is None or record.state == "alone":
            return not only_failed
        if record.state == "failed":
            return True
        if only_failed or fingerprint(task.files) in ((record.size, record.modified), (0, 0)):  # the same, or gone
            return False
        changed = file_hash(task.files) != record.hash
        self.stats.changed += changed
        return changed

    def _open(self, shard: int) -> None:
        """Make sure that the shard's documents are in its working folder, if any are done."""
        if not self.shards.is_open(shard):
            done = [record for record in self._records(shard) if record.state == "done"]
            if done:
                self.manifest.append(self.shards.reopen(shard, done))
                self.shards.reopened(shard)

    def _assemble(self, shard: int) -> None:
        self.shards.assemble(shard, list(self._records(shard)))

    def _records(self, shard: int) -> Iterator[Record]:
        end = self._firsts[shard + 1] if shard + 1 < len(self._firsts) else None
        return self.manifest.latest(self._firsts[shard], end)

    def _record_of(self, task: Task, outcome: DocumentResult) -> Record:
        size, modified = self._fingerprints.pop(task.n)
        return Record(
            n=task.n,
            id=task.id,
            state="failed" if outcome.error is not None else "done",
            shard=part_name(task.shard),
            target=task.target_id,
            match=task.match,
            hash=outcome.hash,
            size=size,
            modified=modified,
            pairs=outcome.pairs,
            segments=outcome.segments,
            words=outcome.words,
            seconds=round(outcome.seconds, 3),
            bytes=len(outcome.lines),
            warnings=outcome.warnings,
            error=outcome.error,
        )

    def _record(self, task: Task, state: State) -> Record:
        return Record(n=task.n, id=task.id, state=state, shard=part_name(task.shard))
