"""`align` from a script or a notebook: what the commands do, without a command line. Nothing here prints or exits.

A text is given as a file's name (`str` or `Path`), or as a Document, which `as_document` makes of a text in memory.
Every error is an AlignError with one line; what the commands would remark on goes to `warn`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from align.corpus.pair import Corpus
from align.document import Document, Segment
from align.localization import _
from align.pipelines.documents import FileName, Text, one_document
from align.pipelines.options import DocumentOptions
from align.progress import Warn, ignore
from align.text_aligner import Aligner
from align.translation.engines import EngineName
from align.translator import Translator, texts_of


def as_document(text: str, *, id: str = "text", language: str | None = None) -> Document:
    """A text in memory as a Document, its paragraphs found as in a plain text file; `id` names its pairs.

    Raises InputError for a blank text.

    >>> as_document("Port opens\\n\\nIt opened on Friday.", id="port").paragraphs[1]
    Paragraph(start=12, end=32, kind='text')
    """
    from align.errors import InputError
    from align.readers import plain

    if not text.strip():
        raise InputError(_("{id} is empty", id=id), path=id, hint=_("there is nothing to segment in it"))
    return Document(id, text, plain.paragraphs(text), language)


def split(
    source: Text,
    *,
    language: str | None = None,
    quotes: Literal["keep", "split"] = "split",
    one_per_line: bool = False,
    encoding: str | None = None,
    warn: Warn = ignore,
) -> list[Segment]:
    """The segments of a text, in order: sentences, headlines, datelines …, with offsets into the text.

    `document.text[segment.start:segment.end] == segment.text`; `segment.flat` is the text on one line. `language` is a
    BCP-47 code, by default the Document's own, else English. `quotes` splits a quotation into its sentences, or leaves
    it whole (`keep`). With `one_per_line` a line is a segment. `encoding` is the file's, by default recognised; `warn`
    is called with remarks, one line each.

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

    document = one_document(source, DocumentOptions(encoding=encoding), one_per_line, warn)
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
    engine: EngineName = "ctranslate2",
    device: Literal["auto", "cpu", "cuda"] = "auto",
    threads: int = 0,
    beam: int = 4,
    batch_tokens: int = 2048,
    quotes: Literal["keep", "split"] | None = None,
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
    warn: Warn = ignore,
) -> Corpus:
    """Segment texts, draft their translation into the language `to`, score and check it.

    `source` is a file, a folder, a glob, a Document, or several of them. The model is found and loaded at once; the
    pairs of the Corpus that is returned are drafted while they are asked for, and can be asked for once. `.load()`
    keeps them, `write_corpus` writes them to a file without keeping them. For many calls make one `Translator`.

    Languages: `to` and `source_lang` are BCP-47 codes. Reading: `encoding` of the files, by default recognised.
    `text_column` is the column of a table or the key of JSONL that holds the text, by default text, body or content.
    `one_per_line`: the texts are segmented already, a segment a line. `quotes`: a quotation is split into its sentences
    (`split`, as by default) or stays whole (`keep`). Drafting: `model` is a checkpoint's folder, a
    catalogue name or a hub id; `auto` is the best of those on this machine. `engine` is `ctranslate2` (int8) or
    `transformers` (the reference). `device` is `auto`, `cpu` or `cuda`. `threads` are the cores to use, 0 for all.
    `beam` is the beam size, 1 to 32. `best_of` drafts each text so many ways, 1 to 32, and keeps what is closest to the
    source in meaning; None is the model's own number. `batch_tokens` is the size of a batch in tokens, which decides
    speed and memory and no draft. `cache` keeps drafts for later runs, and takes those that are kept. Memory and terms:
    `memory` names translation memories, the most important first; `fuzzy` is the least similarity, 0 to 99 per cent, of
    what is shown beside a draft, 0 for nothing. `glossary` is a file of terms, and `glossary_mode` what is done to have
    them in the drafts: `check` flags wrong ones, `rerank` looks for a better draft first, `substitute` puts terms in
    where that can be verified. After drafting: `typography` sets quotes, dashes, spaces and numbers as the target
    language has them. `score` gives each pair the similarity of its sides, 0 to 1. `warn` is called with remarks, one
    line each.

    Raises UsageError for unknown languages or options, ModelError when no model serves the pair or it cannot be loaded,
    InputError for a file that is not there; and, when its turn comes, for one that cannot be read.

    >>> corpus = translate(as_document("MURMANSK, November 20. /TASS/. The port opened on Friday."), to="ru").load()
    >>> [pair.kind for pair in corpus], corpus.pairs[0].target
    (['dateline', 'sentence'], 'МУРМАНСК, 20 ноября. /ТАСС/.')
    """
    texts = texts_of(source)
    translator = Translator(
        to,
        source_lang=source_lang,
        model=model,
        engine=engine,
        device=device,
        threads=threads,
        beam=beam,
        best_of=best_of,
        batch_tokens=batch_tokens,
        quotes=quotes,
        one_per_line=one_per_line,
        memory=memory,
        fuzzy=fuzzy,
        glossary=glossary,
        glossary_mode=glossary_mode,
        typography=typography,
        cache=cache,
        score=score,
        warn=warn,
    )
    return translator.translate_once(texts, encoding=encoding, text_column=text_column)


