"""Word translations: learnt from pairs, kept beside a checkpoint, and what they say of a draft."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from align.checkpoints.content import WORDS
from align.errors import ModelError
from align.quality.word_translations import WordTranslations
from align.training.word_translations import learn_word_translations, save_word_translations

PAIRS = [
    ("the port opened", "порт открылся"),
    ("the port closed", "порт закрылся"),
    ("the market opened", "рынок открылся"),
    ("the market closed", "рынок закрылся"),
    ("ports and markets", "порты и рынки"),
    ("ports or markets", "порты или рынки"),
]


@pytest.fixture
def words(tmp_path: Path) -> WordTranslations:
    save_word_translations(tmp_path, learn_word_translations(PAIRS * 3))
    loaded = WordTranslations.load(tmp_path)
    assert loaded
    return loaded


def test_what_is_left_out_and_what_is_invented_is_noticed(words: WordTranslations) -> None:
    right, short, long, wrong = words.unexplained(
        "ports opened", ["Порты открылись", "открылись", "Порты открылись вчера", "кошка спит"]
    )
    assert right.tolist() == [0, 0]
    assert short.tolist() == [0.5, 0]
    assert long.tolist() == [0, pytest.approx(1 / 3)]
    assert wrong.tolist() == [1, 1]


def test_forms_of_a_word_are_one(words: WordTranslations) -> None:
    assert words.unexplained("CLOSES", ["закрывается"]).tolist() == [[0, 0]]


@pytest.mark.parametrize(("source", "drafts"), [("", ["порт"]), ("port", [""]), ("…", ["!"])])
def test_nothing_explains_a_side_without_words(words: WordTranslations, source: str, drafts: list[str]) -> None:
    assert words.unexplained(source, drafts).tolist() == [[1, 1]]
    assert words.unexplained(source, []).shape == (0, 2)


def test_how_sentence_pairs_are_cut_up_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = learn_word_translations(PAIRS * 3)
    monkeypatch.setattr("align.training.word_translations.AT_ONCE", 4)
    parts = learn_word_translations(PAIRS * 3)
    assert whole.source_words == parts.source_words
    assert np.allclose(whole.forward, parts.forward) and np.array_equal(whole.target, parts.target)


def test_nothing_to_learn_from(tmp_path: Path) -> None:
    save_word_translations(tmp_path, learn_word_translations([("a", ""), ("", "б")]))
    loaded = WordTranslations.load(tmp_path)
    assert loaded and loaded.unexplained("a", ["б"]).tolist() == [[1, 1]]


def test_a_checkpoint_without_them(tmp_path: Path) -> None:
    assert WordTranslations.load(tmp_path) is None


@pytest.mark.parametrize("cut", [0, 10, 200, -30])
def test_a_broken_file_is_one_line(tmp_path: Path, words: WordTranslations, cut: int) -> None:
    file = tmp_path / WORDS
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(ModelError, match="cannot read the word translations"):
        WordTranslations.load(tmp_path)


def test_parts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    names = np.frombuffer(b"a\nb", dtype=np.uint8)
    for counts, targets in (([1, 1], [0, 2]), ([1], [0]), ([2, 1], [0, 1])):
        with (tmp_path / WORDS).open("wb") as stream:
            np.savez(
                stream,
                source=names,
                target=names,
                counts=np.array(counts),
                targets=np.array(targets),
                directions=np.ones(len(targets), np.uint8),
            )
        with pytest.raises(ModelError):
            WordTranslations.load(tmp_path)


def test_the_signature_follows_the_content(tmp_path: Path, words: WordTranslations) -> None:
    save_word_translations(tmp_path, learn_word_translations(PAIRS[:4] * 3))
    other = WordTranslations.load(tmp_path)
    assert other and other.signature != words.signature and words.signature.startswith("words-")
