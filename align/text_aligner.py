"""An Aligner: the sentence encoder and a glossary, loaded once and used for many texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

from align.corpus.pair import Corpus, Pair
from align.document import Document
from align.pipelines.documents import FileName, Text, one_document
from align.pipelines.options import DocumentOptions, PairOptions
from align.pipelines.setup import open_alignment
from align.progress import Warn, ignore

if TYPE_CHECKING:
    from align.pipelines.align import AlignmentJob, PairedDocument


class Aligner:
    """Aligns texts with their translations. The options are those of `align.pair`, which explains them.

    `warn` is called with remarks, one line each. It holds no file open; as a context manager it reads like a
    Translator.

    Raises UsageError for an unknown language or an option out of its bounds, ModelError or MissingExtraError for an
    encoder that cannot be had, InputError for a glossary or a corpus to keep that cannot be read.

    >>> from align import as_document
    >>> with Aligner(source_lang="en", target_lang="ru") as aligner:
    ...     for pair in aligner.align(as_document("The bridge was closed."), as_document("Мост закрыли.")):
    ...         print(pair.source, "|", pair.target)
    The bridge was closed. | Мост закрыли.
    """

    def __init__(
        self,
        *,
        source_lang: str | None = None,
        target_lang: str | None = None,
        quotes: Literal["keep", "split"] | None = None,
        one_per_line: bool = False,
        max_bead: int = 6,
        skip: float | None = None,
        anchors: str | None = None,
        reorder: bool = False,
        encoder: str = "use",
        glossary: FileName | None = None,
        typography: bool = False,
        keep: FileName | None = None,
        warn: Warn = ignore,
    ):
        from align.corpus.timestamps import now
        from align.languages.tags import canonical_tag

        options = PairOptions(
            source_lang=canonical_tag(source_lang) if source_lang else None,
            target_lang=canonical_tag(target_lang) if target_lang else None,
            quotes=quotes,
            one_per_line=one_per_line,
            max_bead=max_bead,
            skip=skip,
            anchors=anchors,
            reorder=reorder,
            encoder=encoder,
            glossary=os.fspath(glossary or ""),
            typography=typography,
            keep=os.fspath(keep or ""),
        )
        self._warn = warn
        self._job = open_alignment(options, now(), warn)

    def align(
        self, source: Text, target: Text, *, encoding: str | None = None, text_column: str | None = None
    ) -> Corpus:
        """Align two texts, or two folders whose files have the same names.

        `encoding` and `text_column` are those of `align.pair`. The first two texts are aligned at once, those that
        follow in a folder while their pairs are asked for. Raises what `align.pair` raises.
        """
        from align.corpus.timestamps import now
        from align.pipelines.align import pairs_of
        from align.pipelines.ids import DocumentStems

        languages = (_language(source, self._job.source_lang), _language(target, self._job.target_lang))
        job = replace(self._job, created=now(), source_lang=languages[0], target_lang=languages[1])
        options = DocumentOptions(encoding=encoding, text_column=text_column)
        aligned = self._aligned(_matched(source, target), job, options)
        first, stems = next(aligned), DocumentStems()
        pairs: Iterator[Pair] = chain.from_iterable(
            pairs_of(document, stems.stem(document.name), job) for document in chain([first], aligned)
        )
        return Corpus(pairs, first.signature, *first.languages, job.created)

    def _aligned(
        self, texts: Iterable[tuple[Text, Text]], job: AlignmentJob, options: DocumentOptions
    ) -> Iterator[PairedDocument]:
        from align.pipelines.align import pair_documents

        aligned = []
        for names in texts:
            source, target = (one_document(name, options, job.one_per_line, self._warn) for name in names)
            document = pair_documents(source, target, job)
            for warning in document.warnings:
                self._warn(warning)
            aligned.append(document.name)
            yield document
        if job.keep and (elsewhere := job.keep.elsewhere(aligned)):
            self._warn(elsewhere)

    def __enter__(self) -> Aligner:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is held open."""


def _matched(source: Text, target: Text) -> list[tuple[Text, Text]]:
    """The texts that go together: two texts, or those of two folders."""
    from align.alignment.file_pairing import match_files, without_counterpart

    if isinstance(source, Document) or isinstance(target, Document):
        return [(source, target)]
    pairs, rest = match_files(os.fspath(source), os.fspath(target))
    if rest:
        raise without_counterpart(rest)
    return list(pairs)


def _language(text: Text, given: str | None) -> str | None:
    return given or (text.language if isinstance(text, Document) else None)
