"""Datelines of the agencies of many countries, as their copy has them, and sentences that resemble them."""

from __future__ import annotations

import pytest

from align.segmentation import parse_dateline

DATELINES = """
KYIV, Ukraine (AP) —| Russia
Nairobi, Kenya –| The president spoke
KUALA LUMPUR:| The ringgit fell again
KARACHI:| The court on Monday
Dhaka, Nov 24:| The court met
Amman, Nov. 24 (Petra) -|His Majesty
Ulaanbaatar /MONTSAME/| The parliament met
Tunis (TAP) -| The minister met
Bern (sda) -| Der Bundesrat
SINGAPORE - Media OutReach Newswire - 24 November 2026 -| Example
HONG KONG, Nov 24, 2026 - (ACN Newswire) -| Example
АСТАНА. 24 ноября. КазТАГ -| Президент
JERUSALEM (AP) —| Talks began
WASHINGTON (AP) --| Talks began
BOSTON (AP)—|The mayor said
LONDON, Nov 24, 2026 (GLOBE NEWSWIRE) --| Example plc
VANCOUVER, British Columbia, Nov. 24, 2026 (GLOBE NEWSWIRE) --| Example
CALGARY, Alberta, Nov. 24, 2026 (GLOBE NEWSWIRE) --| Example
ST. LOUIS, Nov. 24, 2026 /PRNewswire/ --| Example
TORONTO, Nov. 24, 2026 /CNW/ -| Example
SHENZHEN, China, Nov. 24, 2026 /PRNewswire/ --| Example
LONDON, 24 November 2026 /PRNewswire/ --| Example
LONDON--(BUSINESS WIRE)--|The board
TOKYO & SINGAPORE--(BUSINESS WIRE)--|The board
PARIS--(BUSINESS WIRE)--|Regulatory News:
DALLAS, TX--(BUSINESS WIRE)--|The board
WASHINGTON, D.C.--(BUSINESS WIRE)--|The board
ST. PAUL, Minn.--(BUSINESS WIRE)--|The board
NEW YORK, NY / ACCESSWIRE / November 24, 2026 /| Example
LAS VEGAS, NV / ACCESSWIRE / November 24, 2026 /| Example
LONDON, UK / ACCESSWIRE / November 24, 2026 /| Example
MIAMI, FL, UNITED STATES, November 24, 2026 /EINPresswire.com/ --| Example
Mumbai (Maharashtra) [India], November 24 (ANI):| The court
Islamabad [Pakistan], November 24 (ANI):| The court
Kathmandu [Nepal], Nov 24 (ANI):| The court
Tel Aviv [Israel], November 24 (ANI/TPS):| The court
Beijing [China], November 24:| The court
New Delhi, Nov. 24 (PTI)| The court
New Delhi, November 24 (UNI)| The court
Mumbai, Nov 24 (PTI):| The court
Lucknow, Uttar Pradesh, Nov 24 (PTI)| The court
NEW DELHI, NOV 24 (PTI) :| The court
Kolkata, Nov 24 (IANS)| The court
SEOUL, Nov. 24 (Yonhap) --| Talks began
SEOUL/TOKYO, Nov. 24 (Yonhap) --| Talks began
TOKYO, Nov. 24 (Jiji Press)--|Japan's government
TOKYO, Nov 24 (Kyodo) -| Talks began
TOKYO (Kyodo) --| Talks began
Tokyo, Nov. 24 (Jiji Press)--| Japan's
BEIJING, Nov. 24 (Xinhua) --| Talks began
UNITED NATIONS, Nov. 24 (Xinhua) --| Talks began
HONG KONG, Nov. 24 (Xinhua) --| Talks began
Rome, 24 November (ANSA) -| Talks began
(ANSA) - ROME, 24 NOV -| Talks began
(ANSA) - BRUSSELS, NOV 24 -| Talks began
(ANSA) - Milan, November 24 -| Talks began
Rome, Nov. 24 (LaPresse) -| Talks began
Madrid, Nov 24 (EFE).-| Talks began
Bogotá, Nov 24 (EFE).-| Talks began
Rio de Janeiro, Nov 24 (EFE).-| Talks began
Mexico City, Nov 24 (EFE).| Talks began
Madrid, 24 nov (EFE).-| El gobierno
Berlin, 24. November (dpa) -| Die Regierung
Berlin (dpa/bb) -| Die Regierung
Berlin (dpa) -| Die Regierung
Frankfurt/Main (dpa) -| Die Bank
Paris, 24 nov 2026 (AFP) -| Le gouvernement
Paris (AFP) –| Le gouvernement
LONDON, Nov. 24, 2026 (AFP) -| Talks began
Minsk, 24 November (BelTA) –| Talks began
MINSK, 24 November (BelTA) -| Talks began
24 November, Minsk /Corr. BelTA/.| Talks began
KYIV, November 24 /Ukrinform/.| Talks began
Kyiv, November 24 (Interfax-Ukraine) –| Talks began
KYIV. Nov 24 (Interfax-Ukraine) -| Talks began
ANKARA, November 24 (AA)| Talks began
ANKARA (AA) -| Talks began
ISTANBUL (AA) –| Talks began
ISTANBUL/ANKARA, Nov 24 (AA) -| Talks began
TEHRAN, Nov. 24 (IRNA) –| Talks began
Tehran, Nov 24, IRNA –| Talks began
Tehran, IRNA –| Talks began
TEHRAN (Tasnim) –| Talks began
Damascus, Nov. 24 (SANA)-| Talks began
Damascus, SANA-| President
DUBAI, 24th November, 2026 (WAM) --| Talks began
ABU DHABI, Nov. 24 (WAM) --| Talks began
SHARJAH, 24th November 2026 (WAM)| Talks began
KUALA LUMPUR, Nov 24 (Bernama) --| Talks began
PUTRAJAYA, Nov 24 (Bernama) --| Talks began
MOSCOW. Nov 24 (Interfax) -| Talks began
ALMATY. Nov 24 (Interfax-Kazakhstan) -| Talks began
MOSCOW, November 24 (RIA Novosti) –| Talks began
MOSCOW, November 24 (Sputnik) —| Talks began
MOSCOW (Sputnik) -| Talks began
MOSCOW, November 24. /TASS/.| Talks began
VLADIVOSTOK, November 24. /TASS/.| Talks began
MOSCOW, Nov 24 /TASS/.| Talks began
MOSCOW, November 24 (Itar-Tass) -| Talks began
WASHINGTON, November 24. /TASS Correspondent Ivan Petrov/.| Talks began
BERLIN, Nov 24 (Reuters) -| Talks began
BERLIN/PARIS, Nov 24 (Reuters) -| Talks began
Nov 24 (Reuters) -| Talks began
November 24 (Reuters) -| Talks began
WASHINGTON, Nov 24, 2026 (AFP) -| Talks began
BANGKOK, Nov. 24 (TNA) -| Talks began
HANOI, Nov 24 —| Talks began
Hanoi, November 24, 2026 (VNA) —| Talks began
MANILA, Nov 24 (PNA) —| Talks began
Colombo, Nov 24 (Daily News) -| Talks began
DHAKA, Nov 24 (BSS) —| Talks began
Dhaka, Nov 24 (UNB) -| Talks began
ISLAMABAD, Nov 24 (APP):| Talks began
KABUL (Pajhwok):| Talks began
Cairo - Nov 24 (MENA) -| Talks began
RAMALLAH, November 24, 2026 (WAFA) –| Talks began
Lagos, Nov. 24, 2026 (NAN)| Talks began
NAIROBI, Kenya, Nov 24 -| Talks began
Accra, Nov. 24, GNA –| Talks began
Lusaka, Nov. 24 (ZANIS) –| Talks began
HAVANA, Nov 24 (ACN)| Talks began
BUENOS AIRES, Nov 24 (Télam) -| Talks began
BRASÍLIA, Nov 24 (Agência Brasil) -| Talks began
Lima, Nov. 24 (Andina).-| Talks began
LIMA, Peru (AP) —| Talks began
OTTAWA —| Talks began
OTTAWA — November 24, 2026 —| Talks began
TORONTO –| Talks began
SYDNEY, Nov 24 (AAP) —| Talks began
WELLINGTON, Nov. 24 (Xinhua) --| Talks began
GENEVA, 24 November 2026 —| Talks began
GENEVA, 24 November 2026 (WHO) –| Talks began
Geneva/New York, 24 November 2026 –| Talks began
Vienna, 24 November 2026 –| Talks began
BRUSSELS, 24 November 2026 -| Talks began
THE HAGUE, Netherlands (AP) —| Talks began
THE HAGUE, Netherlands —| Talks began
VATICAN CITY (RNS) —| Talks began
ABOARD AIR FORCE ONE (AP) —| Talks began
CAMP DAVID, Md. (AP) —| Talks began
RALEIGH, N.C. (AP) —| Talks began
COLUMBIA, S.C. (WIS) -| Talks began
LANSING, Mich. —| Talks began
ALBUQUERQUE, N.M., Nov. 24 (UPI) --| Talks began
MOSCOW, Tuesday, November 24 (Interfax) -| Talks began
MOSCOW, Nov 24, 14:05 (Interfax) -| Talks began
WASHINGTON—|The president said
BEIJING—|China's leaders met
МОСКВА, 24 ноября. /ТАСС/.| Текст
НЬЮ-ЙОРК, 24 ноября. /ТАСС/.| Текст
МОСКВА, 24 ноября 2026 года. /ТАСС/.| Текст
МОСКВА, вторник, 24 ноября. /ТАСС/.| Текст
РОСТОВ-НА-ДОНУ, 24 ноября. /ТАСС/.| Текст
ВЕНА /Австрия/, 24 ноября. /ТАСС/.| Текст
МОСКВА (Рейтер) -| Текст
МОСКВА, 24 ноя (Рейтер) -| Текст
МОСКВА, 24 ноя — РИА Новости, Иван Петров.| Текст
КИЕВ, 24 ноября. УНИАН.| Текст
КИЕВ, 24 ноября (УНИАН) —| Текст
Киев, 24 ноября (Укринформ) —| Текст
МИНСК, 24 ноября (Корр. БЕЛТА).| Текст
24 ноября, Минск /Корр. БЕЛТА/.| Текст
АСТАНА. 24 ноября. КАЗИНФОРМ -| Текст
АЛМАТЫ. КАЗИНФОРМ —| Текст
БИШКЕК (АКИpress) -| Текст
Баку, 24 ноября, АЗЕРТАДЖ| Текст
ЕРЕВАН, 24 НОЯБРЯ, АРМЕНПРЕСС.| Текст
ТАШКЕНТ, 24 ноя — Sputnik.| Текст
Москва. 24 ноября. ИНТЕРФАКС —| Текст
Москва. 24 ноября. INTERFAX.RU —| Текст
САНКТ-ПЕТЕРБУРГ. 24 ноября. ИНТЕРФАКС СЕВЕРО-ЗАПАД -| Текст
New Delhi [India], November 24 (ANI):| The prime minister
NEW YORK (AP) _| The mayor
AUSTIN, Texas--(BUSINESS WIRE)--Nov. 24, 2026--|Example Inc. (NYSE: EXM) said
SAN FRANCISCO, CA--(Marketwired - November 24, 2026) -| Example Inc.
MINSK, 24 November (BelTA) –| Talks began
RAMALLAH, Tuesday, November 24, 2026 (WAFA) –| Talks began
BERN, 24.11.2026 (SDA) -| Talks began
CAIRO – 24 November 2026:| Talks began
OTTAWA — Nov. 24, 2026 —| Example Inc.
LONDON -- November 24, 2026 --| Example Inc.
(CNN)| The president
МАГАДАН. 24 ноября. Интерфакс - Дальний Восток -| Текст
"""

