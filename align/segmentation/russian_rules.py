"""Rules for Russian sentence boundaries that razdel does not have.

razdel (tuned on news and fiction) has the abbreviations; the rules add newer habits of writing: smileys and emoji
that end a sentence, and brackets as smiles.
"""

from __future__ import annotations

import re

from align.languages.word_lists import words
from align.segmentation.boundary_candidates import BoundaryCandidate

STARTERS = words(
    """А Без Более Больше Бывший Был Была Было Были В Ваш Вместе Во Впоследствии Все Всего Вскоре Вы Где Да Для До
    Его Ее Её Если Еще Ещё За Затем И Из Именно Иначе Их К Как Какой Когда Кроме Кто Куда Мы На Над Например Не Нет
    Ни Но О Об Однако Он Она Они Оно От Ответ Отметим Перед По Под Поэтому После Потом Почему При Про С Сам Самый
    Свой Сегодня Сейчас Со Согласно Среди Так Также Такой Там Теперь То Тогда Только Тот Тут У Уже Хотя Через Что
    Чтобы Эта Эти Это Этот Я"""
)
"""Capitalised words that open sentences and are no names."""

UNITS = words("мм см м км км/ч м/с кг шт проц ч мин сек")
"""Units of measure and of time: after a number they end a sentence when a capital follows."""

TIME_ZONES = words("МСК GMT UTC")

BEFORE_NUMBER = words("табл рис стр гл разд вып илл ил прил пп подп")
"""Abbreviations that belong to the number behind them: `табл. 3`."""

_HASHTAG_AS_WORD = re.compile(r"#[\w-]+,? (?=[а-яё])")
_NUMBER = re.compile(r"\d\s*$")
_YEAR = re.compile(r"\d{4}\s*(?:-\S+)?\s*$")
_LATIN_ACRONYM = re.compile(r"(?!P\.S|N\.B)(?:[A-Z]\.)+[A-Z]")


def is_boundary(c: BoundaryCandidate) -> bool | None:
    """True: a sentence ends here. False: none does. None: keep razdel's proposal."""
    if c.right.startswith("#"):
        return bool(c.term and c.left) and c.spaced and not c.marks and _HASHTAG_AS_WORD.match(c.right) is not None
    if c.marks or (c.bracket and c.never_opened):
        return c.spaced and (c.next[:1].isupper() or c.right.startswith("@"))
    if c.term == "." and not c.closers and c.spaced and c.next:
        return _after_abbreviation(c)
    return None


def _after_abbreviation(c: BoundaryCandidate) -> bool | None:
    """Decide after an abbreviation: razdel reads `г.` as `город` and `им.` as `имени`, but a sentence opener after them
    shows that they are `год` and the pronoun."""
    if c.word in ("долл", "дол") and c.next == "США":
        return False
    opens = c.next in STARTERS and not c.right[len(c.opener) + len(c.next) :].startswith(".")  # no initial
    if c.word in ("г", "гг") and _YEAR.search(c.before):
        return True if opens or "«" in c.opener else None
    if c.word in BEFORE_NUMBER and c.next[0].isdigit():
        return False
    if c.word.isdecimal() and c.next[0].isupper() and c.before.endswith(".") and _last_word(c.before) in BEFORE_NUMBER:
        return True
    if c.left in UNITS and _NUMBER.search(c.before) and c.next[0].isupper() and c.next not in TIME_ZONES:
        return True
    ordinary = len(c.word) > 1 and c.word.islower()
    return True if opens and (ordinary or _LATIN_ACRONYM.fullmatch(c.word)) else None


def _last_word(before: str) -> str:
    return before[:-1].split()[-1].lstrip("([«") if before[:-1].split() else ""
