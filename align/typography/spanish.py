"""Spanish typography, after the RAE («Ortografía de la lengua española», 2010; «Diccionario panhispánico de dudas»).

- Quotation marks: «…», and “…” inside them.
- ¿ and ¡: added where a sentence without commas or other marks inside asks or exclaims; elsewhere the question may
  begin in the middle, which only understanding can find.
- Raya: an aside between two dashes has them close to it, like brackets: —así—.
- Kept on one line: a number and its unit, n.º and its number, EE. UU., Sr. and the name.
- Numbers: a decimal comma (the RAE allows the point, too); from five digits on, groups of three separated by a space.
"""

from __future__ import annotations

from align.typography.style import NBSP, SPACE, Style, before_units, rule

_UNITS = (
    "% ‰ ° °C km m cm mm kg g t l ha kW MW GW kWh h min s km/h € $ £ euro euros dólar dólares millón millones mil años "
    "toneladas metros kilómetros horas minutos"
)
_CLEAN = '[^¿?¡!.…,;:«»“”"()\\[\\]—–\n]'
_DASH = "(?:--?|–|—)"

RULES = (
    rule(rf"(?:\A|(?<=[.!?…] ))([«“\"(\[ ]*)(?=\w)({_CLEAN}+\?)", r"\1¿\2"),
    rule(rf"(?:\A|(?<=[.!?…] ))([«“\"(\[ ]*)(?=\w)({_CLEAN}+!)", r"\1¡\2"),
    rule(rf"(?<=\S) {_DASH} ([^-–—.!?\n]*[^-–—.!?\s]) {_DASH}(?=[ ,.;:])", r" —\1—"),
    rule(rf"(?<!\w)EE\.{SPACE}?UU\.", f"EE.{NBSP}UU."),
    rule(rf"(?<!\w)([nN]\.º){SPACE}?(?=\d)", rf"\1{NBSP}"),
    rule(r"(?<!\w)(Sra?\.|Dra?\.|D\.|Dña\.) (?=[A-ZÁÉÍÓÚÑ])", rf"\1{NBSP}"),
    before_units(_UNITS),
)

STYLE = Style(("«", "»"), ("“", "”"), RULES)
