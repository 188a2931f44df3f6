"""Numbers within bounds, as options take them, with the bounds in words: `1 to 32`, not `1<=x<=32`."""

from __future__ import annotations

from typing import Any

import click

from align.localization import N_, _


class WholeNumber(click.IntRange):
    """A whole number within bounds."""

    def _describe_range(self) -> str:
        return _bounds(self)


class Number(click.FloatRange):
    """A number within bounds."""

    def _describe_range(self) -> str:
        return _bounds(self)


_NAMES = {
    "integer": N_("integer"),
    "float": N_("float"),
    "integer range": N_("integer range"),
    "float range": N_("float range"),
}
"""What click calls numbers where a value is none."""


def with_bounds_in_words(option: click.Option) -> None:
    """Have an option name its bounds, and what kind of number it takes, in words, and its value `N`."""
    old: Any = option.type
    if isinstance(old, (click.IntRange, click.FloatRange)):
        kind: Any = WholeNumber if isinstance(old, click.IntRange) else Number
        option.type = kind(old.min, old.max, old.min_open, old.max_open, old.clamp)
        option.metavar = option.metavar or "N"
    elif isinstance(old, (type(click.INT), type(click.FLOAT))):
        option.type = type(old)()
        option.metavar = option.metavar or old.name.upper()
    if name := _NAMES.get(option.type.name):
        option.type.name = _(name)


def _bounds(numbers: Any) -> str:
    low, high = (f"{bound or 0:g}" for bound in (numbers.min, numbers.max))  # as one types them, in any language
    least = _("more than {low}", low=low) if numbers.min_open else _("{low} or more", low=low)
    most = _("less than {high}", high=high) if numbers.max_open else _("{high} or less", high=high)
    if numbers.min is None:
        return most
    if numbers.max is None:
        return least
    if numbers.min_open or numbers.max_open:
        return f"{least}, {most}"
    return _("{low} to {high}", low=low, high=high)
