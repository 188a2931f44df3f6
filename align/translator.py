"""A Translator: the model, the encoder, memories and a glossary, loaded once and used for many texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from align.corpus.pair import Corpus, Pair
from align.document import Document
from align.errors import UsageError
from align.localization import _
from align.pipelines.documents import FileName, Text, documents
from align.pipelines.options import DocumentOptions, TranslateOptions
from align.progress import Warn, ignore
from align.translation.engines import EngineName

if TYPE_CHECKING:
    from types import TracebackType

    from align.pipelines.translate import TranslationJob


class Translator:
    """Drafts texts into one language. Loading takes about half a second, so that many texts want one Translator.

    `to` is the language to draft into, `source_lang` that of the texts (BCP-47 codes). The options are those of
    `align.translate`, which explains them; `warn` is called with remarks, one line each.

    It holds files open (memories, kept drafts): use it in a `with` block, or `close` it.

    Raises UsageError for unknown languages or options, ModelError when no model serves the pair or it cannot be loaded,
    InputError for a memory or glossary that cannot be read.

    >>> from align import as_document
    >>> with Translator("ru") as translator:
    ...     for text in ("OSLO, May 3. /TASS/.", "PARIS, May 4. /TASS/."):
    ...         print(*[pair.target for pair in translator.translate(as_document(text))])
    ОСЛО, 3 мая. /ТАСС/.
    ПАРИЖ, 4 мая. /ТАСС/.
    """

    def __init__(
        self,
        to: str,
        *,
        source_lang: str = "en",
        model: str = "auto",
        engine: EngineName = "ctranslate2",
        device: Literal["auto", "cpu", "cuda"] = "auto",
        threads: int = 0,
        beam: int = 4,
        best_of: int | None = None,
        batch_tokens: int = 2048,
        quotes: Literal["keep", "split"] | None = None,
        one_per_line: bool = False,
        memory: FileName | Sequence[FileName] = (),
        fuzzy: int = 75,
        glossary: FileName | None = None,
        glossary_mode: Literal["check", "rerank", "substitute"] = "rerank",
        typography: bool = False,
        cache: bool = True,
        score: bool = True,
        warn: Warn = ignore,
    ):
        from align.checkpoints.checkpoint_store import find_model
        from align.corpus.timestamps import now
        from align.languages.tags import canonical_tag
        from align.pipelines.setup import open_job

        source, target = canonical_tag(source_lang), canonical_tag(to)
        if source == target:
            raise UsageError(_("the texts are in {source} already: there is nothing to translate", source=source))
        options = TranslateOptions(
            source_lang=source,
            model=model,
            engine=engine,
            device=device,
            threads=threads,
            beam=beam,
            best_of=best_of,
            batch_tokens=batch_tokens,
            quotes=quotes,
            one_per_line=one_per_line,
            memory=tuple(os.fspath(one) for one in ([memory] if isinstance(memory, str | os.PathLike) else memory)),
            fuzzy=fuzzy,
            glossary=os.fspath(glossary or ""),
            glossary_mode=glossary_mode,
            typography=typography,
            cache=cache,
            score=score,
        )
        self._warn = warn
        self._job: TranslationJob | None = open_job(options, find_model(model, source, target), target, now(), warn)

    def translate(
        self, source: Text | Iterable[Text], *, encoding: str | None = None, text_column: str | None = None
    ) -> Corpus:
        """Draft the translation of texts: a file, a folder, a glob, a Document, or several of them.

        `encoding` and `text_column` are those of `align.translate`. The pairs of the Corpus are drafted while they are
        asked for, and can be asked for once; `.load()` keeps them. Raises UsageError for a Translator that is closed,
        InputError for a file that is not there; and, when its turn comes, for one that cannot be read.
        """
        from align.corpus.timestamps import now
        from align.pipelines.signatures import sign_drafts

        job = replace(self._open(), created=now())
        options = DocumentOptions(encoding=encoding, text_column=text_column)
        read = documents(texts_of(source), options, job.one_per_line, self._warn)
        return Corpus(self._drafted(read, job), sign_drafts(job), job.source_lang, job.target_lang, job.created)

    def translate_once(
        self, texts: Iterable[Text], *, encoding: str | None = None, text_column: str | None = None
    ) -> Corpus:
        """Draft texts as `translate` does, and close when the last pair was asked for."""
        corpus = self.translate(texts, encoding=encoding, text_column=text_column)
        return replace(corpus, pairs=self._closing(corpus.pairs))

    def _closing(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        with self:
            yield from pairs

    def _drafted(self, read: Iterator[Document], job: TranslationJob) -> Iterator[Pair]:
        """The pairs of documents. The Translator lives as long as they are drafted, since this generator holds it."""
        from align.pipelines.translate import translate

        self._open()
        yield from translate(read, job)

    def close(self) -> None:
        """Close the files that it holds open. It can be closed more than once."""
        job, self._job = self._job, None
        if job:
            job.close()

    def __enter__(self) -> Translator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_job", None):
            self.close()

    def _open(self) -> TranslationJob:
        if self._job is None:
            raise UsageError(_("this Translator is closed: make another one, or draft inside its `with` block"))
        return self._job


def texts_of(source: Text | Iterable[Text]) -> list[Text]:
    """The texts that are named, folders and globs opened out. Raises InputError for what is not there."""
    from align.readers import find_documents

    if isinstance(source, Document):
        return [source]
    if isinstance(source, str | os.PathLike):
        return list(find_documents([os.fspath(source)]))
    return [text for one in source for text in texts_of(one)]
