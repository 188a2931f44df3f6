"""Errors that commands raise hold the file and what to do, besides the line that they print."""

from __future__ import annotations

from pathlib import Path

import pytest

from align.cli import cli
from align.errors import AlignError, InputError, ModelError, QualityError, UsageError
from tests.command import answer


def error_of(*arguments: object) -> AlignError:
    with pytest.raises(AlignError) as caught:
        cli.main([str(argument) for argument in arguments], standalone_mode=False)
    return caught.value


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.tsv"
    path.write_text("source\ttarget\tsource_lang\ttarget_lang\nOne.\tРаз.\ten\tru\n", encoding="utf-8")
    return path


def test_an_output_that_is_the_input_is_named(corpus: Path) -> None:
    error = error_of("merge", corpus, "review.xlsx", "-o", corpus)
    assert isinstance(error, UsageError) and error.path == str(corpus)
    assert error.hint == "name another file, or say --in-place (a backup stays)"
    assert str(error) == f"{corpus} is the corpus itself: {error.hint}"


def test_files_that_cannot_be_compared_are_named(corpus: Path, tmp_path: Path) -> None:
    error = error_of("evaluate", "drafts", tmp_path / "gone.txt", corpus)
    assert isinstance(error, InputError)
    assert (error.path, error.hint) == (str(tmp_path / "gone.txt"), "Check the name")
    empty = tmp_path / "empty.txt"
    empty.touch()
    error = error_of("evaluate", "drafts", empty, corpus)
    assert (error.path, error.hint) == (str(corpus), "each line of one must belong to the same line of the other")
    error = error_of("evaluate", "drafts", empty, empty)
    assert str(error) == f"{empty} is empty: there is nothing to compare"


def test_a_name_that_is_unknown_comes_with_a_guess_or_a_list() -> None:
    error = error_of("check", "corpus.tsv", "--only", "number-mismatsch")
    assert (error.hint, str(error)) == (
        "Did you mean number-mismatch?",
        "there is no check 'number-mismatsch'. Did you mean number-mismatch?",
    )
    assert error_of("check", "corpus.tsv", "--only", "qqq").hint == "See --flags"
    missing = error_of("models", "info", "no-such-model")
    assert isinstance(missing, ModelError) and missing.hint == "see align models list"


def test_a_filter_that_leaves_nothing_names_the_output(corpus: Path, tmp_path: Path) -> None:
    error = error_of("filter", corpus, "-o", tmp_path / "out.tsv", "--min-score", "0.5")
    assert isinstance(error, InputError) and error.path == str(tmp_path / "out.tsv")


def test_unusable_terms_come_with_what_to_do(tmp_path: Path) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("source\ttarget\nport\t\n", encoding="utf-8")
    error = error_of("glossary", "check", terms)
    assert isinstance(error, QualityError) and error.hint == "mend the lines named above"


def test_an_interruption_that_python_wraps_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11 makes a RuntimeError of Ctrl-C that comes while a class is made."""

    def made(*arguments: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("align.readers.find_documents", made)
    said = answer("split", "a.txt")
    assert (said.returncode, said.stderr.decode().startswith("align: interrupted: ")) == (130, True)


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("convert", "a.docx", "b.tmx"), "or say --input-format"),
        (("export", "a.txt", "-o", "b.docx"), "or say --input-format"),
        (("check", "a.docx"), "or say --format"),
        (("convert", "a.jsonl", "b.docx"), "or say --format"),
        (("split", "--write-srx", "/dev/full/a.srx"), "another place with --write-srx"),
    ],
)
def test_advice_names_the_option_that_the_command_has(tmp_path: Path, arguments: tuple[str, ...], advice: str) -> None:
    for name in ("a.docx", "a.txt", "a.jsonl"):
        (tmp_path / name).write_text('{"source": "a", "target": "b"}\n')
    assert advice in answer(*arguments, cwd=tmp_path).stderr.decode()
