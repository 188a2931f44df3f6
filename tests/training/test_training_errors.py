"""Errors of training name the file and say what to do, also apart from their message; options go by their parameter."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
import torch

from align.cli.options import flag_of
from align.errors import AlignError, InputError, OutputError, UsageError, options_called
from align.training.checkpoint import read_checkpoint, write_checkpoint
from align.training.data import read_examples
from align.training.encoded import load_encoded
from align.training.example_selection import choose_splits
from align.training.optimisers import chosen_device
from align.training.pack import write_pack
from align.training.recipe import read_recipe
from align.training.run_directory import RunDirectory
from align.training.schedule import Schedule


def test_a_broken_checkpoint_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(b"no checkpoint")
    with pytest.raises(InputError) as caught:
        read_checkpoint(path)
    assert (caught.value.path, caught.value.hint) == (str(path), "remove it to begin again")
    assert str(caught.value) == f"{path} is broken, or no checkpoint: remove it to begin again"


def test_a_checkpoint_that_cannot_be_written_is_named_with_the_systems_reason(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "checkpoint.pt"
    with pytest.raises(OutputError) as caught:
        write_checkpoint(path, {"step": 1})
    reason = "no such file or directory"
    assert str(caught.value) == f"cannot save {path} ({reason}): make room and run the same command again"
    assert caught.value.path == str(path)


def test_a_folder_that_holds_something_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(OutputError) as caught:
        RunDirectory(tmp_path, {})
    assert (caught.value.path, caught.value.hint) == (str(tmp_path), "choose another folder with folder")
    with options_called(flag_of), pytest.raises(OutputError, match=r"holds something already: choose another .* -o$"):
        RunDirectory(tmp_path, {})


def test_what_the_system_says_of_a_file_in_the_folder_is_said_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        try:
            raise OSError(28, "No space left on device", str(path))
        except OSError as error:
            raise OutputError(f"cannot write {path}") from error

    monkeypatch.setattr("align.training.run_directory.atomic_text", full)
    with pytest.raises(OutputError) as caught:
        RunDirectory(tmp_path / "model", {"base": "b"})
    assert str(caught.value).startswith(f"cannot write {tmp_path / 'model'}: no space left on device")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_a_missing_gpu_calls_the_option_by_its_parameter_in_a_script() -> None:
    with pytest.raises(UsageError, match=r"^device cuda: torch finds no GPU here; leave device out$"):
        chosen_device("cuda")
    with options_called(flag_of), pytest.raises(UsageError, match=r"^--device cuda: .* leave --device out$"):
        chosen_device("cuda")


def test_too_few_pairs_come_with_a_hint_and_without_a_flag() -> None:
    with pytest.raises(InputError) as caught:
        choose_splits([], ("approved",), lambda texts: [], lambda texts: [])
    assert caught.value.hint == "Review more pairs, or add statuses with statuses"
    assert "--" not in str(caught.value)
    with options_called(flag_of), pytest.raises(InputError, match=r"with\. Review more pairs, or add .* --status$"):
        choose_splits([], ("approved",), lambda texts: [], lambda texts: [])


def test_files_that_are_not_what_they_should_be_are_named(tmp_path: Path) -> None:
    path = tmp_path / "train.npz"
    path.write_bytes(b"no arrays")
    recipe = tmp_path / "config.toml"
    recipe.write_text('source_lang = "en"\n')
    for read, named in ((load_encoded, path), (read_recipe, recipe), (lambda work: write_pack(work, path), tmp_path)):
        with pytest.raises(AlignError) as caught:
            read(named)
        assert caught.value.path == str(named)


def test_a_schedule_has_the_keys_of_a_recipe_and_knows_no_others() -> None:
    table = {"rate": 1e-3, "average": 0.9, "guide": 1.0, "guide_updates": 10, "blanks": 0.1}
    schedule = Schedule.of_recipe(table)
    assert (schedule.learning_rate, schedule.ema_decay, schedule.token_dropout) == (1e-3, 0.9, 0.1)
    assert (schedule.guided_attention_weight, schedule.guided_attention_updates) == (1.0, 10)
    assert table.items() <= schedule.to_recipe().items()
    for key in ("ema_decay", "speed"):
        with pytest.raises(TypeError, match=key):
            Schedule.of_recipe({key: 1})


def test_a_packed_list_of_pairs_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv.xz"
    path.write_bytes(lzma.compress("One\tРаз\n".encode() * 100)[:-20])
    with pytest.raises(InputError, match=r"cannot read the pairs of .*pairs.tsv.xz: .* TSV in UTF-8"):
        list(read_examples(path))
