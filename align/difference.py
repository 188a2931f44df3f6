"""The differences of two texts, word by word, for the reviewer of a fuzzy match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_WDIFF = {"gone": ("[-", "-]"), "new": ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A span of text that both texts have (`same`), only the old one (`gone`), or only the new one (`new`)."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[DiffSpan]:
    """Compare `old` with `new` word by word; whitespace goes with the word before it.

    >>> [(span.kind, span.text) for span in difference("It cost $15 million.", "It cost $20 million.")]
    [('same', 'It cost '), ('gone', '$15 '), ('new', '$20 '), ('same', 'million.')]
    """
    from rapidfuzz.distance import Levenshtein

    old_words, new_words = _spaced(old), _spaced(new)
    spans: list[DiffSpan] = []
    for step in Levenshtein.opcodes(old_words, new_words):
        if step.tag == "equal":
            spans.append(DiffSpan("same", "".join(new_words[step.dest_start : step.dest_end])))
            continue
        spans += [
            DiffSpan(kind, "".join(part))
            for kind, part in (
                ("gone", old_words[step.src_start : step.src_end]),
                ("new", new_words[step.dest_start : step.dest_end]),
            )
            if part
        ]
    whole = list(_joined(spans))
    return [*whole[:-1], *(DiffSpan(span.kind, span.text.rstrip()) for span in whole[-1:])]


def wdiff_text(spans: Iterable[DiffSpan]) -> str:
    """Write spans as plain text in the notation of wdiff: `It cost [-$15-] {+$20+} million.`"""
    parts = []
    for span in spans:
        before, after = _WDIFF.get(span.kind, ("", ""))
        bare = span.text.rstrip(" ")
        parts.append(before + bare + after + span.text[len(bare) :])
    return "".join(parts)


def _spaced(text: str) -> list[str]:
    """The words of a text, each with a space after it."""
    return [word + " " for word in text.split()]


def _joined(spans: Iterable[DiffSpan]) -> Iterator[DiffSpan]:
    """Merge adjacent replacements: first what is gone, then what is new."""
    gone = new = ""
    for span in (*spans, DiffSpan("same", "")):
        if span.kind == "gone":
            gone += span.text
        elif span.kind == "new":
            new += span.text
        else:
            yield from (DiffSpan(kind, text) for kind, text in (("gone", gone), ("new", new)) if text)
            gone = new = ""
            if span.text:
                yield span


def kept_words(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The words that both texts have, in the same order: the index of each in `old`, and that in `new`.

    >>> kept_words(["It", "cost", "$15"], ["It", "had", "cost", "$20"])
    {0: 0, 1: 2}
    """
    from rapidfuzz.distance import Levenshtein

    kept: dict[int, int] = {}
    for step in Levenshtein.opcodes(old, new):
        if step.tag == "equal":
            starts = zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
            kept.update(starts)
    return kept
