"""A text that means to control the terminal is shown on it and not obeyed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from align.cli import main
from align.cli.visible import one_line, print_json, visible
from align.corpus import Corpus, Pair, write_corpus
from align.review import ReviewOptions, write_review

EVIL = "a\x1b]0;title\x07\x1b[2J\x9b31m\rb\u202ec\u2066d\x7f"
OBEYED = set("\x1b\x07\x9b\r\u202e\u2066\x7f\x00\x08")


def run(arguments: list[str], status: int, capfd: pytest.CaptureFixture[str]) -> tuple[str, str]:
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == status
    out, err = capfd.readouterr()
    assert not OBEYED & set(out + err), (out, err)
    return out, err


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    pair = Pair(
        "i" + EVIL, "d" + EVIL, 1, "One " + EVIL, "Раз " + EVIL, "en", "ru", note=EVIL, flags=("f" + EVIL, "length")
    )
    path = tmp_path / "c.jsonl"
    write_corpus(Corpus([pair], source_lang="en", target_lang="ru"), path)
    return path


def test_what_a_terminal_would_obey_is_written_out_and_what_texts_need_stays() -> None:
    assert visible("\x1b[2J\u202e\x9b") == r"\x1b[2J\u202e\x9b"
    kept = "tab\tline\nשלום\u200e \u200f \u061c é 😀\u200d👩"
    assert visible(kept) == kept


def test_a_message_is_one_line_of_bearable_length_and_keeps_its_advice() -> None:
    assert one_line("a\n b\u2028c") == "a b c"
    long = one_line("x: " + "y" * 100_000 + ". Mend it")
    assert len(long) < 1000 and long.startswith("x: ") and long.endswith("Mend it")


@pytest.mark.parametrize("terminal", [False, True])
def test_check_shows_evil_texts_as_what_they_are(
    corpus: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    monkeypatch.setattr("align.cli.terminal.stdout_is_terminal", lambda: terminal)
    out, _ = run(["check", str(corpus)], 0, capfd)
    assert r"\x1b[2J" in out or "x1b" in out


def test_a_merge_shows_evil_edits_as_what_they_are(
    corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pair = Pair("a", "d", 1, "One", "Раз", "en", "ru")
    write_corpus(Corpus([pair], source_lang="en", target_lang="ru"), corpus)
    write_review(Corpus([pair]), tmp_path / "r.csv", ReviewOptions())
    table = (tmp_path / "r.csv").read_text("utf-8-sig").replace("Раз,Раз", f'Раз,"Два {EVIL}"')
    (tmp_path / "r.csv").write_text(table.replace("Раз,Раз", "Раз,Два"), encoding="utf-8", newline="")
    out, _ = run(["merge", str(corpus), str(tmp_path / "r.csv"), "--dry-run"], 0, capfd)
    assert "+ Два" in out


def test_error_lines_show_evil_names_as_what_they_are(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["convert", str(tmp_path / f"no {EVIL}.jsonl"), "-", "--format", "tsv"],
        ["models", "info", EVIL],
        ["check", str(tmp_path / f"no {EVIL}.jsonl")],
    ):
        _, err = run(arguments, 1, capfd)
        assert err.startswith("align: ") and err.count("\n") == 1
    _, err = run([EVIL], 2, capfd)


def test_a_model_card_does_not_control_the_terminal(
    starter: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import shutil

    folder = tmp_path / "m"
    shutil.copytree(starter, folder, ignore=shutil.ignore_patterns("ctranslate2", "recipe"))
    card = {"name": "[red]" + EVIL, "sources": ["en"], "targets": ["ru"], "licence": EVIL, "test": EVIL}
    (folder / "align.json").write_text(json.dumps(card))
    out, _ = run(["models", "info", str(folder)], 0, capfd)
    assert r"\x1b[2J" in out


def test_json_on_a_terminal_is_escaped_and_the_same_value(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    value = [{"text": EVIL + " שלום\u200e", "é": 1}]
    print_json(value)
    piped = capfd.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_json(value)
    shown = capfd.readouterr().out
    assert "\x9b" in piped and not OBEYED & set(shown)
    assert json.loads(shown) == json.loads(piped) == value


def test_pairs_shown_side_by_side_are_visible(capfd: pytest.CaptureFixture[str]) -> None:
    from align.cli.terminal import print_pairs

    print_pairs([Pair("a", "d", 1, "One " + EVIL, "Раз " + EVIL, "en", "ru", flags=("[red]" + EVIL,))])
    out = capfd.readouterr().out
    assert not OBEYED & set(out) and "x1b" in out
