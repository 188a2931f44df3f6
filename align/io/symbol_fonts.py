"""Signs that word processors write as characters of a symbol font (`w:sym`), and what these are in Unicode."""

from __future__ import annotations

_SIGNS: dict[str, dict[str, str]] = {
    "Symbol": {
        "B0": "°", "B1": "±", "A2": "′", "B4": "×", "B8": "÷", "B7": "•", "A3": "≤", "B3": "≥", "B9": "≠", "BB": "≈",
        "AE": "→", "AC": "←", "A5": "∞", "61": "α", "62": "β", "67": "γ", "64": "δ", "44": "Δ", "6D": "μ", "70": "π",
        "D2": "®", "E2": "®", "D3": "©", "E3": "©", "D4": "™", "E4": "™", "BC": "…", "25": "%",
    },
    "Wingdings": {"DF": "←", "E0": "→", "E7": "⇐", "E8": "⇒", "F3": "⇔", "4A": "☺", "4B": "😐", "4C": "☹"},
}  # fmt: skip
"""Characters that stand in texts, by their last byte (Adobe, Symbol Encoding). Those of Wingdings are what Word makes
of `-->`, `<==` and `:)` while one types."""


def sign(font: str, character: str) -> str:
    """What a sign is in Unicode, by its font and its hexadecimal code; "" where only a person recognises it.

    >>> sign("Symbol", "F0B0"), sign("Wingdings", "F0E0"), sign("Webdings", "F0E0")
    ('°', '→', '')
    """
    return _SIGNS.get(font, {}).get(character.upper()[-2:], "")
