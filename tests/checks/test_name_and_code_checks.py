"""Names that became others, names in several ways, codes that are lost, headlines left in capitals."""

from __future__ import annotations

import pytest

from align.checks import check_pair, check_pairs
from align.checks.corpus_inspection import Inspection
from align.checks.name_renderings import is_one_word
from align.checks.run_checks import check_with_details
from align.corpus.pair import Pair
from align.languages.name_sound import ALIKE, sound_distance


def flags(source: str, target: str, languages: str = "en-ru") -> tuple[str, ...]:
    source_lang, _, target_lang = languages.partition("-")
    return check_pair(Pair("a-1", "a", 1, source, target, source_lang, target_lang))


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("The minister arrived in Vienna on Friday.", "Министр прибыл в Прагу в пятницу.", "en-ru"),
        ("He flew to Buenos Aires.", "Он прилетел в Чикаго.", "en-ru"),
        ("Japan sent aid to Turkey.", "Китай направил помощь Турции.", "en-ru"),
        ("Shares of Lukoil fell.", "Акции Роснефти упали.", "en-ru"),
        ("The president met Trump.", "Президент встретил Байдена.", "en-ru"),
        ("Putin said so.", "Байден сказал это.", "en-ru"),
        ("Spain beat Italy 2-1.", "Италия обыграла Испанию 2:1.", "en-ru"),
        ("He came to Kyiv.", "Він приїхав до Варшави.", "en-uk"),
        ("He came to Moscow.", "Er kam nach London.", "en-de"),
        ("Он прибыл в Берлин.", "He arrived in London.", "ru-en"),
        ("The president came to Paris.", "Президент прибыл в Мадрид.", "en-ru"),
        ("Spain beat Italy on Sunday.", "В воскресенье Италия обыграла Испанию.", "en-ru"),
        ("Delhi protested.", "Пакистан выразил протест.", "en-ru"),
        ("He flew from Cairo to Rome.", "他从开罗飞往马德里。", "en-zh"),
        ("Ukraine and Russia agreed.", "乌克兰与白俄罗斯达成协议。", "en-zh"),
        ("France beat Spain.", "フランスはイタリアを破った。", "en-ja"),
        ("He arrived in London.", "وصل إلى برلين.", "en-ar"),
        ("He arrived in London.", "그는 베를린에 도착했다.", "en-ko"),
    ],
)
def test_a_name_that_became_another_one_is_a_hint(source: str, target: str, languages: str) -> None:
    assert "name-replaced" in flags(source, target, languages)


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("The minister arrived in Vienna on Friday.", "Министр прибыл в Вену в пятницу.", "en-ru"),
        ("Moscow police said so.", "Московская полиция это подтвердила.", "en-ru"),
        ("Germany beat Brazil 7-1.", "Германия обыграла Бразилию 7:1.", "en-ru"),
        ("France and Spain agreed.", "Испания и Франция согласились.", "en-ru"),
        ("Bout met his lawyer in New York.", "Бут встретился с адвокатом в Нью-Йорке.", "en-ru"),
        ("The White House agreed.", "Белый дом согласился.", "en-ru"),
        ("He came to Moscow.", "Er kam nach Moskau.", "en-de"),
        ("Beijing protested.", "Китай выразил протест.", "en-ru"),
        ("Moscow said it would answer.", "Россия заявила, что ответит.", "en-ru"),
        ("Spain beat Italy.", "Италия уступила Испании.", "en-ru"),
        ("Xi Jinping met Qin Gang.", "Си Цзиньпин встретился с Цинь Ганом.", "en-ru"),
        ("The court heard Hughes, Wright and Merz.", "Суд выслушал Хьюза, Райта и Мерца.", "en-ru"),
        ("Washington and Tokyo agreed.", "美国和日本达成协议。", "en-zh"),
        ("British police came to Madrid.", "英国警方来到马德里。", "en-zh"),
        ("France beat Spain.", "فازت فرنسا على إسبانيا.", "en-ar"),
    ],
)
def test_a_name_that_is_right_is_none(source: str, target: str, languages: str) -> None:
    assert "name-replaced" not in flags(source, target, languages)


@pytest.mark.parametrize(
    ("name", "language", "targets"),
    [
        ("Zelenskyy", "uk", ("Зеленський пішов.", "Вони бачили Зеленського.", "Зеленському дали.")),
        ("Dubai", "ru", ("Дубай стоит.", "Дубайский порт закрыт.", "Они в Дубае.")),
    ],
)
def test_cases_and_adjectives_of_a_name_are_one_rendering(name: str, language: str, targets: tuple[str, ...]) -> None:
    pairs = [Pair(f"a-{n}", "a", n, f"It is {name}.", target, "en", language) for n, target in enumerate(targets, 1)]
    assert not any("name-variant" in pair.flags for pair in check_pairs(pairs))


