"""The options of drafting, of aligning and of reading: what a story, a collection, a script or a notebook may ask
for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from align.alignment.align_options import AlignOptions
from align.errors import UsageError, option_name
from align.localization import _
from align.options import check, option, option_of
from align.translation.engines import EngineName

if TYPE_CHECKING:
    from align.translation.engine import Decoding


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateOptions:
    """How texts are to be drafted: plain values, which travel to other processes.

    Raises UsageError for a value that is none of an option's choices, or out of its bounds.
    """

    source_lang: str = "en"
    model: str = option("auto", "A checkpoint's folder, catalogue name or hub id.", metavar="NAME")
    engine: EngineName = option(
        "ctranslate2",
        "What drafts: CTranslate2, fast; or Transformers, the slow reference, which needs PyTorch.",
        about="What drafts: CTranslate2 in int8, or Transformers, the reference in float32",
        show_default=True,
    )
    device: Literal["auto", "cpu", "cuda"] = option(
        "auto",
        "Where it drafts: on a GPU if there is one, always on the CPU, or always on a GPU.",
        about="Where it drafts: on a GPU if there is one",
        show_default=True,
        decides_result=False,
    )
    threads: int = option(0, "Cores to use; 0 is all.", minimum=0, decides_result=False)
    beam: int = option(4, "Beam size of the search.", minimum=1, maximum=32, show_default=True)
    best_of: int | None = option(
        None,
        "Draft N ways and keep what is closest to the source in meaning; 1 is fastest. Default: the model's own.",
        metavar="N",
        minimum=1,
        maximum=32,
    )
    batch_tokens: int = option(2048, "Tokens in a batch.", minimum=1, show_default=True, decides_result=False)
    quotes: Literal["keep", "split"] | None = option(
        None,
        "Split a quotation into its sentences, or keep it whole. Default: split, or as the work that is gone on with.",
        about="Whether a quotation of several sentences is split into them or stays whole; by default it is split,"
        " unless the work that is gone on with was made otherwise",
    )
    one_per_line: bool = option(False, "The input is segmented already, one segment a line.")
    memory: tuple[str, ...] = option(
        (),
        "Translation memory to take what is known from; may be repeated, the most important first.",
        metavar="FILE",
    )
    fuzzy: int = option(
        75,
        "Show similar sentences of the memory beside the draft from here on; 0: none.",
        about="The least similarity, in per cent, of what is shown from a memory beside a draft; 0: none",
        metavar="PERCENT",
        minimum=0,
        maximum=99,
        show_default=True,
    )
    glossary: str = option("", "Terms that the drafts must have: TSV, CSV, XLSX, TBX.", metavar="FILE")
    glossary_mode: Literal["check", "rerank", "substitute"] = option(
        "rerank",
        "Flag wrong terms; look for a better draft first; or put terms in where that can be verified.",
        show_default=True,
    )
    typography: bool = option(
        False,
        "Set quotes, dashes, spaces and numbers as the target language has them: de, es, fr, ru, uk.",
        also_off=True,
    )
    cache: bool = option(
        True,
        "Draft everything anew, and keep no drafts for later runs.",
        about="Whether drafts are kept, and taken, for later runs",
        flag="--no-cache",
        decides_result=False,
    )
    score: bool = option(
        True,
        "Leave out the similarity score.",
        about="Whether the sentence encoder scores how close the sides are",
        flag="--no-score",
    )

    def __post_init__(self) -> None:
        check(self)

    @property
    def decoding(self) -> Decoding:
        """The options of the beam search."""
        from align.translation.engine import Decoding

        return Decoding(beam=self.beam, batch_tokens=self.batch_tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOptions:
    """How texts are to be aligned. Languages that are not given are identified, document by document.

    Raises UsageError for a value out of its bounds, and for `reorder` together with `keep`.
    """

    source_lang: str | None = None
    target_lang: str | None = None
    quotes: Literal["keep", "split"] | None = option_of(TranslateOptions, "quotes")
    one_per_line: bool = option(False, "The texts are segmented already, one segment a line.")
    max_bead: int = option_of(AlignOptions, "max_bead")
    skip: float | None = option_of(AlignOptions, "skip")
    anchors: str | None = option(
        None, "Segments that match on both sides, in order, are fixed points.", metavar="REGEX"
    )
    reorder: bool = option(
        False,
        "Align blocks that stand elsewhere in the other text, too.",
        about="Whether blocks that stand in another place of the other text (chapters in another order) are aligned"
        " there; the pairs come in the order of the source",
    )
    encoder: str = option("use", "use, or a sentence-transformers folder.", metavar="NAME", show_default=True)
    glossary: str = option("", "Flag pairs without the terms of this file: TSV, CSV, XLSX, TBX.", metavar="FILE")
    typography: bool = option_of(TranslateOptions, "typography")
    keep: str = option(
        "",
        "Keep what was approved or edited in this corpus; align the rest.",
        about="A reviewed corpus of these texts: its approved and edited pairs are kept, and the rest is aligned around"
        " them",
        metavar="CORPUS",
    )

    def __post_init__(self) -> None:
        check(self)
        if self.keep and self.reorder:
            problem = _("{option} does not go with {other}", option=option_name("reorder"), other=option_name("keep"))
            raise UsageError(problem, hint=_("what is kept has its place already"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOptions:
    """How the files of a run are read."""

    encoding: str | None = option(None, "The files' encoding, where it is guessed wrongly.", metavar="NAME")
    text_column: str | None = option(
        None, "Column of CSV or key of JSONL with the text, if not text, body, content.", metavar="NAME"
    )
