"""How long work tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Listens to work that learns how much there is to do while it goes."""

    def found(self, amount: int) -> None:
        """So much more work has come in."""

    def advance(self, amount: int) -> None:
        """So much more of it is done."""


class Silent:
    """Hears everything and says nothing."""

    def found(self, amount: int) -> None:
        """Nothing."""

    def advance(self, amount: int) -> None:
        """Nothing."""
