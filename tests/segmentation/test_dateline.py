"""Datelines of the agencies, and what only looks like one."""

from __future__ import annotations

import pytest

from align.segmentation import Dateline, parse_dateline

DATELINES = """
MOSCOW, November 22. /TASS/.| Citizens of the town
LONDON (Reuters) -| Text goes on here
GENEVA, 3 Sept (Interfax) —| Talks began
MOSCOW, November 22.| It was cold
MOSCOW, Nov. 22.| It was cold
MOSCOW, May 5.| Police said
MOSCOW, November 22 /TASS/.| Text
MOSCOW, November 22./TASS/.| Text
MOSCOW, November 22, 2016. /TASS/.| Text
MOSCOW, November 22. /TASS Correspondent Ann Lee/.| Text
MOSCOW, KIEV, November 22. /TASS/.| Text
MOSCOW/LONDON, Nov 22 (Reuters) -| Text
MOSCOW - WASHINGTON, Nov 22 (Interfax) -| The text
BEIJING and SHANGHAI (AP) —| The text
BEIJING, Nov. 22 (Xinhua) --| Text
MOSCOW. Nov 22 (Interfax) -| Text
PALM BEACH, Fla. (AP) —| The president said
WASHINGTON, D.C., Nov 22, 2016 (UPI) --| Text
WASHINGTON D.C. (AP) —| Text
ASTANA, Kazakhstan (AP) —| Text
MOSCOW, Russia, Nov. 22, 2016 (AP) --| Text
KYIV, Ukraine —| The text is here
PORT-AU-PRINCE, Haiti (AP) —| Text
YALTA (Crimea), November 22. /TASS/.| Text
YALTA /Crimea/, November 22. /TASS/.| Text
NOVO-OGARYOVO /Moscow Region/, November 22. /TASS/.| Text
SOCHI, Krasnodar Region, November 22. /TASS/.| Text
ST. PETERSBURG, November 22. /TASS/.| Text
RIO DE JANEIRO, 22 November 2016 (AFP) -| Text
UNITED NATIONS, Sept. 3 (AP) —| Talks
N'DJAMENA (Reuters) -| Text
SEOUL, Nov. 22 (Yonhap) --| South Korea
TOKYO, Nov. 22, Kyodo -| Text
MADRID, Nov 22 (EFE).-| Text
MINSK, 22 November (BelTA) –| Text
KIEV, November 22 /UKRINFORM/.| "We
CAIRO, Nov 22 (City News) -| The text
BOSTON, Nov 22 —| Mr. Lee
MOSCOW —| The Kremlin said
GENEVA/NEW YORK, 22 November 2016 –| The Council
22 November 2016 –| The Council
Nov. 22 (Bloomberg) --| Text
Berlin (dpa) -| Die Polizei
New York (AP) —| Text
Rio de Janeiro (AFP) -| Text
TASS, November 22.| Text
(Reuters) -| Text
/TASS/.| Text
SYDNEY (Reuters) -|"We will
МОСКВА, 22 ноября. /ТАСС/.| Текст
МОСКВА, 22 ноя - РИА Новости.| Текст
Москва. 22 ноября. INTERFAX.RU -| Текст
ДОНЕЦК, 22 ноября. /Корр. ТАСС Анна Ли/.| Текст
MOSCOW, November 22. /TASS/.|
"""

PROSE = """
London, November 22. It was raining.
London, November 22 was a cold day
In Moscow, November 22 (TASS) was a cold day
The U.S. (AP) says
MOSCOW (AP) The text
MOSCOW: the president
MOSCOW
MOSCOW PRESIDENT SAYS
NATO — The alliance met
UPDATE - The text
COVID — The virus
I — The man
A – B
PUTIN — TRUMP TALKS SET
TASS — the agency — said so.
Bloomberg. He said so.
AP - Text
Ann Lee (RT) said so
Nov. 22 was cold.
22 November was cold.
MAY 5. It was cold
President Lee, November 22. He said
St. Petersburg is big.
He said: "No."
"MOSCOW —" he said
"""


@pytest.mark.parametrize("line", DATELINES.strip().split("\n"))
def test_a_dateline_is_found_whole(line: str) -> None:
    """Its closing full stop or dash belongs to it, the story's first sentence does not."""
    dateline, _, rest = line.partition("|")
    found = parse_dateline(dateline + rest)
    assert found is not None
    assert (dateline + rest)[: found.end] == dateline


@pytest.mark.parametrize("line", [*PROSE.strip().split("\n"), "", " ", "-", "/", "( - The", "," * 9])
def test_prose_and_headlines_are_no_datelines(line: str) -> None:
    """A city in ordinary letters, an acronym before a dash, a sentence with a date: none of them is one."""
    assert parse_dateline(line) is None


def test_the_parts_can_be_replaced_in_place() -> None:
    """What a renderer needs: the parts in order with their spans; what stands between them is punctuation."""
    text = "  YALTA (Crimea) and KERCH, 3 Sept. 2016. /TASS/ - Text"
    found = parse_dateline(text)
    assert found is not None
    assert found == Dateline(
        end=text.index(" Text"),
        cities=("YALTA", "KERCH"),
        regions=("Crimea", None),
        month=9,
        day=3,
        year=2016,
        agency="TASS",
        parts=found.parts,
    )
    written = [(part.role, text[part.start : part.end]) for part in found.parts]
    assert written == [
        ("city", "YALTA"),
        ("region", "Crimea"),
        ("city", "KERCH"),
        ("date", "3 Sept. 2016"),
        ("agency", "TASS"),
    ]


def test_the_stop_of_a_short_month_belongs_to_the_date() -> None:
    """`Nov.` is an abbreviation, `May.` and `November.` are ends of clauses."""
    for date, part in (("22 Nov.", "22 Nov."), ("22 May.", "22 May"), ("22 November.", "22 November")):
        text = f"MOSCOW, {date} /TASS/. Text"
        found = parse_dateline(text)
        assert found is not None
        assert [text[p.start : p.end] for p in found.parts if p.role == "date"] == [part]


@pytest.mark.parametrize("date", ["November 32", "November 0", "Nonember 3", "November"])
def test_what_is_no_date_is_not_read_as_one(date: str) -> None:
    """A day that no month has, a word that is no month."""
    assert parse_dateline(f"MOSCOW, {date}. The text") is None
