"""Numbers by value in many languages, dates in figures, and what figures count."""

from __future__ import annotations

import time

import pytest

from align.checks import CheckOptions, explain
from align.corpus import Pair

FLAGS = frozenset(
    {
        "number-mismatch",
        "number-order",
        "date-mismatch",
        "currency-mismatch",
        "unit-mismatch",
        "sign-mismatch",
        "number-format",
    }
)


def flags(source: str, target: str, language: str, source_language: str = "en") -> dict[str, str]:
    return explain(Pair("1", "d", 1, source, target, source_language, language), None, CheckOptions(only=FLAGS))


MAGNITUDES = [
    ("uk", "Фонд має 7,3 мільйона євро."),
    ("uk", "Фонд має 7,3 млн євро."),
    ("pl", "Fundusz ma 7,3 mln euro."),
    ("pl", "Fundusz dysponuje 7,3 milionami euro."),
    ("es", "El fondo tiene 7,3 millones de euros."),
    ("es", "El fondo tiene 7,3 M€."),
    ("it", "Il fondo ha 7,3 milioni di euro."),
    ("it", "Il fondo ha 7,3 mln di euro."),
    ("pt", "O fundo tem 7,3 milhões de euros."),
    ("nl", "Het fonds heeft 7,3 miljoen euro."),
    ("sv", "Fonden har 7,3 miljoner euro."),
    ("da", "Fonden har 7,3 mio. euro."),
    ("fi", "Rahastolla on 7,3 miljoonaa euroa."),
    ("fi", "Rahasto toimii 7,3 miljoonalla eurolla."),
    ("hu", "Az alapnak 7,3 millió eurója van."),
    ("cs", "Fond má 7,3 milionu eur."),
    ("ro", "Fondul are 7,3 milioane de euro."),
    ("tr", "Fonun 7,3 milyon avrosu var."),
    ("el", "Το ταμείο έχει 7,3 εκατομμύρια ευρώ."),
    ("zh", "该基金有730万欧元。"),
    ("zh-Hant", "該基金有730萬歐元。"),
    ("ja", "基金は730万ユーロを持つ。"),
    ("ko", "이 기금은 730만 유로를 보유하고 있다."),
    ("ar", "يملك الصندوق 7.3 مليون يورو."),
    ("ar", "يملك الصندوق ٧٫٣ مليون يورو."),
    ("he", "לקרן יש 7.3 מיליון אירו."),
    ("hi", "कोष में 73 लाख यूरो हैं।"),
    ("th", "กองทุนมี 7.3 ล้านยูโร"),
    ("vi", "Quỹ có 7,3 triệu euro."),
    ("id", "Dana itu memiliki 7,3 juta euro."),
    ("sr-Latn", "Fond ima 7,3 miliona evra."),
]


@pytest.mark.parametrize(("language", "target"), MAGNITUDES)
def test_a_million_is_read_in_every_language(language: str, target: str) -> None:
    assert not flags("The fund has 7.3 million euros.", target, language)
    assert "number-mismatch" in flags("The fund has 7.3 billion euros.", target, language)