def align(
    source: Text,
    target: Text,
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
    encoding: str | None = None,
    text_column: str | None = None,
    warn: Warn = ignore,
) -> Corpus:
    """Align two texts that are translations of each other, or two folders whose files have the same names.

    Every segment of both is in exactly one pair; what has no counterpart stays unaligned, its other side empty. The
    pairs are checked. The first two texts are aligned at once, those that follow in a folder while the pairs are asked
    for; the pairs can be asked for once, `.load()` keeps them. For many texts make one `Aligner`. `pair` is another
    name of this function.

    `source_lang` and `target_lang` are BCP-47 codes; languages that are not given are identified. `quotes`: a quotation
    is split into its sentences (`split`) or stays whole (`keep`); by default it is split, unless the corpus `keep` was
    made otherwise. `one_per_line`: the texts are segmented already, a segment a line. `max_bead` is the most segments
    of both sides in a pair, 2 to 12. `skip` is the cost of leaving a segment unaligned, in cosine, 0 to 1: a higher one
    leaves fewer; by default 0.039, or 0.12 for languages that the encoder does not know. `anchors` is a regular
    expression: the segments that match it on both sides, in order, are fixed points. Blocks that stand in another place
    of the other text are remarked on; with `reorder` they are aligned there, and the pairs come in the order of the
    source. `encoder` is `use`, the bundled one, or a sentence-transformers folder. Pairs without the terms of
    `glossary`, a file, are flagged. `typography` sets the targets' quotes, dashes, spaces and numbers as their language
    has them. `keep` is a reviewed corpus of these texts, such as `align merge` writes: its approved and edited pairs
    are kept, the rest is aligned around them, and no note is lost. `encoding` and `text_column` are those of
    `translate`. `warn` is called with remarks, one line each.

    Raises InputError for a text or a corpus that cannot be read or anchors that do not match, UsageError for an unknown
    language, one that cannot be identified, an option out of its bounds, anchors that cross a block that `reorder`
    moves, or `reorder` together with `keep`.

    >>> english = as_document("The bridge was closed. Work will begin in spring. It will take two years.")
    >>> russian = as_document("Мост закрыли. Работы начнутся весной и займут два года.")
    >>> for pair in align(english, russian, source_lang="en", target_lang="ru"):
    ...     print(pair.source, "|", pair.target)
    The bridge was closed. | Мост закрыли.
    Work will begin in spring. It will take two years. | Работы начнутся весной и займут два года.
    """
    aligner = Aligner(
        source_lang=source_lang,
        target_lang=target_lang,
        quotes=quotes,
        one_per_line=one_per_line,
        max_bead=max_bead,
        skip=skip,
        anchors=anchors,
        reorder=reorder,
        encoder=encoder,
        glossary=glossary,
        typography=typography,
        keep=keep,
        warn=warn,
    )
    return aligner.align(source, target, encoding=encoding, text_column=text_column)


pair = align
