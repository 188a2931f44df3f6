"""The data model of a text: a Document, its Paragraphs, and the Segments it is split into.

Offsets count code points of `Document.text`. Of a plain text that is the decoded file unchanged (line breaks
included, byte-order mark removed); of a format with markup, pages or cues it is the extracted text, and
`Document.marks` map it to positions in the file. For every segment
`document.text[segment.start:segment.end] == segment.text`: the original can be rebuilt.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Literal

from align.account import Account
from align.shown_text import Markup, shown_text

Kind = Literal["sentence", "headline", "subheading", "dateline", "byline", "crumb"]
"""The kind of a segment: a sentence of running text, or one of the parts that a wire story or page has around it."""

KINDS: frozenset[str] = frozenset({"sentence", "headline", "subheading", "dateline", "byline", "crumb"})


ParagraphKind = Literal["text", "heading", "list-item", "caption", "cell", "note", "cue", "code"]
"""The kind of a paragraph in the file itself: a table's cell, a footnote, the cues of subtitles … Code is never
segmented."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span `start:end` of a document's text that belongs together.

    `kind` is that of the file itself (a Markdown heading is a `heading`); what follows from the shape of a wire story
    is decided by the segmenter. `markup` is what stands in it and is not seen: the marks of quoted mail (`> `), a
    reference to a footnote.
    """

    start: int
    end: int
    kind: ParagraphKind = "text"
    markup: tuple[Markup, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """From offset `start` on, the text is from `place` of the file: `p. 12`, `00:01:02.000`, `chapter3.xhtml`."""

    start: int
    place: str


_NUMBERED_PLACE = re.compile(r"(\D+)(\d+)")


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its paragraphs, read from a file or made in memory.

    `id` is its path, `-`, or, of several documents in one file, the file's path and the document's own name or number:
    `news.jsonl#17`. `language` is a BCP-47 code, or None while it is unknown. `marks` stand in order. `account` says
    what the reader of the file left out or changed.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    language: str | None = None
    encoding: str = "utf-8"
    marks: tuple[SourcePosition, ...] = ()
    account: Account = field(default_factory=Account)

    def place(self, offset: int) -> str | None:
        """The position of the character at `offset` in the file: its page, time code or chapter. None without marks."""
        number = bisect_right(self.marks, offset, key=lambda mark: mark.start)
        return self.marks[number - 1].place if number else None

    def place_of(self, start: int, end: int) -> str | None:
        """The position in the file of the text `start:end`, from its first character's to its last one's: `p. 12`, `p.
        12–13`, `00:00:01.000 --> 00:00:07.500`, `one.xhtml – two.xhtml`. None without marks."""
        first, last = self.place(start), self.place(max(start, end - 1))
        if first is None or last is None or first == last:
            return first
        if " --> " in first and " --> " in last:
            return f"{first.split(' --> ')[0]} --> {last.split(' --> ')[1]}"
        page, of = _NUMBERED_PLACE.fullmatch(first), _NUMBERED_PLACE.fullmatch(last)
        return f"{first}–{of[2]}" if page and of and page[1] == of[1] else f"{first} – {last}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of translation: a sentence, a headline, a dateline …, of paragraph number `paragraph` (from 0).

    `markup` is what stands in `text` and is not seen, such as the marks of quoted mail (`> `): it is not in `flat`.
    """

    text: str
    kind: Kind
    paragraph: int
    start: int
    end: int
    markup: tuple[Markup, ...] = field(default=(), repr=False)

    @property
    def flat(self) -> str:
        """The text on one line and without markup, as engines and corpora get it: see `on_one_line`."""
        return on_one_line(shown_text(self.text, self.start, self.markup) if self.markup else self.text)


_FOLDERS = re.compile(r".*[\\/]", re.DOTALL)
_STEPS = re.compile(r"(?:\.{1,2}[\\/]+)+|(?:[A-Za-z]:)?[\\/].*[\\/]", re.DOTALL)
"""Steps from the folder in which a command was given upwards, or a whole path from the root."""


_WITHIN = re.compile(r"(.*?\.\w{1,8}|-)#(.+)", re.DOTALL)
"""A document within a file: behind the file's suffix, as the names of files have number signs, too (`Story #1.txt`)."""


def file_and_inner(id: str) -> tuple[str, str]:
    """The file of a document's id, and what it is called within a file of several; "" for a file of its own.

    >>> [file_and_inner(id) for id in ("news.zip#en/port.txt", "news.jsonl#17", "Story #1.txt", "-")]
    [('news.zip', 'en/port.txt'), ('news.jsonl', '17'), ('Story #1.txt', ''), ('-', '')]
    """
    match = _WITHIN.fullmatch(id)
    return (match[1], match[2]) if match else (id, "")


