"""Curates a corpus out of many: duplicates, noise, splits, and a datasheet that records it.

After OpusFilter (Aulamo, Virpioja and Tiedemann 2020) and Bitextor: every step reads and writes corpora, flags first,
and drops only what it is asked to drop.
"""

from align.curation.filtering import ALL_FLAGS, PRESETS, FilterOptions, FilterResult, filter_corpus
from align.curation.noise_flags import Limits
from align.curation.two_pass import Inputs, reread

__all__ = [
    "ALL_FLAGS",
    "PRESETS",
    "FilterOptions",
    "FilterResult",
    "Inputs",
    "Limits",
    "filter_corpus",
    "reread",
]
