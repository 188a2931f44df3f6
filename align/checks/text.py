"""Checks the surface of the text: empty sides, damaged characters, repetition, brackets, end punctuation."""

from __future__ import annotations

import re

from align.checks.detail import Details, at_most, one
from align.checks.pair_view import PairView

_DAMAGE = re.compile(
    "[\ufffd\u2047\x00-\x08\x0b\x0c\x0e-\x1f\u2581]|@@(?= |$)|</?s>|<unk>|<pad>"
    "|(?:[ÐÑ][\u0080-\u00bf]){2}|Ã[\u0080-\u00bf]"
)
_SUSPECT = re.compile("[\ufffd\u2047\x00-\x1f\u2581@<ÐÑÃ]")
"""The characters that damage begins with: looked for first, since this is much quicker."""
_BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）"}
_BRACKET = re.compile(r"[(\[{)\]}（）]")
_SYLLABLE = re.compile(r"(.{1,6}?)\1{3,}")
_REPEATED_MARK = re.compile(r"([^\w\s.])(?:\s?\1){5,}|\.(?:\s?\.){9,}")
_CLOSERS = " \"'”’»›“‘)]}）」』*_"
_END_MARKS = {
    ".": ".",
    "。": ".",
    "।": ".",
    "۔": ".",
    "…": "…",
    "!": "!",
    "！": "!",
    "?": "?",
    "？": "?",
    "؟": "?",
    ":": ":",
    "：": ":",
    ";": ";",
}


def source_empty(view: PairView) -> Details | None:
    """The unit is in the target only."""
    return () if not view.source.strip() and view.target.strip() else None


def target_empty(view: PairView) -> Details | None:
    """The unit was not translated at all."""
    return () if view.source.strip() and not view.target.strip() else None


def text_broken(view: PairView) -> Details | None:
    """A side has replacement characters, control characters, subword marks, the mark of
    an unknown word (⁇), or Cyrillic read in a wrong encoding."""
    for text in (view.target, view.source):
        if _SUSPECT.search(text) and (match := _DAMAGE.search(text)):
            return one("damage", characters=repr(match[0]))
    return None


def brackets_unbalanced(view: PairView) -> Details | None:
    """Brackets of the target do not pair up, though those of the source do."""
    if not _BRACKET.search(view.target) and not _BRACKET.search(view.source):
        return None
    target, source = _unpaired_bracket(view.target), _unpaired_bracket(view.source)
    if target and not source:
        return one("bracket", mark=target)
    return None


def end_differs(view: PairView) -> Details | None:
    """Only one side ends with a question mark, an exclamation mark or a colon; or only one has a mark at its end."""
    source, target = _end_mark(view.source), _end_mark(view.target)
    if source == target or ({source, target} <= {".", "…", ""} and "" not in (source, target)):
        return None
    if source and target:
        return one("ends", source=source, target=target)
    return one("end of source", source=source) if source else one("end of target", target=target)


def repeated(view: PairView) -> Details | None:
    """Words, syllables or marks repeat in the target and not in the source: a hallucination."""
    phrase = _repeated_phrase(view.target_folded, view.target_words)
    loop = phrase or _repeated_characters(view.target, view.target_words)
    if not loop or _repeated_phrase(view.source_words, view.source_words):
        return None
    if _repeated_characters(view.source, view.source_words):
        return None
    return one("repeated", phrase=" ".join(at_most(loop.split())))


def _unpaired_bracket(text: str) -> str:
    expected: list[str] = []
    for match in _BRACKET.finditer(text):
        bracket = match[0]
        if bracket in _BRACKETS:
            expected.append(_BRACKETS[bracket])
        elif expected and expected[-1] == bracket:
            expected.pop()
        elif bracket == ")" and text[max(0, match.start() - 2) : match.start()].strip("0123456789abcабв") == "":
            continue  # a list item: 1) a)
        else:
            return bracket
    return expected[-1] if expected else ""


def _end_mark(text: str) -> str:
    text = text.rstrip(_CLOSERS)
    if text.endswith("..."):
        return "…"
    return _END_MARKS.get(text[-1:], "")


def _repeated_phrase(words: list[str], written: list[str]) -> str:
    """Find a phrase that occurs twice in a row (three words or more) or three times (one or two words), as written."""
    count = len(words)
    if count - len(set(words)) < 2:  # a repeated phrase has two words at least that occurred before
        return ""
    for size in range(1, count // 2 + 1):
        needed = size * (1 if size > 2 else 2)
        same = 0
        for i in range(size, count):
            same = same + 1 if words[i] == words[i - size] else 0
            if same >= needed:
                return " ".join(written[i - size + 1 : i + 1])
    return ""


def _repeated_characters(text: str, words: list[str]) -> str:
    """Find a syllable that repeats inside a word, or a punctuation mark that repeats."""
    for word in words:
        if len(word) > 9 and (match := _SYLLABLE.search(word)):
            return match[0]
    marks = _REPEATED_MARK.search(text)
    return marks[0].strip() if marks else ""
