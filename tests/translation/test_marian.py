"""The tokens of a Marian checkpoint, without transformers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from align.errors import ModelError
from align.translation.marian import END, MarianTokeniser


def test_a_source_ends_with_the_end_token(starter: Path) -> None:
    (row,) = MarianTokeniser(starter).encode(["The port opened on Friday."])
    assert row[-1] == END and END not in row[:-1]


def test_pieces_decode_to_the_text_they_came_from(starter: Path) -> None:
    tokeniser = MarianTokeniser(starter)
    text = "Порт открылся в пятницу, сообщило министерство."
    assert tokeniser.decode(tokeniser.encode([text])[0]) == text


def test_ids_agree_with_transformers(starter: Path) -> None:
    """CTranslate2 and the reference engine must see what Transformers' own tokeniser gives."""
    from transformers import MarianTokenizer

    text = "Dr. Hall called the schedule “ambitious”, insurance fell by 12% – at last."
    reference = MarianTokenizer.from_pretrained(starter, local_files_only=True)
    tokeniser = MarianTokeniser(starter)
    assert [tokeniser.ids[piece] for piece in tokeniser.encode([text])[0]] == reference(text)["input_ids"]


def test_a_target_token_that_the_checkpoint_lacks_is_named(starter: Path) -> None:
    with pytest.raises(ModelError, match=">>deu<<"):
        MarianTokeniser(starter, ">>deu<<")


def test_a_broken_vocabulary_is_one_line(starter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(starter, folder, ignore=shutil.ignore_patterns("ctranslate2", "recipe"))
    (folder / "vocab.json").write_text("[1, 2", encoding="utf-8")
    with pytest.raises(ModelError, match="fetch the model again"):
        MarianTokeniser(folder)
