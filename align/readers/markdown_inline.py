r"""The inline signs of Markdown that are no text: escapes, entities, references to footnotes, crossed-out text.

Emphasis and links stay as they are, because a translator sets them anew. What is in a code span is as it stands.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from align.account import Account
from align.readers.markup_signs import CROSSED_OUT, NOTE_REFERENCES
from align.readers.superscripts import ScriptPiece, settled
from align.shown_text import Markup, shown_text

Span = tuple[int, int]

_SIGN = re.compile(
    r"(?P<break>\\[ \t]*(?=[\r\n]))|(?P<escape>\\(?=[!-/:-@\[-`{-~]))(?s:.)"
    r"|(?P<code>`+)"
    r"|(?P<note>(?:[ \t]{1,3}(?=\[\^[^\]\s\[]{1,60}\][.,;:!?…)]))?\[\^[^\]\s\[]{1,60}\])"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<strike>(?<!~)~~(?!~))"
    r"|(?P<comment><!--)"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]{0,20})(?:\s[^<>]{0,2000})?/?>"
)
_DELETED = frozenset({"del", "s", "strike"})
_SCRIPTS = {"sup": 1, "sub": -1}
_LONGEST = 80
"""Characters, at most, of a raised text and its link."""


def inline_markup(
    text: str, pieces: Sequence[Span], account: Account, place: str, tags_are_signs: bool = False
) -> tuple[Markup, ...]:
    """Find the markup of a paragraph, whose lines without the marks of their containers are `pieces`.

    Tags of HTML in running text stay, but for line breaks and for what says that text is raised, lowered or deleted; in
    a block of HTML they are signs. `account` notes what is left out at `place`.
    """
    found = list(_between(text, pieces))
    scan = _Scan(text, pieces[0][0], pieces[-1][1], tags_are_signs)
    found += scan.markup()
    for reason, count in ((CROSSED_OUT, scan.crossed_out), (NOTE_REFERENCES, scan.notes)):
        if count:
            account.leave_out(reason, place, count, expected=reason == NOTE_REFERENCES)
    return tuple(_in_order(found))


def _between(text: str, pieces: Sequence[Span]) -> Iterator[Markup]:
    """The marks of containers in front of the second and later lines: `> `."""
    for (_, end), (start, _) in pairwise(pieces):
        gap = text[end:start]
        if marks := gap.strip():
            begin = end + len(gap) - len(gap.lstrip())
            yield Markup(begin, begin + len(marks))


def _in_order(found: list[Markup]) -> Iterator[Markup]:
    """Sort the markup, without what lies inside other markup."""
    at = -1
    for sign in sorted(found, key=lambda sign: (sign.start, -sign.end)):
        if sign.start >= at:
            yield sign
            at = sign.end


class _Scan:
    """One pass over a paragraph. What opens is kept until it closes; what never closes is text."""

    def __init__(self, text: str, start: int, end: int, tags_are_signs: bool):
        self._text, self._start, self._end = text, start, end
        self._tags_are_signs = tags_are_signs
        self._found: list[Markup] = []
        self._open: dict[str, Markup] = {}
        self._runs: dict[int, list[int]] | None = None
        self._comments = True
        self.crossed_out = self.notes = 0

    def markup(self) -> list[Markup]:
        at = self._start
        while sign := _SIGN.search(self._text, at, self._end):
            at = self._after(sign)
        return self._found

    def _after(self, sign: re.Match[str]) -> int:
        """Note a sign; where to go on behind it."""
        kind = sign.lastgroup
        if kind in ("break", "note", "entity"):
            self._simple(kind, sign)
        elif kind == "escape":
            self._found.append(Markup(sign.start(), sign.end("escape")))
        elif kind == "code":
            return self._behind_code(sign)
        elif kind == "strike":
            self._strike(sign)
        elif kind == "comment":
            return self._behind_comment(sign)
        else:
            self._tag(sign)
        return sign.end()

    def _simple(self, kind: str, sign: re.Match[str]) -> None:
        shown = html.unescape(sign.group()) if kind == "entity" else ""
        if kind == "entity" and shown == sign.group():
            return
        self.notes += kind == "note"
        self._found.append(Markup(*sign.span(), shown))

    def _behind_code(self, sign: re.Match[str]) -> int:
        """Skip a code span: up to the next run of as many backticks."""
        if self._runs is None:
            self._runs = {}
            for run in re.compile("`+").finditer(self._text, self._start, self._end):
                self._runs.setdefault(len(run.group()), []).append(run.start())
        runs = self._runs.get(len(sign.group()), [])
        number = bisect_right(runs, sign.start())
        return runs[number] + len(sign.group()) if number < len(runs) else sign.end()

    def _behind_comment(self, sign: re.Match[str]) -> int:
        end = self._text.find("-->", sign.end(), self._end) if self._comments else -1
        self._comments = end >= 0
        if end < 0:
            return sign.end()
        self._found.append(Markup(sign.start(), end + 3))
        return end + 3

    def _strike(self, sign: re.Match[str]) -> None:
        opened = self._open.pop("~~", None)
        if opened is not None and not self._text[sign.start() - 1].isspace():
            self._delete(opened.start, sign.end())
        elif sign.end() < self._end and not self._text[sign.end()].isspace():
            self._open["~~"] = Markup(*sign.span())

    def _tag(self, sign: re.Match[str]) -> None:
        name = sign["tag"].lower()
        if name in _DELETED or name in _SCRIPTS:
            if not sign["close"]:
                self._open[name] = Markup(*sign.span())
                if name in _SCRIPTS:
                    self._found.append(self._open[name])
            elif opened := self._open.pop(name, None):
                if name in _DELETED:
                    self._delete(opened.start, sign.end())
                else:
                    self._raise(_SCRIPTS[name], opened, sign)
        elif name == "br":
            self._found.append(Markup(*sign.span(), " "))
        elif self._tags_are_signs:
            self._found.append(Markup(*sign.span()))

    def _delete(self, start: int, end: int) -> None:
        self.crossed_out += 1
        self._replace(start, end, "")

    def _replace(self, start: int, end: int, shown: str) -> None:
        """Note `start:end` as markup in place of the signs inside it."""
        while self._found and self._found[-1].start >= start:
            self._found.pop()
        self._found.append(Markup(start, end, shown))

    def _raise(self, script: int, opened: Markup, closed: re.Match[str]) -> None:
        """Replace a raised or lowered text: `10<sup>3</sup>` is 10³. Of what stays as it is only the tags go."""
        inner = self._text[opened.end : closed.start()]
        if len(inner) > _LONGEST:
            self._found.append(Markup(*closed.span()))
            return
        link = re.fullmatch(r"\\?\[([^\[\]]{1,12})\\?\](?:\([^()]*\))?|<a\b[^<>]*>([^<>]{1,12})</a>", inner.strip())
        words = (link[1] or link[2]) if link else inner
        begin = max(self._start, opened.start - 60)
        before = shown_text(
            self._text[begin : opened.start], begin, [sign for sign in self._found[-20:] if sign.start >= begin]
        )
        after = self._text[closed.end() : closed.end() + 1]
        shown = settled(before, ScriptPiece(words.removesuffix("\\"), script, link is not None), after)
        if shown == inner:
            self._found.append(Markup(*closed.span()))
            return
        self.notes += shown is None
        self._replace(opened.start, closed.end(), shown or "")
