"""The typography of five languages: what is set, what is never touched, and that setting twice changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from align.corpus import Pair
from align.typography import LANGUAGES, typeset, typeset_pairs

N, T = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Он сказал: "Да".', "Он сказал: «Да»."),
        ('ОАО "Завод "Волга"" закрыт', "ОАО «Завод „Волга“» закрыт"),
        ("“Слово ‘и’ дело”, сказал он", "«Слово ‘и’ дело», сказал он"),
        ("«Газета «Труд» вышла»", "«Газета „Труд“ вышла»"),
        ('5" и больше', '5" и больше'),
        ("«Начало цитаты без конца", "«Начало цитаты без конца"),
        ('"Начало цитаты без конца.', "«Начало цитаты без конца."),
        ('Конец цитаты".', "Конец цитаты»."),
        ('сказал "да", и ушел".', "сказал „да“, и ушел»."),
        ('Доска в 5" шириной', 'Доска в 5" шириной'),
        ('" что это "', '" что это "'),
        ("Москва - столица", f"Москва{N}— столица"),
        ("Москва — столица -- да", f"Москва{N}— столица{N}— да"),
        ("- Да, - сказал он.", f"— Да,{N}— сказал он."),
        ("где-то 5 - 3 = 2", "где-то 5 - 3 = 2"),
        ("в 1941-1945 годах", "в 1941–1945 годах"),
        ("тел. 495-1941-1945", "тел. 495-1941-1945"),
        ("И.И.Иванов и А. С. Пушкин", f"И.{N}И.{N}Иванов и А.{N}С.{N}Пушкин"),
        ("Иванов И. И. пришел", f"Иванов{N}И.{N}И. пришел"),
        ("дом №5, § 7", f"дом №{N}5, §{N}7"),
        ("5 км, 10 %, 22 ноября 2016 года", f"5{N}км, 10{N}%, 22{N}ноября 2016{N}года"),
        ("и т.д., т. е. так", f"и т.{N}д., т.{N}е. так"),
        ("5 метро", "5 метро"),
    ],
)
def test_russian_after_the_publishers_handbook(text: str, wanted: str) -> None:
    assert typeset(text, "ru-RU") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Il dit : "Oui !"', f"Il dit{N}: «{N}Oui{T}!{N}»"),
        ("« Oui »", f"«{N}Oui{N}»"),
        ('«Il dit "oui"»', f"«{N}Il dit “oui”{N}»"),
        ("Pourquoi? Parce que; voilà!", f"Pourquoi{T}? Parce que{T}; voilà{T}!"),
        ("Quoi?!", f"Quoi{T}?!"),
        ("à 12:30, ratio 3:1", "à 12:30, ratio 3:1"),
        ("l'État n'est pas - non - 5 km, 10%", f"l’État n’est pas – non – 5{N}km, 10{N}%"),
        ("M. Dupont, n° 5", f"M.{N}Dupont, n°{N}5"),
    ],
)
def test_french_after_the_imprimerie_nationale(text: str, wanted: str) -> None:
    assert typeset(text, "fr") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Er sagte: "Ja."', "Er sagte: „Ja.“"),
        ('"Die "Welt" schrieb das"', "„Die ‚Welt‘ schrieb das“"),
        ("»Ja«, sagte er", "„Ja“, sagte er"),
        ("Er kam - sah - siegte, z.B. 5 km", f"Er kam – sah – siegte, z.{N}B. 5{N}km"),
        ("am 5. Mai, § 5, Nr. 7, d. h. so", f"am 5.{N}Mai, §{N}5, Nr.{N}7, d.{N}h. so"),
    ],
)
def test_german_after_duden(text: str, wanted: str) -> None:
    assert typeset(text, "de") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Dijo: "Sí".', "Dijo: «Sí»."),
        ('"El "País" lo dijo"', "«El “País” lo dijo»"),
        ("Qué pasa? Nada!", "¿Qué pasa? ¡Nada!"),
        ("¿Qué pasa?", "¿Qué pasa?"),
        ("Si no responde, qué hacemos?", "Si no responde, qué hacemos?"),
        ("El puerto - el mayor - abrió", "El puerto —el mayor— abrió"),
        ("EE.UU. y EE. UU.", f"EE.{N}UU. y EE.{N}UU."),
    ],
)
def test_spanish_after_the_academy(text: str, wanted: str) -> None:
    assert typeset(text, "es-ES") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Газета "День" вийшла', "Газета «День» вийшла"),
        ("п'ять об'єктів - це 5 км", f"п’ять об’єктів{N}— це 5{N}км"),
        ("Т.Г.Шевченко, 24 серпня", f"Т.{N}Г.{N}Шевченко, 24{N}серпня"),
    ],
)
def test_ukrainian_after_the_orthography_of_2019(text: str, wanted: str) -> None:
    assert typeset(text, "uk") == wanted


@pytest.mark.parametrize(
    ("text", "source", "wanted"),
    [
        ("Рост 4.5 %", "Growth of 4.5 per cent", f"Рост 4,5{N}%"),
        ("Рост 4.5%", "", "Рост 4.5%"),
        (
            "около 12,500 тонн и 1,200 человек",
            "12,500 tons and 1,200 people",
            f"около 12{N}500{N}тонн и 1200{N}человек",
        ),
        ("1,234,567.89", "a sum of 1,234,567.89", f"1{N}234{N}567,89"),
        ("Windows 3.11 вышла", "It runs Windows 3.11 now", "Windows 3.11 вышла"),
        ("статья 5.1", "under Article 5.1 of it", "статья 5.1"),
        ("в 12.30", "at 12.30 p.m. on Friday", "в 12.30"),
        ("1.234 и 1,234", "1.234 and 1,234", "1.234 и 1,234"),
        ("версия 1.2.3, 22.11.2016", "version 1.2.3, 22.11.2016", "версия 1.2.3, 22.11.2016"),
        ("$4.5 млн", "$4.5 million", f"$4,5{N}млн"),
    ],
)
def test_a_number_is_rewritten_only_where_the_source_proves_it(text: str, source: str, wanted: str) -> None:
    assert typeset(text, "ru", source) == wanted


def test_a_source_with_decimal_commas_proves_nothing() -> None:
    assert typeset("4.500", "ru", "4.500 Tonnen", "de") == "4.500"


SHELTERED = [
    "https://example.com/a?b=1&c=d-e",
    "www.example.org",
    "a.b-c@example.com",
    "file.txt",
    "report-2016.tar.gz",
    "example.ru",
    "`x = 'a' - b`",
    '<a href="x - y">',
    "&quot;",
    "{name - 1}",
    "%(count)s",
    "@handle",
    "/usr/share/doc",
    "C:\\temp\\a.txt",
]


@pytest.mark.parametrize("part", SHELTERED)
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_addresses_names_of_files_code_and_tags_stay_as_they_are(part: str, language: str) -> None:
    text = typeset(f'Так - "слово {part} слово" - так {part} ; x', language, f"4.5 {part}")
    assert text.count(part) == 2


def test_a_text_in_a_language_without_rules_is_unchanged() -> None:
    assert typeset('"a" - b', "fi") == '"a" - b'


words = st.sampled_from(
    [*SHELTERED, "слово", "Иванов", "И.", "A", "l'été", "5", "12", "4.5", "12,500", "1.234", "1,234", "км", "km", "Mai"]
)
marks = st.sampled_from(
    [
        *"\"“”„«»'‘’.,;:!?-–—…()[]№§%°¿¡\n",
        " ",
        " ",
        " ",
        N,
        T,
        " - ",
        " -- ",
        " — ",
        "? ",
        ". ",
        "т.е.",
        "n° ",
        "n.º",
        "...",
    ]
)
texts = st.lists(words | marks, max_size=14).map("".join) | st.text(max_size=30)


@settings(max_examples=700, deadline=None)
@example("12,345.678", "12,345.678 and 345,678", "ru")
@example("n.º4.5", "4.5", "es")
@given(texts, texts, st.sampled_from(sorted(LANGUAGES)))
def test_setting_twice_is_setting_once(text: str, source: str, language: str) -> None:
    once = typeset(text, language, source)
    assert typeset(once, language, source) == once


@settings(max_examples=300, deadline=None)
@given(texts, st.sampled_from(sorted(LANGUAGES)))
def test_without_a_source_letters_and_digits_stay(text: str, language: str) -> None:
    once = typeset(text, language)
    assert [c for c in once if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    ("drafts", "wanted"),
    [
        (('"Мы опоздали.', 'Здесь "холодно".', 'Уже 2028".'), ("«Мы опоздали.", "Здесь „холодно“.", "Уже 2028».")),
        (
            ('"Мы опоздали.', "Здесь холодно.", 'Он сказал "нет".'),
            ("«Мы опоздали.", "Здесь холодно.", "Он сказал «нет»."),
        ),
    ],
    ids=["inner marks", "a draft that forgets to close"],
)
def test_a_quotation_goes_over_the_pairs_of_its_paragraph(drafts: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    sources = ('"We are late.', 'It is "cold" here.', 'It is 2028."') if "2028" in drafts[2] else ('"A.', 'B."', '"C".')
    sides = enumerate(zip(sources, drafts, strict=True), 1)
    pairs = [Pair("x", "d", n, source, draft, "en", "ru", extra={"paragraph": 1}) for n, (source, draft) in sides]
    elsewhere = replace(pairs[-1], target='Вот "да".', source='It is "yes".', extra={"paragraph": 2})
    *set_, last = (pair.target for pair in typeset_pairs([*pairs, elsewhere]))
    assert tuple(set_) == wanted
    assert last == "Вот «да»."


def test_pairs_keep_everything_but_the_target() -> None:
    pairs = [Pair("1", "d", 1, "4.5", '"4.5"', "en", "ru", note="x"), Pair("2", "d", 2, "a", "б", "en", "ru")]
    first, second = typeset_pairs(pairs)
    assert (first.target, first.note, first.source) == ("«4,5»", "x", "4.5")
    assert second is pairs[1]


def test_a_number_that_is_set_does_not_bring_a_rule_into_play_the_second_time() -> None:
    once = typeset("12,500? ", "es", "12,500")
    assert typeset(once, "es", "12,500") == once
