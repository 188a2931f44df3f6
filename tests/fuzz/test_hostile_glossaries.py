"""Glossaries that are broken or made to harm: their terms, found and checked in texts, or one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from align.errors import FormatError
from align.glossary import Glossary, Term, write_glossary
from align.glossary.columns import Entries
from align.glossary.glossary_reader import _entries
from align.glossary.term_inspection import remarks_on
from tests.fuzz.hostile import CASES, LONGEST_CASE, MOST_MEMORY, TABLES, XML, attack, mutated, unzipped

TERMS = (
    Term("floating crane", ("плавучий кран", "плавкран"), ("летающий кран",), "a ship", "any"),
    Term("TASS", ("ТАСС",), case="exact"),
    Term("Northern Sea Route", ("Северный морской путь",), note='=1+1 "two"'),
)
TABLE = (
    "source\ttarget\tforbidden\tnote\tcase\nfloating crane\tплавучий кран|плавкран\tлетающий кран\t\tany\nTASS\tТАСС\n"
)
PLAIN = "# comment\nport\tпорт\tnote\nship\tкорабль; судно\n"
V3 = """<?xml version="1.0"?><tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<text><body><conceptEntry id="c1"><descrip type="definition">a place</descrip><langSec xml:lang="en"><termSec>
<term>port</term></termSec></langSec><langSec xml:lang="ru"><termSec><term>порт</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec><termSec><term>гавань</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec></conceptEntry>
<conceptEntry><langSec xml:lang="de"><termSec><term>Hafen</term></termSec></langSec></conceptEntry></body>
</text></tbx>"""
MIN = """<TBX dialect="TBX-Min"><header/><body><entry id="1"><langGroup xml:lang="en"><termGroup><term>port</term>
</termGroup></langGroup><langGroup xml:lang="ru"><termGroup><term>порт</term><termStatus>admitted</termStatus>
</termGroup></langGroup></entry></body></TBX>"""
TBX = (*XML, "<term>", "</term>", "<tig>", "<termEntry>", "</langSet>", "<langSec/>", "<note>",
       "deprecatedTerm-admn-sts", ' type="administrativeStatus"', ' xml:lang=""', "<entry/>", "<status>")  # fmt: skip
TEXT = "The floating cranes of the port, TASS said, lie on the Northern Sea Route. =1+1"
TARGET = "Плавучие краны порта, сообщил ТАСС, стоят на Северном морском пути, а не летающий кран."


def written(suffix: str, folder: Path) -> bytes:
    path = folder / f"g{suffix}"
    write_glossary(Glossary(TERMS, "en", "ru"), path)
    return path.read_bytes()


def uses(suffix: str) -> Callable[[bytes], Any]:
    """Everything that is done with a glossary: remarks on it, its terms found and checked, prompts for the model."""

    def read(data: bytes) -> None:
        entries: Entries = _entries(data, f"g{suffix}", suffix, "", "")
        list(remarks_on(entries.terms))
        if not entries.terms:
            raise FormatError("holds no terms")
        matcher = Glossary(entries.terms, "en", "ru").matcher("en", "ru")
        for text in (TEXT, entries.terms[0].source[:2000], "", "\0 \ud7ff ."):
            for match in matcher.find_terms(text):
                assert 0 <= match.start <= match.end <= len(text)
            matcher.check(text, TARGET)

    return read


@pytest.mark.slow
def test_broken_glossaries_are_read_or_refused(tmp_path: Path) -> None:
    kinds = {
        ".tsv": ([TABLE.encode(), PLAIN.encode(), TABLE.encode("utf-16")], TABLES, 20),
        ".csv": ([written(".csv", tmp_path), TABLE.replace("\t", ";").encode("cp1251")], TABLES, 20),
        ".tbx": ([written(".tbx", tmp_path), V3.encode(), MIN.encode()], TBX, 20),
    }
    for suffix, (seeds, words, share) in kinds.items():
        read = uses(suffix)
        for seed in seeds:
            read(seed)
        found = attack(f"glossary {suffix}", lambda rng: mutated(rng, seeds, words), read, CASES // share)  # noqa: B023
        assert found["slowest"] < LONGEST_CASE and found["peak"] < MOST_MEMORY and 0 < found["refused"] < found["cases"]


def test_broken_sheets_are_read_or_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from tests.fuzz.test_hostile_files import broken_archive, ods

    for suffix, data in ((".xlsx", written(".xlsx", tmp_path)), (".ods", ods())):
        parts, read = unzipped(data), uses(suffix)
        read(data)
        found = attack(f"glossary {suffix}", lambda rng: broken_archive(rng, parts), read, CASES // 40)  # noqa: B023
        assert found["slowest"] < LONGEST_CASE and 0 < found["refused"] < found["cases"]
