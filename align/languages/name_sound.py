"""How far apart a name and a word sound, across the Latin and Cyrillic alphabets.

Both are written in one rough phonetic spelling (after the BGN/PCGN tables, with what English spells ambiguously), and
the distance is that of weighted edits (Wagner and Fischer 1974): vowels cost little, since they are heard and written
in many ways; voiced for voiceless costs less than another consonant. The last letters of a Cyrillic word may be an
ending.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ALIKE = 0.26
"""Up to this distance, a word may be the name: of CLDR's 772 cities of one word in English and Russian, 97 in 100 are
within it; of a city and the name of any other, 1 in 100."""

_CYRILLIC = {
    **dict(zip("абвгдезиклмнопрстуфхыэ", "abvgdeziklmnoprstufhie", strict=True)),
    "ё": "o",
    "ж": "j",
    "й": "i",
    "ц": "ts",
    "ч": "c",
    "ш": "c",
    "щ": "c",
    "ъ": "",
    "ь": "",
    "ю": "iu",
    "я": "ia",
    "і": "i",
    "ї": "i",
    "є": "e",
    "ґ": "g",
    "ў": "u",
    "ј": "i",
    "љ": "l",
    "њ": "n",
    "ћ": "c",
    "ђ": "j",
    "џ": "j",
}
_CYRILLIC_PAIRS = (("дж", "ж"), ("цз", "ж"), ("чж", "ж"), ("кс", "x"), ("тч", "ч"))
_LATIN = (
    ("ce", "se"), ("ci", "si"), ("cy", "si"),
    ("shch", "c"), ("tsch", "c"), ("sch", "c"), ("tch", "c"), ("tzsch", "c"), ("dzh", "j"), ("zh", "j"), ("kh", "h"),
    ("gh", "g"), ("ch", "c"), ("sh", "c"), ("ph", "f"), ("th", "t"), ("wh", "u"), ("rh", "r"), ("ck", "k"),
    ("qu", "kv"), ("q", "k"), ("x", "ks"), ("tz", "ts"), ("y", "i"),
    ("ee", "i"), ("oo", "u"), ("ou", "u"), ("w", "v"),
)  # fmt: skip
_ENGLISH = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        ("^wr", "r"), ("^kn", "n"), ("^x", "s"), ("^qi", "tsi"), ("(?<=[lnr])z$", "ts"), ("ughes", "iuz"),
        ("(?<=.)ight", "ait"), ("eigh", "ei"),
    )
)  # fmt: skip
"""English letters that are not heard, and the pinyin of X and Q, the German z."""
_DEMONYM = re.compile(r"['’]s?\Z")
_VOWELS = frozenset("aeiou")
_NEAR: dict[frozenset[str], float] = {
    frozenset(pair): cost
    for pairs, cost in (
        ("sz vu gh jg ji cj cs vf tc zj", 0.25),
        ("ck ks gk jh zc st dj hk", 0.45),
        ("td bp bv zs fp", 0.6),
    )
    for pair in pairs.split()
}
_ENDING = 3  # letters
_LONGEST = 30  # letters of a word that are listened to


@lru_cache(maxsize=1 << 15)
def phonetic(word: str) -> str:
    """Write a word in a rough phonetic spelling.

    >>> phonetic("Washington"), phonetic("Вашингтон"), phonetic("Zhukov"), phonetic("Жуков")
    ('vacington', 'vacington', 'jukov', 'jukov')
    """
    plain = _DEMONYM.sub("", word[:_LONGEST].casefold())
    if not re.search("[\u0400-\u052f]", plain):
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if "a" <= c <= "z")
        for pattern, sound in _ENGLISH:
            plain = pattern.sub(sound, plain)
        for letters, sound in _LATIN:
            plain = plain.replace(letters, sound)
        plain = (
            plain.replace("c", "k") if plain.startswith(("ca", "co", "cu", "cl", "cr")) and word[1:2] != "h" else plain
        )
        plain = re.sub(r"c(?=[tlr])", "k", plain)
    else:
        for letters, sound in _CYRILLIC_PAIRS:
            plain = plain.replace(letters, sound)
        plain = "".join(_CYRILLIC.get(letter, "ks" if letter == "x" else "") for letter in plain)
    return re.sub(r"(.)\1+", r"\1", plain)


@lru_cache(maxsize=1 << 17)
def sound_distance(name: str, word: str) -> float:
    """How far apart `name` and `word` sound, from 0 (the same) to about 1; `word` may have an ending of its own.

    >>> sound_distance("Bout", "Бута") < 0.1 < ALIKE < sound_distance("Putin", "Байден")
    True
    """
    one, other = phonetic(name), phonetic(word)
    if not one or not other:
        return 1.0
    if one == other:
        return 0.0
    gaps = [_GAPS[letter] for letter in other]
    row = [0.0]
    for gap in gaps:
        row.append(row[-1] + gap)
    for a in one:
        changes, left, diagonal = _CHANGES[a], row[0] + _GAPS[a], row[0]
        gap_of_a = _GAPS[a]
        new = [left]
        for j, b in enumerate(other):
            above = row[j + 1]
            left = min(above + gap_of_a, left + gaps[j], diagonal + changes[b])
            diagonal = above
            new.append(left)
        row = new
    shortest = max(1, len(other) - _ENDING)
    best = min(row[j] + 0.05 * (len(other) - j) for j in range(shortest, len(other) + 1))
    return min(best / max(len(one), len(other) - _ENDING, 3), 1.0)


def _gap(letter: str) -> float:
    return 0.35 if letter in _VOWELS or letter == "h" else 0.8


def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return 0.25
    return _NEAR.get(frozenset((one, other)), 1.0)


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_GAPS = {letter: _gap(letter) for letter in _LETTERS}
_CHANGES = {one: {other: _change(one, other) for other in _LETTERS} for one in _LETTERS}
