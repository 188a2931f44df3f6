"""Blocks of HTML in a Markdown text → paragraphs of what is seen of them, with offsets into the text as it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from align.document import ParagraphKind
from align.readers.markdown_inline import Span

_BLOCKS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    "|menuitem|nav|noframes|ol|optgroup|option|p|param|picture|search|section|summary|table|tbody|td|tfoot|th|thead"
    "|title|tr|track|ul"
)
"""The tags that begin a block of HTML in CommonMark, its sixth condition."""
OPENS_VERBATIM = re.compile(r"<(?:script|pre|style|textarea)(?:\s|>|$)", re.IGNORECASE)
CLOSES_VERBATIM = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)
OPENS_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?:\s|/?>|$)", re.IGNORECASE)
ONE_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>$", re.IGNORECASE)

_TOKEN = re.compile(r"<!--|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})(?:\s[^<>]{0,2000})?/?>")
_BLOCK_NAME = re.compile(rf"(?:{_BLOCKS}|pre|br|svg|video|audio|script|style|template)$", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "template", "svg", "pre", "video", "audio", "iframe", "title", "textarea"})
_KINDS: dict[str, ParagraphKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list-item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("td", "th"), "cell"),
}


def html_stretches(
    text: str, pieces: Sequence[Span], kind: ParagraphKind
) -> Iterator[tuple[list[Span], ParagraphKind]]:
    """Cut a block of HTML, whose lines are `pieces`, at its tags of blocks: stretches of lines, each with its kind.

    Comments and what a browser does not show as text are stretches of code. Inline tags stay in the stretches.
    """
    starts, ends = [start for start, _ in pieces], [end for _, end in pieces]
    begin, finish = starts[0], ends[-1]
    current: ParagraphKind = kind
    unseen = ""
    at = begin
    while token := _TOKEN.search(text, at, finish):
        at = token.end()
        if token.group() == "<!--":
            closed = text.find("-->", at, finish)
            at = finish if closed < 0 else closed + 3
            if not unseen:
                yield _cut(pieces, starts, ends, begin, token.start()), current
                yield _cut(pieces, starts, ends, token.start(), at), "code"
                begin = at
            continue
        name = token["name"].lower()
        if unseen:
            if name == unseen and token["close"]:
                yield _cut(pieces, starts, ends, begin, at), "code"
                begin, unseen = at, ""
        elif _BLOCK_NAME.match(name):
            yield _cut(pieces, starts, ends, begin, token.start()), current
            begin = token.end()
            if name in _UNSEEN and not token["close"] and not token.group().endswith("/>"):
                begin, unseen = token.start(), name
            elif name != "br":
                current = kind if token["close"] else _KINDS.get(name, kind)
    yield _cut(pieces, starts, ends, begin, finish), "code" if unseen else current


def _cut(pieces: Sequence[Span], starts: Sequence[int], ends: Sequence[int], begin: int, end: int) -> list[Span]:
    """The parts of `pieces` that lie in `begin:end`."""
    first, last = bisect_right(ends, begin), bisect_left(starts, end)
    inside = [(max(start, begin), min(stop, end)) for start, stop in pieces[first:last]]
    return [span for span in inside if span[0] < span[1]]
