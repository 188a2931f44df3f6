"""Models that are cut, mixed up or half-converted: made again where they can be, one line where they cannot."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from align.checkpoints.checkpoint_store import find_model, open_folder
from align.checkpoints.content import content_hash
from align.checkpoints.conversion import RECORD, converted
from align.errors import AlignError, ModelError, OutputError
from align.io.locks import locked_file
from align.translation import open_engine


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> Path:
    """A checkpoint with the starter's vocabulary and a few random weights: converted in a moment."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder = tmp_path_factory.mktemp("small")
    for name in ("source.spm", "target.spm", "vocab.json"):
        shutil.copyfile(starter / name, folder / name)
    size = len(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))
    torch.manual_seed(1)
    layers = {"encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 8, "decoder_ffn_dim": 8}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2, "max_position_embeddings": 512}
    config = MarianConfig(
        vocab_size=size,
        d_model=8,
        pad_token_id=size - 1,
        eos_token_id=0,
        decoder_start_token_id=size - 1,
        **layers,
        **heads,
    )
    MarianMTModel(config).save_pretrained(folder)
    tokeniser = {"tokenizer_class": "MarianTokenizer", "source_lang": "en", "target_lang": "ru"}
    (folder / "tokenizer_config.json").write_text(json.dumps(tokeniser))
    (folder / "align.json").write_text(json.dumps({"sources": ["en"], "targets": ["ru"]}))
    return folder


@pytest.fixture
def model(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(small, tmp_path / "model", ignore=shutil.ignore_patterns("ctranslate2")))


def drafts(folder: Path, engine: str = "ctranslate2") -> None:
    from align.translation.engine import Decoding

    chosen = find_model(str(folder), "en", "ru")
    assert len(open_engine(engine, chosen, "cpu", 1).draft(["One."], Decoding(beam=1))) == 1


DAMAGE: dict[str, Any] = {
    "cut": lambda made: (made / "model.bin").write_bytes((made / "model.bin").read_bytes()[:-1000]),
    "empty": lambda made: (made / "model.bin").write_bytes(b""),
    "one bit": lambda made: flip(made / "model.bin"),
    "no weights": lambda made: (made / "model.bin").unlink(),
    "no record": lambda made: (made / RECORD).unlink(),
    "garbled record": lambda made: (made / RECORD).write_text("[" * 5000),
    "strange record": lambda made: (made / RECORD).write_text('{"model.bin": 1, "config.json": null}'),
    "a file": lambda made: shutil.rmtree(made) or made.write_text("a file"),  # type: ignore[func-returns-value]
}


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_damaged_conversion_is_made_again_in_its_place(model: Path) -> None:
    made = converted(model)
    whole = (made / "model.bin").read_bytes()
    for name, damage in DAMAGE.items():
        damage(made)
        assert converted(model) == made, name
        assert (made / "model.bin").read_bytes() == whole, name
        assert [path.name for path in made.parent.iterdir()] == [made.name], f"{name}: nothing else stays"
    drafts(model)


def test_what_killed_conversions_left_is_removed_and_what_goes_on_stays(model: Path) -> None:
    home = model / "ctranslate2"
    for name in (".part-dead", ".part-old", ".part-live", ".part-new"):
        (home / name).mkdir(parents=True)
    (home / ".part-dead" / "held").touch()
    (home / ".part-old" / "model.bin").touch()
    os.utime(home / ".part-live", (0, 0))
    with locked_file(home / ".part-live" / "held"):
        made = converted(model)
    assert sorted(path.name for path in home.iterdir()) == [".part-live", ".part-new", made.name]


AT_ONCE = """
import os, sys, pathlib, align.checkpoints.marian_model
from align.checkpoints.conversion import converted
children = [os.fork() or os._exit(converted(pathlib.Path(sys.argv[1])) is None) for _ in range(2)]
assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
"""
"""Two processes that begin at one moment: what takes them longest to import is there before they part."""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_two_conversions_at_once_both_end_with_a_whole_model(model: Path) -> None:
    subprocess.run([sys.executable, "-c", AT_ONCE, str(model)], check=True, timeout=120)
    assert len(list((model / "ctranslate2").iterdir())) == 1
    drafts(model)


def test_a_clock_that_jumps_back_does_not_hide_a_changed_file(model: Path) -> None:
    before = content_hash(model)
    weights = model / "model.safetensors"
    flip(weights)
    os.utime(weights, (1, 1))
    assert content_hash(model) != before


@pytest.mark.parametrize(
    "content", ["", "[]", "[" * 5000, '{"model.safetensors": 5}', '{"model.safetensors": [1]}', "\0"]
)
def test_a_broken_memory_of_hashes_is_no_obstacle(model: Path, tmp_path: Path, content: str) -> None:
    name = content_hash(model)
    for path in (tmp_path / "cache" / "hashes").iterdir():
        path.write_text(content)
    assert content_hash(model) == name


CUTS = (0, 1, 7, 8, 9, 100, 0.5, -1)


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_weights_cut_anywhere_are_one_line(model: Path, engine: str) -> None:
    whole = (model / "model.safetensors").read_bytes()
    for cut in CUTS:
        (model / "model.safetensors").write_bytes(whole[: int(len(whole) * cut) if isinstance(cut, float) else cut])
        with pytest.raises(ModelError) as refused:
            drafts(model, engine)
        assert "\n" not in str(refused.value) and str(model) in str(refused.value)
    assert not list((model / "ctranslate2").glob("int8-*"))


BROKEN: dict[str, dict[str, bytes | None]] = {
    "no config": {"config.json": None},
    "garbage config": {"config.json": b"{" * 20},
    "deep config": {"config.json": b"[" * 100_000},
    "another kind": {"config.json": b'{"model_type": "bert"}'},
    "no kind": {"config.json": b'{"architectures": [5]}'},
    "sizes of another model": {"config.json": b'{"model_type": "marian", "d_model": 64, "vocab_size": 7}'},
    "text for a number": {"config.json": b'{"model_type": "marian", "d_model": "wide"}'},
    "endless layers": {"config.json": b'{"model_type": "marian", "encoder_layers": -1, "d_model": 8}'},
    "vocabulary of another": {"vocab.json": json.dumps({"</s>": 0, "<unk>": 1, "a": 2}).encode()},
    "vocabulary with holes": {"vocab.json": json.dumps({"</s>": 0, "<unk>": 10**9}).encode()},
    "vocabulary of texts": {"vocab.json": json.dumps({"</s>": "0", "<unk>": "1"}).encode()},
    "no unknown": {"vocab.json": b'{"a": 0}'},
    "garbage pieces": {"source.spm": b"not a model" * 10},
    "empty pieces": {"target.spm": b""},
    "garbage generation": {"generation_config.json": b"{"},
    "garbage tokeniser": {"tokenizer_config.json": b"[1"},
    "manifest of another shape": {"align.json": b'{"sources": "en", "targets": 5}'},
    "code to run": {
        "tokenizer_config.json": b'{"tokenizer_class": "Evil", "auto_map": {"AutoTokenizer": ["evil.Evil", null]}}',
        "evil.py": b"import pathlib; pathlib.Path(__file__).with_name('ran').touch()\nclass Evil: pass\n",
    },
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_checkpoint_that_contradicts_itself_drafts_or_says_so(model: Path, name: str, capfd: Any) -> None:
    for file, content in BROKEN[name].items():
        if content is None:
            (model / file).unlink()
        else:
            (model / file).write_bytes(content)
    for engine in ("ctranslate2", "transformers"):
        try:
            drafts(model, engine)
        except AlignError as error:
            assert "\n" not in str(error), engine
    assert not (model / "ran").exists()


LACKING: dict[str, Any] = {
    "one": lambda weights: {name: w for name, w in weights.items() if name != "model.decoder.layers.0.fc1.bias"},
    "a layer": lambda weights: {name: w for name, w in weights.items() if "decoder.layers.0" not in name},
    "the embedding": lambda weights: {name: w for name, w in weights.items() if "shared" not in name},
    "all": lambda weights: {"other": weights["model.decoder.layers.0.fc1.bias"]},
}


@pytest.mark.parametrize("pickled", [False, True])
@pytest.mark.parametrize("name", list(LACKING))
def test_what_lacks_weights_is_not_filled_with_random_numbers(model: Path, name: str, pickled: bool) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    from align.training.architecture import load_model

    drafts(model, "transformers")  # whole, it drafts
    weights = LACKING[name](load_file(model / "model.safetensors"))
    if pickled:
        (model / "model.safetensors").unlink()
        torch.save(weights, model / "pytorch_model.bin")
    else:
        save_file(weights, model / "model.safetensors", metadata={"format": "pt"})
    for use in (drafts, lambda folder: drafts(folder, "transformers"), load_model):
        with pytest.raises(ModelError, match=r"lacks the weights \S+( and \d+ more)?: fetch or copy") as refused:
            use(model)
        assert "\n" not in str(refused.value)
    assert not list(model.glob("ctranslate2/int8-*"))


def test_layers_that_the_configuration_does_not_ask_for_are_not_left_out(model: Path) -> None:
    """The configuration of a smaller model beside the weights of a larger one would draft without its last layers."""
    from align.training.architecture import load_model

    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "decoder_layers": 0, "num_hidden_layers": 1}))
    for use in (drafts, lambda folder: drafts(folder, "transformers"), load_model):
        with pytest.raises(ModelError, match=r"its configuration does not ask for: model.decoder.layers.0"):
            use(model)
    assert not list(model.glob("ctranslate2/int8-*"))


