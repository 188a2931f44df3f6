"""What stands around and between words that are named in a sentence, by language."""

from __future__ import annotations

from align.localization.tables import Translated

QUOTES = Translated("quotation marks", "“{}”")
OR = Translated("between words of a list", " or ")
AND = Translated("between words of a list", " and ")
