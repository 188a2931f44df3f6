"""The languages of pairs in files: one spelling in, one out; pieces of several tools; what a person names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.corpus.validation import Problem, read_leniently
from align.curation import FilterOptions, filter_corpus, reread
from align.errors import FormatError, OutputError, UsageError
from align.memory import Memory, add_corpus

FORMATS = ("jsonl", "tmx", "xlf", "tsv", "csv", "parquet")


def some(*codes: tuple[str, str], text: str = "The port opened.") -> list[Pair]:
    return [Pair(f"p-{n}", "d", n, text, "Порт открылся.", *pair) for n, pair in enumerate(codes, 1)]


def languages(path: Path, target_lang: str = "") -> list[tuple[str, str]]:
    return [(pair.source_lang, pair.target_lang) for pair in read_corpus(path, target_lang=target_lang)]


def unnamed(path: Path) -> Path:
    lines = ({"source": f"Port {n}.", "target": f"Порт {n}."} for n in (1, 2))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@pytest.mark.parametrize("code", ["en-US", "EN-us", "en_US", "eng"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_in_one_spelling_comes_back_in_it(tmp_path: Path, suffix: str, code: str) -> None:
    """Reading and writing again gives the same bytes."""
    first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    write_corpus(Corpus(some((code, "ru"), (code, "ru"))), first)
    write_corpus(read_corpus(first), second)
    assert languages(first) == [(code, "ru")] * 2
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("named", [("en-US", "ru-RU"), ("en", "ru"), ("en-GB", "ru")])
def test_what_is_named_are_the_codes_of_all_pairs(tmp_path: Path, suffix: str, named: tuple[str, str]) -> None:
    """Whatever the file says in whatever spelling; another region is said to be taken."""
    pieces, out = tmp_path / "pieces.jsonl", tmp_path / f"out.{suffix}"
    write_corpus(Corpus(some(("en-US", "ru"), ("EN_us", "RU-ru"), ("en", "rus"), ("eng-US", "ru_RU"))), pieces)
    said: list[str] = []
    corpus = read_corpus(pieces, source_lang=named[0], target_lang=named[1], warn=said.append)
    write_corpus(corpus, out)
    assert languages(out) == [named] * 4
    assert bool(said) == (named[0] == "en-GB")


@pytest.mark.parametrize("suffix", FORMATS)
def test_languages_that_a_file_leaves_open_are_those_named(tmp_path: Path, suffix: str) -> None:
    source, out = unnamed(tmp_path / "a.jsonl"), tmp_path / f"out.{suffix}"
    write_corpus(read_corpus(source, source_lang="en", target_lang="ru"), out)
    assert languages(out) == [("en", "ru")] * 2


def test_a_memory_takes_no_unit_without_languages(tmp_path: Path) -> None:
    source = unnamed(tmp_path / "a.jsonl")
    with Memory.open(tmp_path / "tm.sqlite", write=True) as memory:
        with pytest.raises(UsageError, match="does not say its languages: name them with source_lang and target_lang"):
            add_corpus(memory, read_corpus(source), "a.jsonl", ["draft"])
        corpus = read_corpus(source, source_lang="en", target_lang="ru")
        assert add_corpus(memory, corpus, "a.jsonl", ["draft"]).new == 2


def test_pairs_in_other_languages_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_corpus(Corpus(some(("en", "ru"), ("de", "ru"), ("EN", "RU"), ("de", "fr"))), path)
    said: list[str] = []
    corpus = read_corpus(path, source_lang="en", target_lang="ru", warn=said.append)
    assert [pair.id for pair in corpus] == ["p-1", "p-3"]
    assert said == [f"{path}: left out: pairs in de-ru (1, p-2), pairs in de-fr (1, p-4)"]
    with pytest.raises(FormatError, match="no pair is in en-ja; there is de-fr, de-ru, en-ru"):
        list(read_corpus(path, source_lang="en", target_lang="ja"))


@pytest.mark.parametrize("suffix", ["tmx", "moses"])
def test_one_file_takes_codes_that_agree(tmp_path: Path, suffix: str) -> None:
    """A file of one pair of languages takes other spellings in silence, says what it writes otherwise, and refuses
    scripts and regions that differ, with an advice that works."""
    said: list[str] = []
    out = tmp_path / f"a.{suffix}"
    write_corpus(Corpus(some(("en-US", "ru"), ("EN_us", "RU"))), out, warn=said.append)
    assert not said
    write_corpus(Corpus(some(("en", "ru"), ("en-US", "ru-RU"))), out, warn=said.append)
    assert [line.partition(": ")[2] for line in said] == ["1 of en-US-ru-RU are written as en-ru"]
    for codes in (
        [("en-US", "ru"), ("en-GB", "ru")],
        [("en", "zh-Hans"), ("en", "zh-Hant")],
        [("en", "zh"), ("en", "zh-TW")],
    ):
        with pytest.raises(OutputError, match=r"pair p-2 is en.* choose one with source_lang and target_lang"):
            write_corpus(Corpus(some(*codes)), out)


@pytest.mark.parametrize("wanted", ["zh", "zh-Hans"])
def test_scripts_are_never_merged(tmp_path: Path, wanted: str) -> None:
    """A bare code takes texts of another script as what they are; a script named takes no other."""
    path = tmp_path / "a.jsonl"
    write_corpus(Corpus(some(("en", "zh-CN"), ("en", "zh_hant"), ("en", "zh"))), path)
    found = [code for _, code in languages(path, target_lang=wanted)]
    assert found == {"zh": ["zh", "zh_hant", "zh"], "zh-Hans": ["zh-Hans", "zh-Hans"]}[wanted]


def test_xliff_divides_no_document_for_a_spelling(tmp_path: Path) -> None:
    out = tmp_path / "a.xlf"
    write_corpus(Corpus(some(("en-US", "ru"), ("en_us", "RU"), ("en-GB", "ru"))), out)
    assert out.read_text("utf-8").count("<file ") == 2


@pytest.mark.parametrize(("codes", "expected"), [
    ([("EN-US", "RU-RU"), ("en_US", "ru_RU")], ("en-US", "ru-RU")),
    ([("en-US", "ru-RU"), ("en", "ru")], ("en", "ru")),
])  # fmt: skip
def test_one_file_out_of_pieces_of_several_tools(
    tmp_path: Path, codes: Sequence[tuple[str, str]], expected: tuple[str, str]
) -> None:
    """Nobody has to name what the pieces agree on; a pair that comes twice is a duplicate under any code."""
    paths = [str(tmp_path / f"{n}.tmx") for n in range(len(codes))]
    for n, (path, pair) in enumerate(zip(paths, codes, strict=True)):
        write_corpus(Corpus([*some(pair), *some(pair, text=f"Ship {n}.")]), path)
    with reread(paths) as inputs:
        result = filter_corpus(inputs, FilterOptions(drop=frozenset({"duplicate"})))
        kept = Corpus([pair for pair, reason in result.pairs() if not reason])
        kept.source_lang, kept.target_lang = result.header.source_lang, result.header.target_lang
    write_corpus(kept, tmp_path / "all.tmx")
    assert languages(tmp_path / "all.tmx") == [expected] * 3


def test_moses_files_are_found_however_their_names_spell_the_languages(tmp_path: Path) -> None:
    for source, target in (("EN", "RU"), ("en_US", "ru_RU"), ("eng", "rus")):
        folder = tmp_path / source
        folder.mkdir()
        (folder / f"all.{source}").write_text("Port\n", "utf-8")
        (folder / f"all.{target}").write_text("Порт\n", "utf-8")
        [pair] = read_corpus(folder / "all.moses", source_lang="en", target_lang="ru")
        assert (pair.source, pair.target, pair.source_lang) == ("Port", "Порт", "en")


def test_check_has_nothing_against_spellings(tmp_path: Path) -> None:
    """Two spellings are one pair of languages; ids that a file does not have are not there twice."""
    path = tmp_path / "a.jsonl"
    write_corpus(Corpus(some(("en-US", "ru"), ("EN_us", "RU"))), path)
    problems: list[Problem] = []
    assert len(list(read_leniently(str(path), None, "", "", problems.append))) == 2
    assert len(list(read_leniently(str(unnamed(path)), None, "en", "ru", problems.append))) == 2
    assert not problems
