"""Datelines are rendered by rule."""

from __future__ import annotations

import pytest
from babel import Locale

from align.languages.normalization import fold_name
from align.segmentation.gazetteer import name_in, tables
from align.translation.datelines import render_dateline


@pytest.mark.parametrize(
    ("source", "russian"),
    [
        ("MOSCOW, November 22. /TASS/.", "МОСКВА, 22 ноября. /ТАСС/."),
        ("LONDON (Reuters) -", "ЛОНДОН (Рейтер) —"),
        ("GENEVA, 3 Sept (Interfax) —", "ЖЕНЕВА, 3 сентября (Интерфакс) —"),
        ("BEIJING, Nov. 22 (Xinhua) --", "ПЕКИН, 22 ноября (Синьхуа) —"),
        ("PALM BEACH, Fla. (AP) —", "ПАЛМ-БИЧ, Флорида (AP) —"),
        ("UNITED NATIONS, January 1. /TASS/.", "ООН, 1 января. /ТАСС/."),
        ("ST. PETERSBURG, June 5. /TASS/.", "САНКТ-ПЕТЕРБУРГ, 5 июня. /ТАСС/."),
        ("YALTA (Crimea), May 5. /TASS/.", "ЯЛТА (Крым), 5 мая. /ТАСС/."),
        ("MOSCOW and WASHINGTON, May 5. /TASS/.", "МОСКВА и ВАШИНГТОН, 5 мая. /ТАСС/."),
        ("MOSCOW/LONDON, February 29 (Reuters) -", "МОСКВА/ЛОНДОН, 29 февраля (Рейтер) —"),
        ("KIEV, May 5 (Interfax-Ukraine) -", "КИЕВ, 5 мая (Интерфакс-Украина) —"),
        ("LONDON —", "ЛОНДОН —"),
        ("OAKLAND, Ca. --", "ОКЛЕНД, Калифорния —"),
        ("Washington (AFP) -", "Вашингтон (AFP) —"),
        ("New Delhi [India], November 24 (ANI):", "Нью-Дели [Индия], 24 ноября (ANI):"),
        ("RAMALLAH, Tuesday, November 24 (WAFA) –", "РАМАЛЛА, вторник, 24 ноября (WAFA) —"),
        ("NEW YORK--(BUSINESS WIRE)--", "НЬЮ-ЙОРК--(BUSINESS WIRE)--"),
        ("(ANSA) - ROME, NOV 24 -", "(ANSA) — РИМ, 24 ноября —"),
    ],
)
def test_a_wire_dateline_reads_as_russian_agencies_write_it(source: str, russian: str) -> None:
    assert render_dateline(source, "ru") == russian


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "MOSKAU, 22. November. /TASS/."),
        ("fr", "MOSCOU, 22 novembre. /TASS/."),
        ("es", "MOSCÚ, 22 de noviembre. /TASS/."),
        ("it", "MOSCA, 22 novembre. /TASS/."),
        ("uk", "МОСКВА, 22 листопада. /ТАСС/."),
        ("zh", "莫斯科，11月22日。/塔斯社/。"),
        ("ja", "モスクワ，11月22日。/タス通信/。"),
        ("ar", "موسكو، 22 نوفمبر. /تاس/."),
        ("tr", "MOSKOVA, 22 Kasım. /TASS/."),
        ("hu", "MOSZKVA, november 22. /TASS/."),
        ("pt-BR", "MOSCOU, 22 de novembro. /TASS/."),
    ],
)
def test_every_target_language_gets_its_own_date_city_and_marks(language: str, expected: str) -> None:
    assert render_dateline("MOSCOW, November 22. /TASS/.", language) == expected


def test_a_year_that_ends_in_a_full_stop_does_not_bring_a_second_one() -> None:
    line = render_dateline("UNITED NATIONS, November 22, 2026. /TASS/.", "ru")
    assert line == "ООН, 22 ноября 2026 г. /ТАСС/."


def test_capitals_are_those_of_the_target_language() -> None:
    assert render_dateline("UNITED NATIONS, May 5. /TASS/.", "tr") == "BİRLEŞMİŞ MİLLETLER, 5 Mayıs. /TASS/."
    assert str(render_dateline("ATHENS, May 5. /TASS/.", "el")).startswith("ΑΘΗΝΑ,")


def test_a_russian_dateline_is_rendered_in_english() -> None:
    assert render_dateline("МОСКВА, 22 ноября. /ТАСС/.", "en") == "MOSCOW, November 22. /TASS/."
    assert render_dateline("МОСКВА, 22 ноя - РИА Новости.", "hu") == "MOSZKVA, november 22. - RIA Novosti."


