"""The account of what a reader saw: how much it read, what it left out or changed, why and where.

Every reader of a corpus or document keeps one, so that nothing vanishes unsaid: a terminal gets it as one line,
`--json` as an object.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

from align.localization import N_, _

if TYPE_CHECKING:
    from typing_extensions import Self

MOST_PLACES = 3
"""Places that a tally keeps: a reader of millions need not look for more."""


class Reason(str):
    """A reason of an account with places in it: the English text, which is a key, and a message to look up.

    >>> Reason(N_("units without {language}"), language="ru")
    'units without ru'
    """

    __slots__ = ("message", "values")
    message: str
    values: dict[str, str]

    def __new__(cls, message: str, /, **values: str) -> Self:
        reason = super().__new__(cls, message.format(**values) if values else message)
        reason.message, reason.values = message, values
        return reason

    @classmethod
    def of(cls, reason: str) -> Self:
        """A reason as one that can be shown."""
        return reason if isinstance(reason, cls) else cls(reason)

    def shown(self) -> str:
        """The reason in the reader's language, and so a reason that stands in one of its places."""
        values = {name: value.shown() if isinstance(value, Reason) else value for name, value in self.values.items()}
        return _(self.message, **values)


def joined(reasons: Sequence[str]) -> str:
    """Several reasons as one."""
    return reduce(lambda one, other: Reason("{one}; {other}", one=Reason.of(one), other=Reason.of(other)), reasons)


@dataclass(slots=True)
class Tally:
    """How often something was met, and the first places where it was: `line 3`, `p. 12`, `row 7`.

    `expected` says that everybody expects it to be left out, so that only `--json` has it: page numbers, code.
    """

    count: int = 0
    places: list[str] = field(default_factory=list)
    expected: bool = False

    def add(self, place: str, count: int = 1) -> None:
        """Count `count` more, met at `place`, which may be empty."""
        self.count += count
        if place and len(self.places) < MOST_PLACES and place not in self.places:
            self.places.append(place)


@dataclass(slots=True)
class Account:
    """What a reader made of all it saw. It grows while a stream is read, and is whole when the stream has ended.

    `read` is the number of units (pairs, paragraphs, records) that were handed on. `left_out` and `changed` give a
    tally for each reason: a noun phrase in the plural that a person understands, such as `units without ru` or `inline
    codes`. Reasons and places are English here and in JSON, and `line` says them in the reader's language: a constant
    is marked with `N_`, and what has places in it is a `Reason`.
    """

    read: int = 0
    left_out: dict[str, Tally] = field(default_factory=dict)
    changed: dict[str, Tally] = field(default_factory=dict)

    def leave_out(self, reason: str, place: str = "", count: int = 1, *, expected: bool = False) -> None:
        """Note that something was left out; what is `expected` to be is not in the line."""
        self.left_out.setdefault(reason, Tally(expected=expected)).add(place, count)

    def change(self, reason: str, place: str = "", count: int = 1, *, expected: bool = False) -> None:
        """Note that something was handed on, but not as it stands in the file."""
        self.changed.setdefault(reason, Tally(expected=expected)).add(place, count)

    @property
    def complete(self) -> bool:
        """Whether all that was seen was handed on as it was."""
        return not (self.left_out or self.changed)

    def line(self) -> str:
        """The account in one line, without what is expected; empty if there is nothing to say.

        >>> account = Account(read=9)
        >>> account.leave_out("further translations", "line 3")
        >>> account.line()
        'left out: further translations (1, line 3)'
        """
        parts = []
        for message, tallies in (
            (N_("left out: {reasons}"), self.left_out),
            (N_("changed: {reasons}"), self.changed),
        ):
            worded = [_worded(reason, tally) for reason, tally in tallies.items() if not tally.expected]
            if worded:
                parts.append(_(message, reasons=", ".join(worded)))
        return "; ".join(parts)

    def as_json(self) -> dict[str, Any]:
        """The account as an object for `--json`: `{"read": 9, "left_out": {"further translations": {"count": 1,
        "places": ["line 3"]}}, "changed": {}}`."""
        return {
            "read": self.read,
            "left_out": {reason: _as_json(tally) for reason, tally in self.left_out.items()},
            "changed": {reason: _as_json(tally) for reason, tally in self.changed.items()},
        }


def _worded(reason: str, tally: Tally) -> str:
    """`further translations (4, first at line 3)`."""
    reason = Reason.of(reason).shown()
    if not tally.places:
        return _("{reason} ({count:,})", reason=reason, count=tally.count)
    place = place_shown(tally.places[0])
    if tally.count == 1:
        return _("{reason} ({count:,}, {place})", reason=reason, count=1, place=place)
    return _("{reason} ({count:,}, first at {place})", reason=reason, count=tally.count, place=place)


def place_shown(place: str) -> str:
    """A place of a tally in the reader's language."""
    for pattern, message in _PLACES:
        if match := pattern.fullmatch(place):
            return _(message, **match.groupdict())
    return place


_PLACES = tuple(
    (re.compile(pattern, re.DOTALL), message)
    for pattern, message in (
        (r"line (?P<number>\d+)", N_("line {number}")),
        (r"row (?P<number>\d+)", N_("row {number}")),
        (r"record (?P<number>\d+)", N_("record {number}")),
        (r"p\. (?P<number>\d+)", N_("p. {number}")),
        (r"sheet (?P<sheet>.+), row (?P<number>\d+)", N_("sheet {sheet}, row {number}")),
    )
)


def _as_json(tally: Tally) -> dict[str, Any]:
    shown: dict[str, Any] = {"count": tally.count, "places": tally.places}
    return {**shown, "expected": True} if tally.expected else shown
