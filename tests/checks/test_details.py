"""What a check found is said in the reviewer's language, and names the thing."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from align.checks import CHECKS, CheckOptions, check_pairs, details_in_words, explain, find_details, with_details
from align.checks.detail import Detail, Details
from align.checks.detail_strings import COUNTED, SENTENCES
from align.checks.explaining import FoundDetails
from align.checks.pair_view import PairView
from align.checks.registry import all_checks
from align.corpus import Pair
from align.glossary import Glossary, Term
from align.languages.data import counted_words
from align.localization.phrases import AND, OR, QUOTES

GLOSSARY = Glossary(
    [
        Term("berth", ("причал", "место")),
        Term("port", ("порт",), ("портвейн",)),
        Term("harbour", (), ("бухта",)),
        Term("NATO", ("NATO",)),
    ],
    "en",
    "ru",
)


@dataclass(frozen=True)
class Found:
    """A pair that has a flag, and what is named in the sentences about it in English and in Russian."""

    flag: str
    source: str
    target: str
    en: str
    ru: str
    fields: dict[str, Any] = field(default_factory=dict)


CASES = [
    Found("number-mismatch", "It has 12 piers.", "В нём 120 причалов.",
          "Not in the translation: 12; not in the source: 120", "Нет в переводе: 12; нет в исходном тексте: 120"),
    Found("number-mismatch", "It has 12 piers.", "В нём причалы.", "Not in the translation: 12", "Нет в переводе: 12"),
    Found("number-mismatch", "In 10 hours 50% of them left.", "За 50 часов 10 % из них ушли.",
          "Percent on one side only: 10, 50", "Проценты только на одной стороне: 10, 50"),
    Found("date-mismatch", "It shut on May 3.", "Он закрылся 3 июня.", "In the source only: May",
          "Только в исходном тексте: май"),
    Found("date-mismatch", "It shut.", "Он закрылся в мае 2020 года.", "In the translation only: May",
          "Только в переводе: май"),
    Found("date-mismatch", "It shut on Monday.", "Он закрылся в пятницу.",
          "Monday in the source, Friday in the translation", "В исходном тексте понедельник, в переводе пятница"),
    Found("number-order", "It has 12 piers and 30 cranes.", "В нём 30 причалов и 12 кранов.", "Moved: 12, 30",
          "Переставлено: 12, 30"),
    Found("currency-mismatch", "It costs €5.", "Он стоит 5 долларов.",
          "5: euro in the source, dollar in the translation", "5: в исходном тексте евро, в переводе доллар"),
    Found("currency-mismatch", "It costs ¥500.", "Он стоит 500 долларов.",
          "500: yen or yuan in the source, dollar in the translation",
          "500: в исходном тексте иена или юань, в переводе доллар"),
    Found("unit-mismatch", "It grew 5%.", "Он вырос на 5.", "5: percent in the source, none in the translation",
          "5: в исходном тексте процент, в переводе ничего"),
    Found("unit-mismatch", "It opens at 5 a.m.", "Он открывается в 5 часов вечера.",
          "5: a.m. in the source, p.m. in the translation",
          "5: в исходном тексте до полудня, в переводе после полудня"),
    Found("sign-mismatch", "It was -5 degrees.", "Было 5 градусов.", "Minus in the source only: 5",
          "Минус только в исходном тексте: 5"),
    Found("sign-mismatch", "It was 5 degrees.", "Было −5 градусов.", "Minus in the translation only: 5",
          "Минус только в переводе: 5"),
    Found("number-format", "They lost 3.5 tons.", "Они потеряли 3.5 тонны.", "Written as in the source: 3.5",
          "Записано как в исходном тексте: 3.5"),
    Found("glossary-missing", "The berth is full.", "Пирс занят.", "“berth” is not translated as “причал” or “место”",
          "«berth» переведено не как «причал» или «место»"),
    Found("glossary-missing", "It left NATO.", "Она вышла из альянса.", "“NATO” must stay as it is",
          "«NATO» должно остаться как есть"),
    Found("glossary-forbidden", "The port is full.", "Портвейн занят.",
          "“port” is translated as “Портвейн”, which is forbidden: use “порт”",
          "«port» переведено как «Портвейн», а это запрещено: нужно «порт»"),
    Found("glossary-forbidden", "The harbour is full.", "Бухта занята.",
          "“harbour” is translated as “Бухта”, which is forbidden",
          "«harbour» переведено как «Бухта», а это запрещено"),
    Found("name-missing", "They saw Katrina Belova there.", "Её там видели.", "Not found: Katrina Belova",
          "Не найдено: Katrina Belova"),
    Found("name-replaced", "They flew to Paris.", "Они полетели в Берлин.", "Became another name: Paris → Берлин",
          "Стало другим именем: Paris → Берлин"),
    Found("name-replaced", "France criticised Russia.", "Россия критиковала Францию.",
          "France and Russia have changed places", "Поменялись местами: France и Russia"),
    Found("latin-missing", "Ask @harbour about it.", "Спросите об этом.", "Not in the translation: @harbour",
          "Нет в переводе: @harbour"),
    Found("placeholder-mismatch", "Hello, {name}!", "Привет, {имя}!",
          "Not in the translation: {name}; not in the source: {имя}",
          "Нет в переводе: {name}; нет в исходном тексте: {имя}"),
    Found("wrong-language", "The harbour opened on Friday.", "The port was opened that very day.",
          "Not written in the letters of this language: Russian", "Написано не буквами этого языка: русский"),
    Found("wrong-language", "The harbour opened on Friday.", "Гавань відкрилася у п'ятницу, і це дуже добре для людей.",
          "Looks like Ukrainian, not Russian", "Похоже на украинский, а не на русский"),
    Found("untranslated", "the harbour opened again", "the harbour opened again", "Copied: the harbour opened again",
          "Скопировано: the harbour opened again"),
    Found("partly-untranslated", "He said that the harbour opened again on Friday.",
          "Он сказал, что harbour opened again в пятницу, и все были этому очень рады.", "Copied: harbour opened again",
          "Скопировано: harbour opened again"),
    Found("repetition", "He came.", "Он пришёл пришёл пришёл.", "Again and again: пришёл", "Снова и снова: пришёл"),
    Found("broken-text", "He came.", "Он при\ufffdёл.", "Found '\ufffd'", "Найдено '\ufffd'"),
    Found("brackets-unbalanced", "He came.", "Он (пришёл.", "Bracket without a partner: )", "Скобка без пары: )"),
    Found("quotes-unbalanced", "He came.", "Он «пришёл.", "Quotation mark without a partner: «",
          "Кавычка без пары: «"),
    Found("end-punctuation", "Did he come?", "Он пришёл!", "? at the end of the source, ! at that of the translation",
          "В конце исходного текста ?, в конце перевода !"),
    Found("end-punctuation", "Did he come?", "Он пришёл", "? at the end of the source only",
          "? в конце только исходного текста"),
    Found("end-punctuation", "He came", "Он пришёл?", "? at the end of the translation only",
          "? в конце только перевода"),
    Found("length-ratio", "He came.", "Он пришёл " + "и вот так далее и тому подобное " * 3 + ".",
          "Longer than expected by the factor 6.5", "Длиннее ожидаемого в 6,5 раза"),
    Found("length-ratio", "He came and saw it all and was as glad as he could have been, and he said so.", "Он пришёл.",
          "Shorter than expected by the factor 4.3", "Короче ожидаемого в 4,3 раза"),
    Found("low-similarity", "He came.", "Он пришёл.", "Similarity 0.31", "Сходство 0,31", {"score": 0.31}),
    Found("low-confidence", "He came.", "Он пришёл.", "Less sure than the engine is of good drafts",
          "Движок уверен меньше, чем в хороших черновиках", {"logprob": -1.5}),
    Found("uncertain-alignment", "He came.", "Он пришёл.", "Confidence 0.62", "Уверенность 0,62",
          {"extra": {"confidence": 0.62}}),
]  # fmt: skip

IN_A_DOCUMENT = {
    "variant": ("Bout: Бит, elsewhere Бут", "Bout: Бит, в других местах Бут"),
    "lowest similarity": (
        "Similarity 0.55, among the lowest of the document",
        "Сходство 0,55, одно из наименьших в документе",
    ),
    "least sure": ("Among the least sure of the document", "Один из наименее уверенных в документе"),
}
"""What only a whole document shows."""
NOTHING_TO_NAME = {"empty-target", "empty-source"}


def checked(case: Found) -> Pair:
    return replace(Pair("1", "a", 1, case.source, case.target, "en", "ru", flags=(case.flag,)), **case.fields)


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.flag}" for n, case in enumerate(CASES)])
def test_a_flag_names_the_thing_in_both_languages(case: Found) -> None:
    found = find_details(checked(case), glossary=GLOSSARY)[case.flag]
    assert details_in_words(found, "en") == case.en
    assert details_in_words(found, "ru") == case.ru
    assert explain(checked(case), options=CheckOptions(GLOSSARY))[case.flag] == details_in_words(found, begins=False)


def document() -> list[Pair]:
    """A name that one pair renders otherwise, in which the engine and the encoder are less sure as well."""
    words = [*["Бут"] * 20, "Бит"]
    pairs = [
        Pair(
            str(n), "a", n, f"Day {n}: they met Bout.", f"День {n}: пришёл {word}.", "en", "ru", score=0.9, logprob=-0.3
        )
        for n, word in enumerate(words)
    ]
    pairs[-1] = replace(pairs[-1], score=0.55, logprob=-0.5)
    return pairs


def test_what_a_document_shows_is_found_again_in_the_document() -> None:
    pairs = list(check_pairs(document()))
    assert pairs[-1].flags == ("low-similarity", "low-confidence", "name-variant")
    *others, (_, found) = with_details(pairs)
    kinds = {
        detail.kind: (details_in_words(flag), details_in_words(flag, "ru"))
        for flag in found.values()
        for detail in flag
    }
    assert kinds == IN_A_DOCUMENT
    assert not any(found for _, found in others)
    assert "name-variant" not in find_details(pairs[-1])


def test_every_flag_that_can_name_something_does_and_every_sentence_is_met() -> None:
    """In one of the cases, for each check and each sentence."""
    flags = {case.flag for case in CASES} | {"name-variant"}
    assert flags | NOTHING_TO_NAME == {flag for flag, check in CHECKS.items() if check.find}
    met = {detail.kind for case in CASES for detail in find_details(checked(case), glossary=GLOSSARY)[case.flag]}
    assert met | set(IN_A_DOCUMENT) | {"said"} == set(SENTENCES["en"])


def test_the_languages_have_the_same_sentences_with_the_same_places() -> None:
    english = {kind: places(sentence) for kind, sentence in SENTENCES["en"].items()}
    for language in QUOTES:
        assert {kind: places(sentence) for kind, sentence in SENTENCES[language].items()} == english
    assert set(SENTENCES) == set(QUOTES) == set(OR) == set(AND) == set(COUNTED)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_russian_has_a_word_for_all_that_is_counted() -> None:
    data = counted_words
    units = {*data.UNITS.values(), *data.SHORT.values(), *data.PREFIXES.values(), *data.DEGREES.values()}
    units |= {family for words in data.WORDS.values() for family in words.values()}
    units |= {family for families in data.SYMBOLS.values() for family in families}
    assert (units | set(data.CURRENCIES) | {"am", "pm"}) - {""} <= set(COUNTED["ru"])
    assert not any(re.search("[a-z]", word) for word in COUNTED["ru"].values())


def test_a_flag_that_is_not_found_again_has_no_details() -> None:
    pair = Pair("1", "a", 1, "It has 12 piers.", "В нём 12 причалов.", "en", "ru", flags=("number-mismatch", "split"))
    assert find_details(pair) == {}


@pytest.mark.parametrize(("said", "wanted"), [("что что", (Detail("said", {"text": "что что"}),)), ("", ())])
def test_a_check_from_outside_says_in_its_own_words_what_it_found(
    said: str, wanted: Details, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(view: PairView) -> str:
        return said

    checks = all_checks() | {"doubled-word": replace(CHECKS["repetition"], flag="doubled-word", find=find)}
    monkeypatch.setattr("align.checks.run_checks.all_checks", lambda: checks)
    pair = Pair("1", "a", 1, "He came.", "Он пришёл.", "en", "ru", flags=("doubled-word",))
    assert find_details(pair) == {"doubled-word": wanted}
    assert details_in_words(wanted, "ru") == said


def test_documents_are_read_a_window_at_a_time_and_only_flagged_ones_measured() -> None:
    read = 0

    def endless() -> Iterator[Pair]:
        nonlocal read
        while True:
            read += 1
            yield document()[0]

    first: tuple[Pair, FoundDetails] = next(with_details(endless(), window=100))
    assert first[1] == {} and read == 100