def story(*targets: str) -> list[Pair]:
    return [
        Pair(f"a-{n}", "a", n, f"Day {n}: they met Bout.", target, "en", "ru") for n, target in enumerate(targets, 1)
    ]


def test_one_name_in_several_ways_is_flagged_and_said() -> None:
    pairs = story("Они видели Бута.", "К Буту пришли.", "Пришёл Бут.", "С Битом говорили.", "О Бауте говорили.")
    inspection = Inspection("a.jsonl")
    checked = list(inspection.count(check_with_details(pairs)))
    assert [pair.n for pair in checked if "name-variant" in pair.flags] == [4, 5]
    ((name, ways),) = inspection.names
    assert name == "Bout" and [count for _, count in ways] == [3, 1, 1] and ways[0][0] == "Бут"


def test_forms_of_one_name_are_one_name() -> None:
    pairs = story("Они видели Бута.", "К Буту пришли.", "С Бутом говорили.", "О Буте говорили.")
    assert not any("name-variant" in pair.flags for pair in check_pairs(pairs))
    assert is_one_word("Москва", "Москвой") and not is_one_word("Бут", "Бит")


def test_names_that_sound_alike_are_told_from_others() -> None:
    for name, word in [
        ("Washington", "Вашингтона"),
        ("Zhukov", "Жуков"),
        ("Schmidt", "Шмидтом"),
        ("Johnson", "Джонсон"),
    ]:
        assert sound_distance(name, word) <= ALIKE, (name, word)
    for name, word in [("Putin", "Байден"), ("Berlin", "Лондон"), ("Gazprom", "Роснефть"), ("Obama", "Трамп")]:
        assert sound_distance(name, word) > ALIKE, (name, word)


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("Open {0} and {name}.", "Откройте {0} и {name}.", False),
        ("Open {0}.", "Откройте.", True),
        ("Got %d files.", "Файлов: %s.", True),
        ("Click <b>here</b>.", "Нажмите <b>здесь</b>.", False),
        ("Click <b>here</b>.", "Нажмите <b>здесь.", True),
        ("Hi 🎉", "Привет 🎉", False),
        ("Hi 🎉", "Привет", True),
        ("Tom &amp; Jerry", "Том & Джерри", False),
        ("100% sure", "Уверен на 100 %", False),
        ("A line<br>more", "Строка<br/>ещё", False),
    ],
)
def test_a_code_that_is_lost_is_an_error(source: str, target: str, wrong: bool) -> None:
    assert ("placeholder-mismatch" in flags(source, target)) == wrong


def test_the_mark_of_an_unknown_word_is_broken_text() -> None:
    assert "broken-text" in flags("The price is high.", "Цена ⁇ высока.")


UNTRANSLATED = {"untranslated", "partly-untranslated", "wrong-language"}


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("THE BANK AGREED.", "BANK AGREED.", "en-ru"),
        ("URGENT: OIL PRICES RISE AGAIN", "СРОЧНО: OIL PRICES RISE AGAIN", "en-ru"),
        ("SUMMARY", "SUMMARY", "en-ru"),
        ("LE GOUVERNEMENT ACCEPTE LA LOI", "LE GOUVERNEMENT ACCEPTE LA LOI", "fr-uk"),
        ('He shouted "GET OUT OF HERE NOW".', "Он крикнул «GET OUT OF HERE NOW».", "en-bg"),
    ],
)
def test_words_in_capitals_that_were_not_translated_are_errors(source: str, target: str, languages: str) -> None:
    assert UNTRANSLATED & set(flags(source, target, languages))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("NATO AND EU AGREE", "НАТО И ЕС СОГЛАСНЫ"),
        ("IBM, BMW AND HSBC AGREE", "IBM, BMW И HSBC СОГЛАСНЫ"),
        ("BANK OF AMERICA RAISES FORECAST", "BANK OF AMERICA ПОВЫСИЛ ПРОГНОЗ"),
        ("IBM", "IBM"),
    ],
)
def test_acronyms_and_names_in_capitals_may_stay(source: str, target: str) -> None:
    assert not UNTRANSLATED & set(flags(source, target))


@pytest.mark.slow
def test_so_are_they_in_german_whose_dictionary_is_large() -> None:
    text = "DIE REGIERUNG STIMMT ZU"
    assert UNTRANSLATED & set(flags(text, text, "de-ru"))
