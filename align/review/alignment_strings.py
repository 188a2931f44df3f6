"""The words of an alignment's sheets that those of drafts have not, in English and in Russian."""

from __future__ import annotations

from align.review.fixes import Fix

ALIGNMENT_SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "title": "Review of an alignment",
        "high means": "probably wrong: the translation is missing, or a number or the language does not fit",
        "medium means": "look twice: the aligner was not sure, the source is missing, or length or meaning is unusual",
        "changed": "Your correction",
        "changed means": "no longer as it was: counts as edited by itself",
        "approved means": "source and translation belong together and are right",
        "edited means": "you have corrected the row (counts by itself, whatever the status, unless it is rejected)",
        "rejected means": "the pair stays out of the translation memory; its text stays in its place",
        "unclear word": "Unclear word",
        "unclear word means": "under Status or Fix: none of their words, nor the beginning of one",
        "fix": "To be mended",
        "fix means": "a word stands under Fix, or || in a cell: done when the sheet is merged",
        "hole": "Empty side",
        "hole means": "this text has nothing on the other side",
        "gone": "Emptied row",
        "gone means": "you have moved both texts away: the row will be gone",
        "green means": "you work in these columns; leave the others as they are",
        "gap step": "Pairs are left out of this sheet: a thick line stands wherever that is. Move nothing across one.",
        "gap means": "the rows above and below are no neighbours in the text: move nothing across",
        "fixes": "The words under Fix",
        "fixes note": "All are carried out together, on the rows as they stand. The beginning of a word will do.",
        "word": "Word",
        "what happens": "What happens",
        "divide means": "typed into a cell where it is to be divided: what follows makes a new row, with what follows "
        "|| in the other cell, if it stands there, too. With “{source-up}” or “{translation-up}” only what "
        "stands before || moves, with “{source-down}” or “{translation-down}” only what stands after it.",
        "example": "Example",
        "before": "the sheet as you leave it",
        "after": "What is made of it",
    },
    "ru": {
        "title": "Проверка выравнивания",
        "high means": "скорее всего ошибка: нет перевода, не сходится число или язык",
        "medium means": "посмотрите внимательнее: пара под вопросом, нет исходного текста, необычны длина или смысл",
        "changed": "Ваша правка",
        "changed means": "здесь уже не так, как было: считается исправленным само",
        "approved means": "исходный текст и перевод соответствуют друг другу и верны",
        "edited means": "вы исправили строку (считается само, что бы ни стояло в статусе, кроме «отклонено»)",
        "rejected means": "пара не попадёт в память переводов; текст останется на своём месте",
        "unclear word": "Неясное слово",
        "unclear word means": "в статусе или в столбце «Исправить»: не из его слов и не начало одного из них",
        "fix": "Будет исправлено",
        "fix means": "выбрано слово в столбце «Исправить» или в ячейке стоит ||: выполнится при слиянии",
        "hole": "Пустая сторона",
        "hole means": "у этого текста нет соответствия на другой стороне",
        "gone": "Пустая строка",
        "gone means": "оба текста перенесены отсюда: строки не станет",
        "green means": "вы работаете в этих столбцах; остальные не трогайте",
        "gap step": "В листе не все пары: где они пропущены, стоит толстая линия. Ничего через неё не переносите.",
        "gap means": "строки над ней и под ней в тексте не соседи: ничего через неё не переносите",
        "fixes": "Слова столбца «Исправить»",
        "fixes note": "Все выполняются разом, по строкам, как они есть. Достаточно начала слова.",
        "word": "Слово",
        "what happens": "Что произойдёт",
        "divide means": "впишите в ячейку там, где её разделить: остальное станет новой строкой, вместе с тем, что "
        "стоит после || в другой ячейке, если там тоже есть ||. При словах «{source-up}» и "
        "«{translation-up}» переносится только то, что до ||, при «{source-down}» и «{translation-down}» — "
        "только то, что после.",
        "example": "Пример",
        "before": "лист, каким вы его оставляете",
        "after": "Что из него получится",
    },
}
"""Words and sentences by language; the others are those of every sheet (`strings.SENTENCES`)."""

