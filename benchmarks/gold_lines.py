"""Lines for made gold that come from nobody's text: formulae of minutes, tables, cues of subtitles, notes."""

from __future__ import annotations

import random
from collections.abc import Sequence

from gold_rules import Pair, Unit

CUES = (
    (
        *("[door slams]", "[wind howling]", "[engine starts]", "♪ (slow piano) ♪", "(clears throat)"),
        *("Captions by the Northern Harbour team", "Download more episodes on our site", "[dog barking outside]"),
    ),
    (
        *("[звонит телефон]", "(смеётся)", "♪ ♪ ♪", "[звон посуды]", "[шаги на лестнице]", "Перевод студии «Полюс»"),
        *("Реклама: лучшие цены недели только у нас", "Подписывайтесь на наш канал"),
    ),
)
"""What only one side's subtitles have. None of one side says what one of the other does."""
NOTES = (
    (
        "* A verst is a little more than a kilometre. (Translator's note)",
        "* The pun on the surname cannot be kept in English. (Translator's note)",
        "* In French in the original.",
        "* The edition of 1902 has another date here.",
        "* A town on the upper river, now under water. (Editor's note)",
        "* He quotes a proverb from memory, and wrongly. (Translator's note)",
    ),
    (
        "* Игра слов: в подлиннике имя созвучно слову «мост». – Прим. перев.",
        "* Мера веса, около четырёхсот граммов. – Прим. перев.",
        "* По-латыни в подлиннике.",
        "* Герой намекает на известную в те годы балладу. – Прим. ред.",
        "* Так в рукописи; вероятно, описка переписчика. – Прим. ред.",
        "* Праздник урожая, который отмечают в ноябре. – Прим. перев.",
    ),
)
"""A translator's and an editor's notes, on one side."""
FORMULAE = (
    ("The motion was carried.", "Предложение принято."),
    ("The motion was lost.", "Предложение отклонено."),
    ("There were no questions.", "Вопросов не было."),
    ("The report was noted.", "Доклад принят к сведению."),
    ("It was so decided.", "Решение принимается."),
    ("The meeting was suspended for ten minutes.", "Объявлен перерыв на десять минут."),
    ("Nobody spoke against it.", "Возражений не поступило."),
)
HEADINGS = (
    ("Approval of the agenda", "Утверждение повестки дня"),
    ("Report of the treasurer", "Отчёт казначея"),
    ("Election of the committee", "Выборы комитета"),
    ("Repairs to the building", "Ремонт здания"),
    ("Correspondence", "Переписка"),
    ("Plans for the coming year", "Планы на будущий год"),
    ("Other business", "Разное"),
    ("Date of the next meeting", "Дата следующего заседания"),
)
SPEAKERS = (
    ("Ms Orlova:", "Г-жа Орлова:"),
    ("Mr Brown:", "Г-н Браун:"),
    ("The Chair:", "Председатель:"),
    ("Mr Petrov (secretary):", "Г-н Петров (секретарь):"),
    ("Ms Larsen:", "Г-жа Ларсен:"),
)
HEADERS = (
    ("Name", "Название"),
    ("Year", "Год"),
    ("Number of visits", "Число посещений"),
    ("Share, %", "Доля, %"),
    ("Remarks", "Примечания"),
)
CELLS = (
    *(("Norway", "Норвегия"), ("Spain", "Испания"), ("Chile", "Чили"), ("Japan", "Япония"), ("Kenya", "Кения")),
    *(("January", "январь"), ("March", "март"), ("July", "июль"), ("October", "октябрь"), ("no data", "нет данных")),
    *(("Total", "Итого"), ("estimate", "оценка"), ("free of charge", "бесплатно"), ("cancelled", "отменено")),
)


def as_minutes(units: list[Unit], more: Sequence[Pair], chance: random.Random) -> list[Unit]:
    """Numbered points with a heading, speakers before what they say, and a formula at the end of each point.

    Numbers stand in the headings of both sides or of one; a speaker in a line of his own on both sides, or, on one, at
    the beginning of what he says.
    """
    result: list[Unit] = []
    place = number = 0
    while place < len(units):
        number += 1
        heading = chance.choice(HEADINGS)
        numbered = chance.choice(((True, True), (True, True), (True, False), (False, True)))
        result.append(
            _alike([f"{number}. {text}" if with_it else text for text, with_it in zip(heading, numbered, strict=True)])
        )
        for _ in range(chance.randint(1, 3)):
            speech = units[place : place + chance.randint(2, 6)]
            place += len(speech)
            if speech:
                result += _spoken(speech, chance)
        if result[-1].lines[0][0] not in dict(FORMULAE):
            result.append(_alike(chance.choice(FORMULAE)))
    return result


def _spoken(speech: list[Unit], chance: random.Random) -> list[Unit]:
    name = chance.choice(SPEAKERS)
    drawn = chance.random()
    if drawn < 0.5:
        return [_alike(name), *speech]
    first = [list(lines) for lines in speech[0].lines]
    if drawn < 0.7:  # on both sides before the first sentence
        for side in (0, 1):
            first[side][0] = f"{name[side]} {first[side][0]}"
        return [Unit((first[0], first[1])), *speech[1:]]
    side = chance.randrange(2)  # on one side in a line of its own, which then belongs to the first sentence
    first[side].insert(0, name[side])
    first[1 - side][0] = f"{name[1 - side]} {first[1 - side][0]}"
    return [Unit((first[0], first[1])), *speech[1:]]


def as_tables(units: list[Unit], more: Sequence[Pair], chance: random.Random) -> list[Unit]:
    """Between the units stand tables with the same headers, a cell a line: words and numbers, both in each side's way
    of writing; and lines that count pages. On one side the number of a row may stand in the line of its name."""
    result: list[Unit] = []
    place = page = 0
    while place < len(units):
        size = chance.randint(4, 14)
        result += units[place : place + size]
        place += size
        page += 1
        result += [_alike(header) for header in HEADERS[: chance.randint(2, len(HEADERS))]]
        for cell in chance.sample(CELLS, chance.randint(3, 8)):
            result += _row(cell, chance)
        result.append(_alike((f"Page {page}", f"Страница {page}")))
    return result


def _row(cell: Pair, chance: random.Random) -> list[Unit]:
    number = chance.randrange(1000, 100_000) / 10
    written = f"{number:,.1f}", f"{number:,.1f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    drawn = chance.random()
    if drawn < 0.7:
        return [_alike(cell), _alike(written)]
    if drawn < 0.85:
        side = chance.randrange(2)
        line = f"{cell[side]} {written[side]}"
        return [Unit.of(side, [line], [cell[1 - side], written[1 - side]])]
    return [_alike([f"{text} {figure}" for text, figure in zip(cell, written, strict=True)])]


def _alike(pair: Sequence[str]) -> Unit:
    return Unit(([pair[0]], [pair[1]]))