def document_name(id: str) -> str:
    """The name that people know a document by: its id without the folders in front; "" where it has none.

    >>> [document_name(id) for id in ("../stories/port.txt", "in/news.zip#en/port.txt", "-", "../")]
    ['port.txt', 'news.zip#en/port.txt', '-', '']
    """
    file, _ = file_and_inner(id)
    name = _FOLDERS.sub("", file, count=1)
    return f"{name}{id[len(file) :]}" if name else ""


def document_path(id: str) -> str:
    """A document's id for other programs: without what tells only where a command was given; "" for nothing else.

    >>> [document_path(id) for id in ("../port.txt", "/home/anna/port.txt", "stories/port.txt", "../")]
    ['port.txt', 'port.txt', 'stories/port.txt', '']
    """
    file, _ = file_and_inner(id)
    path = _STEPS.sub("", file, count=1) if _STEPS.match(file) else file
    return f"{path}{id[len(file) :]}" if path else ""


_HALF_BEFORE, _HALF_AFTER = re.compile(r"[^\W_]+[-‐\xad]$"), re.compile(r"[^\W_]+")
_LONGEST_WORD = 60
_COMPOUND_BEGINNINGS = re.compile(
    r"all|anti|co|counter|cross|double|ex|far|first|full|half|hard|high|ill|inter|like|long|low|mid|much|multi|non|old|one"
    r"|post|pre|pro|quasi|second|self|semi|so|third|three|two|vice|well|кое|вице|пол|по|северо|северно|южно|юго|западно"
    r"|восточно|экс|пресс|премьер|бизнес|интернет|онлайн"
)
"""Beginnings of words that are written with a hyphen more often than in one: `well-known`, `ex-president`."""
_NUMBER_WORDS = re.compile(
    r"\d+|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
)
_COUNTED = re.compile(
    r"(?:second|minute|hour|day|night|week|month|year|mile|metre|meter|kilometre|kilometer|foot|inch|acre|ton|tonne|litre"
    r"|pound|dollar|euro|man|woman|member|person|nation|party|point|page|part|star|stor(?:e?y|ie)|seat|bed|room|wheel"
    r"|time|goal|game|set|lap|lane|way|fold|and|one|two|three|four|five|six|seven|eight|nine|strong|old|plus)s?(?:long)?"
)
"""What numbers are written with a hyphen before: `ten-month`, `twenty-one`."""
_CONJUNCTIONS = re.compile(r"and|or|to|nor|und|oder|et|ou|y|o|и|или|та|або")


def on_one_line(text: str) -> str:
    """Write `text` on one line: runs of whitespace as one space, and a word that is divided at a line's end whole
    again."""
    pieces: list[str] = []
    for line in text.splitlines():
        words = " ".join(line.split())
        if pieces and words:
            pieces[-1] = before_line(pieces[-1], words)
        if words:
            pieces.append(words)
    return "".join(pieces) or " ".join(text.split())


def before_line(above: str, below: str, words: Set[str] = frozenset()) -> str:
    """The line `above` as it stands before `below` on one line: with a space, or without a divided word's hyphen.

    A hyphen at its end is removed (`author-`, `ity`), unless the document, whose `words` may be given in lower case,
    writes the word only with it, the word begins as compounds do (`well-`, `ten-`), or what follows is a capital or
    number (`neo-`, `Roman`; `1990-`, `2000`).
    """
    before, after = _HALF_BEFORE.search(above, max(0, len(above) - _LONGEST_WORD)), _HALF_AFTER.match(below)
    if before is None or after is None:
        return f"{above} "
    first, second = before.group()[:-1], after.group()
    if _CONJUNCTIONS.fullmatch(second):  # `pre-` and `post-war`
        return f"{above} "
    return f"{above[:-1]}-" if _keeps_hyphen(first, second, words) else above[:-1]


def _keeps_hyphen(first: str, second: str, words: Set[str]) -> bool:
    capital = not second[0].islower() and not (first.isupper() and second.isupper() and first.isalpha())
    whole, compound = (first + second).casefold(), f"{first}-{second}".casefold()
    if whole in words:
        return False
    if _NUMBER_WORDS.fullmatch(first.casefold()) and (first.isdecimal() or _COUNTED.fullmatch(second)):
        return True
    return capital or compound in words or _COMPOUND_BEGINNINGS.fullmatch(first.casefold()) is not None
