"""What a translated document says, whatever its format: paragraphs of a style, and in them runs of text, of which some
are marked for the editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from align.corpus.pair import Pair
from align.export.options import ExportOptions, Mark
from align.export.story import StoryParagraph, StoryText
from align.languages.scripts import is_unspaced

Style = Literal["title", "subtitle", "heading", "text", "list-item", "caption", "cell", "note", "kicker", "byline"]
"""How a paragraph looks. The kicker is what stands around a story on a site: its section, a date."""
Marking = Literal["", "unreviewed", "untranslated"]
"""`untranslated`: the source stands where there is no translation, or one that was rejected."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one marking in a paragraph, with the space before it; `language` is that of the text, and `note` what its
    reviewer wrote about it."""

    text: str
    language: str
    marking: Marking = ""
    rejected: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class DocumentParagraph:
    """A paragraph: its style and its runs, never without text."""

    style: Style
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its text on one line, without marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class TranslatedDocument:
    """A translated document: its name in the corpus, its languages, and its paragraphs."""

    name: str
    source_lang: str
    target_lang: str
    paragraphs: tuple[DocumentParagraph, ...]
    created: str = ""

    @property
    def title(self) -> str:
        """Its headline, or else its name."""
        found = (paragraph.text for paragraph in self.paragraphs if paragraph.style in ("title", "heading"))
        return next(found, self.name)


@dataclass(slots=True)
class SegmentCounts:
    """How many segments a document has, and of these: not reviewed, without a translation, rejected, and left out by
    their reviewer. `open_ids` are the ids of what is not ready."""

    segments: int = 0
    unreviewed: int = 0
    untranslated: int = 0
    rejected: int = 0
    left_out: int = 0
    open_ids: list[str] = field(default_factory=list)

    def add(self, pair: Pair) -> None:
        self.segments += 1
        if _is_left_out(pair):
            self.left_out += 1
            return
        if pair.status == "rejected":
            self.rejected += 1
        elif not pair.target:
            self.untranslated += 1
        elif not is_reviewed(pair):
            self.unreviewed += 1
        else:
            return
        self.open_ids.append(pair.id)


def is_reviewed(pair: Pair) -> bool:
    """Whether a person answers for a translation: it was approved or edited, or is a person's own, as in the alignment
    of two texts."""
    return pair.status in ("approved", "edited") or (
        pair.status == "draft" and pair.origin == "human" and bool(pair.target)
    )


def _is_left_out(pair: Pair) -> bool:
    """Whether its reviewer wants nothing to stand for a pair: an empty translation that is reviewed, or what a site has
    around a story, rejected."""
    if pair.status == "rejected":
        return pair.kind == "crumb"
    return not pair.target and is_reviewed(pair)


def translated(story: StoryText, options: ExportOptions) -> TranslatedDocument:
    """The document that a story's translations make."""
    titled = begun = False
    paragraphs: list[DocumentParagraph] = []
    for paragraph in story.paragraphs:
        if not (runs := tuple(_runs(paragraph, options.mark))):
            continue
        style = _style(paragraph, titled, begun)
        titled = titled or style == "title"
        begun = begun or style not in ("title", "subtitle", "kicker", "byline")
        paragraphs.append(DocumentParagraph(style, runs))
    created = max((pair.created for pair in story.pairs), default="")
    return TranslatedDocument(story.doc, story.source_lang, story.target_lang, tuple(paragraphs), created)


def _style(paragraph: StoryParagraph, titled: bool, begun: bool) -> Style:
    """The style of a paragraph; the first headline is the title, and one above the text the subtitle."""
    if paragraph.block in ("list-item", "caption", "cell", "note"):
        return paragraph.block
    kind = paragraph.pairs[0].kind
    if kind == "headline" or (kind == "sentence" and paragraph.block == "heading"):
        return "heading" if titled or (begun and kind != "headline") else "title"
    if kind == "subheading":
        return "heading" if begun else "subtitle"
    if kind in ("crumb", "byline") and all(pair.kind == kind for pair in paragraph.pairs):
        return "kicker" if kind == "crumb" else "byline"
    return "text"


def _runs(paragraph: StoryParagraph, mark: Mark) -> Iterator[Run]:
    """The runs of a paragraph: neighbours with the same marking are one."""
    held: Run | None = None
    for run in filter(None, (_run(pair, mark) for pair in paragraph.pairs)):
        space = "" if held is None or _are_joined(held, run) else " "
        if held is None:
            held = run
        elif _alike(held, run):
            held = Run(held.text + space + run.text, run.language, run.marking)
        else:
            yield held
            held = Run(space + run.text, run.language, run.marking, run.rejected, run.note)
    if held is not None:
        yield held


def _run(pair: Pair, mark: Mark) -> Run | None:
    """What stands in the document for a pair; None for nothing."""
    if _is_left_out(pair):
        return None
    rejected = pair.status == "rejected"
    if pair.target and not rejected:
        marked = mark == "unreviewed" and not is_reviewed(pair)
        return Run(pair.target, pair.target_lang, "unreviewed" if marked else "", note=pair.note if marked else "")
    text, language = (pair.source, pair.source_lang) if pair.source else (pair.target, pair.target_lang)
    if not text:
        return None
    return Run(text, language, "" if mark == "none" else "untranslated", rejected, pair.note if mark != "none" else "")


def _alike(one: Run, two: Run) -> bool:
    return (one.marking, one.language) == (two.marking, two.language) and not (
        one.rejected or two.rejected or one.note or two.note or one.marking == "untranslated"
    )


def _are_joined(one: Run, two: Run) -> bool:
    """Whether two texts are written without a space between them, as in Chinese."""
    return is_unspaced(one.language) and is_unspaced(two.language)


def counted(stories: Sequence[StoryText]) -> SegmentCounts:
    """Count the segments of documents."""
    counts = SegmentCounts()
    for story in stories:
        for pair in story.pairs:
            counts.add(pair)
    return counts