def test_a_city_that_the_tables_lack_goes_to_the_model_in_ordinary_letters() -> None:
    asked: list[str] = []

    def model(city: str) -> str:
        asked.append(city)
        return "Малый Городок."

    assert render_dateline("LITTLE TOWN, May 5. /TASS/.", "ru", model) == "МАЛЫЙ ГОРОДОК, 5 мая. /ТАСС/."
    assert asked == ["Little Town"]


def test_an_abbreviated_state_goes_to_the_model_in_full() -> None:
    asked: list[str] = []

    def model(place: str) -> str:
        asked.append(place)
        return {"Palm Beach": "Palm Beach", "Florida": "Floride"}[place]

    assert render_dateline("PALM BEACH, Fla. (AP) —", "fr", model) == "PALM BEACH, Floride (AP) —"
    assert asked == ["Palm Beach", "Florida"]


def test_a_city_that_nobody_knows_stays_as_it_is() -> None:
    assert render_dateline("LITTLE TOWN, May 5. /TASS/.", "ru") == "LITTLE TOWN, 5 мая. /ТАСС/."
    assert render_dateline("LITTLE TOWN, May 5. /TASS/.", "ru", lambda _: "") == "LITTLE TOWN, 5 мая. /ТАСС/."


def test_a_model_that_rambles_about_a_city_is_not_believed() -> None:
    line = render_dateline("LITTLE TOWN, May 5. /TASS/.", "ru", lambda _: "Городок был маленький и очень очень старый")
    assert line == "LITTLE TOWN, 5 мая. /ТАСС/."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It rained in Moscow.", "ru"),
        ("MOSCOW, November 22. /TASS/. It rained.", "ru"),
        ("MOSCOW, February 30. /TASS/.", "ru"),
        ("MOSCOW, November 22. /TASS/.", "xx"),
        ("", "ru"),
    ],
)
def test_what_cannot_be_rendered_by_rule_is_left_to_the_caller(text: str, language: str) -> None:
    assert render_dateline(text, language) is None


def test_spellings_of_a_name_share_a_key() -> None:
    assert fold_name("ST. PETERSBURG") == fold_name("Saint Petersburg") == fold_name("st petersburg")
    assert fold_name("São Paulo") == fold_name("SAO PAULO")
    assert name_in("ru", "KIEV", "city") == name_in("ru", "Kyiv", "city") == "Киев"
    assert name_in("fr", "Nuremberg", "city") is None


def test_every_language_of_the_table_is_one_that_cldr_knows_and_no_name_is_written_twice() -> None:
    sections = ("cities", "regions", "agencies")
    assert set(tables()) == {"aliases", *sections}
    for section in sections:
        for language, names in tables()[section].items():
            assert Locale.parse(language)
            assert len({fold_name(name) for name in names}) == len(names), (section, language)
            assert all(name.strip() == name and name for name in names.values())
    known = {fold_name(name) for section in sections for names in tables()[section].values() for name in names}
    unused = {
        name
        for name in tables()["aliases"].values()
        if fold_name(name) not in known and not name_in("ru", name, "city")
    }
    assert not unused


def test_russian_knows_the_cities_of_the_wire() -> None:
    wire = """
    Moscow, Saint Petersburg, Vladivostok, Grozny, Donetsk, Kyiv, Minsk, Astana, Tbilisi, Yerevan, Baku,
    Tashkent, Washington, New York, Los Angeles, Miami, Ottawa, Mexico City, Havana, Caracas, Brasilia,
    Buenos Aires, London, Paris, Berlin, Brussels, The Hague, Geneva, Vienna, Rome, Madrid, Warsaw, Athens,
    Ankara, Istanbul, Beirut, Damascus, Baghdad, Tehran, Riyadh, Doha, Abu Dhabi, Jerusalem, Tel Aviv, Gaza,
    Cairo, Tripoli, Tunis, Algiers, Nairobi, Pretoria, Lagos, Kabul, Islamabad, New Delhi, Dhaka, Bangkok,
    Hanoi, Jakarta, Manila, Beijing, Shanghai, Hong Kong, Taipei, Tokyo, Seoul, Pyongyang, Canberra, Sydney,
    Wellington, United Nations, Singapore, Vatican City
    """
    assert [city for city in " ".join(wire.split()).split(", ") if not name_in("ru", city, "city")] == []
