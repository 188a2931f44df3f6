"""Writes a translation into the subtitles that its source was read from: SRT, WebVTT, SBV.

A sentence goes over several cues. Its translation is cut at borders of words, where there is one behind punctuation,
so that each cue has its share by length; cues have two lines of 42 characters where that is enough. Numbers, times and
comments stay as they are. Lines that rolling captions only repeat are taken out: a cue then shows what is new in it.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from align.account import Account
from align.document import Document
from align.errors import InputError
from align.export.cutting import PULL, proportional_parts
from align.export.into_source import IntoSource, ReadSource
from align.export.into_text import encoded_as
from align.export.placing import PlacedTarget
from align.io.byte_source import ByteSource
from align.io.text_encoding import decode
from align.languages.scripts import is_unspaced
from align.languages.tags import primary_subtag
from align.localization import N_, _
from align.readers.read_options import ReadOptions
from align.readers.subtitles import LINE_BREAK, TAG, TURN, Cue, cue_document, cues_of

_WIDTH, _DENSE_WIDTH = 42, 16
"""Characters of a line, and of one in Chinese, Japanese or Korean (Netflix, Timed Text Style Guides)."""
_LINES = 2
_BEFORE = re.compile(rf"(?:\s*(?:{TAG.pattern}|{TURN.pattern}))*\s*", re.IGNORECASE)
_BEHIND = re.compile(rf"(?:\s*(?:{TAG.pattern}))*\s*\Z", re.IGNORECASE)
_NAMED_TAG = re.compile(r"<(/?)([a-z]+)", re.IGNORECASE)
_NEED_END = frozenset({"b", "i", "u", "s", "font", "c", "lang", "ruby"})


class SubtitleSource(ReadSource):
    """Subtitles whose cues are known."""

    def __init__(self, source: ByteSource, options: ReadOptions):
        self._data = source.data()
        self._text, encoding = decode(self._data, source.shown, options.encoding)
        self._repeated: set[int] = set()
        self._cues = list(cues_of(self._text, source.shown, Account(), self._repeated))
        if not self._cues:
            raise InputError(_("{shown} holds no subtitles", shown=source.shown), path=source.shown)
        self.document: Document = cue_document(source.id, self._cues, encoding, True, Account())
        self.readings = (self.document, cue_document(source.id, self._cues, encoding, False, Account()))
        self._is_vtt = self._text.startswith("WEBVTT")

    def write(self, into: IntoSource, stream: BinaryIO) -> None:
        """Write the subtitles with their translation."""
        lines, breaks = LINE_BREAK.split(self._text), LINE_BREAK.findall(self._text)
        shown: dict[int, list[str]] = {}
        shares, changed = self._shares(into.wanted)
        width = _DENSE_WIDTH if primary_subtag(into.target_lang) in ("zh", "ja", "ko") else _WIDTH
        for number in sorted(changed):
            cue = self._cues[number]
            words = _joined(shares[number], into.target_lang)
            shown[cue.numbers[0]] = self._lines(cue, lines, words, width, into)
            shown.update((n, []) for n in cue.numbers[1:])
        gone = self._repeated if into.changes else set()
        into.remark(N_("lines that rolling captions only repeat, which are gone"), len(gone))
        shown.update((n, []) for n in gone)
        text = "".join(self._rewritten(lines, breaks, shown))
        encoded, remark = encoded_as(text, self.document.encoding, self._data)
        into.notes += [remark] if remark else []
        stream.write(encoded)

    def _shares(self, wanted: Sequence[PlacedTarget]) -> tuple[dict[int, list[str]], set[int]]:
        """For each cue that has a segment its shares of their translations, in order; and the cues that change."""
        starts = [mark.start for mark in self.document.marks]
        spans = [(start, start + len(cue.text)) for start, cue in zip(starts, self._cues, strict=True)]
        shares: dict[int, list[str]] = defaultdict(list)
        changed: set[int] = set()
        first = 0
        for one in wanted:
            while first < len(spans) and spans[first][1] <= one.start:
                first += 1
            last = first
            while last < len(spans) and spans[last][0] < one.end:
                last += 1
            numbers = range(first, last)
            sources = [self.document.text[max(a, one.start) : min(b, one.end)] for a, b in spans[first:last]]
            parts = sources if one.same else self._parts(one, sources)
            for number, part in zip(numbers, _marked(parts, one), strict=True):
                shares[number].append(part)
            if not one.same or one.marking:
                changed.update(numbers)
        return shares, changed

    def _parts(self, one: PlacedTarget, sources: Sequence[str]) -> list[str]:
        return proportional_parts(one.target, [len(part) for part in sources], not is_unspaced(one.pair.target_lang))

    def _lines(self, cue: Cue, lines: Sequence[str], words: str, width: int, into: IntoSource) -> list[str]:
        """The lines of a cue, between the tags and behind the dash or arrows of its source."""
        raw = [lines[number].strip() for number in cue.numbers]
        if not words:
            return []
        before, behind, dropped = _around(raw)
        into.dropped.looks += dropped
        text = html.escape(words, quote=False) if self._is_vtt else words
        mark = len(TAG.sub("", before))
        found = balanced(text, width, spaced=not is_unspaced(into.target_lang), indent=mark)
        if len(found) > _LINES or max(map(len, found)) > width:
            into.remark(_("cues longer than {lines} lines of {width} characters", lines=_LINES, width=width))
        found[0] = before + found[0]
        found[-1] += behind
        return found

    def _rewritten(self, lines: list[str], breaks: list[str], shown: dict[int, list[str]]) -> Iterator[str]:
        usual = breaks[0] if breaks else "\n"
        for number, (line, line_break) in enumerate(zip(lines, [*breaks, ""], strict=True)):
            new = shown.get(number)
            if new is None:
                yield line + line_break
            elif new:
                yield usual.join(new) + line_break


def source_of(source: ByteSource, options: ReadOptions) -> ReadSource:
    """Read subtitles that are to be written into. Raises InputError as their reader does."""
    return SubtitleSource(source, options)


def _marked(parts: list[str], one: PlacedTarget) -> list[str]:
    if not one.marking or not parts:
        return parts
    parts = list(parts)
    before, behind = one.brackets
    parts[0] = before + parts[0]
    last = max((n for n, part in enumerate(parts) if part), default=0)
    parts[last] += behind
    return parts


def _joined(parts: Sequence[str], language: str) -> str:
    return ("" if is_unspaced(language) else " ").join(part for part in parts if part)


def _around(raw: Sequence[str]) -> tuple[str, str, int]:
    """The tags and marks before and behind the words of a cue's lines, and how many others are inside."""
    first = _BEFORE.match(raw[0])
    last = _BEHIND.search(raw[-1])
    before, behind = (first.group() if first else ""), (last.group() if last else "")
    opened = [name.lower() for closes, name in _NAMED_TAG.findall(before) if not closes and name.lower() in _NEED_END]
    closed = [name.lower() for closes, name in _NAMED_TAG.findall(behind) if closes]
    lost = [name for name in opened if name not in closed]
    unopened = [name for name in closed if name not in opened]
    for name in lost:
        before = re.sub(rf"<{name}\b[^<>]*>", "", before, flags=re.IGNORECASE)
    for name in unopened:
        behind = re.sub(rf"</{name}\b[^<>]*>", "", behind, flags=re.IGNORECASE)
    inner = sum(bool(TAG.search(_inside(line))) for line in raw)
    return before, behind, len(lost) + (inner if not lost else 0)


def _inside(line: str) -> str:
    """A line without the tags at its ends."""
    line = _BEHIND.sub("", line)
    first = _BEFORE.match(line)
    return line[first.end() :] if first else line


def balanced(text: str, width: int, spaced: bool = True, indent: int = 0) -> list[str]:
    """Cut `text` into as few lines of `width` as it needs, about equally long; the first has `indent` less room.

    >>> balanced("Он сказал, что порт открылся ещё в понедельник утром.", 42)
    ['Он сказал, что порт открылся', 'ещё в понедельник утром.']
    """
    lines = [text]
    for count in range(1, 2 + 2 * len(text) // width):
        for pull in (PULL, 0.0):
            lines = proportional_parts(text, [width] * count, spaced, pull)
            if all(len(line) + (indent if n == 0 else 0) <= width for n, line in enumerate(lines)):
                return lines
    return [line for line in lines if line]