PROSE = """
London: The city never sleeps at all.
SARAH: I did not see the man at all.
LONDON: Calling
Rabat - the king's town - was quiet that day.
Berlin, Germany is a city.
London and Paris, November 24 — what a day it was.
Paris, Texas, is a town.
The UN (Reuters) said so.
Ann Lee, Nov. 24 - The day
Monday, Nov. 24: The council
Updated, November 24, 2026 — The page changed.
Last updated Nov 24, 2026 - The page changed.
NASA (AP) The story
NOTE: The product
MAYOR: The port is closed.
KHAN: We won.
SPEAKER 1: The port
COVID-19 — The virus
OPEC+ — The group
BMW — The carmaker
COVID—The virus
A Reuters — The
Moscow, TASS. The agency
Moscow, November 24, Prime Minister Putin said so.
London, Reuters Director Ann Lee said so.
In London (Reuters) - the
John Smith (CNN) The reporter
Barack Obama (AP) The president
Q — What is it?
Washington—The capital of the US.
London — The city sleeps.
Paris: The city sleeps.
5 May 2020. It was cold.
Nov. 24, 2026 was cold.
Sunday, November 24. It was cold.
Toronto, ON is a city.
May — The prime minister said.
Dr. Lee (WHO) said.
Smith (BBC) said it.
WARNING — The product is hot.
IMPORTANT—Read this first.
Chicago Bulls 102, Boston Celtics 99.
Bulls 88 - Heat 80.
St. Louis, Mo. The city
Berlin/Paris The train left.
(i) The first item.
(a) The first item.
(NATO) The alliance.
Apple (AAPL) — The company said
Apple Inc. (AAPL) - The company said
Lee (D-Texas) - The senator
Москва, 24 ноября. Было холодно.
Россия — Великая страна.
МИД РФ — Мария Захарова сказала
ВАЖНО — Прочтите это.
Интерфакс — агентство.
By Ann Lee (AP Staff Writer/City Desk Writer).
AP - NEW APPROACH: A study says so.
"""


