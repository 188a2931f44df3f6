"""Russian: what the rules know that razdel does not.

razdel (tuned on news and fiction) knows the abbreviations; the rules add what people write since: smileys and emoji
that end a sentence, and brackets as smiles.
"""

from __future__ import annotations

import re

from align.segmentation.candidates import Candidate
from align.segmentation.words import words

STARTERS = words(
    """А Без Более Больше Бывший Был Была Было Были В Вместе Во Впоследствии Все Всего Вскоре Где Да Для До До Его Ее Её
    Если Еще Ещё За Затем И Из Именно Иначе Их К Как Какой Когда Кроме Кто Куда Мы На Над Например Не Нет Ни Но О Об
    Однако Он Она Они Оно От Ответ Отметим Перед По Под Поэтому После Потом Почему При Про С Сам Самый Свой Сегодня
    Сейчас Со Согласно Среди Так Также Такой Там Теперь То Тогда Только Тот Тут У Уже Хотя Через Что Чтобы Эта Эти Это
    Этот Я"""
)
"""Capitalised words that open sentences and are no names."""

_YEAR = re.compile(r"\d{4}\s*(?:-\S+)?\s*$")


def verdict(c: Candidate) -> bool | None:
    """True: a sentence ends here. False: none does. None: let razdel's proposal stand."""
    if c.right.startswith("#"):
        return False
    if c.marks or (c.bracket and c.never_opened):
        return c.spaced and (c.next[:1].isupper() or c.right.startswith("@"))
    if c.term == "." and not c.closers and c.word in {"г", "гг"} and _YEAR.search(c.before) and c.next in STARTERS:
        return True  # `в 1837 г. Он`: razdel reads г. as `город`
    return None
