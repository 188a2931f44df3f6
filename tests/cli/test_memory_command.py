"""`align memory` and `align translate --memory` as a person runs them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.cli import main
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from tests.command import answer

PAIRS = [
    Pair("a-1", "a.txt", 1, "The port opened on Friday.", "Порт открылся в пятницу.", "en", "ru", status="approved"),
    Pair("a-2", "a.txt", 2, "Snow fell all night.", "Всю ночь шёл снег.", "en", "ru", status="edited"),
    Pair("a-3", "a.txt", 3, "Nobody came.", "Никто.", "en", "ru", status="rejected"),
    Pair("a-4", "a.txt", 4, "They drafted this.", "Черновик.", "en", "ru"),
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_corpus(Corpus(PAIRS), "reviewed.jsonl")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> tuple[str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    out, err = capsys.readouterr()
    assert ended.value.code == status, err
    return out, err


def test_fill_search_count_and_export(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, err = run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    assert err == "align: reviewed.jsonl: 2 units added; left out: 1 draft, 1 rejected\n"
    out, _ = run(capsys, "memory", "import", "tm.sqlite", "reviewed.jsonl", "--json")
    assert json.loads(out) == {
        "new": 0, "replaced": 0, "taken_back": 0, "known": 2, "left_out": {"draft": 1, "rejected": 1},
        "files": [{"file": "reviewed.jsonl", "account": {"read": 4, "left_out": {}, "changed": {}}}],
    }  # fmt: skip
    out, _ = run(capsys, "memory", "stats", "tm.sqlite", "--json")
    stats = json.loads(out)
    assert (stats["units"], stats["languages"], stats["version"]) == (2, {"en-ru": 2}, 2)
    out, _ = run(capsys, "memory", "stats", "tm.sqlite")
    assert "en-ru 2" in out
    out, _ = run(capsys, "memory", "search", "tm.sqlite", "The port opened on Monday.")
    assert " 80 %" in out and "[-Friday.-] {+Monday.+}" in out and "Порт открылся в пятницу." in out
    out, _ = run(capsys, "memory", "search", "tm.sqlite", "ШЁЛ", "--json")
    assert [(unit["target"], unit["percent"]) for unit in json.loads(out)] == [("Всю ночь шёл снег.", 0)]
    out, err = run(capsys, "memory", "search", "tm.sqlite", "zebra")
    assert (out, err) == ("", "align: tm.sqlite has nothing like it\n")
    run(capsys, "memory", "export", "tm.sqlite", "tm.tmx", "--tmx-lang", "ru=ru-RU")
    assert [(pair.source, pair.target, pair.status) for pair in read_corpus("tm.tmx")] == [
        (pair.source, pair.target, pair.status) for pair in PAIRS[:2]
    ]
    _, err = run(capsys, "memory", "add", "other.sqlite", "tm.tmx")
    assert err == "align: tm.tmx: 2 units added\n"


@pytest.mark.parametrize("suffix", ["tmx", "xlsx", "tsv", "csv", "xlf"])
def test_every_format_fills_a_memory(here: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    write_corpus(Corpus(PAIRS, source_lang="en", target_lang="ru"), f"c.{suffix}")
    out, _ = run(capsys, "memory", "add", "tm.sqlite", f"c.{suffix}", "--json")
    assert json.loads(out)["new"] == 2


def test_all_units_of_a_foreign_tmx_go_in(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = '<tu><tuv xml:lang="{0}"><seg>Hello {2}.</seg></tuv><tuv xml:lang="{1}"><seg>Привет {2}.</seg></tuv></tu>'
    head = (
        '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en-US"'
    )
    body = "".join(unit.format("en-US", "ru-RU", n) for n in range(3))
    text = f'<?xml version="1.0"?><tmx version="1.4">{head} datatype="plaintext"/><body>{body}</body></tmx>'
    (here / "old.tmx").write_text(text, encoding="utf-8")
    out, _ = run(capsys, "memory", "add", "tm.sqlite", "old.tmx", "--json")
    assert json.loads(out)["new"] == 3
    (here / "in.txt").write_text("Hello 2.\n", encoding="utf-8")
    run(capsys, "translate", "in.txt", "--to", "ru", "--memory", "tm.sqlite", "-o", "out.jsonl")
    (pair,) = read_corpus("out.jsonl")
    assert (pair.target, pair.origin, pair.status) == ("Привет 2.", "tm", "approved")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["memory", "stats", "none.sqlite"], 1, "there is no such file"),
        (
            ["memory", "stats", "reviewed.jsonl"],
            1,
            "a memory of align: make one of it: align memory add tm.sqlite reviewed.jsonl",
        ),
        (["memory", "add", "tm.sqlite", "none.jsonl"], 1, "none.jsonl"),
        (["memory", "add", "none/tm.sqlite", "reviewed.jsonl"], 1, "cannot write none/tm.sqlite"),
        (["memory", "add", "tm.sqlite", "reviewed.jsonl", "--status", "rejected"], 2, "draft, approved, edited"),
        (["memory", "add", "tm.sqlite", "reviewed.jsonl", "--all"], 2, "(align memory add --help)"),
        (["memory", "repair", "reviewed.jsonl", "new.sqlite"], 1, "no unit that can be read"),
        (["memory", "remove", "none.sqlite", "--unit", "1"], 1, "there is no such file"),
        (["memory", "remove", "none.sqlite"], 2, "say what to remove: --unit, --doc or --search"),
        (["memory", "remove", "none.sqlite", "--unit", "1", "--search", " "], 2, "is empty"),
        (["memory", "remove", "none.sqlite", "--unit", "first"], 2, "align memory search shows them"),
        (["memory", "remove", "none.sqlite", "--unit", "9" * 5000], 2, "align memory search shows them"),
        (["memory", "remove", "reviewed.jsonl", "--doc", "x"], 1, "reviewed.jsonl is a corpus"),
        (["memory", "remove", "a.jsonl", "--doc", "x", "-o", "./a.jsonl"], 2, "is the input"),
        (["memory", "edit", "none.sqlite", "--unit", "1", "--target", "x"], 1, "there is no such file"),
        (["memory", "edit", "none.sqlite", "--unit", "1,2", "--target", "x"], 2, "one by one"),
        (["memory", "edit", "reviewed.jsonl", "--unit", "1", "--target", "x"], 1, "reviewed.jsonl is a corpus"),
        (["translate", "in.txt", "--to", "ru", "--memory", "none.sqlite"], 1, "there is no such file"),
        (["translate", "in.txt", "--to", "ru", "--memory", "reviewed.jsonl"], 1, "reviewed.jsonl is a corpus"),
    ],
)
def test_a_bad_day_is_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, words: str
) -> None:
    (here / "in.txt").write_text("Hello there.\n", encoding="utf-8")
    out, err = run(capsys, *arguments, status=status)
    assert words in err and err.count("\n") == 1 and not out
    assert sorted(path.name for path in here.iterdir()) == ["in.txt", "reviewed.jsonl"]


def test_a_damaged_memory_is_repaired(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    content = (here / "tm.sqlite").read_bytes()
    (here / "tm.sqlite").write_bytes(b"?" * 100 + content[100:])
    run(capsys, "memory", "stats", "tm.sqlite", status=1)
    _, err = run(capsys, "memory", "repair", "tm.sqlite", "new.sqlite")
    assert err == "align: 2 units saved in new.sqlite, 0 lost\n"
    out, _ = run(capsys, "memory", "stats", "new.sqlite", "--json")
    assert json.loads(out)["units"] == 2


def test_several_languages_in_one_memory(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    german = Pair("1", "", 1, "Snow fell all night.", "Es schneite die ganze Nacht.", "en", "de", status="approved")
    write_corpus(Corpus([german]), "de.jsonl")
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl", "de.jsonl")
    _, err = run(capsys, "memory", "export", "tm.sqlite", "out.tmx", status=2)
    assert "en-ru, en-de: choose a pair with --from and --to" in err
    run(capsys, "memory", "export", "tm.sqlite", "out.tmx", "--to", "de")
    (pair,) = read_corpus("out.tmx")
    assert pair.target == german.target
    out, _ = run(capsys, "memory", "search", "tm.sqlite", "Snow fell all night.", "--to", "de", "--json")
    assert [unit["target"] for unit in json.loads(out)] == [german.target]


def test_what_is_decided_later_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    later = [
        replace(PAIRS[0], target="Порт открыли в пятницу.", status="edited"),
        replace(PAIRS[1], status="rejected"),
        replace(PAIRS[3], status="approved"),
    ]
    write_corpus(Corpus(later), "later.jsonl")
    _, err = run(capsys, "memory", "add", "tm.sqlite", "later.jsonl")
    assert err == "align: later.jsonl: 1 unit added, 1 replaced, 1 taken back; left out: 1 rejected\n"
    out, _ = run(capsys, "memory", "add", "tm.sqlite", "later.jsonl", "reviewed.jsonl", "--json")
    assert json.loads(out) == {
        "new": 2, "replaced": 0, "taken_back": 0, "known": 2, "left_out": {"draft": 1, "rejected": 2},
        "files": [
            {"file": file, "account": {"read": read, "left_out": {}, "changed": {}}}
            for file, read in (("later.jsonl", 3), ("reviewed.jsonl", 4))
        ],
    }  # fmt: skip


def test_units_are_shown_and_removed_and_come_back(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    out, _ = run(capsys, "memory", "search", "tm.sqlite", "шёл")
    assert "a.txt · edited · reviewed.jsonl · unit 2\n" in out
    shown, err = run(capsys, "memory", "remove", "tm.sqlite", "--search", "ШЁЛ", "--dry-run")
    assert (shown, err) == (out, "align: 1 unit would be removed from tm.sqlite\n")
    _, err = run(capsys, "memory", "remove", "tm.sqlite", "--search", "шёл", status=1)
    assert err == "align: nothing was removed: there is no terminal to ask at. Add --yes, or see with --dry-run\n"
    out, err = run(capsys, "memory", "remove", "tm.sqlite", "--unit", "tm-0000002", "--yes", "-o", "gone.tmx")
    assert out == shown and "to have them back: align memory add tm.sqlite gone.tmx" in err
    out, _ = run(capsys, "memory", "export", "tm.sqlite", "-", "--format", "jsonl")
    assert "шёл" not in out and "Порт" in out
    _, err = run(capsys, "memory", "add", "tm.sqlite", "gone.tmx")
    assert err == "align: gone.tmx: 1 unit added\n"
    out, _ = run(capsys, "memory", "remove", "tm.sqlite", "--doc", "a.txt", "--yes", "--json")
    assert [unit["target"] for unit in json.loads(out)] == [pair.target for pair in PAIRS[:2]]
    out, err = run(capsys, "memory", "remove", "tm.sqlite", "--doc", "a.txt", "--yes", status=1)
    assert (out, err) == ("", "align: tm.sqlite has no such unit: nothing was removed\n")
    _, err = run(capsys, "memory", "remove", "tm.sqlite", "--unit", "2", "--yes", status=2)
    assert err == "align: tm.sqlite has no unit 2: align memory search tm.sqlite TEXT shows numbers\n"


@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("n", 2), ("", 2)])
def test_a_person_at_a_terminal_is_asked(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    terminal = io.StringIO(f"{answer}\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    _, err = run(capsys, "memory", "remove", "tm.sqlite", "--doc", "a.txt", status=1 if left else 0)
    assert "2 units will be removed from tm.sqlite and kept nowhere else (-o FILE keeps them). Go on? [y/N]" in err
    out, _ = run(capsys, "memory", "stats", "tm.sqlite", "--json")
    assert json.loads(out)["units"] == left


def test_what_is_removed_is_not_written_over_work(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reviewed file is no place for the units that went: nothing is removed, and nothing written."""
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    remove = ("memory", "remove", "tm.sqlite", "--unit", "2", "--yes", "-o")
    _, err = run(capsys, *remove, "reviewed.jsonl", status=1)
    assert "reviewed.jsonl holds work that would be lost" in err
    run(capsys, *remove, "reviewed.jsonl/gone.jsonl", status=1)
    run(capsys, *remove, "-", status=2)
    out, _ = run(capsys, "memory", "stats", "tm.sqlite", "--json")
    assert json.loads(out)["units"] == 2 and len(read(here / "reviewed.jsonl")) == 4