ALIGNMENT_STEPS: dict[str, tuple[str, ...]] = {
    "en": (
        "Each row is a piece of the source with its translation. Read from top to bottom, the two columns are the two "
        "texts. Most rows are right: look at the coloured ones; “Flags” says why they are.",
        "Where a piece is in the wrong row, put it where it belongs. Cut and paste cells or parts of them, insert and "
        "delete rows, as you like. One thing only: each column, read from top to bottom, must keep all its text.",
        "Or do not move anything: choose a word under “Fix”, or type || in the cell where it is to be divided. The "
        "table below says what happens then.",
        "Rows that you corrected need no status. Set “{approved}” (a or +) where a row is right, “{rejected}” (r or -) "
        "where it is of no use; for several rows at once, drag the corner of the cell.",
        "Save as XLSX or ODS and send the file back. It is brought home, and every text counted, with: {merge}",
    ),
    "ru": (
        "Строка — это отрезок исходного текста и его перевод. Сверху вниз два столбца читаются как два текста. "
        "Большинство строк верны: смотрите цветные; почему они цветные, сказано в столбце «Пометки».",
        "Если отрезок попал не в ту строку, перенесите его на место. Вырезайте и вставляйте ячейки и их части, "
        "добавляйте и удаляйте строки как угодно. Важно одно: в каждом столбце сверху вниз должен остаться весь текст.",
        "Или ничего не переносите: выберите слово в столбце «Исправить» или впишите || там, где ячейку надо разделить. "
        "Что тогда произойдёт, сказано в таблице ниже.",
        "Исправленным строкам статус не нужен. Верным ставьте «{approved}» (од или +), негодным «{rejected}» (отк или "
        "-); нескольким сразу — протянув ячейку за уголок.",
        "Сохраните как XLSX или ODS и верните файл. Правки вносит и сверяет с текстами команда: {merge}",
    ),
}
"""The instructions to the reviewer, by language."""

FIX_MEANINGS: dict[str, dict[Fix, str]] = {
    "en": {
        "join": "This row and the next become one.",
        "source-up": "The source of this row goes to the row above, to its end.",
        "source-down": "The source of this row goes to the row below, to its beginning.",
        "translation-up": "The translation of this row goes to the row above, to its end.",
        "translation-down": "The translation of this row goes to the row below, to its beginning.",
        "unlink": "The row becomes two: the source alone, then the translation alone.",
    },
    "ru": {
        "join": "Эта строка и следующая станут одной.",
        "source-up": "Исходный текст этой строки перейдёт в конец строки выше.",
        "source-down": "Исходный текст этой строки перейдёт в начало строки ниже.",
        "translation-up": "Перевод этой строки перейдёт в конец строки выше.",
        "translation-down": "Перевод этой строки перейдёт в начало строки ниже.",
        "unlink": "Строка станет двумя: исходный текст отдельно, перевод отдельно.",
    },
}
"""What each word under *Fix* does, in a sentence."""


EXAMPLE: dict[str, tuple[tuple[str, str, Fix | None], ...]] = {
    "en": (
        ("Sentence one.", "One, translated.", None),
        ("Sentence two.", "", None),
        ("Sentence three.", "Two, translated.", "translation-up"),
        ("", "Three, translated.", "translation-up"),
        ("Four. || Five.", "Four, translated. || Five, translated.", None),
    ),
    "ru": (
        ("Предложение один.", "Перевод один.", None),
        ("Предложение два.", "", None),
        ("Предложение три.", "Перевод два.", "translation-up"),
        ("", "Перевод три.", "translation-up"),
        ("Четыре. || Пять.", "Перевод четыре. || Перевод пять.", None),
    ),
}
"""Rows as a reviewer leaves them: source, translation, fix."""

EXAMPLE_MENDED: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("Sentence one.", "One, translated."),
        ("Sentence two.", "Two, translated."),
        ("Sentence three.", "Three, translated."),
        ("Four.", "Four, translated."),
        ("Five.", "Five, translated."),
    ),
    "ru": (
        ("Предложение один.", "Перевод один."),
        ("Предложение два.", "Перевод два."),
        ("Предложение три.", "Перевод три."),
        ("Четыре.", "Перевод четыре."),
        ("Пять.", "Перевод пять."),
    ),
}
"""The rows that `align merge` makes of these."""
