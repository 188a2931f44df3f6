"""German typography, after Duden («Die deutsche Rechtschreibung», 28th edition, Textverarbeitung) and DIN 5008 (2020).

- Quotation marks (D 8–12): „…“, and ‚…‘ inside them.
- Gedankenstrich: an en dash between spaces; between years without.
- Kept on one line: number and unit, month or currency; § and Nr. and their number; z. B., d. h., u. a. with a space.
- Numbers: a decimal comma; from five digits on, groups of three separated by a space, which DIN 5008 prefers to points.
"""

from __future__ import annotations

from align.typography.style import NBSP, SPACE, Style, before_units, rule

_UNITS = (
    "% ‰ ° °C km m cm mm kg g t l ha kW MW GW kWh h min s km/h € $ £ Euro Dollar Cent Prozent Uhr Jahre Jahren Mio Mrd "
    "Million Millionen Milliarde Milliarden Billionen Tonnen Meter Metern Kilometer Kilometern"
)
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"

RULES = (
    rule(r"(?<=\S) --?(?= )", " –"),
    rule(r"(?<![\w.,-])((?:1\d|20)\d\d)-((?:1\d|20)\d\d)(?![\w-]|[.,]\d)", r"\1–\2"),
    rule(rf"(?<!\w)([zZ])\.{SPACE}?B\.", rf"\1.{NBSP}B."),
    rule(rf"(?<!\w)([dD])\.{SPACE}?h\.", rf"\1.{NBSP}h."),
    rule(rf"(?<!\w)([uU])\.{SPACE}?([aä])\.", rf"\1.{NBSP}\2."),
    rule(rf"(§){SPACE}?(?=\d)", rf"\1{NBSP}"),
    rule(r"(?<!\w)(Nr\.|Dr\.|Prof\.) (?=[\dA-ZÄÖÜ])", rf"\1{NBSP}"),
    rule(rf"(?<=\d\.) (?=(?:{_MONTHS})(?!\w))", NBSP),
    before_units(_UNITS),
)

STYLE = Style(("„", "“"), ("‚", "‘"), RULES)