@pytest.mark.parametrize("line", DATELINES.strip().split("\n"))
def test_an_agencys_dateline_is_found_whole(line: str) -> None:
    """Places in brackets, agencies without them, dates in any position, double hyphens without blanks."""
    dateline, _, rest = line.partition("|")
    text = f"{dateline}{rest} and so it went on."
    found = parse_dateline(text)
    assert found is not None
    assert text[: found.end] == dateline


@pytest.mark.parametrize("line", PROSE.strip().split("\n"))
def test_what_resembles_a_dateline_is_none(line: str) -> None:
    """Captions, shares, genres, speakers and dates at the head of a paragraph."""
    assert parse_dateline(line) is None


def test_a_longer_reading_holds_only_where_it_ends() -> None:
    """A date after the dash belongs to the dateline if another dash follows, and to the sentence if none does."""
    found = parse_dateline("OTTAWA — Nov. 24 was a cold day.")
    assert found is not None and found.end == len("OTTAWA —")


def test_regions_and_the_day_of_the_week_are_parts() -> None:
    """Both regions are found, the smaller one belongs to the city; a day of the week is part of the date."""
    text = "Mumbai (Maharashtra) [India], Tuesday, November 24 (ANI): The court rose."
    found = parse_dateline(text)
    assert found is not None
    assert (found.cities, found.regions, found.weekday, found.month, found.day) == (
        ("Mumbai",),
        ("Maharashtra",),
        1,
        11,
        24,
    )
    assert [(part.role, text[part.start : part.end]) for part in found.parts] == [
        ("city", "Mumbai"),
        ("region", "Maharashtra"),
        ("region", "India"),
        ("date", "Tuesday, November 24"),
        ("agency", "ANI"),
    ]
