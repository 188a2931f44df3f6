"""The review table in Word: written row by row, a table for each document, with a few sentences above on how to work.

Each row carries its mark (`word_rows.row_mark`) as hidden text beside the number: letters of one point in the colour of
the paper, since not every program knows hidden text. It goes with its row when rows are sorted, copied, pasted or saved
by another program, as bookmarks and content controls do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import quoteattr

from align.corpus.bands import BAND_WORDS, BANDS
from align.corpus.fingerprints import PairFingerprint
from align.corpus.format_options import FormatOptions
from align.corpus.pair import Corpus, Pair
from align.corpus.paragraphs import paragraph_of
from align.difference import DiffSpan
from align.io.word_file import WordFile, paragraph, run, shown_text
from align.localization import ngettext
from align.localization.phrases import QUOTES
from align.review.doubts import reasons
from align.review.explained_rows import explained, explained_alone
from align.review.fixes import FIX_WORDS
from align.review.layout import (
    BAND_FILL,
    FAINT,
    GONE_INK,
    HEADER_EDIT_FILL,
    HEADER_FILL,
    NEW_INK,
    PAPER,
    RISK_FILL,
    Level,
    level_of,
    right_to_left,
    risk_of,
)
from align.review.match_columns import match_spans
from align.review.review_options import KEPT_BACK, ReviewOptions
from align.review.strings import HEADINGS, STATUS_WORDS, TRANSLATION
from align.review.word_look import (
    CENTRED,
    EDITABLE,
    PAGE,
    STYLES,
    WIDTHS,
    border_above,
    ink,
    shading,
    size,
    table_properties,
    table_styles,
)
from align.review.word_rows import ALIGNMENT_KEYS, TRANSLATION_KEYS, own_mark, row_mark
from align.review.word_strings import WORD_ALIGNMENT_STEPS, WORD_SENTENCES, WORD_STEPS

if TYPE_CHECKING:
    from align.checks.explaining import FoundDetails


MANY = 2_000
"""Rows from which a word processor is slow with the table."""
_HIDDEN = f'<w:noProof/><w:vanish/><w:color w:val="FFFFFF"/>{size(1)}'
_LOOK = {
    "band": "<w:b/>",
    "head": f"<w:b/>{ink(FAINT)}{size(8)}",
    "same": f"{ink(FAINT)}{size(8)}",
    "gone": f"<w:strike/>{ink(GONE_INK)}{size(8)}",
    "new": f"<w:b/>{ink(NEW_INK)}{size(8)}",
}


class WordWriter:
    """Writes pairs as review tables in a DOCX file."""

    def __init__(
        self, stream: BinaryIO, name: str, header: Corpus, options: FormatOptions, review: ReviewOptions | None = None
    ):
        """`name` is what messages call the file."""
        self._name = name
        self._stream = stream
        self._header = header
        self._review = review or ReviewOptions()
        self._kept: list[tuple[Pair, bool, FoundDetails | None]] | None = []
        """Pairs that are kept back until it is known what kind of table it is, or all where they are to be sorted."""
        self._file: WordFile | None = None
        self._keys: tuple[str, ...] = TRANSLATION_KEYS
        self._document: str | None = None
        self._paragraph: int | None = None
        self._rows = 0

    def write(self, pair: Pair, after_gap: bool = False, details: FoundDetails | None = None) -> None:
        """Add one row, with a double line above it where pairs before it were left out. `details` is what was found, by
        flag; None: it is looked for."""
        if self._kept is None:
            self._write_row(pair, after_gap, explained_alone(pair, details, self._review))
            return
        self._kept.append((pair, after_gap, details))
        if not self._review.by_risk and len(self._kept) >= KEPT_BACK:
            self._write_kept()

    def close(self) -> list[str]:
        """End the document; a warning where it is too long to work in."""
        if self._kept is not None:
            self._write_kept()
        assert self._file is not None
        self._end_table()
        self._file.close()
        if self._rows <= MANY:
            return []
        return [
            ngettext(
                "{name}: word processors are slow with tables of {n:,} rows; a workbook (.xlsx) is not",
                "{name}: word processors are slow with tables of {n:,} rows; a workbook (.xlsx) is not",
                self._rows,
                name=self._name,
            )
        ]

    def _write_kept(self) -> None:
        kept, self._kept = self._kept or [], None
        self._review = self._review.of([pair for pair, _, _ in kept])
        self._keys = ALIGNMENT_KEYS if self._review.alignment else TRANSLATION_KEYS
        self._begin()
        rows = explained(kept, self._review)
        if self._review.sorted_by_risk:
            documents = {row[0].doc: number for number, row in reversed(list(enumerate(rows)))}
            rows.sort(key=lambda row: (documents[row[0].doc], -risk_of(row[0])))
        for pair, after_gap, found in rows:
            self._write_row(pair, after_gap and not self._review.sorted_by_risk, found)

    def _begin(self) -> None:
        """Write all that stands above the first table."""
        review, header = self._review, self._header
        codes = [code for code in (header.source_lang, header.target_lang) if code]
        title = "  ·  ".join([review.text("title"), *([" → ".join(codes)] if codes else [])])
        styles = table_styles(header.source_lang, header.target_lang, review.language)
        self._file = WordFile(self._stream, PAGE, styles, title, header.created)
        self._own(title, "Title")
        fixes = ", ".join(QUOTES[review.language].format(word) for word in self._fix_words)
        words = {**STATUS_WORDS[review.language], **self._headings, "words": fixes, "merge": review.merge}
        for step in (WORD_ALIGNMENT_STEPS if review.alignment else WORD_STEPS)[review.language]:
            self._own(step.format_map(words), "AlignHow")
        self._write_legend()

    def _write_legend(self) -> None:
        """Write what the colours and lines mean, each on its colour."""
        review, more = self._review, WORD_SENTENCES[self._review.language]
        shown = [(RISK_FILL["high"], "high"), (RISK_FILL["medium"], "medium")]
        parts = [(fill, f" {review.text(key)}: {review.text(f'{key} means')} ") for fill, key in shown]
        if review.shows_bands:
            words = BAND_WORDS[review.language]
            parts += [(BAND_FILL[band], f" {words[band]}: {review.text(f'{band} means')} ") for band in BANDS]
        runs = run("\n").join(run(text, size(9) + shading(fill)) for fill, text in parts)
        lines = f"{more['paragraph']}   {more['gap']}"
        runs += run(f"\n{lines}", ink(FAINT) + size(9))
        mark = own_mark("\n".join([*(text for _, text in parts), lines]))
        self._put(paragraph(runs + run(mark, _HIDDEN), "AlignHow", '<w:spacing w:before="80" w:after="80"/>'))

    @property
    def _headings(self) -> dict[str, str]:
        language = self._review.language
        return {**HEADINGS[language], "final": TRANSLATION[language]}

    @property
    def _fix_words(self) -> list[str]:
        return [str(word) for word in FIX_WORDS[self._review.language].values()]

    def _own(self, text: str, style: str) -> None:
        """Write a paragraph that is recognised as ours."""
        self._put(paragraph(run(text) + run(own_mark(text), _HIDDEN), style))

    def _put(self, xml: str) -> None:
        assert self._file is not None
        self._file.write(xml)

    def _begin_table(self, document: str) -> None:
        self._end_table()
        self._document, self._paragraph = document, None
        if name := document.replace("\\", "/").rpartition("/")[2]:
            self._own(name, "Heading2")
        widths = WIDTHS[self._keys]
        cells = "".join(
            _cell(width, paragraph(run(self._headings[key]), "AlignHead", _centred(key)), fill)
            for key, width in zip(self._keys, widths, strict=True)
            for fill in [HEADER_EDIT_FILL if self._is_open(key) else HEADER_FILL]
        )
        self._put(f"<w:tbl>{table_properties(widths)}<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")

    def _is_open(self, key: str) -> bool:
        """Whether a reviewer writes in a column."""
        return key in EDITABLE or (key == "source" and self._review.alignment)

    def _end_table(self) -> None:
        if self._document is not None:
            self._put("</w:tbl>" + paragraph("", "AlignSmall"))
        self._document = None

    def _write_row(self, pair: Pair, after_gap: bool, details: FoundDetails) -> None:
        begins = self._document != pair.doc
        if begins:
            self._begin_table(pair.doc)
        number = paragraph_of(pair)
        new_paragraph = number is not None and number != self._paragraph and not self._review.sorted_by_risk
        self._paragraph = number if number is not None else self._paragraph
        flagged = reasons(pair) if self._review.alignment else pair.flags
        level = level_of(risk_of(pair if flagged == pair.flags else replace(pair, flags=flagged)))
        line = "" if begins else border_above(new_paragraph, after_gap)
        spans = self._flag_spans(pair, flagged, details)
        cells = "".join(
            _cell(width, self._content(key, pair, spans), self._fill(key, level), line)
            for key, width in zip(self._keys, WIDTHS[self._keys], strict=True)
        )
        self._put(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        self._rows += 1

    def _fill(self, key: str, level: Level) -> str:
        if key in ("n", "flags"):
            return RISK_FILL[level]
        return "" if self._is_open(key) else PAPER

    def _content(self, key: str, pair: Pair, flags: Sequence[DiffSpan]) -> str:
        """The paragraphs of a cell; `flags` is what stands under *Flags*."""
        if key == "n":
            seen = "".join(span.text for span in flags if span.kind != "gone")
            mark = row_mark(pair.id, pair.doc, str(PairFingerprint.of_pair(pair)), shown_text(seen))
            runs = run(str(pair.n), ink(FAINT) + size(9)) + run(mark, _HIDDEN)
        elif key == "flags":
            runs = "".join(run(span.text, _LOOK.get(span.kind, "")) for span in flags)
        elif key == "status":
            words = STATUS_WORDS[self._review.language]
            runs = _choice(self._headings[key], list(words.values()), words[pair.status])
        elif key == "fix":
            runs = _choice(self._headings[key], self._fix_words, "")
        elif key == "note":
            runs = run(pair.note)
        else:
            text, language = (pair.source, pair.source_lang) if key == "source" else (pair.target, pair.target_lang)
            look = "<w:b/>" if pair.kind in ("headline", "subheading") else ""
            runs = run(text, look + ("<w:rtl/>" if right_to_left(language) else ""))
        return paragraph(runs, STYLES[key], _centred(key))

    def _flag_spans(self, pair: Pair, flagged: Sequence[str], details: FoundDetails) -> list[DiffSpan]:
        """What stands under *Flags*: the band of a draft, the flags in words with what was found, then the match of a
        memory, if any."""
        words, match = self._review.flags(flagged, details), match_spans(pair, self._review)
        band = self._review.band(pair)
        spans = [DiffSpan("band", band + ("\n" if words or match else ""))] if band else []
        return [*spans, DiffSpan("flags", words + ("\n" if words and match else "")), *match]


def _centred(key: str) -> str:
    return '<w:jc w:val="center"/>' if key in CENTRED else ""


def _cell(width: int, content: str, fill: str, line: str = "") -> str:
    shade = shading(fill) if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}{shade}</w:tcPr>{content}</w:tc>'


def _choice(title: str, words: Sequence[str], chosen: str) -> str:
    """A content control that offers words and takes any other."""
    items = "".join(f"<w:listItem w:displayText={quoteattr(word)} w:value={quoteattr(word)}/>" for word in words)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val="align"/><w:comboBox>{items}</w:comboBox>'
        f"</w:sdtPr><w:sdtContent>{run(chosen or ' ')}</w:sdtContent></w:sdt>"
    )
