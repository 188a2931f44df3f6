"""Numbers of many digits, in the ways that people and hostile texts write them."""

from __future__ import annotations

LONG = {
    "one run": "7" * 100_000,
    "zeros": "0" * 100_000,
    "commas": "1" + ",234" * 25_000,
    "spaces": "1" + " 234" * 25_000,
    "fours": "1234" + " 5678" * 20_000,
    "points": "1" + ".2" * 50_000,
    "decimals": "1." + "3" * 100_000,
    "dashes": "1" + "-2" * 20_000,
    "seasons": "2016/17 " * 12_500,
    "prices": "1.5 " * 25_000,
    "another script": "٣" * 100_000,
}
"""About a hundred thousand digits in every notation that the program reads."""


def thousands(digits: str, separator: str) -> str:
    """Groups of three, counted from the end."""
    first = len(digits) % 3 or 3
    return separator.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def fours(digits: str, separator: str) -> str:
    """Groups of four, counted from the beginning, as on a card."""
    return separator.join(digits[at : at + 4] for at in range(0, len(digits), 4))