def test_a_unit_is_edited(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    edit = ("memory", "edit", "tm.sqlite", "--unit", "1", "--target", "Порт открыли в пятницу.")
    out, err = run(capsys, *edit)
    assert "Порт [-открылся-] {+открыли+} в пятницу." in out and "unit 1\n" in out
    assert err == "align: unit 1 of tm.sqlite has a new translation\n"
    out, err = run(capsys, *edit, "--json")
    assert json.loads(out)["status"] == "edited" and "has this translation already" in err
    (here / "in.txt").write_text("The port opened on Friday.\n", encoding="utf-8")
    run(capsys, "translate", "in.txt", "--to", "ru", "--memory", "tm.sqlite", "-o", "out.jsonl")
    assert [(pair.target, pair.status) for pair in read(here / "out.jsonl")] == [(edit[-1], "approved")]
    run(capsys, *edit[:4], "7", "--target", "x", status=2)
    _, err = run(capsys, *edit[:-1], " ", status=2)
    assert err == "align: the new translation is empty: align memory remove takes a unit out\n"


def read(path: Path) -> list[Pair]:
    return list(read_corpus(path))


def test_matches_stand_beside_the_draft_and_survive_every_format(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exact, repaired, similar and new: what the memory had is in the corpus and comes back from each format."""
    run(capsys, "memory", "add", "tm.sqlite", "reviewed.jsonl")
    lines = ["Snow fell all night.", "The port opened on Monday.", "Snow fell almost all night.", "He sings."]
    (here / "in.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = [f"out.{suffix}" for suffix in ("jsonl", "tmx", "xlsx", "tsv", "csv", "xlf")]
    outputs = [part for name in names for part in ("-o", name)]
    run(
        capsys,
        "translate",
        "in.txt",
        "--to",
        "ru",
        "--one-per-line",
        "--memory",
        "tm.sqlite",
        "--for",
        "align",
        *outputs,
    )
    pairs = read(here / names[0])
    kinds: list[Any] = [pair.extra.get("memory", {}).get("match") for pair in pairs]
    assert kinds == ["exact", "repaired", "fuzzy", None]
    assert [(pair.origin, pair.status) for pair in pairs] == [
        ("tm", "approved"), ("tm", "draft"), ("mt", "draft"), ("mt", "draft"),
    ]  # fmt: skip
    assert pairs[1].target == "Порт открылся в понедельник." and "numbers-repaired" in pairs[1].flags
    assert (pairs[2].extra["memory"]["percent"], pairs[2].extra["memory"]["target"]) == (80, "Всю ночь шёл снег.")
    for name in names[1:]:
        assert [pair.extra for pair in read(here / name)] == [pair.extra for pair in pairs], name
    run(
        capsys,
        "translate",
        "in.txt",
        "--to",
        "ru",
        "--one-per-line",
        "--memory",
        "tm.sqlite",
        "--fuzzy",
        "0",
        "-o",
        "o.jsonl",
    )
    assert "memory" not in read(here / "o.jsonl")[2].extra


UNIT = '<tu><tuv xml:lang="{}"><seg>Ships{}.</seg></tuv><tuv xml:lang="{}"><seg>Суда.</seg></tuv></tu>'
TMX = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="*all*"/><body>{}</body></tmx>'


@pytest.fixture
def tools(here: Path) -> list[str]:
    """Exports of three tools, which spell the same languages in their ways."""
    codes = (("EN-US", "RU-RU"), ("en_us", "ru_ru"), ("eng-US", "rus-RU"))
    for n, (source, target) in enumerate(codes):
        (here / f"{n}.tmx").write_text(TMX.format(UNIT.format(source, "!" * n, target)), "utf-8")
    return [f"{n}.tmx" for n in range(3)]


@pytest.mark.parametrize("named", [("en-US", "ru-RU"), ("EN_us", "RU_ru"), ("en", "ru"), ("eng", "rus"), ()])
def test_units_of_several_tools_come_out_as_one_tmx(
    tools: list[str], capsys: pytest.CaptureFixture[str], named: tuple[str, ...]
) -> None:
    run(capsys, "memory", "add", "tm.sqlite", *tools)
    codes = ["--from", named[0], "--to", named[1]] if named else []
    run(capsys, "memory", "export", "tm.sqlite", "out.tmx", *codes)
    expected = ("en", "ru") if named in (("en", "ru"), ("eng", "rus")) else ("en-US", "ru-RU")
    assert [(pair.source_lang, pair.target_lang) for pair in read_corpus("out.tmx")] == [expected] * 3


def test_what_cannot_be_exported_as_one_is_named_with_advice_that_works(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for n, code in enumerate(("en-US", "en-GB", "en")):
        write_corpus(Corpus([replace(PAIRS[0], source=f"Port {n}.", source_lang=code)]), "a.jsonl")
        run(capsys, "memory", "add", "tm.sqlite", "a.jsonl")
    _, err = run(capsys, "memory", "export", "tm.sqlite", "out.tmx", status=2)
    assert err == (
        "align: tm.sqlite holds en-US-ru, en-GB-ru, en-ru: choose a pair with --from and --to "
        "(a language alone, such as en, takes all its regions)\n"
    )
    _, err = run(capsys, "memory", "export", "tm.sqlite", "out.tmx", "--from", "en")
    assert err == "align: tm.sqlite: units of en-GB-ru, en-US-ru are written as en-ru\n"
    assert len(list(read_corpus("out.tmx"))) == 3
    _, err = run(capsys, "memory", "export", "tm.sqlite", "out.tmx", "--from", "de", status=1)
    assert err == "align: tm.sqlite holds no units of these languages: it holds en-GB-ru, en-US-ru, en-ru\n"


def test_relabel_says_what_it_changes(tools: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "memory", "add", "tm.sqlite", *tools)
    out, err = run(capsys, "memory", "relabel", "tm.sqlite")
    assert (out, err) == ("", "align: tm.sqlite: the codes are uniform already\n")
    out, err = run(capsys, "memory", "relabel", "tm.sqlite", "--from", "en", "--to", "ru", "--dry-run")
    assert (out, err) == ("en-US-ru-RU → en-ru  3\n", "align: tm.sqlite: 3 units would get other codes\n")
    out, _ = run(capsys, "memory", "relabel", "tm.sqlite", "--from", "en", "--to", "ru", "--json")
    changes = [{"from": "en-US-ru-RU", "to": "en-ru", "units": 3}]
    assert json.loads(out) == {"units": 3, "merged": 0, "relabelled": changes}
    _, err = run(capsys, "memory", "relabel", "missing.sqlite", status=1)
    assert "there is no such file" in err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("old.tsv", "source\ttarget\nThe port opened.\tПорт открылся.\n"),
        ("old.jsonl", '{"source": "The port opened.", "target": "Порт открылся."}\n'),
    ],
)
def test_a_plain_table_is_added_and_stays_a_draft(tmp_path: Path, name: str, content: str) -> None:
    """It says nothing of a review: who adds it wants it, and its matches are offered as drafts. Drafts that say so, and
    a table where statuses are named, are left out as before."""
    table = tmp_path / name
    table.write_text(content, encoding="utf-8")
    memory = tmp_path / "tm.sqlite"
    done = answer("memory", "add", memory, table, "--from", "en", "--to", "ru")
    assert done.returncode == 0 and "1 unit added" in done.stderr.decode()
    done = answer("memory", "search", memory, "port", "--json")
    assert '"status": "draft"' in done.stdout.decode()
    done = answer("memory", "add", tmp_path / "other.sqlite", table, "--from", "en", "--to", "ru", "--status", "edited")
    assert "0 units added; left out: 1 draft" in done.stderr.decode()
