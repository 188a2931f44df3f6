"""Where the texts of a parsed page stand in the page as it was written, which the parser does not say.

The page is cut into tags and texts as browsers do it (WHATWG, HTML Standard, 13.2.5); the texts of the tree, which are
read, are found among these in order, white space aside. What the parser made otherwise is passed over: its text has no
place then.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from align.readers.origins import Origin, joined

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPENING = re.compile(r"<(?:(!--)|([!?]|/(?![A-Za-z]))|/?([A-Za-z][^ \t\n\f\r/>]*))")
_REST_OF_TAG = re.compile(
    r"""(?:[ \t\n\f\r/]+|[^ \t\n\f\r/>][^ \t\n\f\r/>=]*"""
    r"""(?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:"[^"]*"|'[^']*'|[^ \t\n\f\r>"']*))?)*>?"""
)
_COMMENT_END = re.compile(r"(?<=<!--)-?>|--!?>")
_RAW = frozenset(["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"])
"""Elements in which a tag is text; a reader of the page sees none of them."""
_PIECE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?|.", re.DOTALL)
_SAME, _FURTHEST, _MOST_LOST = 16, 4000, 500
"""Characters that show that both texts go on alike, how far ahead such a place is looked for, and how often in vain."""


class PageText:
    """A text of the tree that stands in `start:end` of the page; `element` is what it stands in."""

    __slots__ = ("element", "end", "start")

    def __init__(self, element: _Element, start: int, end: int):
        self.element, self.start, self.end = element, start, end


class PageBreak:
    """A line break of a page."""


class MarkupPlaces:
    """The places of the texts of a page. `note` is called when the page has been parsed, and before anything in the
    tree is changed."""

    def __init__(self, page: str):
        self._page = page
        self._texts: list[tuple[_Element, str]] = []
        self._origins: list[tuple[Origin, ...]] = []
        self._number: dict[tuple[_Element, bool], int] = {}
        self._inside: dict[_Element, tuple[int, int]] = {}

    def note(self, root: _Element) -> None:
        """Find the places of the texts of a tree."""
        self._collect(root)
        written, begins, stops, tokens = self._written()
        places: list[array[int]] = [array("q", [-1]) * len(text) for _, text in self._texts]
        shown: list[tuple[int, int]] = [
            (number, at)
            for number, (_, text) in enumerate(self._texts)
            for at, character in enumerate(text)
            if not character.isspace()
        ]
        seen = "".join(self._texts[number][1][at] for number, at in shown)
        for i, j in _alike(written, seen):
            number, at = shown[j]
            places[number][at] = i
        cuts = self._tokens
        for (element, text), found in zip(self._texts, places, strict=True):
            self._origins.append(tuple(joined(self._of_text(element, text, found, begins, stops, tokens, cuts))))

    def origins(self, element: _Element, text: str, tail: bool = False) -> tuple[Origin, ...]:
        """The origins of a text of the tree: the one in `element`, or with `tail` the one behind it. Where it was
        changed since, as signs are, it stands for all that the element held."""
        number = self._number.get((element, tail))
        if number is not None and self._texts[number][1] == text:
            return self._origins[number]
        first, last = self._inside.get(element, (0, 0))
        found = [origin for number in range(first, last) for origin in self._origins[number]]
        whole: list[Origin] = []
        for origin in found:
            if whole and whole[-1].node is origin.node:
                whole[-1] = whole[-1]._replace(stop=origin.stop)
            else:
                at = len(text) if whole else 0
                whole.append(Origin(at, len(text), origin.node, origin.begin, origin.stop, literal=False))
        return () if tail else tuple(whole)

    def _collect(self, element: Any) -> None:
        first = len(self._texts)
        name = element.tag.lower() if isinstance(element.tag, str) else "script"
        if element.text and name not in _RAW:
            self._number[element, False] = len(self._texts)
            self._texts.append((element, element.text))
        for child in element:
            self._collect(child)
            if child.tail:
                self._number[child, True] = len(self._texts)
                self._texts.append((element, child.tail))
        self._inside[element] = (first, len(self._texts))

    def _written(self) -> tuple[str, array[int], array[int], array[int]]:
        """The visible characters of the page's texts; for each where it begins and stops, and the number of its
        text."""
        self._tokens = list(page_texts(self._page))
        begins, stops, tokens = array("q"), array("q"), array("q")
        characters: list[str] = []
        for number, (start, end) in enumerate(self._tokens):
            for piece in _PIECE.finditer(self._page, start, end):
                for character in html.unescape(piece.group()) if len(piece.group()) > 1 else piece.group():
                    if not character.isspace() and character != "\0":
                        characters.append(character)
                        begins.append(piece.start())
                        stops.append(piece.end())
                        tokens.append(number)
        return "".join(characters), begins, stops, tokens

    def _of_text(
        self,
        element: _Element,
        text: str,
        places: array[int],
        begins: array[int],
        stops: array[int],
        tokens: array[int],
        cuts: list[tuple[int, int]],
    ) -> Iterator[Origin]:
        node: PageText | None = None
        token = -1
        at, blank = 0, -1
        for match in re.finditer(r"\s+|\S", text):
            start, end = match.span()
            if match.group().isspace():
                blank = start
                continue
            place = places[start]
            if place < 0:
                blank = -1
                continue
            if tokens[place] != token:
                token = tokens[place]
                node = PageText(element, *cuts[token])
                at = node.start
            gap = self._page[at : begins[place]]
            before = start - blank if blank >= 0 else 0
            blank = -1
            if before and not gap.strip():
                yield Origin(start - before, start, node, at, begins[place], literal=before == len(gap))
            yield Origin(
                start, end, node, begins[place], stops[place], literal=stops[place] - begins[place] == end - start
            )
            at = stops[place]
        rest = len(text) - len(text.rstrip())
        if node is not None and rest and rest < len(text):
            gap = self._page[at : node.end]
            if not gap.strip():
                yield Origin(len(text) - rest, len(text), node, at, node.end, literal=rest == len(gap))


