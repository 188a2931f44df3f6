"""The surface of the text: empty sides, damaged characters, repetition, quotes, brackets, end punctuation."""

from __future__ import annotations

import re

from align.checks.view import View

_DAMAGE = re.compile(
    "[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\u2581]|@@(?= |$)|</?s>|<unk>|<pad>|(?:[ÐÑ][\u0080-\u00bf]){2}|Ã[\u0080-\u00bf]"
)
_SUSPECT = re.compile("[\ufffd\x00-\x1f\u2581@<ÐÑÃ]")
"""The signs that damage begins with: looked for first, since this is much quicker."""
_BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）"}
_MARKED = re.compile(r"[(\[{)\]}（）]")
_SYLLABLE = re.compile(r"(.{1,6}?)\1{3,}")
_SIGNS = re.compile(r"([^\w\s.])(?:\s?\1){5,}|\.(?:\s?\.){9,}")
_CLOSERS = " \"'”’»›“‘)]}）」』*_"
_ENDS = {
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


def source_empty(view: View) -> str | None:
    """A unit that only the target has."""
    return "" if not view.source.strip() and view.target.strip() else None


def target_empty(view: View) -> str | None:
    """A unit that was not translated at all."""
    return "" if view.source.strip() and not view.target.strip() else None


def text_broken(view: View) -> str | None:
    """Replacement characters, control characters, subword marks, or Cyrillic read in the wrong encoding."""
    for text in (view.target, view.source):
        if _SUSPECT.search(text) and (hit := _DAMAGE.search(text)):
            return f"found {hit[0]!r}"
    return None


def brackets_unbalanced(view: View) -> str | None:
    """Brackets of the target do not pair up, though those of the source do."""
    if not _MARKED.search(view.target) and not _MARKED.search(view.source):
        return None
    target, source = _open_brackets(view.target), _open_brackets(view.source)
    if target and not source:
        return f"unpaired {target}"
    return None


def quotes_unbalanced(view: View) -> str | None:
    """Quotation marks of the target do not pair up, though those of the source do."""
    target = _odd_quote(view.target)
    return f"unpaired {target}" if target and not _odd_quote(view.source) else None


def end_differs(view: View) -> str | None:
    """One side asks, exclaims or leads on with a colon, and the other does not; or only one ends at all."""
    source, target = _end(view.source), _end(view.target)
    if source == target or ({source, target} <= {".", "…", ""} and "" not in (source, target)):
        return None
    return f"{source or 'nothing'} against {target or 'nothing'}"


def repeated(view: View) -> str | None:
    """Words, or a stretch of letters or signs, again and again in the target and not in the source: a hallucination."""
    loop = _loop(view.target_folded) or _stutter(view.target, view.target_words)
    if loop and not (_loop(view.source_words) or _stutter(view.source, view.source_words)):
        return f"again and again: {loop}"
    return None


def _open_brackets(text: str) -> str:
    waiting: list[str] = []
    for hit in _MARKED.finditer(text):
        sign = hit[0]
        if sign in _BRACKETS:
            waiting.append(_BRACKETS[sign])
        elif waiting and waiting[-1] == sign:
            waiting.pop()
        elif sign == ")" and text[max(0, hit.start() - 2) : hit.start()].strip("0123456789abcабв") == "":
            continue  # a list item: 1) a)
        else:
            return sign
    return waiting[-1] if waiting else ""


def _odd_quote(text: str) -> str:
    if text.count('"') % 2:
        return '"'
    opened, closed = text.count("«"), text.count("»")
    if opened != closed:
        return "«" if opened > closed else "»"
    low, high, right = text.count("„"), text.count("“"), text.count("”")
    if low:
        return "„" if low != high + right else ""
    return "“" if high > right else "”" if right > high else ""


def _end(text: str) -> str:
    text = text.rstrip(_CLOSERS)
    if text.endswith("..."):
        return "…"
    return _ENDS.get(text[-1:], "")


def _loop(words: list[str]) -> str:
    """A phrase that stands twice in a row (three words or more) or three times (one or two words)."""
    count = len(words)
    if count - len(set(words)) < 2:  # a loop has two words at least that were there before
        return ""
    for size in range(1, count // 2 + 1):
        needed = size * (1 if size > 2 else 2)
        same = 0
        for place in range(size, count):
            same = same + 1 if words[place] == words[place - size] else 0
            if same >= needed:
                return " ".join(words[place - size + 1 : place + 1])
    return ""


def _stutter(text: str, words: list[str]) -> str:
    """A syllable again and again inside a word, or a sign again and again."""
    for word in words:
        if len(word) > 9 and (hit := _SYLLABLE.search(word)):
            return hit[0]
    hit = _SIGNS.search(text)
    return hit[0].strip() if hit else ""
