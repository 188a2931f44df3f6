"""Finds the segments of a corpus in the text of their source, which is read again: what stands where, and instead of
what it is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from align.corpus.pair import Pair
from align.document import Document, on_one_line
from align.errors import InputError
from align.languages.scripts import is_unspaced
from align.localization import N_, _
from align.shown_text import markup_within, shown_text

Marking = Literal["", "unreviewed", "untranslated"]


class PairRendering(NamedTuple):
    """What is written of a pair, and how it is marked; None leaves its source where it is."""

    text: str | None
    marking: Marking = ""


@dataclass(slots=True)
class PlacedTarget:
    """`start:end` of a document's text becomes `target`; `pair` is the one it is of, `same` says that its words
    stay."""

    start: int
    end: int
    target: str
    pair: Pair
    same: bool
    marking: Marking = ""

    @property
    def brackets(self) -> tuple[str, str]:
        """What stands around it in a plain text: `[[…]]`, and `[[en: …]]` around a source; nothing around what is not
        marked."""
        if not self.marking:
            return "", ""
        return (f"[[{self.pair.source_lang}: " if self.marking == "untranslated" else "[["), "]]"


def replacements(
    pairs: Iterable[Pair], document: Document, shown: str, wording: Callable[[Pair], PairRendering]
) -> list[PlacedTarget]:
    """What is to be replaced in `document`, in order. Where segments of several paragraphs became one, the first has
    the translation and the others are emptied. What has no source follows the translation before it.

    Raises InputError for the first pair whose source does not stand where the corpus says.
    """
    found: list[PlacedTarget] = []
    first = ""  # a translation without a source, before any other
    at = 0
    for pair in pairs:
        text, marking = wording(pair)
        if not pair.source:
            if found:
                _append(found[-1], text or "", marking)
            else:
                first = joined(first, text or "", pair)
            continue
        spans = _spans(pair, document, at, shown)
        at = max(at, spans[-1][1])
        if text is None:
            found += (PlacedTarget(*span, document.text[slice(*span)], pair, True, marking) for span in spans)
            continue
        whole, first = joined(first, text, pair), ""
        for number, (start, end) in enumerate(_stretches(spans, document)):
            same = whole == pair.source and len(spans) == 1
            mine = whole if number == 0 else ""
            found.append(PlacedTarget(start, end, mine, pair, same, marking if mine else ""))
    found.sort(key=lambda one: one.start)
    for before, after in pairwise(found):
        if after.start < before.end:
            raise InputError(
                _(
                    "{one} and {other} have the same place in {shown}",
                    one=before.pair.id,
                    other=after.pair.id,
                    shown=shown,
                ),
                path=shown,
                hint=_("merge the corpus again, or export without --like"),
            )
    return found


def _append(last: PlacedTarget, text: str, marking: Marking) -> None:
    if text:
        last.target = joined(last.target, text, last.pair)
        last.same = False
        last.marking = last.marking or marking


def joined(before: str, text: str, pair: Pair) -> str:
    """Two texts in the target's language, one behind the other."""
    space = "" if is_unspaced(pair.target_lang) else " "
    return f"{before}{space}{text}" if before and text else before or text


def _spans(pair: Pair, document: Document, at: int, shown: str) -> Sequence[tuple[int, int]]:
    """The spans of the pair's source: those that the corpus says, or, where it says none, the next place with the same
    words."""
    spans = pair.source_span
    if spans:
        stands = " ".join(_flat(document, start, end) for start, end in spans if end <= len(document.text))
        if _bare(stands) != _bare(pair.source):
            raise _differs(pair, stands, shown)
        return spans
    place = next(_places(pair.source, document, at), None)
    if place is None:
        raise _differs(pair, "", shown)
    return (place,)


def _differs(pair: Pair, stands: str, shown: str) -> InputError:
    message = N_(
        "{shown} is not the text that the corpus was made from: the first segment that differs is {id}, {text!r}: "
        "it is not there"
    )
    if stands.strip():
        message = N_(
            "{shown} is not the text that the corpus was made from: the first segment that differs is {id}, {text!r}: "
            "there stands {other!r} there"
        )
    return InputError(
        _(message, shown=shown, id=pair.id, text=_shortened(pair.source), other=_shortened(stands)),
        path=shown,
        hint=_("Give the file as it was, or draft it again with --keep-reviewed"),
    )


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _bare(text: str) -> str:
    return "".join(text.split())


def _flat(document: Document, start: int, end: int) -> str:
    """The text of a span as the corpus has it: on one line, without markup."""
    text = document.text[start:end]
    number = bisect_right(document.paragraphs, start, key=lambda paragraph: paragraph.start) - 1
    markup = document.paragraphs[number].markup if number >= 0 else ()
    inside = markup_within(markup, start, end)
    return on_one_line(shown_text(text, start, inside) if inside else text)


def _places(source: str, document: Document, at: int) -> Iterator[tuple[int, int]]:
    """The places of `source` in a text from `at` on, whatever white space is in them."""
    words = r"\s+".join(re.escape(word) for word in source.split())
    for match in re.compile(words).finditer(document.text, at):
        yield match.span()


def _stretches(spans: Sequence[tuple[int, int]], document: Document) -> Iterator[tuple[int, int]]:
    """The spans, those that follow one another in a paragraph as one."""
    start, end = spans[0]
    for begin, stop in spans[1:]:
        if _paragraph(document, start) == _paragraph(document, begin) and not document.text[end:begin].strip():
            end = stop
        else:
            yield start, end
            start, end = begin, stop
    yield start, end


def _paragraph(document: Document, offset: int) -> int:
    return bisect_right(document.paragraphs, offset, key=lambda paragraph: paragraph.start)
