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
        "fixes note": "All are carried out together, on the rows as they stand: a column that has slipped takes the "
        "same word in each of its rows. The beginning of a word will do; to take one back, empty its cell.",
        "word": "Word",
        "what happens": "What happens",
        "divide means": "typed into a cell wherever it is to be divided, once or more: what follows makes a new row, "
        "with what follows || in the other cell, if it stands there, too. With “{source-up}” or “{translation-up}” "
        "only what stands before || moves, with “{source-down}” or “{translation-down}” only what stands after it.",
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
        "fixes note": "Все выполняются разом, по строкам, как они есть: если столбец съехал, поставьте одно и то же "
        "слово в каждой его строке. Достаточно начала слова; чтобы отменить, очистите ячейку.",
        "word": "Слово",
        "what happens": "Что произойдёт",
        "divide means": "впишите в ячейку где угодно, раз или несколько, чтобы её разделить: остальное станет новой "
        "строкой, вместе с тем, что стоит после || в другой ячейке, если там тоже есть ||. При словах «{source-up}» "
        "и «{translation-up}» переносится только то, что до ||, при «{source-down}» и «{translation-down}» — только "
        "то, что после.",
        "example": "Пример",
        "before": "лист, каким вы его оставляете",
        "after": "Что из него получится",
    },
}
"""Words and sentences by language; the others are those of every sheet (`strings.SENTENCES`)."""

ALIGNMENT_STEPS: dict[str, tuple[str, ...]] = {
    "en": (
        "Each row is a piece of the source with its translation. Read from top to bottom, the two columns are the "
        "two texts. Most rows are right: look at the coloured ones. “Flags” says why they are; begin where the "
        "aligner was not sure (a low “Confidence”). A text that really has no counterpart is no mistake, nor is a row "
        "of several sentences with their translations.",
        "Where a piece is in the wrong row, put it where it belongs. Cut and paste cells or parts of them, insert "
        "and delete rows, as you like. One thing only: each column must keep all its text, in its order; whole "
        "cells may change places. A translation that is wrong may be worded anew in its cell.",
        "Or do not move anything: choose a word under “Fix”, or type || in the cell where it is to be divided. The "
        "table below says what happens then, and the example shows it.",
        "Rows that you corrected need no status. Set “{approved}” (a or +) where a row is right, “{rejected}” (r or "
        "-) where it is of no use; for several rows at once, drag the corner of the cell. What you leave alone stays "
        "as it is.",
        "Save as XLSX or ODS and send the file back. Whoever sent it to you brings it home with: {merge}",
    ),
    "ru": (
        "Строка — это отрезок исходного текста и его перевод. Сверху вниз два столбца читаются как два текста. "
        "Большинство строк верны: смотрите цветные. Почему они цветные, сказано в столбце «Пометки»; начните с тех, "
        "где выравнивание под вопросом (низкая «Уверенность»). Текст, у которого и правда нет соответствия, — не "
        "ошибка, как и строка из нескольких предложений с их переводами.",
        "Если отрезок попал не в ту строку, перенесите его на место. Вырезайте и вставляйте ячейки и их части, "
        "добавляйте и удаляйте строки как угодно. Важно одно: в каждом столбце должен остаться весь текст, по порядку; "
        "поменять местами можно целые ячейки. Неверный перевод можно исправить прямо в ячейке.",
        "Или ничего не переносите: выберите слово в столбце «Исправить» или впишите || там, где ячейку надо разделить. "
        "Что тогда произойдёт, сказано в таблице ниже и видно в примере.",
        "Исправленным строкам статус не нужен. Верным ставьте «{approved}» (од или +), негодным «{rejected}» (отк или "
        "-); нескольким сразу — протянув ячейку за уголок. Чего вы не тронете, останется как есть.",
        "Сохраните как XLSX или ODS и верните файл. Тот, кто его прислал, вносит правки командой: {merge}",
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
        "exchange": "This row and the next exchange their translations.",
        "unlink": "The row becomes two: the source alone, then the translation alone.",
    },
    "ru": {
        "join": "Эта строка и следующая станут одной.",
        "source-up": "Исходный текст этой строки перейдёт в конец строки выше.",
        "source-down": "Исходный текст этой строки перейдёт в начало строки ниже.",
        "translation-up": "Перевод этой строки перейдёт в конец строки выше.",
        "translation-down": "Перевод этой строки перейдёт в начало строки ниже.",
        "exchange": "Эта строка и следующая обменяются переводами.",
        "unlink": "Строка станет двумя: исходный текст отдельно, перевод отдельно.",
    },
}
"""What each word under *Fix* does, in a sentence."""


EXAMPLE: dict[str, tuple[tuple[str, str, Fix | None], ...]] = {
    "en": (
        ("Sentence one.", "One, translated.", None),
        ("Sentence two.", "", None),
        ("Sentence three.", "Two, translated.", "translation-up"),
        ("Sentence four.", "Three, translated. || Four, translated.", "translation-up"),
        ("Five. || Six.", "Five, translated. || Six, translated.", None),
    ),
    "ru": (
        ("Предложение один.", "Перевод один.", None),
        ("Предложение два.", "", None),
        ("Предложение три.", "Перевод два.", "translation-up"),
        ("Предложение четыре.", "Перевод три. || Перевод четыре.", "translation-up"),
        ("Пять. || Шесть.", "Перевод пять. || Перевод шесть.", None),
    ),
}
"""Rows as a reviewer leaves them: source, translation, fix."""

EXAMPLE_MENDED: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("Sentence one.", "One, translated."),
        ("Sentence two.", "Two, translated."),
        ("Sentence three.", "Three, translated."),
        ("Sentence four.", "Four, translated."),
        ("Five.", "Five, translated."),
        ("Six.", "Six, translated."),
    ),
    "ru": (
        ("Предложение один.", "Перевод один."),
        ("Предложение два.", "Перевод два."),
        ("Предложение три.", "Перевод три."),
        ("Предложение четыре.", "Перевод четыре."),
        ("Пять.", "Перевод пять."),
        ("Шесть.", "Перевод шесть."),
    ),
}
"""The rows that `align merge` makes of these."""
