"""Subtitles of Advanced SubStation Alpha and its forerunner (ASS, SSA) → the cues that make up a sentence.

A line of the section `[Events]` is a cue: its columns are in the order that `Format:` gives, the text is the last one.
Events may stand in any order, and once more in every layer of an effect. Another name or style is another speaker or a
sign. Override tags (`{\\i1}`) are no text; drawings, comments and repetitions are left out, and the account says so.
The format has no specification but that of its last program: https://github.com/libass/libass/wiki/ASS-File-Format-Guide
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from align.account import Account
from align.document import Document
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import MOST_PARAGRAPHS, nothing_to_segment, too_long
from align.io.text_encoding import decode
from align.localization import N_, _
from align.readers.blocks import clean
from align.readers.read_options import ReadOptions
from align.readers.rolling_captions import ShownLines
from align.readers.subtitles import Cue, cue_document, split_at_turns, timecode

_SECTION = re.compile(r"\[[^\[\]]{1,40}\]$")
_EVENT = re.compile(r"(Format|Dialogue|Comment|Picture|Sound|Movie|Command):\s*(.*)$", re.IGNORECASE)
_TIME = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2}(?:[.,:]\d{1,3})?)\s*$")
_DRAWING = re.compile(r"\\p(\d+)")
_ORDER = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
"""The columns where a file has no `Format:`, as those that were put together by hand."""


class _Event(NamedTuple):
    begin: float
    end: float
    voice: str
    lines: tuple[str, ...]


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a file of subtitles. Raises InputError when there is no cue in it."""
    text, encoding = decode(source.data(), source.shown, options.encoding)
    if not text.strip():
        raise nothing_to_segment(source.shown)
    account = Account()
    events = _events(text, source.shown, account)
    cues: list[Cue] = []
    before: _Event | None = None
    for event in events:
        speaker = before.voice if before is not None else event.voice
        cues += split_at_turns(ShownLines(event.begin, event.end, event.lines, (event.voice,)), speaker)
        before = event
    if not cues:
        raise InputError(
            _(
                "{shown} holds no subtitles: no line in it reads Dialogue: 0,0:00:01.00,0:00:03.00,…",
                shown=source.shown,
            ),
            path=source.shown,
        )
    yield cue_document(source.id, cues, encoding, not options.one_per_line, account)


def _events(text: str, shown: str, account: Account) -> list[_Event]:
    """Parse the events that show text, in the order of their times, each once."""
    lines = re.split(r"\r\n|\r|\n", text)
    if len(lines) > MOST_PARAGRAPHS:
        raise too_long(shown)
    order: tuple[str, ...] = _ORDER
    in_events = True
    found: dict[_Event, None] = {}
    for number, line in enumerate(lines, start=1):
        line = line.strip().lstrip("\ufeff")
        if _SECTION.match(line):
            in_events = line.casefold() == "[events]"
        match = _EVENT.match(line) if in_events else None
        if match is None:
            continue
        what = match[1].lower()
        if what == "format":
            order = tuple(name.strip().lower() for name in match[2].split(",")) or _ORDER
        elif what == "comment":
            account.leave_out(N_("comments"), f"line {number}")
        elif what == "dialogue":
            event = _event(match[2], order, number, account)
            if event is not None and event in found:
                account.leave_out(N_("repetitions in other layers"), timecode(event.begin))
            elif event is not None:
                found[event] = None
    return sorted(found, key=lambda event: event.begin)


def _event(written: str, order: tuple[str, ...], number: int, account: Account) -> _Event | None:
    """The event of a line; None for one that shows no text."""
    columns = dict(zip(order, written.split(",", len(order) - 1), strict=False))
    begin, end = _TIME.match(columns.get("start", "")), _TIME.match(columns.get("end", ""))
    if begin is None or end is None or "text" not in columns:
        account.leave_out(N_("lines without times or text"), f"line {number}")
        return None
    lines = _shown(columns["text"], number, account)
    voice = f"{columns.get('style', '').strip()}, {columns.get('name', columns.get('actor', '')).strip()}"
    first = _seconds(begin)
    return _Event(first, max(first, _seconds(end)), voice, lines) if lines else None


def _shown(text: str, number: int, account: Account) -> tuple[str, ...]:
    """The lines that a text shows, without override tags and drawings."""
    pieces: list[str] = []
    drawing = drawn = False
    for piece in re.split(r"(\{[^{}]*\})", text):
        if piece.startswith("{") and piece.endswith("}"):
            modes = _DRAWING.findall(piece)
            drawing = modes[-1].strip("0") != "" if modes else drawing
        elif not drawing:
            pieces.append(piece)
        elif piece.strip():
            drawn = True
    if drawn:
        account.leave_out(N_("drawings"), f"line {number}", expected=True)
    spoken = "".join(pieces).replace("\\h", " ").replace("\\n", " ")
    return tuple(line for line in map(clean, spoken.split("\\N")) if line)


def _seconds(time: re.Match[str]) -> float:
    return int(time[1]) * 3600 + int(time[2]) * 60 + float(time[3].replace(",", ".").replace(":", "."))
