"""The flags of `align.checks` in words for the sheet, in Russian; the English ones are the checks' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.checks.detail import Details

_RUSSIAN: dict[str, str] = {
    "empty-target": "У исходного сегмента нет перевода.",
    "empty-source": "У перевода нет исходного сегмента.",
    "wrong-language": "Перевод не на том языке.",
    "untranslated": "Перевод повторяет исходный текст.",
    "partly-untranslated": "Слова исходного текста остались в переводе как есть.",
    "repetition": "Перевод снова и снова повторяет одни и те же слова.",
    "broken-text": "Есть испорченные знаки или следы работы движка.",
    "hit-limit": "Перевод упёрся в предел длины: конец мог пропасть.",
    "placeholder-mismatch": "Подстановки, тега или значка исходного текста нет в переводе в том же виде.",
    "number-mismatch": "Числу на одной стороне нет соответствия на другой.",
    "date-mismatch": "Месяцы или дни недели на двух сторонах расходятся.",
    "number-order": "Те же числа стоят в другом порядке.",
    "currency-mismatch": "Сумма в другой валюте или без валюты.",
    "unit-mismatch": "То же число стоит с другой единицей, без неё или без процентов.",
    "sign-mismatch": "То же число меньше нуля только на одной стороне.",
    "number-format": "Число или время записано не так, как принято в языке перевода.",
    "glossary-forbidden": "Термин переведён так, как глоссарий запрещает.",
    "glossary-missing": "Термин из глоссария переведён не так, как условлено.",
    "length-ratio": "Перевод необычно короток или длинен для этого документа.",
    "low-similarity": "Похоже, стороны значат разное.",
    "uncertain-alignment": "Неясно, какие сегменты здесь соответствуют друг другу.",
    "low-confidence": "Движок был уверен в этом черновике меньше, чем в других.",
    "name-missing": "Имя из исходного текста не нашлось в переводе.",
    "name-replaced": "Похоже, имя из исходного текста стало другим именем.",
    "name-variant": "Имя передано здесь иначе, чем в остальном документе.",
    "latin-missing": "Адреса, имени пользователя или латинского слова нет в переводе.",
    "split": "Сегмент был слишком длинен и переведён по частям.",
    "term-substituted": "Термин вставлен в черновик так, как он стоит в глоссарии: проверьте окончание.",
    "numbers-repaired": "Перевод взят из памяти; числа или даты в нём подставлены по правилам.",
    "brackets-unbalanced": "У скобки в переводе нет пары.",
    "quotes-unbalanced": "У кавычки в переводе нет пары.",
    "end-punctuation": "Стороны заканчиваются разными знаками препинания.",
}


def in_words(flag: str, language: str, details: Details = ()) -> str:
    """What was found in a pair; where that names nothing, what the flag means, as one sentence. In English where there
    are no words in `language`.

    >>> in_words("number-mismatch", "ru")
    'Числу на одной стороне нет соответствия на другой.'
    >>> from align.checks import Detail
    >>> in_words("number-mismatch", "ru", (Detail("missing", {"found": ("12",)}),))
    'Нет в переводе: 12'
    """
    from align.checks import MEASURED, describe, details_in_words

    if details and flag not in MEASURED:
        return details_in_words(details, language)
    return _RUSSIAN[flag] if language == "ru" and flag in _RUSSIAN else describe(flag)
