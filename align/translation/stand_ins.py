"""Stand-ins: what an engine drafts in place of what it cannot, and must not, draft; and how the draft gets it back.

An opaque thing (`{name}`, an address) becomes a number from 1001 on, which even a weak model copies (see
`align.translation.terminology.mask`). A number with a sign that the vocabulary lacks (`€5`, `10 °C`, `< 50`) keeps its
number, since words agree with it, and gets its sign back around the number in the draft; an amount of money is drafted
in dollars.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

NUMBER = re.compile(r"\d(?:[\d.,\u00a0\u202f ]{0,20}\d)?")
_PLAIN_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_MONEY = "$"
_DOLLARS = re.compile("доллар|долар|dol+ar|ドル|美元", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """What an engine does not get to see, at `start:end` of a text.

    `role` is what it is: `placeholder`, `tag`, `entity`, `address`, `picture` (signs without letters), `word`; `money`
    and `measure` have a `number` that is to be drafted, with `before` and `after` around it; `magnitude` is the word
    for an abbreviated one (`£5bn`), which is drafted with it.
    """

    start: int
    end: int
    text: str
    role: str
    number: str = ""
    before: str = ""
    after: str = ""
    magnitude: str = ""

    def moved(self, by: int) -> Span:
        """The span in a text that begins `by` characters later."""
        return replace(self, start=self.start - by, end=self.end - by)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with stand-ins in place of `spans`; `stand_ins` are theirs, in the same order."""

    text: str
    spans: tuple[Span, ...] = ()
    stand_ins: tuple[str, ...] = ()


def mask(text: str, spans: Sequence[Span], *, opaque: bool = False) -> Masked:
    """Put stand-ins in place of `spans`, which stand in order. With `opaque` numbers are hidden, too."""
    spans = tuple(spans)
    free = _free_numbers(text)
    used: dict[str, str] = {}
    numbers = Counter(_digits(match[0]) for match in _PLAIN_NUMBER.finditer(text))
    masked, end, stand_ins = "", 0, []
    for span in spans:
        if span.number and not opaque and numbers[_digits(span.number)] == 1:
            stand_in = f"{_MONEY}{span.number}" if span.role == "money" else span.number
            words = f"{stand_in} {span.magnitude}".rstrip()
        elif span.text in used:
            words = stand_in = used[span.text]
        else:
            words = stand_in = used[span.text] = next(free)
        masked += text[end : span.start] + words
        stand_ins.append(stand_in)
        end = span.end
    return Masked(masked + text[end:], spans, tuple(stand_ins))


def unmask(draft: str, masked: Masked) -> str | None:
    """Put the spans back in place of their stand-ins; None unless each is there as often as in the source."""
    if any(stand_in[0] == _MONEY for stand_in in masked.stand_ins) and _names_dollars(draft, masked):
        return None
    edits: list[tuple[int, int, str]] = []
    wanted = Counter(masked.stand_ins)
    for stand_in, span in dict(zip(masked.stand_ins, masked.spans, strict=True)).items():
        found = list(_find(draft, stand_in, span))
        if len(found) != wanted[stand_in]:
            return None
        edits += found
    for start, end, replacement in sorted(edits, reverse=True):
        draft = draft[:start] + replacement + draft[end:]
    return draft


def _find(draft: str, stand_in: str, span: Span) -> Iterator[tuple[int, int, str]]:
    """Find a stand-in in a draft: where it is, and what comes in its place."""
    if not span.number or stand_in.lstrip(_MONEY) != span.number:
        for match in re.finditer(rf"(?<![\w.,]){stand_in}(?![\w]|[.,]\d)", draft):
            yield *match.span(), span.text
        return
    wanted = _digits(span.number)
    for match in NUMBER.finditer(draft):
        if _digits(match[0]) == wanted:
            if span.role != "money":
                yield *match.span(), f"{span.before}{match[0]}{span.after}"
            elif draft[: match.start()].rstrip().endswith(_MONEY):
                yield draft.rindex(_MONEY, 0, match.start()), match.end(), f"{span.before}{match[0]}{span.after}"


def _names_dollars(draft: str, masked: Masked) -> bool:
    """Whether a draft has dollars in words that its source did not have: the model has written out a stand-in."""
    return bool(_DOLLARS.search(draft)) and not _DOLLARS.search(masked.text)


def _digits(number: str) -> str:
    """The digits of a number: a model may write `1.5` as `1,5`."""
    return re.sub(r"\D", "", number)


def _free_numbers(text: str) -> Iterator[str]:
    return (str(number) for number in count(1001) if str(number) not in text)
