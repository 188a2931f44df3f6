"""`align` from a script or a notebook: what the commands do, without a command line. Nothing here prints or exits.

A text is given as a file's name (`str` or `Path`), or as a Document, which `as_document` makes of a text in memory.
Every error is an AlignError with one line; what the commands would remark on goes to `warn`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal

from align.corpus.pair import Corpus, Pair
from align.document import Document, Segment

if TYPE_CHECKING:
    from align.pipelines.align import AlignmentJob, PairedDocument

FileName = str | os.PathLike[str]
"""A file's name."""
Text = FileName | Document
"""A text, by the name of its file or as a Document."""
Warn = Callable[[str], None]
"""Hears a remark, one line; `print` will do."""


def _ignore(remark: str) -> None:
    """Remarks are for those who ask."""


def as_document(text: str, *, id: str = "text", language: str | None = None) -> Document:
    """A text in memory as a Document, its paragraphs found as in a plain text file; `id` names its pairs.

    Raises InputError for a blank text.

    >>> as_document("Port opens\\n\\nIt opened on Friday.", id="port").paragraphs[1]
    Paragraph(start=12, end=32, kind='text')
    """
    from align.errors import InputError
    from align.readers import plain

    if not text.strip():
        raise InputError(f"{id} is empty: there is nothing to segment in it")
    return Document(id, text, plain.paragraphs(text), language)


def split(
    source: Text,
    *,
    language: str | None = None,
    quotes: str = "keep",
    one_per_line: bool = False,
    encoding: str | None = None,
    warn: Warn = _ignore,
) -> list[Segment]:
    """The segments of a text, in order: sentences, headlines, datelines …, with offsets into the text.

    `document.text[segment.start:segment.end] == segment.text`; `segment.flat` is the text on one line. `language` is a
    BCP-47 code, by default the Document's own, else English. `quotes` keeps a quotation that closes a paragraph whole
    or splits it into its sentences (`split`). With `one_per_line` a line is a segment.

    Raises InputError for a file that cannot be read, UsageError for an unknown language or option.

    >>> for segment in split(as_document("OSLO, May 3. /TASS/. Dr. Hall agreed. The U.S. did not.")):
    ...     print(segment.kind, "|", segment.flat)
    dateline | OSLO, May 3. /TASS/.
    sentence | Dr. Hall agreed.
    sentence | The U.S. did not.
    """
    from align.languages.tags import canonical_tag
    from align.segmentation import fallback_note
    from align.segmentation import split as segments_of

    document = _read(source, encoding, one_per_line, warn)
    code = canonical_tag(language or document.language or "en")
    if note := fallback_note(code):
        warn(note)
    return segments_of(replace(document, language=code), quotes=quotes, one_per_line=one_per_line)


def translate(
    source: Text | Iterable[Text],
    *,
    to: str,
    source_lang: str = "en",
    model: str = "auto",
    engine: str = "ctranslate2",
    device: str = "auto",
    threads: int = 0,
    beam: int = 4,
    batch_tokens: int = 2048,
    quotes: str = "keep",
    one_per_line: bool = False,
    memory: FileName | Sequence[FileName] = (),
    fuzzy: int = 75,
    glossary: FileName | None = None,
    glossary_mode: Literal["check", "rerank", "substitute"] = "rerank",
    typography: bool = False,
    best_of: int | None = None,
    score: bool = True,
    cache: bool = True,
    encoding: str | None = None,
    text_column: str | None = None,
    warn: Warn = _ignore,
) -> Corpus:
    """Segment texts, draft their translation into the language `to`, score and check it.

    `source` is a file, a folder, a glob, a Document, or several of them. `memory` names translation memories, the most
    important first, `glossary` a file of terms. The options are those of `align translate`, and its `--help` explains
    them. The model is found and loaded at once; the pairs of the Corpus that is
    returned are drafted while they are asked for, and can be asked for once. `.load()` keeps them, `write_corpus`
    writes them to a file without keeping them.

    Raises UsageError for unknown languages or options, ModelError when no model serves the pair or it cannot be loaded,
    InputError for a file that is not there; and, when its turn comes, for one that cannot be read.

    >>> corpus = translate(as_document("MURMANSK, November 20. /TASS/. The port opened on Friday."), to="ru").load()
    >>> [pair.kind for pair in corpus], corpus.pairs[0].target
    (['dateline', 'sentence'], 'МУРМАНСК, 20 ноября. /ТАСС/.')
    """
    from align.checkpoints.checkpoint_store import find_model
    from align.corpus.timestamps import now
    from align.errors import UsageError
    from align.languages.tags import canonical_tag
    from align.pipelines.setup import Request, open_job
    from align.pipelines.signatures import sign_drafts
    from align.pipelines.translate import translate as pipeline
    from align.translation.engine import Decoding

    here, there = canonical_tag(source_lang), canonical_tag(to)
    if here == there:
        raise UsageError(f"the texts are in {here} already: there is nothing to translate")
    _check(
        engine=engine,
        device=device,
        beam=beam,
        batch_tokens=batch_tokens,
        quotes=quotes,
        glossary_mode=glossary_mode,
        fuzzy=fuzzy,
        best_of=1 if best_of is None else best_of,
    )
    texts = _texts(source)
    request = Request(
        source_lang=here,
        model=model,
        engine=engine,
        device=device,
        threads=threads,
        decoding=Decoding(beam=beam, batch_tokens=batch_tokens),
        quotes=quotes,
        one_per_line=one_per_line,
        score=score,
        memories=tuple(os.fspath(one) for one in ([memory] if isinstance(memory, str | os.PathLike) else memory)),
        fuzzy=fuzzy,
        cache=cache,
        glossary=os.fspath(glossary or ""),
        glossary_mode=glossary_mode,
        typography=typography,
        best_of=best_of,
    )
    job = open_job(request, find_model(model, here, there), there, now(), warn)
    documents = _documents(texts, encoding, one_per_line, text_column, warn)
    return Corpus(pipeline(documents, job), sign_drafts(job), here, there, job.created)


