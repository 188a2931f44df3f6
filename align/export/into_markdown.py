"""Writes a translation into the Markdown text that its source was read from.

A translation may have inline signs itself, since sources show them. One that has none gets those of its source back
where its words allow it, as a run of a Word document would. Escapes, entities and references to footnotes, which
sources do not show, are put back.
"""

from __future__ import annotations

import io
import re

from align.document import Paragraph, on_one_line
from align.export.cutting import proportional_parts
from align.export.distribution import Dropped, Slot, distributed
from align.export.into_source import IntoSource, ReadSource
from align.export.into_text import TextSource, Words
from align.export.markdown_slots import MarkdownSlot, markdown_slots, signs_in, written
from align.export.placing import PlacedTarget
from align.io.byte_source import ByteSource
from align.languages.scripts import is_unspaced
from align.localization import N_
from align.readers import markdown
from align.readers.read_options import ReadOptions
from align.shown_text import Markup, markup_within, shown_text

_BLOCK = r"(?:[-+*]|#{1,6}|\d{1,9}[.)]|[>|].*|[=:~`-]{3,}.*|:)\Z"
"""A word that would begin another block if a line began with it."""
_BEGINS_BLOCK = re.compile(
    r"(?P<number>\d{1,9})?(?P<mark>[-+*](?=\s)|#{1,6}(?=\s)|>|(?<=\d)[.)](?=\s)|={3}|-{3}|~{3}|`{3}|\|)"
)
_NOTE = re.compile(r"\s*\[\^[^\]]+\]\Z")
_HARD_BREAK = re.compile(r"(?:[ ]{2,}|\\[ \t]*)(?:\r\n|[\r\n])|<br\s*/?>(?:\s*(?:\r\n|[\r\n]))?", re.IGNORECASE)
_END = re.compile(r"[.!?…,;:]*[\"'”’»)\]]*\s*\Z")


def source_of(source: ByteSource, options: ReadOptions) -> ReadSource:
    """Read a Markdown text that is to be written into. Raises InputError as its reader does."""
    data = source.data()
    (document,) = markdown.read(source.inside(source.name, io.BytesIO(data)), options)

    def words(into: IntoSource) -> Words:
        return lambda one, paragraph: _words(document.text, one, paragraph, into)

    return TextSource(document, data, words, _BLOCK)


def _words(text: str, one: PlacedTarget, paragraph: Paragraph, into: IntoSource) -> str:
    """The Markdown of a segment's translation."""
    raw = text[one.start : one.end]
    if not one.target:
        return ""
    markup = markup_within(paragraph.markup, one.start, one.end)
    spaced = not is_unspaced(one.pair.target_lang)
    target = _with_signs(on_one_line(shown_text(raw, one.start, markup)), one.target, spaced, into.dropped)
    target = _with_markup(raw, one.start, markup, target, into)
    if paragraph.kind == "cell":
        target = re.sub(r"(?<!\\)\|", r"\\|", target)
    elif one.start == paragraph.start and not _BEGINS_BLOCK.match(raw):
        target = _BEGINS_BLOCK.sub(r"\g<number>\\\g<mark>", target, count=1) if _BEGINS_BLOCK.match(target) else target
    return _with_breaks(raw, target, spaced)


def _with_signs(source: str, target: str, spaced: bool, dropped: Dropped) -> str:
    """The translation with the inline signs of its source. What it has of its own stays; what it lacks is counted."""
    slots = list(markdown_slots(source))
    if not any(slot.signs or slot.verbatim for slot in slots):
        return target
    if has := signs_in(target):
        dropped.looks += max(0, signs_in(source) - has + 1) // 2
        return target
    texts, lost = distributed([_slot(slot, n) for n, slot in enumerate(slots)], target, spaced)
    dropped.add(lost)
    kept = [slot if text is None else slot._replace(text=text) for slot, text in zip(slots, texts, strict=True)]
    return written(kept)


def _slot(slot: MarkdownSlot, number: int) -> Slot:
    if slot.verbatim:
        return Slot(slot.text, number, None, "sign")
    return Slot(slot.text, tuple(sign for sign in slot.signs if sign[0] != "["), slot.link)


def _with_markup(raw: str, start: int, markup: tuple[Markup, ...], target: str, into: IntoSource) -> str:
    """The translation with what its source does not show: escapes, entities, references to footnotes, comments."""
    stands: dict[str, list[tuple[int, str]]] = {}  # which occurrence of a character is written otherwise, and how
    behind = shown = ""
    at = start
    for sign in markup:
        shown += raw[at - start : sign.start - start]
        written_as = raw[sign.start - start : sign.end - start]
        after = raw[sign.end - start : sign.end - start + 1]
        at = sign.end
        if sign.shown and not sign.shown.isspace():
            stands.setdefault(sign.shown, []).append((shown.count(sign.shown), written_as))
        elif written_as == "\\" and after.strip():
            stands.setdefault(after, []).append((shown.count(after), f"\\{after}"))
        elif _NOTE.match(written_as):
            behind += written_as.strip()
        elif written_as.startswith("<!--"):
            behind += written_as
        elif written_as.startswith(("~~", "<del", "<s>", "<strike")):
            into.remark(N_("crossed-out passages that are gone"))
        shown += sign.shown
    shown += raw[at - start :]
    for character, ways in stands.items():
        target = _as_written(character, ways, shown.count(character), target)
    return _with_note(raw, target, behind) if behind else target


def _as_written(character: str, ways: list[tuple[int, str]], count: int, target: str) -> str:
    """The translation with a character written as in the source: everywhere, if it always is, or else in the places
    with the same numbers, if there are as many."""
    pieces = target.split(character)
    if len(ways) == count:
        return ways[0][1].join(pieces)
    if len(pieces) - 1 != count:
        return target
    numbered = dict(ways)
    rest = (f"{numbered.get(n, character)}{piece}" for n, piece in enumerate(pieces[1:]))
    return pieces[0] + "".join(rest)


def _with_note(raw: str, target: str, note: str) -> str:
    """The translation with a reference to a footnote at its end, before or behind the full stop as in the source."""
    end = _END.search(raw)
    if end is not None and end.group().strip() and raw[: end.start()].endswith(note[note.rfind("[") :]):
        stop = _END.search(target)
        assert stop is not None
        return f"{target[: stop.start()]}{note}{target[stop.start() :]}"
    return target + note


def _with_breaks(raw: str, target: str, spaced: bool) -> str:
    """The translation with the line breaks that the source sets on purpose, at about the same places."""
    breaks = list(_HARD_BREAK.finditer(raw))
    if not breaks:
        return target
    ends = [0, *(one.end() for one in breaks)]
    starts = [*(one.start() for one in breaks), len(raw)]
    lengths = [stop - begin for begin, stop in zip(ends, starts, strict=True)]
    parts = proportional_parts(target, lengths, spaced)
    return "".join(f"{part}{one.group()}" for part, one in zip(parts, breaks, strict=False)) + parts[-1]