SAME = [
    # thousands in words and short
    ("He sold 45,000 tons.", "Він продав 45 тис. тонн.", "uk"),
    ("He sold 45,000 tons.", "Sprzedał 45 tys. ton.", "pl"),
    ("It cost 3 billion euros.", "Costó 3 mil millones de euros.", "es"),
    ("It cost 12 million dollars.", "यह 1.2 करोड़ डॉलर का था।", "hi"),
    ("In all 123,456,789 people", "総数1億2345万6789人", "ja"),
    ("About 250 million people", "약 2억 5천만 명", "ko"),
    ("Two million people came.", "وصل مليوني شخص.", "ar"),
    ("It weighs 5 kilograms.", "它重5千克。", "zh"),
    # digits of other scripts, groups of other kinds
    ("Room 1,204 has 38 beds.", "الغرفة ١٬٢٠٤ فيها ٣٨ سريرا.", "ar"),
    ("It has 12,345 pages.", "全部で１２，３４５ページある。", "ja"),
    ("It has 1,234,567 pages.", "इसमें 12,34,567 पन्ने हैं।", "hi"),
    ("It has 12,345.5 grams.", "Es hat 12.345,5 Gramm.", "de"),
    # words
    ("25 boats and 7 men came.", "Двадцять п’ять човнів і сім чоловіків прибули.", "uk"),
    ("25 boats came.", "Przypłynęło dwadzieścia pięć łodzi.", "pl"),
    ("35 boats came.", "Llegaron treinta y cinco barcos.", "es"),
    ("25 boats came.", "وصل خمسة وعشرون قاربا.", "ar"),
    ("25 boats came.", "来了二十五艘船。", "zh"),
    ("The 21st parade", "Le 21e défilé", "fr"),
    ("The 3rd parade", "El 3.º desfile", "es"),
    ("The third parade", "第3回パレード", "ja"),
    # dates in figures
    ("It opens on 11/24/2026.", "Он откроется 24 ноября 2026 года.", "ru"),
    ("It opens on 24/11/26.", "Он откроется 24.11.2026.", "ru"),
    ("It opens on 2026-11-24.", "Відкриття 24 листопада 2026 року.", "uk"),
    ("It opens on 5.9.2025.", "Il ouvre le 5 septembre 2025.", "fr"),
    ("It opens on 9/5/2025.", "Il ouvre le 5 septembre 2025.", "fr"),
    ("It opens on November 24, 2026.", "Es öffnet am 24. 11. 2026.", "de"),
    ("It opens on November 24, 2026.", "于2026年11月24日开放。", "zh"),
    ("It opens on November 24, 2026.", "يفتح في ٢٤ نوفمبر ٢٠٢٦.", "ar"),
    ("It opens on 7/4/1976.", "ייפתח ב-4 ביולי 1976.", "he"),
    ("It opens on 4 July 1976.", "Mở cửa ngày 4 tháng 7 năm 1976.", "vi"),
    ("It was built after 9/11.", "Его построили после 11 сентября.", "ru"),
    # what may change places
    ("It earned $1.5 billion in 2025.", "Das Unternehmen verdiente 2025 1,5 Milliarden Dollar.", "de"),
    ("It earned $1.5 billion in 2025.", "該公司2025年收入15億美元。", "zh-Hant"),
    ("Call +1 (202) 555-0143.", "Звоните +1 202 555-01-43.", "ru"),
    ("The park has 20 sq km.", "Park ma 20 km2.", "pl"),
    ("The 1990s ended.", "انتهت التسعينيات.", "ar"),
    # times
    ("It begins at 5 p.m.", "Начало в 17:00.", "ru"),
    ("It begins at 5 p.m.", "Начало в 5 часов вечера.", "ru"),
    ("It begins at 5:30 p.m.", "下午5点30分开始。", "zh"),
    ("It begins at 11:30 PM.", "Початок о 23:30.", "uk"),
    ("It begins at 12:30 a.m.", "Beginn ist um 0:30 Uhr.", "de"),
    ("It lasted 3 days.", "Это длилось 3 дня.", "ru"),
    # money, units, signs
    ("It costs $5.", "Он стоит пять долларов.", "ru"),
    ("It costs between $5 and $10.", "Он стоит от 5 до 10 долларов.", "ru"),
    ("A $5 note", "Пятидолларовая купюра", "ru"),
    ("It costs £20 million.", "Il coûte 20 millions de livres.", "fr"),
    ("It weighs 20 pounds.", "Он весит 20 фунтов.", "ru"),
    ("It costs ¥500.", "500円かかる。", "ja"),
    ("It is 5 miles long.", "Он длиной 8 километров.", "ru"),
    ("It is 5 miles long.", "Он длиной 5 миль.", "ru"),
    ("It was 20 degrees Celsius.", "Было 20 °C.", "ru"),
    ("It was -20 °C.", "Было минус 20 градусов.", "ru"),
    ("It was -20 °C.", "Es waren −20 °C.", "de"),
    ("It was -20 °C.", "気温は氷点下20度だった。", "ja"),
    ("It costs -$5.", "Kostet -5,00 $.", "de"),
    ("The answer is 200 roubles.", "Ответ - 200 рублей.", "ru"),
    ("It grew 5%.", "Он вырос на пять процентов.", "ru"),
    ("It grew from 5% to 10%.", "Он вырос с 5 до 10 %.", "ru"),
    ("It grew 5 percentage points.", "Er wuchs um 5 Prozentpunkte.", "de"),
    ("A five-year plan of 5%", "Пятилетний план в 5 %", "ru"),
    ("They won 20 medals.", "Они выиграли 20 медалей.", "ru"),
    ("We will tell 5 Europeans.", "Мы скажем 5 европейцам.", "ru"),
    # the language's own notation
    ("In 2026 38,500 came.", "В 2026 году пришло 38 500 человек.", "ru"),
    ("It is 1,204 long.", "Er ist 1.204 lang.", "de"),
    ("It is 1,204 long.", "Mide 1.204.", "es"),
    ("It is 1,204 long.", "Mide 1,204.", "es-MX"),
    ("It runs Windows 3.11.", "Работает под Windows 3.11.", "ru"),
    ("See Section 5.1.", "См. раздел 5.1.", "ru"),
    ("It begins at 12.30 p.m.", "Начало в 12.30.", "ru"),
    ("At 10 a.m. it opens.", "मेला 10 AM पर खुलता है।", "hi"),
]


