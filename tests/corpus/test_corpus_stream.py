"""A corpus that comes from a stream is read once, and says so the second time; one of a list as often as one likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import align
from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.errors import AlignError, CorpusConsumed

PAIRS = [Pair(str(n), "a", n, "A.", "А.", "en", "ru") for n in (1, 2)]


def stream() -> Corpus:
    return Corpus(iter(PAIRS), source_lang="en", target_lang="ru")


@pytest.mark.parametrize(
    "again",
    [list, Corpus.load, lambda corpus: list(replace(corpus, created="2026-11-23T10:00:00Z"))],
    ids=["iterated", "loaded", "replaced"],
)
def test_a_stream_is_not_empty_the_second_time_but_an_error(again: Callable[[Corpus], object]) -> None:
    corpus = stream()
    assert list(corpus) == PAIRS
    with pytest.raises(CorpusConsumed) as caught:
        again(corpus)
    assert caught.value.hint == "Keep them with .load() first, or read the file again"
    assert caught.value.exit_status == 1
    assert isinstance(caught.value, AlignError)


def test_what_was_begun_goes_on_with_the_same_iterator_and_not_with_the_corpus() -> None:
    corpus = stream()
    pairs = iter(corpus)
    assert next(pairs) == PAIRS[0]
    with pytest.raises(CorpusConsumed):
        next(iter(corpus))
    assert list(pairs) == PAIRS[1:]


@pytest.mark.parametrize("pairs", [PAIRS, tuple(PAIRS)], ids=["list", "tuple"])
def test_a_list_of_pairs_is_read_any_number_of_times(pairs: list[Pair]) -> None:
    corpus = Corpus(pairs)
    assert list(corpus) == list(corpus) == list(corpus.load()) == list(corpus.load().load()) == PAIRS


def test_a_stream_that_is_loaded_is_kept_by_the_corpus_that_load_gives() -> None:
    corpus = stream()
    loaded = corpus.load()
    assert list(loaded) == list(loaded) == PAIRS
    with pytest.raises(CorpusConsumed):
        corpus.load()


def test_pairs_that_are_given_anew_are_read() -> None:
    corpus = stream()
    corpus.pairs = (pair for pair in corpus)
    assert list(corpus) == PAIRS


def test_writing_a_stream_twice_leaves_the_second_file_unwritten(tmp_path: Path) -> None:
    corpus = stream()
    assert write_corpus(corpus, tmp_path / "a.jsonl") == 2
    with pytest.raises(CorpusConsumed):
        write_corpus(corpus, tmp_path / "a.tmx")
    with pytest.raises(CorpusConsumed):
        align.write_corpus(corpus, tmp_path / "a.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    assert len(list(read_corpus(tmp_path / "a.jsonl"))) == 2


@pytest.mark.parametrize("suffix", ["jsonl", "tmx", "tsv", "csv", "xlf", "xlsx"])
def test_a_corpus_that_was_read_from_a_file_is_read_once(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    write_corpus(stream(), path)
    corpus = read_corpus(path)
    assert len(list(corpus)) == 2
    with pytest.raises(CorpusConsumed):
        list(corpus)


def test_a_notebook_shows_what_there_is_without_reading_it() -> None:
    corpus = stream()
    assert "can be read once" in corpus._repr_html_()
    assert list(corpus) == PAIRS
    assert "has been read" in corpus._repr_html_()
    assert "consumed" in repr(corpus)
    assert Corpus(PAIRS)._repr_html_().count("<tr>") == 3