def test_pickled_weights_run_no_code_in_any_engine(model: Path, tmp_path: Path) -> None:
    import pickle

    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "ran",))

    (model / "model.safetensors").unlink()
    (model / "pytorch_model.bin").write_bytes(pickle.dumps({"model.shared.weight": Evil()}, protocol=2))
    for engine in ("ctranslate2", "transformers"):
        with pytest.raises(ModelError):
            drafts(model, engine)
    assert not (tmp_path / "ran").exists()


def test_a_checkpoint_of_a_training_run_that_would_run_code_does_not(tmp_path: Path) -> None:
    import pickle

    import torch

    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "ran",))

    (tmp_path / "checkpoint.pt").write_bytes(pickle.dumps(Evil(), protocol=2))
    with pytest.raises(pickle.UnpicklingError):
        torch.load(tmp_path / "checkpoint.pt", map_location="cpu", weights_only=True)
    assert not (tmp_path / "ran").exists()


def test_no_room_for_a_conversion_is_one_line_with_both_places(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (model / "ctranslate2").write_text("a file where the folder should be")
    (tmp_path / "cache").mkdir(exist_ok=True)
    (tmp_path / "cache" / "ctranslate2").write_text("and here")
    with pytest.raises(
        OutputError, match=r"can be kept nowhere \(.*model.*; .*cache.*\): make room, or set ALIGN_CACHE"
    ):
        converted(model)


def test_one_broken_model_of_the_store_does_not_hide_the_others(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path / "home"))
    store = tmp_path / "home" / "models"
    for name in ("a-broken", "b-good"):
        shutil.copytree(model, store / name)
    (store / "a-broken" / "align.json").write_text('{"sources": 5}')
    assert find_model("auto", "en", "ru").path == store / "b-good"
    with pytest.raises(ModelError, match="sources is '5'"):
        open_folder(store / "a-broken")
