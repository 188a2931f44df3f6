"""What stands above a review table in Word, in English and in Russian: how to work, and what the colours mean."""

from __future__ import annotations

WORD_STEPS: dict[str, tuple[str, ...]] = {
    "en": (
        "Correct the text under “{final}”, with tracked changes or without; a row that you change counts as "
        "{edited} by itself. Where the translation is right as it stands, set the status “{approved}”; where the pair "
        "is of no use, “{rejected}” (choose the word, or type a, r, + or -). Leave the source as it is.",
        "Write what a colleague should know under “{note}”, or as a comment. Rows may be sorted, left out and "
        "deleted: each is found again by a hidden mark beside its number.",
        "Save as DOCX or ODT and send the file back. It is brought home with: {merge}",
    ),
    "ru": (
        "Правьте текст в столбце «{final}», с записью исправлений или без неё: строка, которую вы изменили, сама "
        "считается «{edited}». Где перевод верен как есть, поставьте статус «{approved}», где пара негодна — "
        "«{rejected}» (выберите слово или наберите од, отк, + или -). Исходный текст не меняйте.",
        "То, что важно знать коллеге, пишите в «{note}» или в примечании Word. Строки можно сортировать, пропускать и "
        "удалять: каждая находится по скрытой метке рядом с номером.",
        "Сохраните как DOCX или ODT и верните файл. Правки вносит команда: {merge}",
    ),
}
"""The instructions to the reviewer of a translation, by language."""

WORD_ALIGNMENT_STEPS: dict[str, tuple[str, ...]] = {
    "en": (
        "Each row is a piece of the source with its translation; read from top to bottom, the two columns are the two "
        "texts. Look at the coloured rows first. Where a piece is in the wrong row, cut it and paste it where it "
        "belongs, or insert and delete rows: each column must keep all its text, in its order.",
        "Or move nothing, and write under “{fix}”: {words}; or type || in a cell where it is to be divided. Rows that "
        "you corrected need no status; set “{approved}” (a or +) where a row is right, “{rejected}” (r or -) where it "
        "is of no use.",
        "Save as DOCX or ODT and send the file back. It is brought home with: {merge}",
    ),
    "ru": (
        "Строка — это отрезок исходного текста и его перевод; сверху вниз два столбца читаются как два текста. Сначала "
        "смотрите цветные строки. Если отрезок попал не в ту строку, вырежьте его и вставьте на место, добавляйте и "
        "удаляйте строки: в каждом столбце должен остаться весь текст, по порядку.",
        "Или ничего не переносите, а выберите слова в столбце «{fix}»: {words}; или впишите || там, где ячейку надо "
        "разделить. Исправленным строкам статус не нужен; верным ставьте «{approved}» (од или +), негодным "
        "«{rejected}» (отк или -).",
        "Сохраните как DOCX или ODT и верните файл. Правки вносит команда: {merge}",
    ),
}
"""The same for an alignment."""

WORD_SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "paragraph": "Dark line: a paragraph begins",
        "gap": "Double line: pairs are left out",
    },
    "ru": {
        "paragraph": "Тёмная линия: начало абзаца",
        "gap": "Двойная линия: здесь пропущены пары",
    },
}
"""Words and sentences by language; the others are those of every sheet (`strings.SENTENCES`)."""
