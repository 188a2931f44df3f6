"""What a worker does with a chunk: draft its documents together, or align them one after the other.

Whatever is wrong with a document is its own outcome and nobody else's.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from align.account import Account
from align.batch.file_transfer import file_hash, readable
from align.batch.types import Chunk, DocumentResult, Task
from align.corpus.format_options import FormatOptions
from align.corpus.formats import jsonl
from align.corpus.pair import Corpus, Pair, Signature
from align.document import Document
from align.errors import AlignError, InputError
from align.localization import _
from align.pipelines.align import AlignmentJob, pair_documents, pairs_of
from align.pipelines.ids import DocumentStems, slug
from align.pipelines.options import DocumentOptions
from align.pipelines.translate import TranslationJob, translate
from align.readers import encoding_note, read_document, read_documents


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """Reads the files of documents, which are called as the user named them."""

    options: DocumentOptions = DocumentOptions()
    one_per_line: bool = False

    def document(self, file: str, name: str) -> Document:
        """The one document in a file."""
        document = read_document(
            file,
            encoding=self.options.encoding,
            text_column=self.options.text_column,
            one_per_line=self.one_per_line,
        )
        return replace(document, id=name)

    def documents(self, file: str, name: str) -> tuple[list[Document], list[str]]:
        """All documents in a file, and a line on each of several that cannot be read, and on what is in none."""
        broken: list[str] = []
        account = Account()
        found = [
            replace(document, id=name + document.id[len(file) :])
            for document in read_documents(
                file,
                encoding=self.options.encoding,
                text_column=self.options.text_column,
                one_per_line=self.one_per_line,
                on_error=lambda __, error: broken.append(str(error).replace(file, name)),
                account=account,
            )
        ]
        if not found:
            raise InputError(broken[0] if broken else _("{name} holds no text", name=name))
        return found, [*broken, *_said({name: account})]

    def notes(self, documents: Iterable[Document]) -> list[str]:
        """What was guessed about the files, unless the encoding was given, and what was left out of them."""
        every = list(documents)
        guessed = [] if self.options.encoding else list(filter(None, map(encoding_note, every)))
        return [*guessed, *_said({document.id: document.account for document in every})]


def _said(accounts: Mapping[str, Account]) -> list[str]:
    """The lines of accounts, by the names of what they are about."""
    return [f"{name}: {line}" for name, account in accounts.items() if (line := account.line())]


@dataclass(slots=True)
class _Read:
    """A file that has been read, and what reading it took."""

    task: Task
    documents: list[Document]
    hash: str
    seconds: float
    warnings: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(len(document.text) for document in self.documents)

    def stems(self) -> dict[str, str]:
        """What the pairs of each document are called: of several in a file, the file and what tells them apart."""
        if len(self.documents) == 1:
            return {self.documents[0].id: self.task.stem}
        names, file = DocumentStems(), slug(self.task.id)
        each = ((document.id, names.stem(document.id)) for document in self.documents)
        return {id_: f"{self.task.stem}-{name.removeprefix(file).strip('-.') or 'text'}" for id_, name in each}


@dataclass(slots=True)
class Drafter:
    """Drafts the documents of a chunk together, so that batches fill across them."""

    job: TranslationJob
    reader: DocumentReader = DocumentReader()

    def do(self, chunk: Chunk) -> tuple[bytes, list[DocumentResult]]:
        """See Worker. Where the documents cannot be drafted together, each file is drafted by itself."""
        from align.pipelines.signatures import sign_drafts

        outcomes: dict[int, DocumentResult] = {}
        read: list[_Read] = []
        with readable(chunk) as files:
            for task in chunk.tasks:
                with _speaking_for(task, files[task.n], outcomes):
                    read.append(self._read(task, files[task.n][0]))
        try:
            outcomes.update((outcome.n, outcome) for outcome in self._drafted(read))
        except Exception:  # noqa: BLE001  one of them is at fault: each is drafted by itself
            for one in read:
                with _speaking_for(one.task, one.task.files, outcomes):
                    outcomes.update((outcome.n, outcome) for outcome in self._drafted([one]))
        job = self.job
        header = _header(sign_drafts(job), (job.source_lang, job.target_lang), job.created)
        return header, [outcomes[task.n] for task in chunk.tasks]

    def _read(self, task: Task, file: str) -> _Read:
        started, hashed = time.perf_counter(), file_hash([file])
        documents, broken = self.reader.documents(file, task.id)
        warnings = (*broken, *self.reader.notes(documents))
        return _Read(task, documents, hashed, time.perf_counter() - started, warnings)

    def _drafted(self, read: Sequence[_Read]) -> list[DocumentResult]:
        started = time.perf_counter()
        stems = {id_: stem for one in read for id_, stem in one.stems().items()}
        stream = translate((document for one in read for document in one.documents), self.job)
        written = {
            doc: _written(replace(pair, id=f"{stems[doc]}-{pair.n:04d}") for pair in pairs)
            for doc, pairs in groupby(stream, attrgetter("doc"))
        }
        each = (time.perf_counter() - started) / max(1, sum(one.size for one in read))
        outcomes = []
        for one in read:
            rows = [written.get(document.id, (b"", 0, 0)) for document in one.documents]
            lines, pairs, words = b"".join(row[0] for row in rows), sum(row[1] for row in rows), sum(r[2] for r in rows)
            seconds = one.seconds + each * one.size
            outcomes.append(DocumentResult(one.task.n, one.hash, lines, pairs, pairs, words, seconds, one.warnings))
        return outcomes


@dataclass(slots=True)
class Pairer:
    """Aligns documents with their translations."""

    job: AlignmentJob
    reader: DocumentReader = DocumentReader()

    def do(self, chunk: Chunk) -> tuple[bytes, list[DocumentResult]]:
        """See Worker."""
        outcomes: dict[int, DocumentResult] = {}
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

    def _paired(self, task: Task, files: Sequence[str]) -> tuple[Signature, DocumentResult]:
        started, hashed = time.perf_counter(), file_hash(files)
        source = self.reader.document(files[0], task.id)
        target = self.reader.document(files[1], task.target_id or "")
        found = pair_documents(source, target, self.job)
        lines, pairs, words = _written(pairs_of(found, task.stem, self.job))
        seconds = time.perf_counter() - started
        warnings = (*self.reader.notes([source, target]), *found.warnings)
        return found.signature, DocumentResult(
            task.n, hashed, lines, pairs, found.report.source_segments, words, seconds, warnings
        )


@contextmanager
def _speaking_for(task: Task, files: Sequence[str], outcomes: dict[int, DocumentResult]) -> Iterator[None]:
    """Whatever goes wrong inside becomes the outcome of this document."""
    started = time.perf_counter()
    try:
        yield
    except Exception as error:  # noqa: BLE001  whatever a document does to us is its own failure
        if isinstance(error, AlignError):
            message = str(error)
        elif isinstance(error, MemoryError):
            message = _("not enough memory for this document")
        else:
            message = _(
                "unexpected {name}: {error}. This is a fault of align: please report this",
                name=type(error).__name__,
                error=error,
            )
        for file, name in zip(files, (task.id, task.target_id), strict=False):
            message = message.replace(file, name or "")
        outcomes[task.n] = DocumentResult(
            task.n, seconds=time.perf_counter() - started, error=" ".join(message.split())
        )


def _written(pairs: Iterable[Pair]) -> tuple[bytes, int, int]:
    """Pairs as JSON Lines, how many they are, and the words of their sources."""
    stream = io.BytesIO()
    writer = jsonl.Writer(stream, "", Corpus(()), FormatOptions())
    count = words = 0
    for pair in pairs:
        writer.write(pair)
        count += 1
        words += len(pair.source.split())
    return stream.getvalue(), count, words


def _header(signature: Signature, languages: tuple[str, str], created: str) -> bytes:
    stream = io.BytesIO()
    jsonl.Writer(stream, "", Corpus((), signature, *languages, created), FormatOptions())
    return stream.getvalue()
