"""Callbacks of long work: lines for the user, and how far the work has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

Warn: TypeAlias = Callable[[str], None]
"""Receives a warning: one line for the user."""


def ignore(line: str) -> None:
    """The `Warn` of callers that want no warnings."""


class Progress(Protocol):
    """Receives the progress of work that learns how much there is to do while it goes."""

    def found(self, amount: int) -> None:
        """Add `amount` to the work that there is."""

    def advance(self, amount: int) -> None:
        """Add `amount` to the work that is done."""


class Silent:
    """The `Progress` of callers that show none."""

    def found(self, amount: int) -> None:
        """Do nothing."""

    def advance(self, amount: int) -> None:
        """Do nothing."""
