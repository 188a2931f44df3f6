"""The inline signs of Markdown → the stretches of a sentence that they make, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_INLINE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<auto><(?:https?://|mailto:)[^<>\s]*>)"
    r"|(?P<open>!?\[)(?P<inner>(?:[^\[\]]|\[[^\[\]]*\])*)(?P<close>\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)|\]\[[^\[\]]*\])"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>)"
    r"|(?P<mark>\*\*\*|___|\*\*|__|\*|_)(?=\S)(?P<words>.+?)(?<=\S)(?P=mark)"
)
_SIGNS = re.compile(r"\]\(|\]\[|\*\*|__|`|(?<!\w)[*_](?=\w)|<[A-Za-z/]")


class MarkdownSlot(NamedTuple):
    """A stretch of text and the signs around it, from the outermost: what opens and what closes each. The text of a
    `verbatim` one (code, a picture, a tag) has its signs in it."""

    text: str
    signs: tuple[tuple[str, str], ...] = ()
    verbatim: bool = False

    @property
    def link(self) -> str | None:
        """The address of the link that it stands in."""
        return next((close for open_, close in self.signs if open_ == "["), None)


def markdown_slots(text: str, signs: tuple[tuple[str, str], ...] = ()) -> Iterator[MarkdownSlot]:
    """Cut a sentence at its inline signs: emphasis, links, pictures, code, tags."""
    at = 0
    while found := _INLINE.search(text, at):
        mark = found["mark"]
        inside_word = mark is not None and (
            text[found.end() : found.end() + 1].isalnum() or text[: found.start()][-1:].isalnum()
        )
        if inside_word and mark[0] == "_":
            cut = found.start() + len(mark)
            yield from _plain(text[at:cut], signs)
            at = cut
            continue
        yield from _plain(text[at : found.start()], signs)
        at = found.end()
        if mark is not None:
            yield from markdown_slots(found["words"], (*signs, (mark, mark)))
        elif found["open"] == "[":
            yield from markdown_slots(found["inner"], (*signs, ("[", found["close"])))
        else:
            yield MarkdownSlot(found.group(), signs, verbatim=True)
    yield from _plain(text[at:], signs)


def _plain(text: str, signs: tuple[tuple[str, str], ...]) -> Iterator[MarkdownSlot]:
    if text:
        yield MarkdownSlot(text, signs)


def signs_in(text: str) -> int:
    """How many inline signs a text has, about."""
    return len(_SIGNS.findall(text))


def written(slots: Sequence[MarkdownSlot]) -> str:
    """The slots as Markdown. Blanks at the ends of a stretch go outside its signs, without which they are none."""
    pieces: list[str] = []
    open_: tuple[tuple[str, str], ...] = ()
    blanks = ""
    for slot in slots:
        if not slot.text:
            continue
        common = 0
        while common < min(len(open_), len(slot.signs)) and open_[common] == slot.signs[common]:
            common += 1
        pieces += [close for _, close in reversed(open_[common:])]
        words = slot.text.strip() if slot.signs else slot.text
        if not words:
            blanks += slot.text
            continue
        before = slot.text[: len(slot.text) - len(slot.text.lstrip())] if slot.signs else ""
        pieces += [blanks, before, *(opening for opening, _ in slot.signs[common:]), words]
        blanks = slot.text[len(slot.text.rstrip()) :] if slot.signs else ""
        open_ = slot.signs
    pieces += [close for _, close in reversed(open_)]
    return "".join(pieces) + blanks