def page_texts(page: str) -> Iterator[tuple[int, int]]:
    """The spans of a page's texts: what stands between its tags and comments, without scripts and the like."""
    at = start = 0
    while opening := _OPENING.search(page, at):
        if start < opening.start():
            yield start, opening.start()
        at = opening.end()
        if opening[1]:
            end = _COMMENT_END.search(page, at)
            at = end.end() if end else len(page)
        elif opening[2]:
            at = page.find(">", at) + 1 or len(page)
        else:
            rest = _REST_OF_TAG.match(page, at)
            at = rest.end() if rest else len(page)
            name = opening[3].lower()
            closes = page[opening.start() + 1] == "/"
            if name in _RAW and not closes and not page.endswith("/>", 0, at):
                end = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(page, at)
                at = end.start() if end else len(page)
        start = at
    if start < len(page):
        yield start, len(page)


def _alike(one: str, two: str) -> Iterator[tuple[int, int]]:
    """The places in two texts at which they are alike, in order."""
    i = j = lost = 0
    while i < len(one) and j < len(two) and lost < _MOST_LOST:
        if one[i] == two[j]:
            yield i, j
            i, j = i + 1, j + 1
            continue
        for ahead in range(1, _FURTHEST):
            if one.startswith(two[j : j + _SAME], i + ahead):
                i += ahead
                break
            if two.startswith(one[i : i + _SAME], j + ahead):
                j += ahead
                break
            if one.startswith(two[j + ahead : j + ahead + _SAME], i + ahead):
                i, j = i + ahead, j + ahead
                break
        else:
            lost += 1
            further = one.find(two[j : j + 2 * _SAME], i)
            i, j = (further, j) if further >= 0 else (i, j + 1)
