"""Finds the segments of which cells consist where these stand in another order than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

_MOST_UNITS = 200
_MOST_STEPS = 20_000
"""Attempts after which the search is given up: only texts that repeat themselves take many."""


def order_of_units(units: Sequence[str], cells: Sequence[str]) -> list[list[int]] | None:
    """Find the units, by index, of which each cell consists, every unit once and whole; None where there is no way.

    Neither have white space. A unit goes where it follows the one before it, if there is a choice.

    >>> order_of_units(["One.", "Two.", "Three."], ["Two.", "One.Three."])
    [[1], [0, 2]]
    """
    filled = [unit for unit in units if unit]
    if len(filled) > _MOST_UNITS or Counter("".join(filled)) != Counter("".join(cells)):
        return None
    return _Search(units, cells).run()


class _Search:
    """A search, depth first, for the units of one cell after the other."""

    def __init__(self, units: Sequence[str], cells: Sequence[str]):
        self._units = units
        self._cells = cells
        self._steps = 0
        self._found: list[list[int]] = [[] for _ in cells]
        self._free = {index for index, unit in enumerate(units) if unit}

    def run(self) -> list[list[int]] | None:
        return self._found if self._fill(0, 0, -1) else None

    def _fill(self, cell: int, start: int, last: int) -> bool:
        """Fill the cells from `cell` on, of which that one has `start` characters, the last of them of unit `last`."""
        while cell < len(self._cells) and start == len(self._cells[cell]):
            cell, start = cell + 1, 0
        if cell == len(self._cells):
            return not self._free
        for unit in self._candidates(last):
            self._steps += 1
            if self._steps > _MOST_STEPS:
                return False
            if not self._cells[cell].startswith(self._units[unit], start):
                continue
            self._free.remove(unit)
            self._found[cell].append(unit)
            if self._fill(cell, start + len(self._units[unit]), unit):
                return True
            self._found[cell].pop()
            self._free.add(unit)
        return False

    def _candidates(self, last: int) -> Iterator[int]:
        yield from sorted(self._free, key=lambda unit: (unit != last + 1, unit))