@pytest.mark.parametrize(("source", "target", "language"), SAME)
def test_a_correct_translation_of_numbers_has_no_flag(source: str, target: str, language: str) -> None:
    assert not flags(source, target, language)


CHANGED = [
    ("It opens on 11/24/2026.", "Он откроется 25 ноября 2026 года.", "ru", "number-mismatch"),
    ("It opens on 11/24/2026.", "Он откроется 24 октября 2026 года.", "ru", "number-mismatch"),
    ("It opens on 7/4/1976.", "Он откроется 4 апреля 1976 года.", "ru", "number-mismatch"),
    ("It opens on 2026-11-24.", "Es öffnet am 24.12.2026.", "de", "number-mismatch"),
    ("It begins at 5 a.m.", "Начало в 17:00.", "ru", "number-mismatch"),
    ("It begins at 5 a.m.", "Начало в 5 часов вечера.", "ru", "unit-mismatch"),
    ("It begins at 5:30 p.m.", "上午5点30分开始。", "zh", "unit-mismatch"),
    ("It costs €5.", "Он стоит 5 долларов.", "ru", "currency-mismatch"),
    ("It costs $5 million.", "Cuesta 5 millones de euros.", "es", "currency-mismatch"),
    ("It costs 5 hryvnias.", "Kostet 5 Euro.", "de", "currency-mismatch"),
    ("It costs ¥500.", "它卖500美元。", "zh", "currency-mismatch"),
    ("It costs £500.", "سعره 500 دولار.", "ar", "currency-mismatch"),
    ("The price is $65.4 a barrel.", "Цена составляет 65,4 за баррель.", "ru", "currency-mismatch"),
    ("It is 5 km long.", "Он длиной 5 миль.", "ru", "unit-mismatch"),
    ("It is 5 miles long.", "Er ist 5 Kilometer lang.", "de", "unit-mismatch"),
    ("It was 70 °F.", "Было 70 °C.", "ru", "unit-mismatch"),
    ("It was 70 degrees Fahrenheit.", "気温は摂氏70度だった。", "ja", "unit-mismatch"),
    ("It lasted 5 hours.", "Trwało 5 dni.", "pl", "unit-mismatch"),
    ("It grew 5%.", "Він зріс на 5 пунктів.", "uk", "unit-mismatch"),
    ("It grew 5 percentage points.", "Il a augmenté de 5 %.", "fr", "unit-mismatch"),
    ("It grew 5%.", "Он вырос на 5.", "ru", "unit-mismatch"),
    ("It weighs 5 kg.", "Он весит 5 тонн.", "ru", "unit-mismatch"),
    ("Profit fell to -3.2 million.", "Прибыль упала до 3,2 млн.", "ru", "sign-mismatch"),
    ("It was −20 °C.", "It fue de 20 °C.", "es", "sign-mismatch"),
    ("It was 20 °C.", "Es waren −20 °C.", "de", "sign-mismatch"),
    ("It rose by 1,204 in all.", "Он вырос на 1,204.", "ru", "number-format"),
    ("More than 12,500 came.", "Прийшло понад 12,500.", "uk", "number-format"),
    ("More than 12,500 came.", "Пришло более 12.500.", "ru", "number-format"),
    ("It cost 46,448.27 in all.", "Es kostete 46,448.27.", "de", "number-format"),
    ("They lost 3.5 million.", "Ils ont perdu 3.5 millions.", "fr", "number-format"),
    ("From $30 to $40", "От 40 до 30 долларов", "ru", "number-order"),
    ("They lost 3.5 million.", "Perdieron 3.5 millones.", "es", "number-format"),
    ("They lost 3.5 million.", "Stracili 3.5 mln.", "pl", "number-format"),
    ("It begins at 5 PM.", "Начало в 5 PM.", "ru", "number-format"),
    ("The IBAN is DE89370400440532013000.", "IBAN: DE89370400440532013001.", "de", "number-mismatch"),
    ("N is " + "7" * 400 + ".", "N — " + "7" * 399 + "8.", "uk", "number-mismatch"),
]


