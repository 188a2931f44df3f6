"""Thousands of broken TMX files: at whatever limits they are read, it is as libxml2 reads them, or refused."""

from __future__ import annotations

import io
import re
import zlib
from typing import Any

import pytest

from align.corpus import Pair
from align.corpus.format_options import FormatOptions
from align.corpus.formats import tmx_fast_reader
from align.corpus.formats.tmx_reader import read
from align.errors import FormatError
from tests.fuzz.hostile import CASES, LONGEST_CASE, XML, attack, mutated
from tests.fuzz.test_hostile_files import FOREIGN_TMX, written

WORDS = (*XML, "</tu >", "<!-- </tu> -->", "<![CDATA[</tu>]]>", "<?x </tu>?>", "<tu>", "</body>", "</tmx>", " " * 300)


def pairs(data: bytes) -> list[Pair] | None:
    try:
        return list(read(io.BytesIO(data), "made", FormatOptions("en", "ru")))
    except FormatError:
        return None


def test_broken_files_are_read_alike_at_all_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and patience as small as they may be, or no quick way at all: the same pairs, or no pairs."""

    def both_ways(data: bytes) -> Any:
        drawn = zlib.crc32(data)
        with monkeypatch.context() as patch:
            patch.setattr(tmx_fast_reader, "_BLOCK", 100 + drawn % 1000)
            patch.setattr(tmx_fast_reader, "_LONGEST", drawn // 1000 % 1500)
            quickly = pairs(data)
            patch.setattr(tmx_fast_reader, "_START", re.compile(b"(?!)"))  # no unit is ever found to begin plainly
            assert quickly == pairs(data)
        if quickly is None:
            raise FormatError("refused")

    seeds = [written("tmx"), FOREIGN_TMX, written("tmx").replace(b"</tu>", b"</tu>\n" + b" " * 200)]
    found = attack("tmx at limits", lambda rng: mutated(rng, seeds, WORDS), both_ways, CASES // 4)
    assert found["slowest"] < LONGEST_CASE and 0.05 * found["cases"] < found["refused"] < found["cases"]
