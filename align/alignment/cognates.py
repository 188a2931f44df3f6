"""Words of any alphabet in plain Latin letters, so that names and cognates of two languages can be compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh"
)
_CYRILLIC += " щ=sch ъ= ы=i ь= э=e ю=u я=ya і=i ї=i є=e ґ=g ў=u ј=i љ=l њ=n ђ=d ћ=c џ=d"
_GREEK = "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=t ι=i κ=k λ=l μ=m ν=n ξ=ks ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=f χ=h ψ=ps ω=o"
_LETTERS = str.maketrans(dict(item.split("=") for item in f"{_CYRILLIC} {_GREEK} ß=ss ø=o æ=e ł=l đ=d ı=i".split()))
"""Letters to Latin ones as names are written in the press (near GOST 7.79 B and BGN/PCGN, without their diacritics)."""
_SPELLINGS = [pair.split("=") for pair in ["kh=h", "ph=f", "th=t", "ck=k"]]
_SOUNDS = str.maketrans(dict(pair.split("=") for pair in ["c=k", "q=k", "w=v", "y=i", "j=i", "x=ks"]))


def romanised(word: str) -> str:
    """A lower-case word in plain Latin letters, with spellings that sound alike made equal, to compare names by."""
    plain = word.translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    for spelling, sound in _SPELLINGS:
        plain = plain.replace(spelling, sound)
    return plain.translate(_SOUNDS)


@lru_cache(maxsize=100_000)
def trigrams(word: str) -> frozenset[str]:
    """Letter trigrams of the word in Latin letters with its ends marked; none for numbers and words under four
    letters."""
    if len(word) < 4 or word.isdigit():
        return frozenset()
    marked = f"^{romanised(word)}$"
    return frozenset(marked[i : i + 3] for i in range(len(marked) - 2))