def pair(
    source: Text,
    target: Text,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    one_per_line: bool = False,
    max_bead: int = 6,
    skip: float | None = None,
    anchors: str | None = None,
    encoder: str = "use",
    encoding: str | None = None,
    warn: Warn = _ignore,
) -> Corpus:
    """Align two texts that are translations of each other, or two folders whose files have the same names.

    Every segment of both is in exactly one pair; what has no counterpart stands alone, its other side empty. The pairs
    are checked. Languages that are not given are recognised. The options are those of `align pair`, where `align pair
    --help` explains them. The first two texts are aligned at once, those that follow in a folder while the pairs are
    asked for; the pairs can be asked for once, `.load()` keeps them.

    Raises InputError for a text that cannot be read or anchors that do not match, UsageError for an unknown language,
    or one that cannot be recognised.

    >>> english = as_document("The bridge was closed. Work will begin in spring. It will take two years.")
    >>> russian = as_document("Мост закрыли. Работы начнутся весной и займут два года.")
    >>> for one in pair(english, russian, source_lang="en", target_lang="ru"):
    ...     print(one.source, "|", one.target)
    The bridge was closed. | Мост закрыли.
    Work will begin in spring. It will take two years. | Работы начнутся весной и займут два года.
    """
    from align.corpus.timestamps import now
    from align.encoders.base import load_encoder
    from align.pipelines.align import AlignmentJob, pairs_of
    from align.pipelines.ids import DocumentStems

    languages = (_language(source, source_lang), _language(target, target_lang))
    job = AlignmentJob(load_encoder(encoder), now(), *languages, one_per_line, max_bead, skip, anchors)
    documents = _aligned(_matched(source, target), job, encoding, warn)
    first, names = next(documents), DocumentStems()
    pairs: Iterator[Pair] = chain.from_iterable(
        pairs_of(document, names.stem(document.name), job) for document in chain([first], documents)
    )
    return Corpus(pairs, first.signature, *first.languages, job.created)


_KNOWN = {
    "engine": ("ctranslate2", "transformers"),
    "device": ("auto", "cpu", "cuda"),
    "quotes": ("keep", "split"),
    "glossary_mode": ("check", "rerank", "substitute"),
}
_BETWEEN = {"beam": (1, 32), "best_of": (1, 32), "batch_tokens": (1, 1 << 20), "fuzzy": (0, 99)}


def _check(**options: str | int) -> None:
    """Say at once what would go wrong in the middle of the work."""
    from align.errors import UsageError

    for name, value in options.items():
        if name in _KNOWN and value not in _KNOWN[name]:
            raise UsageError(f"{name} is {value!r}: it is one of {', '.join(_KNOWN[name])}")
        if name in _BETWEEN and not (isinstance(value, int) and _BETWEEN[name][0] <= value <= _BETWEEN[name][1]):
            least, most = _BETWEEN[name]
            raise UsageError(f"{name} is {value!r}: it is a whole number from {least} to {most}")


def _texts(source: Text | Iterable[Text]) -> list[Text]:
    """The texts named: folders and globs opened out."""
    from align.readers import find_documents

    if isinstance(source, Document):
        return [source]
    if isinstance(source, str | os.PathLike):
        return list(find_documents([os.fspath(source)]))
    return [text for one in source for text in _texts(one)]


def _matched(source: Text, target: Text) -> list[tuple[Text, Text]]:
    """The texts that go together: two texts, or those of two folders."""
    from align.alignment.file_pairing import match_files

    if isinstance(source, Document) or isinstance(target, Document):
        return [(source, target)]
    return list(match_files(os.fspath(source), os.fspath(target)))


def _aligned(
    texts: Iterable[tuple[Text, Text]], job: AlignmentJob, encoding: str | None, warn: Warn
) -> Iterator[PairedDocument]:
    from align.pipelines.align import pair_documents

    for names in texts:
        source, target = (_read(name, encoding, job.one_per_line, warn) for name in names)
        document = pair_documents(source, target, job)
        for warning in document.warnings:
            warn(warning)
        yield document


def _documents(
    texts: Iterable[Text], encoding: str | None, one_per_line: bool, text_column: str | None, warn: Warn
) -> Iterator[Document]:
    """The Documents of texts: one of most files, many of a table, a JSONL file or an archive. A Document is taken as it
    is, its lines as paragraphs if they are segments."""
    from align.readers import encoding_note, plain, read_documents

    for text in texts:
        if isinstance(text, Document):
            yield replace(text, paragraphs=plain.rows(text.text)) if one_per_line else text
            continue
        for document in read_documents(
            os.fspath(text), encoding=encoding, one_per_line=one_per_line, text_column=text_column
        ):
            if not encoding and (note := encoding_note(document)):
                warn(note)
            yield document


def _read(text: Text, encoding: str | None, one_per_line: bool, warn: Warn) -> Document:
    """The one Document of a text."""
    from align.errors import InputError

    first, *more = islice(_documents([text], encoding, one_per_line, None, warn), 2)
    if more:
        raise InputError(f"{text} holds several documents: name one of them, as {first.id} or {more[0].id}")
    return first


def _language(text: Text, given: str | None) -> str | None:
    return given or (text.language if isinstance(text, Document) else None)
