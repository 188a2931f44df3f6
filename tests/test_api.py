"""`align` from a script: what the functions give, and that they neither print nor exit."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from inspect import Parameter, signature
from pathlib import Path

import pytest

import align
from align.cli import main
from align.errors import AlignError, InputError, ModelError, OutputError, UsageError
from align.options import all_declared
from align.pipelines.options import DocumentOptions, PairOptions, TranslateOptions

ENGLISH = "The bridge was closed.\n\nWork will begin in spring. It is to take two years.\n"
RUSSIAN = "Мост закрыли.\n\nРаботы начнутся весной и займут два года.\n"


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    english, russian = tmp_path / "bridge.en.txt", tmp_path / "bridge.ru.txt"
    english.write_text(ENGLISH, encoding="utf-8")
    russian.write_text(RUSSIAN, encoding="utf-8")
    return english, russian


def command(*arguments: object) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    assert not stop.value.code


def test_translate_gives_what_the_command_writes(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    command("translate", story, "--to", "ru", "--beam", "1", "-o", tmp_path / "command.jsonl")
    capfd.readouterr()
    corpus = align.translate(str(story), to="ru", beam=1)
    assert align.write_corpus(corpus, tmp_path / "function.jsonl") > 10
    assert (tmp_path / "command.jsonl").read_bytes() == (tmp_path / "function.jsonl").read_bytes()
    assert capfd.readouterr() == ("", "")


def test_pair_gives_what_the_command_writes(
    texts: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    command("pair", *texts, "-o", tmp_path / "command.jsonl")
    align.write_corpus(align.pair(*texts), tmp_path / "function.jsonl")
    assert (tmp_path / "command.jsonl").read_bytes() == (tmp_path / "function.jsonl").read_bytes()


def test_a_script_does_not_write_over_work_either(tmp_path: Path) -> None:
    """Unless it is told to; then the old file stays, and its name is said."""
    path, remarks = tmp_path / "story.jsonl", list[str]()
    draft = align.Pair("1", "a.txt", 1, "One.", "Раз.", "en", "ru")
    edited = align.Corpus([replace(draft, target="Один.", status="edited")], source_lang="en", target_lang="ru")
    assert align.write_corpus(edited.load(), path) == align.write_corpus(edited.load(), path) == 1
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"holds work that would be lost: 1 edited\. Name another file, or say force"):
        align.write_corpus(align.Corpus([draft]), path)
    with (
        pytest.raises(OutputError, match="holds work that would be lost"),
        align.open_writers([path, tmp_path / "story.tmx"], align.Corpus(())) as out,
    ):
        out.write(draft)
    assert path.read_bytes() == before and not (tmp_path / "story.tmx").exists()
    assert align.write_corpus(align.Corpus([draft]), path, warn=remarks.append, force=True) == 1
    assert (tmp_path / "story.jsonl.bak").read_bytes() == before
    assert remarks == [f"the old file is kept as {path}.bak"]


def test_folders_are_paired_file_by_file(texts: tuple[Path, Path], tmp_path: Path) -> None:
    for path in texts:
        folder = tmp_path / path.name.split(".")[1]
        folder.mkdir()
        for name in ("one.txt", "two.txt"):
            (folder / name).write_bytes(path.read_bytes())
    corpus = align.pair(tmp_path / "en", tmp_path / "ru")
    assert [one.id for one in corpus] == ["one-0001", "one-0002", "two-0001", "two-0002"]
    assert (corpus.source_lang, corpus.target_lang) == ("en", "ru")


def test_split_takes_a_file_and_a_document(texts: tuple[Path, Path]) -> None:
    expected = ["The bridge was closed.", "Work will begin in spring.", "It is to take two years."]
    assert [segment.flat for segment in align.split(texts[0])] == expected
    assert [segment.flat for segment in align.split(align.read_document(texts[0]))] == expected
    lines = align.split(align.as_document(ENGLISH), one_per_line=True)
    assert [segment.text for segment in lines] == ["The bridge was closed.", "", ENGLISH.splitlines()[2]]


def test_a_text_keeps_the_language_that_it_says_it_has() -> None:
    russian = align.as_document("Прибыл г. Иванов. Он молчал.", language="ru")
    assert len(align.split(russian)) == 2


def test_texts_of_several_kinds_are_drafted_in_order(texts: tuple[Path, Path], story: Path) -> None:
    memory = align.as_document("The port opened on Friday.", id="port")
    corpus = align.translate([texts[0], memory], to="ru", beam=1, score=False)
    assert [one.id for one in corpus] == ["bridge-en-0001", "bridge-en-0002", "bridge-en-0003", "port-0001"]
    assert "score:none" in str(corpus.signature)


def test_pairs_are_drafted_when_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    texts: list[align.Document | Path] = [align.as_document("The port opened."), tmp_path / "binary.txt"]
    corpus = align.translate(texts, to="ru", beam=1, score=False)
    with pytest.raises(InputError):
        list(corpus)


def test_a_file_of_many_documents_is_drafted_whole_and_split_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "The port opened."}\n{"text": "The bridge was closed."}\n', encoding="utf-8")
    corpus = align.translate(path, to="ru", beam=1, score=False).load()
    assert [one.source for one in corpus] == ["The port opened.", "The bridge was closed."]
    with pytest.raises(InputError, match="several documents"):
        align.split(path)
    assert [segment.text for segment in align.split(f"{path}#2")] == ["The bridge was closed."]


VERBS = [
    (align.translate, (TranslateOptions, DocumentOptions)),
    (align.Translator.__init__, (TranslateOptions,)),
    (align.align, (PairOptions, DocumentOptions)),
    (align.Aligner.__init__, (PairOptions,)),
]


@pytest.mark.parametrize(("function", "verbs"), VERBS, ids=["translate", "Translator", "align", "Aligner"])
def test_every_option_that_is_declared_is_a_keyword_with_its_default(
    function: Callable[..., object], verbs: tuple[type, ...]
) -> None:
    """What a command can be asked for, a script can ask for."""
    parameters = signature(function).parameters
    for one in (one for verb in verbs for one in all_declared(verb)):
        assert parameters[one.name].kind is Parameter.KEYWORD_ONLY, one.name
        default = parameters[one.name].default
        assert default == one.default or (not default and not one.default), one.name


@pytest.mark.parametrize("function", [align.translate, align.align, align.split, align.as_document])
def test_every_parameter_is_explained(function: Callable[..., object]) -> None:
    explained = set(re.findall(r"`(\w+)`", function.__doc__ or ""))
    assert set(signature(function).parameters) - explained <= {"text", "target", "source", "language"} - explained


def test_a_translator_drafts_many_texts_and_closes_its_files(tmp_path: Path) -> None:
    memory = tmp_path / "tm.sqlite"
    command("memory", "add", memory, _approved(tmp_path))
    with align.Translator("ru", beam=1, score=False, memory=memory) as translator:
        first = list(translator.translate(align.as_document("The port opened.")))
        again = list(translator.translate(align.as_document("The port opened.")))
    assert [pair.target for pair in first] == [pair.target for pair in again] == ["Порт открыт."]
    assert _open_files(tmp_path) == []
    with pytest.raises(UsageError, match="closed"):
        translator.translate(align.as_document("The port opened."))


def test_a_corpus_that_has_been_drafted_leaves_no_file_open(tmp_path: Path) -> None:
    memory = tmp_path / "tm.sqlite"
    command("memory", "add", memory, _approved(tmp_path))
    corpora = [align.translate(align.as_document("The port opened."), to="ru", beam=1, memory=memory) for _ in range(3)]
    assert _open_files(tmp_path) or not Path("/proc/self/fd").exists()
    for corpus in corpora[:2]:
        assert len(list(corpus)) == 1
    del corpora, corpus  # one of them was never asked for its pairs
    assert _open_files(tmp_path) == []


def _approved(folder: Path) -> Path:
    """A corpus of one approved pair."""
    pair = align.Pair("1", "a.txt", 1, "The port opened.", "Порт открыт.", "en", "ru", status="approved")
    align.write_corpus(align.Corpus([pair], source_lang="en", target_lang="ru"), folder / "approved.jsonl")
    return folder / "approved.jsonl"


def _open_files(folder: Path) -> list[str]:
    """The files of a folder that this process holds open, where the system tells."""
    entries = Path("/proc/self/fd").glob("*")
    return [name for entry in entries if entry.is_symlink() and (name := os.readlink(entry)).startswith(str(folder))]


def test_a_script_reads_parameters_and_the_command_line_flags() -> None:
    text = align.as_document("The port opened.")
    for attempt, name in (
        (lambda: align.translate(text, to="ru", threads=-1), "threads"),
        (lambda: align.pair(text, text, max_bead=40), "max_bead"),
        (lambda: align.pair(text, text, skip=-5), "skip"),
        (lambda: align.translate(text, to="ru", memory=["a.sqlite", "a.sqlite"]), "memory"),
        (lambda: align.split(text, quotes="x"), "quotes"),  # type: ignore[arg-type]
        (lambda: align.pair(text, text, anchors="("), "anchors"),
        (lambda: align.pair(align.as_document("12"), align.as_document("13")), "source_lang"),
    ):
        with pytest.raises(AlignError) as raised:
            attempt()
        assert name in str(raised.value) and "--" not in str(raised.value)


def test_an_alignment_is_checked_and_typeset_for_a_script_too(tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("source\ttarget\nbridge\tвиадук\n", encoding="utf-8")
    english, russian = align.as_document('He said: "The bridge."'), align.as_document('Он сказал: "Мост".')
    (pair,) = align.align(
        english, russian, source_lang="en", target_lang="ru", glossary=tmp_path / "terms.tsv", typography=True
    )
    assert "glossary-missing" in pair.flags and pair.target == "Он сказал: «Мост»."


def test_remarks_go_to_whoever_listens(tmp_path: Path) -> None:
    (tmp_path / "cafe.txt").write_bytes("The café in Liège opened on Friday, its owner André said.".encode("cp1252"))
    heard: list[str] = []
    align.split(tmp_path / "cafe.txt", warn=heard.append)
    assert len(heard) == 1 and "cafe.txt was read as" in heard[0]
    heard.clear()
    align.pair(align.as_document(ENGLISH), align.as_document(ENGLISH), warn=heard.append)
    assert any("both in English" in line for line in heard)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"to": "xx"}, UsageError),
        ({"to": "en"}, UsageError),
        ({"to": "de"}, ModelError),
        ({"to": "ru", "beam": 0}, UsageError),
        ({"to": "ru", "engine": "marian"}, UsageError),
        ({"to": "ru", "quotes": "drop"}, UsageError),
        ({"to": "ru", "fuzzy": 100}, UsageError),
        ({"to": "ru", "best_of": 0}, UsageError),
        ({"to": "ru", "glossary_mode": "force"}, UsageError),
        ({"to": "ru", "model": "no/such"}, ModelError),
    ],
)
def test_what_cannot_be_done_is_said_at_once(wrong: dict[str, object], error: type[AlignError]) -> None:
    with pytest.raises(error) as raised:
        align.translate(align.as_document("The port opened."), **wrong)  # type: ignore[arg-type]
    assert "\n" not in str(raised.value)


def test_a_missing_or_blank_text_is_an_error_of_ours(tmp_path: Path) -> None:
    for attempt in (
        lambda: align.translate("missing.txt", to="ru"),
        lambda: align.split(tmp_path / "missing.txt"),
        lambda: align.pair("missing.en.txt", "missing.ru.txt"),
        lambda: align.as_document(" \n"),
    ):
        with pytest.raises(AlignError):
            attempt()


def test_a_notebook_shows_a_loaded_corpus_as_a_table(texts: tuple[Path, Path]) -> None:
    corpus = align.pair(*texts)
    assert "load()" in corpus._repr_html_() and "<table" not in corpus._repr_html_()
    loaded = corpus.load()
    assert list(loaded) == list(loaded) and len(list(loaded)) == 2
    assert loaded._repr_html_().count("<tr>") == 3 and "Мост закрыли." in loaded._repr_html_()


def test_a_text_cannot_smuggle_markup_into_a_notebook() -> None:
    evil = align.Pair("1", "x", 1, "<script>alert(1)</script>", "b", "en", '"><i>', flags=("<b>",))
    page = align.Corpus([evil], source_lang="<u>")._repr_html_()
    assert "<script" not in page and "<i>" not in page and "<u>" not in page and "<b></" not in page


def test_a_long_corpus_is_shown_in_part() -> None:
    pairs = [align.Pair(str(n), "x", n, "a", "b", "en", "ru") for n in range(1000)]
    assert "960 more pairs" in align.Corpus(pairs)._repr_html_()


def test_the_signature_names_the_model(story: Path) -> None:
    corpus = align.translate(story, to="ru", score=False)
    assert "model:en-ru-starter@" in str(corpus.signature)
