"""What a worker does with a chunk: draft its documents together, or align them one after the other.

Whatever is wrong with a document is its own outcome and nobody else's.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from align.batch.contents import file_hash, readable
from align.batch.nouns import Chunk, Outcome, Task
from align.corpus import jsonl
from align.corpus.options import Options
from align.corpus.pair import Corpus, Pair, Signature
from align.errors import AlignError
from align.pairing import PairJob, pair_documents, pairs_of
from align.pipeline import Job, translate
from align.readers import encoding_note, read_document
from align.text import Document


@dataclass(slots=True)
class _Read:
    """A document that has been read, and what reading it took."""

    task: Task
    document: Document
    hash: str
    seconds: float
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Drafter:
    """Drafts the documents of a chunk together, so that batches fill across them."""

    job: Job
    encoding: str | None = None

    def do(self, chunk: Chunk) -> tuple[bytes, list[Outcome]]:
        """See Worker. Where the documents cannot be drafted together, each is drafted by itself."""
        from align.jobs import sign

        outcomes: dict[int, Outcome] = {}
        read: list[_Read] = []
        with readable(chunk) as files:
            for task in chunk.tasks:
                with _speaking_for(task, files[task.n], outcomes):
                    read.append(self._read(task, files[task.n]))
        try:
            outcomes.update((outcome.n, outcome) for outcome in self._drafted(read))
        except Exception:  # one of them is at fault; alone, each speaks for itself
            for one in read:
                with _speaking_for(one.task, one.task.files, outcomes):
                    outcomes.update((outcome.n, outcome) for outcome in self._drafted([one]))
        job = self.job
        header = _header(sign(job), (job.source_lang, job.target_lang), job.created)
        return header, [outcomes[task.n] for task in chunk.tasks]

    def _read(self, task: Task, files: Sequence[str]) -> _Read:
        started, hashed = time.perf_counter(), file_hash(files)
        document = read_document(files[0], encoding=self.encoding, one_per_line=self.job.one_per_line)
        document = replace(document, id=task.id)
        notes = _notes([document], self.encoding)
        return _Read(task, document, hashed, time.perf_counter() - started, notes)

    def _drafted(self, read: Sequence[_Read]) -> list[Outcome]:
        started = time.perf_counter()
        tasks = {one.document.id: one.task for one in read}
        stream = translate((one.document for one in read), self.job)
        written = {
            doc: _written(replace(pair, id=f"{tasks[doc].stem}-{pair.n:04d}") for pair in pairs)
            for doc, pairs in groupby(stream, attrgetter("doc"))
        }
        each = (time.perf_counter() - started) / max(1, sum(len(one.document.text) for one in read))
        outcomes = []
        for one in read:
            lines, pairs, words = written.get(one.document.id, (b"", 0, 0))
            seconds = one.seconds + each * len(one.document.text)
            outcomes.append(Outcome(one.task.n, one.hash, lines, pairs, pairs, words, seconds, one.warnings))
        return outcomes


@dataclass(slots=True)
class Pairer:
    """Aligns documents with their translations."""

    job: PairJob
    encoding: str | None = None

    def do(self, chunk: Chunk) -> tuple[bytes, list[Outcome]]:
        """See Worker."""
        outcomes: dict[int, Outcome] = {}
        header = b""
        with readable(chunk) as files:
            for task in chunk.tasks:
                with _speaking_for(task, files[task.n], outcomes):
                    signature, outcomes[task.n] = self._paired(task, files[task.n])
                    header = _header(signature, self._languages, self.job.created)
        return header, [outcomes[task.n] for task in chunk.tasks]

    @property
    def _languages(self) -> tuple[str, str]:
        return self.job.source_lang or "", self.job.target_lang or ""

    def _paired(self, task: Task, files: Sequence[str]) -> tuple[Signature, Outcome]:
        started, hashed = time.perf_counter(), file_hash(files)
        sides = [
            replace(read_document(file, encoding=self.encoding, one_per_line=self.job.one_per_line), id=name)
            for file, name in zip(files, (task.id, task.target_id or ""), strict=True)
        ]
        found = pair_documents(sides[0], sides[1], self.job)
        lines, pairs, words = _written(pairs_of(found, task.stem, self.job.created))
        seconds = time.perf_counter() - started
        warnings = (*_notes(sides, self.encoding), *found.warnings)
        return found.signature, Outcome(
            task.n, hashed, lines, pairs, found.report.source_segments, words, seconds, warnings
        )


@contextmanager
def _speaking_for(task: Task, files: Sequence[str], outcomes: dict[int, Outcome]) -> Iterator[None]:
    """Whatever goes wrong inside becomes the outcome of this document."""
    started = time.perf_counter()
    try:
        yield
    except Exception as error:
        if isinstance(error, AlignError):
            said = str(error)
        elif isinstance(error, MemoryError):
            said = "not enough memory for this document"
        else:
            said = f"unexpected {type(error).__name__}: {error}. This is a fault of align: please report this"
        for file, name in zip(files, (task.id, task.target_id), strict=False):
            said = said.replace(file, name or "")
        outcomes[task.n] = Outcome(task.n, seconds=time.perf_counter() - started, error=" ".join(said.split()))


def _written(pairs: Iterable[Pair]) -> tuple[bytes, int, int]:
    """Pairs as JSON Lines, how many they are, and the words of their sources."""
    stream = io.BytesIO()
    writer = jsonl.Writer(stream, "", Corpus(()), Options())
    count = words = 0
    for pair in pairs:
        writer.write(pair)
        count += 1
        words += len(pair.source.split())
    return stream.getvalue(), count, words


def _header(signature: Signature, languages: tuple[str, str], created: str) -> bytes:
    stream = io.BytesIO()
    jsonl.Writer(stream, "", Corpus((), signature, *languages, created), Options())
    return stream.getvalue()


def _notes(documents: Sequence[Document], encoding: str | None) -> tuple[str, ...]:
    """What was guessed about the files, unless the encoding was given."""
    return () if encoding else tuple(filter(None, map(encoding_note, documents)))
