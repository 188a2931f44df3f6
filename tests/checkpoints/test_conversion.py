"""A checkpoint is converted once, and again only when its content changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from align.checkpoints.content import content_hash
from align.checkpoints.conversion import converted
from align.errors import ModelError


@pytest.fixture
def checkpoint(starter: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "checkpoint"
    shutil.copytree(starter, folder, ignore=shutil.ignore_patterns("ctranslate2", "recipe"))
    return folder


def test_the_hash_names_the_content_and_not_the_place(checkpoint: Path, starter: Path) -> None:
    assert content_hash(checkpoint) == content_hash(starter)


def test_the_hash_changes_with_any_file_that_decides_the_output(checkpoint: Path) -> None:
    before = content_hash(checkpoint)
    (checkpoint / "vocab.json").write_text("{}", encoding="utf-8")
    assert content_hash(checkpoint) != before


def test_a_conversion_is_kept_with_the_checkpoint_and_found_again(checkpoint: Path) -> None:
    model = converted(checkpoint)
    assert model.parent == checkpoint / "ctranslate2"
    stamp = (model / "model.bin").stat().st_mtime_ns
    assert converted(checkpoint) == model and (model / "model.bin").stat().st_mtime_ns == stamp


def test_what_an_interrupted_conversion_left_is_not_trusted(checkpoint: Path) -> None:
    broken = checkpoint / "ctranslate2" / f"int8-{content_hash(checkpoint)}"
    broken.mkdir(parents=True)
    (broken / "config.json").write_text("{}", encoding="utf-8")
    assert (converted(checkpoint) / "model.bin").is_file()


@pytest.mark.slow
def test_the_conversion_of_what_a_checkpoint_held_before_goes_when_the_new_one_is_made(checkpoint: Path) -> None:
    old = converted(checkpoint)
    config = checkpoint / "config.json"
    config.write_text(config.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    new = converted(checkpoint)
    assert [path.name for path in (checkpoint / "ctranslate2").glob("int8-*")] == [new.name] != [old.name]


def test_a_folder_that_cannot_be_written_sends_the_conversion_to_the_cache(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkpoint / "ctranslate2").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    assert converted(checkpoint).parent == tmp_path / "cache" / "ctranslate2"


def test_weights_that_do_not_convert_are_one_line(checkpoint: Path) -> None:
    (checkpoint / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="not a Marian checkpoint that can be converted"):
        converted(checkpoint)
    assert not list((checkpoint / "ctranslate2").glob("int8-*"))
