"""Errors of curation call options by parameter in a script and by flag on the command line, and carry a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.cli.options import flag_of
from align.curation import reread
from align.curation.datasheet import Source
from align.curation.splits import SplitSize, plan
from align.errors import InputError, UsageError, options_called
from align.work_guard import WorkGuard


def test_options_are_called_by_their_parameter_in_a_script_and_by_their_flag_on_the_command_line() -> None:
    with pytest.raises(UsageError) as caught:
        SplitSize.parse("train=5%")
    assert caught.value.hint == "write it as dev=2000 (pairs) or test=5% (of the documents), not train"
    assert str(caught.value) == f"split train=5%: {caught.value.hint}"
    with options_called(flag_of), pytest.raises(UsageError, match="--split train=5%: write it as dev=2000"):
        SplitSize.parse("train=5%")


@pytest.mark.parametrize("parse", [lambda: Source.parse("; MIT"), lambda: plan([], [SplitSize("dev", 0.5)] * 2)])
def test_no_message_in_a_script_has_a_flag(parse: object) -> None:
    assert callable(parse)
    with pytest.raises(UsageError) as caught:
        parse()
    assert "--" not in str(caught.value) and caught.value.hint


def test_a_corpus_that_changed_between_the_passes_is_named(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.tsv"
    corpus.write_text("source\ttarget\nOne.\tРаз.\n")
    with reread([str(corpus)], source_lang="en", target_lang="ru") as inputs:
        list(inputs.pairs())
        corpus.write_text("source\ttarget\nOne.\tРаз.\nTwo.\tДва.\n")
        with pytest.raises(InputError) as caught:
            list(inputs.pairs())
    assert (caught.value.path, caught.value.hint) == (str(corpus), "run this again when nobody writes to it")


def test_a_guarded_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    from align import Corpus, Pair, write_corpus
    from align.errors import OutputError

    pair = Pair("port-1", "port.txt", 1, "One.", "Раз.", "en", "ru", status="edited")
    path = tmp_path / "corpus.jsonl"
    write_corpus(Corpus([pair]), path)
    with pytest.raises(OutputError) as caught:
        write_corpus(Corpus([]), path)
    assert caught.value.path == str(path)
    assert caught.value.hint == WorkGuard().advice(path)
    assert str(caught.value).startswith(f"{path} holds work that would be lost: 1 edited. Name another file")
