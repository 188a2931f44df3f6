"""What is wrong with a corpus file is said with its line; what can be read is still read."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.corpus import Pair
from align.corpus.validation import Problem, read_leniently, tmx_problems
from align.errors import AlignError, InputError, UsageError

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en"
 datatype="plaintext"/>
<body>
<tu tuid="1"><tuv xml:lang="en"><seg>A port</seg></tuv><tuv xml:lang="ru"><seg>Порт</seg></tuv></tu>
<tu tuid="2"><tuv xml:lang="en"><seg>A bridge</seg></tuv><tuv xml:lang="ru"><seg>Мост</seg></tuv></tu>
</body>
</tmx>
"""


def check(path: Path, content: str | bytes) -> tuple[list[Problem], list[Pair]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    problems: list[Problem] = []
    return problems, list(read_leniently(str(path), None, "", "", problems.append).pairs)


def test_sound_tmx_has_no_problems(tmp_path: Path) -> None:
    problems, pairs = check(tmp_path / "a.tmx", TMX)
    assert problems == [] and [pair.target for pair in pairs] == ["Порт", "Мост"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (' datatype="plaintext"/>', "/>", 4, "header does not carry attribute datatype"),
        ('<tmx version="1.4">', '<tmx version="1.4" encoding="utf-8">', 2, "encoding"),
        ('<tmx version="1.4">', "<tmx>", 2, "version is missing"),
        ("<seg>Мост</seg>", "<seg></seg>", 7, "empty <seg>"),
        ("<seg>Мост</seg>", "", 7, "does not follow the DTD"),
        ('<tuv xml:lang="ru"><seg>Мост', "<tuv><seg>Мост", 7, "does not carry attribute xml:lang"),
        ('tuid="2"', 'tuid="2" colour="red"', 7, "No declaration for attribute colour"),
        ("A bridge", "A & bridge", 7, "not well-formed XML"),
        ("A bridge", "A \x0b bridge", 7, "not well-formed XML"),
        ('tuid="2"', 'tuid="1"', None, "is there twice"),
        ('xml:lang="ru"', 'xml:lang="xx"', None, "xx"),
    ],
)
def test_a_fault_of_tmx_is_reported_once_with_its_line(
    tmp_path: Path, old: str, new: str, line: int | None, words: str
) -> None:
    problems, _ = check(tmp_path / "a.tmx", TMX.replace(old, new))
    found = [problem for problem in problems if words in problem.message]
    assert [problem.line for problem in found] == [line], problems


def test_lines_far_down_are_still_named(tmp_path: Path) -> None:
    content = TMX.replace("<body>", "<body>" + "\n" * 70_000).replace("<seg>Мост</seg>", "")
    problems, _ = check(tmp_path / "a.tmx", content)
    assert [problem.line for problem in problems if "DTD" in problem.message] == [70_007]


def test_tmx_never_fetches_or_resolves_anything(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entity = f'<!DOCTYPE tmx SYSTEM "http://localhost:9/tmx14.dtd" [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    content = TMX.replace('<tmx version="1.4">', entity + '<tmx version="1.4">').replace("A bridge", "A &x; bridge")
    problems, pairs = check(tmp_path / "a.tmx", content)
    assert "the secret" not in str(problems) + str(pairs)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"plain text", b"<html/>", b"\x00" * 50])
def test_what_is_not_tmx_at_all_is_said(tmp_path: Path, content: bytes) -> None:
    problems, pairs = check(tmp_path / "a.tmx", content)
    assert problems and not pairs


def test_each_broken_line_of_jsonl_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [
        b'{"corpus": {"source_lang": "en", "target_lang": "ru"}}',
        '{"id": "1", "source": "A port", "target": "Порт"}'.encode(),
        b"not json",
        b'{"id": "2", "source": "A port"}',
        b'{"id": "3", "source": "A port", "target": "\xff"}',
        '{"id": "1", "source": "A bridge", "target": "Мост"}'.encode(),
        b'["a list"]',
    ]
    problems, pairs = check(tmp_path / "a.jsonl", b"\n".join(lines))
    assert [problem.line for problem in problems if problem.line] == [3, 4, 5, 7]
    assert [problem.message for problem in problems if not problem.line] == [
        "the id '1' is there twice: a merge or a memory would mix the two up"
    ]
    assert [(pair.target, pair.target_lang) for pair in pairs] == [("Порт", "ru"), ("Мост", "ru")]


def test_other_formats_say_where_reading_ended(tmp_path: Path) -> None:
    head = "source\ttarget\tsource_lang\ttarget_lang\n"
    problems, pairs = check(tmp_path / "a.tsv", head.encode() + "A port\tПорт\ten\tru\n".encode() + b"\xff\xff\tx\n")
    assert len(pairs) <= 1 and problems[-1].line in (2, 3) and "not UTF-8" in problems[-1].message


def test_one_language_twice_is_a_problem(tmp_path: Path) -> None:
    problems, _ = check(
        tmp_path / "a.jsonl", '{"id": "1", "source": "A", "target": "B", "source_lang": "en", "target_lang": "en"}'
    )
    assert ["both en" in problem.message for problem in problems] == [True]


def test_what_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    for name, error in (("no.tmx", InputError), ("no.jsonl", InputError), ("no.doc", UsageError), ("-", UsageError)):
        path = name if name == "-" else str(tmp_path / name)
        with pytest.raises(error):
            list(read_leniently(path, None, "", "", print).pairs)
    assert issubclass(InputError, AlignError)


def test_many_small_units_are_all_validated(tmp_path: Path) -> None:
    unit = '<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ru"><seg>а</seg></tuv></tu>'
    units = "\n".join(unit for _ in range(2000)).replace("<seg>а</seg>", "", 1)
    with_fault = TMX.replace("</body>", f"{units}\n{unit.replace('<seg>a</seg>', '')}\n</body>")
    path = tmp_path / "a.tmx"
    path.write_text(with_fault, "utf-8")
    with path.open("rb") as stream:
        assert [problem.line for problem in tmx_problems(stream)] == [8, 2008]
