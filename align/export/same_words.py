"""Where words of a source stand in its translation: the same words, or such as can be known for theirs without a
dictionary: names, titles in quotation marks, amounts, introductions."""

from __future__ import annotations

import re
from itertools import pairwise

Span = tuple[int, int]

_WORD = re.compile(r"\w")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_AMOUNT = re.compile(r"(?<![\w.,])[$€£]?(\d(?:[\d.,\u00a0\u202f]*\d)?%?)(?!\w)")
_INTRODUCES = re.compile(r"[:.!?—–][\"'”’»)\]]*\s*$")
_INTRODUCED = re.compile(r"\s*[:—–]")
_LONGEST_NAME = 4
"""Words of a name that is found by its sound."""


def found_again(text: str, start: int, source: str, target: str, at: int, spaced: bool) -> Span | None:
    """The span in `target`, from `at` on, of what translates `text`, which begins at `start` of `source`; blanks around
    it are not looked for. `spaced` says that the target's language has spaces between words.

    >>> found_again("4.2 billion rubles", 8, "It cost 4.2 billion rubles.", "Это стоило 4,2 млрд рублей.", 0, True)
    (11, 26)
    """
    words, start = text.strip(), start + len(text) - len(text.lstrip())
    return (
        _same_words(words, start, source, target, at, spaced)
        or _same_name(words, target, at)
        or _same_quotation(words, start, source, target, at)
        or _same_amount(words, target, at)
    )


def _same_words(words: str, start: int, source: str, target: str, at: int, spaced: bool) -> Span | None:
    """Where the words stand in the translation from `at` on, nearest to where they are to be expected."""
    inside = (_is_word(source, start - 1), _is_word(source, start + len(words)))
    expected = start * len(target) / max(1, len(source))
    best: Span | None = None
    while (at := target.find(words, at)) >= 0:
        end = at + len(words)
        fits = not spaced or (_is_word(target, at - 1), _is_word(target, end)) == inside
        if (fits or not _WORD.search(words)) and (best is None or abs(at - expected) < abs(best[0] - expected)):
            best = (at, end)
        at += 1
    return best


def _same_name(words: str, target: str, at: int) -> Span | None:
    """Where the first words of the translation from `at` on are that sound like the name that `words` are: `Мурманск`
    for `Murmansk`."""
    from align.languages.name_sound import ALIKE, sound_distance

    name = _NAME.findall(words)
    if not name or len(name) > _LONGEST_NAME or " ".join(name) != " ".join(words.split()):
        return None
    if not all(word[0].isupper() and len(word) > 2 for word in name):
        return None
    others = list(_NAME.finditer(target, at))
    for first in range(len(others) - len(name) + 1):
        these = others[first : first + len(name)]
        alike = all(
            other.group()[0].isupper() and sound_distance(word, other.group()) <= ALIKE
            for word, other in zip(name, these, strict=True)
        )
        if alike and not any(target[a.end() : b.start()].strip() for a, b in pairwise(these)):
            return these[0].start(), these[-1].end()
    return None


def _same_quotation(words: str, start: int, source: str, target: str, at: int) -> Span | None:
    """The words in the same pair of quotation marks, with these where the source has them, if both texts have as many
    pairs: the title of a film."""
    quoted, others = list(_QUOTED.finditer(source)), list(_QUOTED.finditer(target))
    span = (start, start + len(words))
    for one, other in zip(quoted, others, strict=False):
        for part in (0, 1):
            if one.span(part) == span and len(quoted) == len(others) and other.start(part) >= at:
                return other.span(part)
    return None


def _same_amount(words: str, target: str, at: int) -> Span | None:
    """Where the number stands that the words begin with, and as many words behind it, up to punctuation or another
    number: `4,2 млрд рублей` for `4.2 billion rubles`."""
    amount = _AMOUNT.match(words)
    if amount is None:
        return None
    value = _digits(amount[1])
    these = [one for one in _AMOUNT.finditer(target, at) if _digits(one[1]) == value]
    if len(these) != 1:
        return None
    end = these[0].end(1)
    if target[end : end + 1].isspace() and target[end - 1] != "%":
        behind = re.compile(rf"(?:\s+[^\W\d_]+\b){{0,{len(words.split()) - 1}}}").match(target, end)
        end = behind.end() if behind else end
    return these[0].start(1), end


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and _WORD.match(text[at]) is not None


def introduction(words: str, after: str, target: str) -> Span | None:
    """The beginning of the translation up to the colon, dash or stop that ends `words`, with which the source begins,
    or that is the first of `after`, which follows them."""
    if ending := _INTRODUCES.search(words):
        sign, inside = ending.group().strip()[0], len(ending.group().strip())
    elif following := _INTRODUCED.match(after):
        sign, inside = following.group().strip(), 0
    else:
        return None
    end = target.find(sign)
    if end <= 0 or end + 1 >= len(target):
        return None
    return 0, len(target[: end + inside].rstrip())
