"""Text in the wrong language, text left as it was, and names that got lost."""

from __future__ import annotations

import pytest

from align.checks import check_pair
from align.checks.proper_names import skeleton
from align.corpus import Pair


def flags(source: str, target: str, source_lang: str = "en", target_lang: str = "ru") -> set[str]:
    return set(check_pair(Pair("1", "d", 1, source, target, source_lang, target_lang)))


SOURCE = "The council of the city decided on Tuesday to build a new bridge over the river."


@pytest.mark.parametrize(
    "target",
    [
        "Der Rat der Stadt beschloss am Dienstag, eine neue Brücke über den Fluss zu bauen.",
        "Міська рада вирішила у вівторок побудувати новий міст через річку.",
        "Градският съвет реши във вторник да построи нов мост над реката.",
        "Gorodskoj sovet reshil vo vtornik postroit' novyj most cherez reku.",
        "市议会星期二决定在河上修建一座新桥。",
    ],
)
def test_another_language_is_found(target: str) -> None:
    assert "wrong-language" in flags(SOURCE, target)


@pytest.mark.parametrize(
    ("target", "language"),
    [
        ("Городской совет решил во вторник построить новый мост через реку.", "ru"),
        ("Der Rat der Stadt beschloss am Dienstag, eine neue Brücke über den Fluss zu bauen.", "de"),
        ("Der Rat der Stadt beschloss am Dienstag, eine neue Brücke über den Fluss zu bauen.", "de-AT"),
        ("Міська рада вирішила у вівторок побудувати новий міст через річку.", "uk"),
        ("Byrådet besluttede tirsdag at bygge en ny bro over floden.", "nb"),
        ("Anna Berg", "ru"),
    ],
)
def test_the_right_language_its_close_kin_and_bare_names_pass(target: str, language: str) -> None:
    assert "wrong-language" not in flags(SOURCE, target, target_lang=language)


@pytest.mark.parametrize("source", [SOURCE, "Who are they?", "Drop it now."])
def test_a_copied_source_is_untranslated(source: str) -> None:
    assert "untranslated" in flags(source, source)


def test_a_few_words_left_over_are_partly_untranslated() -> None:
    left = "Городской совет решил во вторник build a new bridge над рекой, сказал мэр города в среду днём."
    assert "partly-untranslated" in flags(SOURCE, left)
    assert "untranslated" not in flags(SOURCE, left)
    german = "Der Rat der Stadt beschloss on Tuesday to build a new Brücke über den breiten Fluss der Stadt."
    assert "partly-untranslated" in flags(SOURCE, german, target_lang="de")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Anna Berg of Harbour Watch spoke.", "Выступила Анна Берг из Harbour Watch."),
        ("She reads The Old Man and the Sea.", "Она читает The Old Man and the Sea, повесть о рыбаке и рыбе."),
    ],
)
def test_names_may_stay_as_they_are(source: str, target: str) -> None:
    assert {"untranslated", "wrong-language"}.isdisjoint(flags(source, target))


def test_names_are_recognised_across_alphabets_and_endings() -> None:
    assert skeleton("Bout") == skeleton("Бута")
    for latin, cyrillic in (
        ("Washington", "Вашингтоном"),
        ("Johnson", "Джонсону"),
        ("George", "Джорджа"),
        ("Khrushchev", "Хрущёву"),
        ("Hughes", "Хьюз"),
    ):
        assert "name-missing" not in flags(f"We saw {latin} here.", f"Мы видели здесь {cyrillic}.")


def test_a_name_left_out_is_noticed() -> None:
    assert "name-missing" in flags("The mayor met Viktor Lindqvist on the pier.", "Мэр был на причале.")


def test_addresses_and_handles_stand_as_they_are() -> None:
    assert "latin-missing" in flags("Write to port@example.org today.", "Напишите сегодня.")
    assert "latin-missing" not in flags("Write to port@example.org today.", "Пишите на port@example.org сегодня.")
    assert "latin-missing" in flags("Он купил Windows.", "He bought an operating system.", "ru", "en")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See https://e.org/news/today?id=7 now.", "См. https://e.org/news/today?id=7."),
        ("Ask help@example.org or desk@example.org.", "Пишите: help@example.org, desk@example.org."),
        ("Follow @our_news and #CityBridge.", "Читайте @our_news и #CityBridge."),
        ("Saved %1$s in %2$s.", "В %2$s сохранено %1$s."),
        ("Moved {file_name} to {other_folder}.", "{file_name} теперь в {other_folder}."),
    ],
)
def test_addresses_handles_and_placeholders_are_of_no_language(source: str, target: str) -> None:
    assert not flags(source, target)


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("The gov\u00adern\u00adment and Gaz\u200bprom agreed.", "Правительство и «Газпром» договорились.", "ru"),
        ("The price is 1\u200b200 rubles.", "Цена 1200 рублей.", "ru"),
        ("He paid 3\u00ad00 dollars.", "Он заплатил 300 долла\u00adров.", "ru"),
        ("He paid 300 dollars.", "Er zahlte 300 Dol\u00adlar.", "de"),
        ("\ufeffYesterday Peter came.", "Вчера пришел Питер.", "ru"),
        ("\u200eThe bank agreed.\u200f", "Банк согласился.", "ru"),
    ],
)
def test_characters_without_width_raise_no_flag(source: str, target: str, language: str) -> None:
    assert not flags(source, target, target_lang=language) - {"length-ratio"}


@pytest.mark.parametrize("language", ["de", "fr", "es", "pl", "it"])
def test_capitals_that_were_left_as_they_are_are_untranslated_in_the_same_script(language: str) -> None:
    headline = "HEAVY RAINS FLOOD THE WHOLE VALLEY"
    assert "untranslated" in flags(headline, headline, target_lang=language)
    assert "untranslated" not in flags("NATO, IAEA, OPEC", "NATO, IAEA, OPEC", target_lang=language)
