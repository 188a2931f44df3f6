"""Checks names and Latin words: a name in the source should be in the target, in the spelling of its script.

Names are compared by their skeletons: consonants, in classes that survive transliteration either way between the Latin
and Cyrillic alphabets (after the BGN/PCGN tables): Bout and Бута are both `PT`, Washington and Вашингтон `PSNKTN`.
Vowels play no part and an ending may differ, so that inflection does not matter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from align.checks.detail import Details, at_most, on_sides, one
from align.checks.pair_view import PairView
from align.languages.data.name_words import COMMON
from align.languages.scripts import LATIN, script_of
from align.languages.tags import primary_subtag

_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЁ][^\W\d_]+(?:['’][^\W\d_]+)*")
_RUN = re.compile(rf"{_NAME.pattern}(?:[ \u00a0-]{_NAME.pattern})*")
_OPENERS = " \u00a0\"“«„(‘'"
_STARTS = frozenset(".!?…:;–—-")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"»”)]+|(?<![\w.+-])[\w.+-]{1,256}@[\w-]+\.[\w.]+\b|(?<![\w/])[@#]\w{2,}"
)
_MAYBE_ADDRESS = re.compile(r"[@#]|://|www\.")
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
_DEMONYM_ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:ian|ean|an|ese|ish)s?\Z")
_SILENT = re.compile(r"(?<![pcstw])h|х")
_REPEATED = re.compile(r"(.)\1+")
_SOFT = {"K", "S"}  # g and c are read either way: Egypt, Египет
MAX_TEXT = 8000  # characters, of a segment longer than any sentence is
_COMPARABLE = frozenset({"Latn", "Cyrl"})


def names_missing(view: PairView) -> Details | None:
    """No word of the target sounds like a name of the source, and no other name in it could stand for that."""
    scripts = {script_of(view.pair.source_lang), script_of(view.pair.target_lang)}
    if not scripts <= _COMPARABLE:
        return None
    if primary_subtag(view.pair.source_lang) == "de":  # German writes every noun with a capital
        return None
    runs = [run for run in _names(view.source) if run]
    if not runs:
        return None
    in_target = {skeleton(word) for word in view.target_folded}
    missing = [run for run in runs if not _is_among(run, in_target)]
    if not missing:
        return None
    in_source = {skeleton(word) for word in view.source_words}
    unmatched = sum(not _is_among(run, in_source) for run in _names(view.target) if run)
    acronyms = sum(word.isupper() and len(word) > 1 for word in view.target_words)
    if unmatched + acronyms >= len(missing):
        return None
    return one("names", names=at_most(" ".join(run) for run in missing))


def latin_missing(view: PairView) -> Details | None:
    """An address or handle, or a Latin word of a source in another script, is not in the target as it is."""
    target = view.target.lower()
    addresses = _ADDRESS.findall(view.source) if _MAYBE_ADDRESS.search(view.source) else []
    missing = [address for address in addresses if address.rstrip(".,;:!?").lower() not in target]
    if script_of(view.pair.source_lang) not in (LATIN, None):
        rest = _ADDRESS.sub(" ", view.source)
        missing += [word for word in _LATIN_WORD.findall(rest) if word.lower() not in target]
    return on_sides(missing, ())


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonant classes of a word of the Latin or Cyrillic alphabet; empty for a word of vowels."""
    folded = _DEMONYM_ENDING.sub("", word).lower()
    folded = folded[0] + _SILENT.sub("", folded[1:].replace("kh", "h"))
    for pair, sound in _FOLDS:
        folded = folded.replace(pair, sound)
    return _REPEATED.sub(r"\1", _NO_CLASS.sub("", folded.translate(_CLASSES)))


def _names(text: str) -> list[list[str]]:
    """Find runs of capitalised words, less the first word of a sentence and words that are translated as a rule."""
    runs = []
    for hit in _RUN.finditer(text[:MAX_TEXT]):
        words = re.split("[ \u00a0-]", hit[0])
        before = text[: hit.start()].rstrip(_OPENERS)
        if not before or before[-1] in _STARTS or text[hit.start() - 1] in _OPENERS[2:]:
            words = words[1:]
        runs.append([word for word in words if len(word) > 2 and word.lower() not in COMMON])
    return runs


def _is_among(name: list[str], skeletons: set[str]) -> bool:
    """Whether a word of a name has one of these skeletons, give or take an ending or a letter read differently."""
    return any(
        len(one) < 2 or one in skeletons or any(_sound_alike(one, other) for other in skeletons if other)
        for one in map(skeleton, name)
    )


def _sound_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 3:
        return False
    if len(shorter) < 3 and shorter[0] == longer[0]:
        return len(longer) < 4 or longer.startswith(shorter)
    misread = sum(a != b and {a, b} != _SOFT for a, b in zip(shorter, longer, strict=False))
    return misread <= (0 if len(shorter) < 4 else 1 if len(shorter) < 6 else 2)