@pytest.mark.parametrize(("source", "target", "language", "flag"), CHANGED)
def test_a_change_of_value_unit_currency_or_sign_is_found(source: str, target: str, language: str, flag: str) -> None:
    assert flag in flags(source, target, language)


def test_the_other_direction_is_compared_too() -> None:
    assert "number-format" in flags("Они потеряли 3,5 миллиона.", "They lost 3,5 million.", "en", "ru")
    assert "currency-mismatch" in flags("Цена 5 евро.", "The price is $5.", "en", "ru")
    assert not flags("基金は730万ユーロを持つ。", "The fund has 7.3 million euros.", "en", "ja")
    assert not flags("该基金有2.5亿美元。", "The fund has $250 million.", "en", "zh")


def test_a_number_that_became_a_year_changed_places_with_one() -> None:
    """Although the numbers then stand in the order of the source, which the translation had left."""
    source = "The district had a population of 299,200 in 2017."
    assert not flags(source, "В районе жило 299 200 человек в 2017 году.", "ru")
    assert "number-order" in flags(source, "В 299 200 году в районе жило 2017 человек.", "ru")


def test_the_detail_says_what_changed() -> None:
    assert flags("It costs €5.", "Он стоит 5 долларов.", "ru") == {
        "currency-mismatch": "5: euro in the source, dollar in the translation"
    }
    assert flags("It grew 5%.", "Он вырос на 5.", "ru") == {
        "unit-mismatch": "5: percent in the source, none in the translation"
    }
    assert flags("They lost 3.5 tons.", "Они потеряли 3.5 тонны.", "ru") == {
        "number-format": "written as in the source: 3.5"
    }


def test_a_sentence_of_thousands_of_numbers_takes_linear_time() -> None:
    """Other numbers, and one number again and again, which all have all for equals."""
    times = []
    for size in (200, 1600):
        start = time.process_time()
        source = " ".join(f"${n}.5 and {n} km and $7 and -7 km" for n in range(size))
        target = " ".join(f"{n},5 доллара и {n} км и 7 и -7 км" for n in range(size))
        assert not flags(source, target, "ru")
        times.append(time.process_time() - start)
    assert times[1] < 24 * times[0] + 1
