"""Units of TMX so long that one of the limits is near: they are read to the last letter, or refused with the line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from align.cli import main
from align.corpus import read_corpus
from align.corpus.format_options import FormatOptions
from align.corpus.formats import tmx_fast_reader
from align.corpus.formats.tmx_reader import read
from align.errors import FormatError
from tests.corpus.tmx_opinions import FOOT, HEAD, PAD, PLAIN, TEXTS, ours, tu, whole

MB = 1_000_000
LIMITS = {
    "a text": (tu(PAD), 10 * MB, 10 * MB + 1),
    "a comment": (tu(f"a<!--{PAD}-->"), 9_950_000, 10_050_000),
    "CDATA": (tu(f"<![CDATA[{PAD}]]>"), 9_950_000, 10_050_000),
    "an instruction": (tu(f"a<?x {PAD}?>"), 9_950_000, 10_050_000),
    "an attribute": (tu(attributes=f' o="{PAD}"'), 9_950_000, 10_050_000),
}


@pytest.mark.parametrize("name", list(LIMITS))
def test_the_limits_of_libxml2_refuse_and_never_shorten(name: str) -> None:
    """Up to 10 MB a text is read to its last letter; a longer one is refused, with the line."""
    unit, most, too_much = LIMITS[name]
    for length, there in ((most, True), (too_much, False)):
        data = f"{HEAD}\n{PLAIN}{unit.replace(PAD, 'x' * length)}\n{PLAIN}{FOOT}".encode()
        found = ours(data)
        assert (found is not None) == there
        assert found is None or found == whole(data)
    with pytest.raises(FormatError, match=r"line [3-6]: a single text (here or shortly before )?is longer than 10 MB"):
        list(read(io.BytesIO(data), "a.tmx", FormatOptions("en", "ru")))


def test_the_limit_of_depth_is_the_same_for_a_unit_alone() -> None:
    """Elements may stand in one another as deep as libxml2 has it, whichever way the unit is read."""
    for depth in range(240, 260):
        data = f"{HEAD}\n{PLAIN}{tu('<hi>' * depth + 'a' + '</hi>' * depth)}{FOOT}".encode()
        assert ours(data) == whole(data)
    with pytest.raises(FormatError, match=r"^a\.tmx, line 3: more than 250 elements stand in one another"):
        list(read(io.BytesIO(data), "a.tmx", FormatOptions("en", "ru")))


def test_elements_named_like_a_limit_are_no_limit() -> None:
    """Only what libxml2 says of its limits is taken for one, not a name in the file."""
    for name in ("huge", "depth", "too-big"):
        with pytest.raises(FormatError, match="not well-formed XML: Opening and ending tag mismatch"):
            list(read(io.BytesIO(f"{HEAD}{tu(f'<{name}>')}{FOOT}".encode()), "a.tmx", FormatOptions("en", "ru")))


def test_the_limit_of_names_is_the_same_for_plain_units() -> None:
    """A name that libxml2 finds too long is not accepted by an expression either."""
    for length in (99, 100, 101, 50_000, 50_001):
        data = f'{HEAD}\n{PLAIN}{tu(attributes=f""" {"n" * length}="1" """)}{FOOT}'.encode()
        assert ours(data) == whole(data)


def test_a_unit_of_more_than_16_megabytes_is_refused_where_it_stands() -> None:
    """What no limit of libxml2 stops, ours does, and says after which unit."""
    long = tu("x" * 9 * MB).replace("да", "д" * (4 * MB))
    for before in (PLAIN * 7, tu("<!-- -->") + "\n" + PLAIN * 6):
        with pytest.raises(FormatError, match=r"^a\.tmx, after line [89]: no unit ends within 16 MB"):
            list(read(io.BytesIO(f"{HEAD}\n{before}{long}{FOOT}".encode()), "a.tmx", FormatOptions("en", "ru")))


@pytest.mark.parametrize(
    "unit",
    [
        f"<tu>{TEXTS.format('a') * 100_000}</tu>",
        tu(about='<prop type="a">b</prop>' * 150_000),
        tu("a <ph>{0}</ph>" * 100_000),
        tu("слово &amp; " * 400_000),
    ],
    ids=["200,000 tuv", "150,000 props", "100,000 codes", "7 MB of text"],
)
def test_a_unit_of_very_many_parts_is_read_whole(unit: str) -> None:
    """A long unit is as valid as a short one, and so are those behind it."""
    data = f"{HEAD}\n{PLAIN}{unit}\n{PLAIN * 1500}{FOOT}".encode()
    assert ours(data) == whole(data)


def over_a_megabyte(tmp_path: Path) -> Path:
    """600 units of a memory whose first has a source of over 1 MB.

    Where the reader gives the long one up, the block that it has read last begins in the first source and ends in that
    of a later unit: what is left without it is sound XML still.
    """
    block, border = tmx_fast_reader._BLOCK, tmx_fast_reader._LONGEST + 2 * tmx_fast_reader._BLOCK
    units = "".join(
        f'<tu tuid="{n}"><tuv xml:lang="en"><seg>Crane {n:03} lifts the next container, {"and then one more, " * 9}'
        f'and rests.</seg></tuv><tuv xml:lang="ru"><seg>Кран {n:03}.</seg></tuv></tu>\n'
        for n in range(1, 600)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header creationtool="none" '
    head += 'creationtoolversion="1" segtype="sentence" o-tmf="none" adminlang="en" srclang="en" '
    head += 'datatype="plaintext"/><body>\n<tu tuid="0"><tuv xml:lang="en"><seg>'
    tail = '</seg></tuv><tuv xml:lang="ru"><seg>Гудок.</seg></tuv></tu>\n'
    size = border - block + 100 - len(head)
    data = (head + ("The ship hoots. " * size)[:size] + tail + units + "</body></tmx>\n").encode()
    assert data[border - 20 : border + 20].decode() in units and b"<" not in data[border - 20 : border + 20]
    path = tmp_path / "long.tmx"
    path.write_bytes(data)
    return path


def test_units_behind_a_long_one_are_not_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All 600 units of a memory with a text of over 1 MB come out of a conversion, and a check counts them all."""
    path, out = over_a_megabyte(tmp_path), tmp_path / "out.jsonl"
    for arguments in (["convert", path, out], ["check", path]):
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        assert end.value.code == 0
    assert f"{path}: 600 pairs, " in capsys.readouterr().out
    pairs = list(read_corpus(out))
    assert [pair.id for pair in pairs] == [str(n) for n in range(600)]
    assert len(pairs[0].source) > 1 << 20 and all(pair.source.endswith("and rests.") for pair in pairs[1:])
