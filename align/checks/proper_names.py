"""Names and Latin words: who is named in the source should be named in the target, in the spelling of its script.

Names are compared by their skeletons: consonants, in classes that survive transliteration either way between the Latin
and Cyrillic alphabets (after the BGN/PCGN tables): Bout and Бута are both `PT`, Washington and Вашингтон `PSNKTN`.
Vowels play no part and an ending may differ, so that inflection does not matter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from align.checks.view import View
from align.languages.data.name_words import COMMON
from align.languages.scripts import LATIN, script_of

_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЁ][^\W\d_]+(?:['’][^\W\d_]+)*")
_RUN = re.compile(rf"{_NAME.pattern}(?:[ \u00a0-]{_NAME.pattern})*")
_OPENERS = " \u00a0\"“«„(‘'"
_STARTS = frozenset(".!?…:;–—-")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"»”)]+|[\w.+-]+@[\w-]+\.[\w.]+\b|(?<![\w/])[@#]\w{2,}")
_AT = re.compile(r"[@#]|://|www\.")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")

_FOLDS = (
    ("ph", "f"),
    ("sch", "s"),
    ("tch", "s"),
    ("dzh", "s"),
    ("дж", "с"),
    ("дз", "с"),
    ("тч", "с"),
    ("ck", "k"),
    ("ch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("th", "t"),
    ("тс", "с"),
    ("ts", "s"),
    ("wh", "f"),
    ("x", "ks"),
    ("qu", "kf"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("ge", "se"),
    ("gi", "si"),
    ("gy", "sy"),
)
_CLASSES = str.maketrans(
    {
        **dict.fromkeys("bpfvwбпфв", "P"),
        **dict.fromkeys("kcgqhкгх", "K"),
        **dict.fromkeys("szjсзжшщцч", "S"),
        **dict.fromkeys("dtдт", "T"),
        **dict.fromkeys("lл", "L"),
        **dict.fromkeys("mм", "M"),
        **dict.fromkeys("nн", "N"),
        **dict.fromkeys("rр", "R"),
    }
)
_NO_CLASS = re.compile("[^PKSTLMNR]")
_PEOPLE = re.compile(r"(?<=[^\W\d_]{3})(?:ian|ean|an|ese|ish)s?\Z")
_SILENT = re.compile(r"(?<![pcstw])h|х")
_TWICE = re.compile(r"(.)\1+")
_SOFT = {"K", "S"}  # g and c are read either way: Egypt, Египет
MAX_TEXT = 8000  # characters, of a segment longer than any sentence is
_COMPARABLE = frozenset({"Latn", "Cyrl"})


def names_missing(view: View) -> str | None:
    """Names of the source that nothing in the target sounds like, when no other name there could stand for them."""
    scripts = {script_of(view.pair.source_lang), script_of(view.pair.target_lang)}
    if not scripts <= _COMPARABLE:
        return None
    if view.pair.source_lang.startswith("de"):  # German writes every noun with a capital
        return None
    runs = [run for run in _names(view.source) if run]
    if not runs:
        return None
    heard = {skeleton(word) for word in view.target_folded}
    lost = [run for run in runs if not any(_heard(skeleton(word), heard) for word in run)]
    if not lost:
        return None
    sources = {skeleton(word) for word in view.source_words}
    strange = sum(not any(_heard(skeleton(word), sources) for word in run) for run in _names(view.target) if run)
    acronyms = sum(word.isupper() and len(word) > 1 for word in view.target_words)
    if strange + acronyms >= len(lost):
        return None
    return "not found: " + ", ".join(" ".join(run) for run in lost)


def latin_missing(view: View) -> str | None:
    """Addresses and handles, and Latin words of a source in another script, should stand in the target as they are."""
    target = view.target.lower()
    found = _ADDRESS.findall(view.source) if _AT.search(view.source) else []
    lost = [hit for hit in found if hit.rstrip(".,;:!?").lower() not in target]
    if script_of(view.pair.source_lang) not in (LATIN, None):
        rest = _ADDRESS.sub(" ", view.source)
        lost += [word for word in _LATIN_WORD.findall(rest) if word.lower() not in target]
    return "not found: " + ", ".join(lost) if lost else None


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonant classes of a word of the Latin or Cyrillic alphabet; empty for a word of vowels."""
    folded = _PEOPLE.sub("", word).lower()
    folded = folded[0] + _SILENT.sub("", folded[1:].replace("kh", "h"))
    for pair, sound in _FOLDS:
        folded = folded.replace(pair, sound)
    return _TWICE.sub(r"\1", _NO_CLASS.sub("", folded.translate(_CLASSES)))


def _names(text: str) -> list[list[str]]:
    """Runs of capitalised words, without those that begin a sentence alone and those that are translated as a rule."""
    runs = []
    for hit in _RUN.finditer(text[:MAX_TEXT]):
        words = re.split("[ \u00a0-]", hit[0])
        before = text[: hit.start()].rstrip(_OPENERS)
        if not before or before[-1] in _STARTS or text[hit.start() - 1] in _OPENERS[2:]:
            words = words[1:]
        runs.append([word for word in words if len(word) > 2 and word.lower() not in COMMON])
    return runs


def _heard(name: str, heard: set[str]) -> bool:
    """Whether a skeleton is heard in one of the others, give or take an ending or a letter read differently."""
    if len(name) < 2 or name in heard:
        return True
    return any(_alike(name, other) for other in heard if other)


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 3:
        return False
    if len(shorter) < 3 and shorter[0] == longer[0]:
        return len(longer) < 4 or longer.startswith(shorter)
    misread = sum(a != b and {a, b} != _SOFT for a, b in zip(shorter, longer, strict=False))
    return misread <= (0 if len(shorter) < 4 else 1 if len(shorter) < 6 else 2)
