"""Candidates: the positions in a paragraph at which a sentence could end, each with its context.

A candidate is a run of full stops, question or exclamation marks or ellipses with all that is attached to it: closing
quotation marks and brackets, a reference mark such as `[6]`, a smiley or emoji. A smiley or emoji by itself is one,
too, and a rule drawn with asterisks or dashes. The rules of the language decide whether the sentence ends at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

BULLETS = "•·▪▫●○◦■□▶►➡➤➔✔✅☑✓📌👉🔹🔸🔻"
"""Characters that precede an item of a list and do not end a sentence."""
NOTES = "♩♪♫♬"
"""Signs that stand at both ends of words that are sung."""
EMOJI = (
    f"(?![{BULLETS}{NOTES}])"
    "[\u203c\u2049\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2800\u2934-\u2935\u2b05-\u2b55\u3030\u303d"
    "\U0001f000-\U0001f1ff\U0001f200-\U0001f6ff\U0001f780-\U0001faff]"
    "[\ufe0e\ufe0f\u20e3\u200d\U0001f3fb-\U0001f3ff]*"
)
SMILEY = r"(?:(?<!\w)[:;=][-'^o]?(?:\)+|\(+|[DPp](?!\w))|\({3,}|(?<!\w)(?:<3|\^_?\^|[xX]D)(?!\w))"
_MARKS = rf"(?:{EMOJI}|{SMILEY})"
_TERM = r"[.!?…](?:\s{1,2}\.){2,}(?!\.)|[.!?…‼⁉]+|[。！？｡]+"
_CLOSERS = rf"[\"”’'»“›)\]{NOTES}]*(?:\s{{1,2}}[)\]»”{NOTES}]+(?!\S))?"
_NOTE = r"(?:\s{0,2}\[(?:\d{1,3}(?:[,–-]\s?\d{1,3})*|…|\.\.\.)\])*"
_RULE = r"(?<!\S)(?:[*=_~#]{3,}|-{4,})(?!\S)"

_CANDIDATE = re.compile(
    rf"(?:(?P<term>{_TERM})(?P<closers>{_CLOSERS})(?P<note>{_NOTE})|(?P<rule>{_RULE}))(?P<marks>(?:\s*{_MARKS})*)"
    rf"|(?P<lone>{_MARKS}(?:\s*{_MARKS})*)|(?P<bracket>(?<=\w)\)+(?=\s))"
)
_SPACES = re.compile(r"\s*")
_WORD = re.compile(r"[^\W_](?:[\w.&'’-]*[\w])?")
_OPENERS = re.compile(rf"(?:[\s\"“„«‹‘'(\[¿¡*–—\-…{BULLETS}]|\.{{2,}})*")
_LONE_I = re.compile(r"(?<![\w.'’-])i(?=['’ ])(?![-.])")
_WINDOW = 80


@dataclass(frozen=True)  # without slots, for the cached properties
class BoundaryCandidate:
    """A position at which a sentence could end.

    text      the paragraph
    start     offset of the first terminator (or smiley, emoji, rule)
    term      the terminators, `""` for a smiley, emoji or rule
    closers   the closing quotation marks and brackets right after them
    marks     smileys and emoji that follow
    bracket   whether it is only brackets that close after a word: a smile in Russian when they were never opened
    casual    whether the paragraph is written without capitals
    end       offset after all of these
    cut       offset of the next visible character: where the next sentence would begin
    """

    text: str
    start: int
    term: str
    closers: str
    marks: str
    bracket: bool
    casual: bool
    end: int
    cut: int

    @cached_property
    def spaced(self) -> bool:
        """Whether whitespace follows."""
        return self.cut > self.end

    @property
    def stops(self) -> tuple[int, int, int]:
        """The offsets at which a library could end the sentence: before the closers, after them, after everything."""
        after = self.start + len(self.term)
        return after, after + len(self.closers), self.end

    @cached_property
    def left(self) -> str:
        """The token before the terminators, as far as the whitespace before it (`U.S`, `(Gen`, `No`)."""
        window = self.text[max(0, self.start - _WINDOW) : self.start]
        return window.split()[-1] if window and not window[-1].isspace() else ""

    @cached_property
    def word(self) -> str:
        """The token before the terminators without opening quotation marks and brackets: `U.S`, `Gen`, `No`."""
        return self.left.lstrip("\"“„«‹‘'([—–-*_/").split("/")[-1]

    @cached_property
    def before(self) -> str:
        """The text before that token, right-stripped; empty at the beginning of the paragraph."""
        end = self.start - len(self.left)
        return self.text[max(0, end - _WINDOW) : end].rstrip()

    @cached_property
    def right(self) -> str:
        """A window of the text from `cut` on."""
        return self.text[self.cut : self.cut + _WINDOW]

    @cached_property
    def never_opened(self) -> bool:
        """Whether a closing bracket has no partner: it is a smile in `спасибо) Пока`, a number in `1) Пока`."""
        before = self.text[max(0, self.start - 4 * _WINDOW) : self.start]
        return before.rfind("(") <= before.rfind(")") and len(self.word) > 1 and not self.word.isdigit()

    @cached_property
    def opener(self) -> str:
        """Quotation marks, brackets, dashes, bullets and ellipses that the next sentence would begin with."""
        match = _OPENERS.match(self.right)
        return match.group() if match else ""

    @cached_property
    def next(self) -> str:
        """The next word, without openers; empty when what comes is neither letter nor digit."""
        match = _WORD.match(self.right, len(self.opener))
        return match.group() if match else ""


def candidates(text: str) -> Iterator[BoundaryCandidate]:
    """Find the candidates of a paragraph, in order, except at its end."""
    casual = _is_casual(text)
    for match in _CANDIDATE.finditer(text):
        spaces = _SPACES.match(text, match.end())
        cut = spaces.end() if spaces else match.end()
        if cut >= len(text):
            return
        term, closers = match["term"] or "", match["closers"] or ""
        marks = match["marks"] or match["lone"] or match["rule"] or ""
        bracket = match["bracket"] is not None
        yield BoundaryCandidate(text, match.start(), term, closers, marks.strip(), bracket, casual, match.end(), cut)


def _is_casual(text: str) -> bool:
    """Whether a paragraph begins with a small letter, or has `i` for `I`: then small letters open its sentences."""
    first = re.search(r"[^\W\d_]", text)
    return bool(first and first.group().islower()) or bool(_LONE_I.search(text))
