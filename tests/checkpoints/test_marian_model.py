"""The conversion by NumPy alone is CTranslate2's own, byte for byte; the one that is shipped is of today's weights."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from align.checkpoints import conversion
from align.checkpoints.content import content_hash
from align.checkpoints.conversion import RECORD, converted
from align.checkpoints.ctranslate2_format import BINARY_VERSION
from align.checkpoints.marian_model import SPECIFICATION, write_model
from tests.checkpoints.random_model import random_checkpoint
from tests.command import answer


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != RECORD}


def test_the_conversion_that_is_shipped_is_of_the_weights_that_are_shipped(starter: Path, tmp_path: Path) -> None:
    """Whoever writes new weights renews it: training does so itself, and so does `make conversion`."""
    shipped = starter / "ctranslate2" / f"int8-{content_hash(starter)}"
    assert list((starter / "ctranslate2").iterdir()) == [shipped], "run: make conversion"
    assert converted(starter) == shipped
    write_model(starter, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(shipped)
    record = json.loads((shipped / RECORD).read_text())
    assert set(record) == {"model.bin", "config.json", "shared_vocabulary.json"}


def test_a_first_run_converts_nothing_and_writes_nothing_beside_the_starter(
    starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(folder: Path, target: Path) -> None:
        raise AssertionError("the starter was converted")

    monkeypatch.setattr(conversion, "_convert", convert)
    before = sorted(starter.rglob("*"))
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    done = answer("translate", "-", "--to", "ru", "-o", "-", "--format", "tsv", "--no-score", stdin=b"One.")
    assert done.returncode == 0, done.stderr
    assert sorted(starter.rglob("*")) == before and not (tmp_path / "cache" / "ctranslate2").exists()


def test_both_forms_of_the_starter_fit_the_budget(starter: Path) -> None:
    sizes = [path.stat().st_size for path in starter.rglob("*") if path.is_file() and "recipe" not in path.parts]
    assert (starter / "model.safetensors").stat().st_size < 45e6
    assert sum(sizes) < 70e6


def test_the_shipped_file_states_the_format_that_we_write(starter: Path) -> None:
    name, revision = SPECIFICATION
    head = struct.pack("<IH", BINARY_VERSION, len(name) + 1) + name.encode() + b"\0" + struct.pack("<I", revision)
    with open(converted(starter) / "model.bin", "rb") as stream:
        assert stream.read(len(head)) == head


CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "opus-mt": ({"bias": 0.5}, {"activation_function": "swish", "scale_embedding": True}),
    "parts that are equal": ({"noise": False}, {"activation_function": "relu"}),
    "gelu, not scaled": ({}, {"activation_function": "gelu", "scale_embedding": False}),
}


@pytest.mark.slow  # importing CTranslate2's converter takes many seconds
@pytest.mark.parametrize("name", CASES)
def test_any_marian_checkpoint_converts_as_ctranslate2_converts_it(name: str, starter: Path, tmp_path: Path) -> None:
    save, config = CASES[name]
    folder = random_checkpoint(tmp_path / "model", starter, save, **config)
    write_model(folder, tmp_path / "ours")
    conversion._convert_by_library(folder, tmp_path / "theirs")
    assert contents(tmp_path / "ours") == contents(tmp_path / "theirs")


@pytest.mark.slow  # importing CTranslate2's converter takes many seconds
def test_half_precision_converts_as_ctranslate2_converts_it(starter: Path, tmp_path: Path) -> None:
    import torch

    folder = random_checkpoint(tmp_path / "model", starter, {"dtype": torch.float16}, dtype="float16")
    write_model(folder, tmp_path / "ours")
    conversion._convert_by_library(folder, tmp_path / "theirs")
    assert contents(tmp_path / "ours") == contents(tmp_path / "theirs")


def test_sides_with_vocabularies_of_their_own_convert_and_draft(starter: Path, tmp_path: Path) -> None:
    """Which CTranslate2's converter does not do: it gives the target the pieces of the source."""
    import ctranslate2

    pieces = ["</s>", "<unk>", *(f"▁p{n}" for n in range(28)), "<pad>"]
    folder = random_checkpoint(
        tmp_path / "model",
        starter,
        {},
        share_encoder_decoder_embeddings=False,
        tie_word_embeddings=False,
        decoder_vocab_size=len(pieces),
        pad_token_id=len(pieces) - 1,
        decoder_start_token_id=len(pieces) - 1,
    )
    (folder / "target_vocab.json").write_text(json.dumps({piece: n for n, piece in enumerate(pieces)}))
    write_model(folder, tmp_path / "made")
    assert json.loads((tmp_path / "made" / "target_vocabulary.json").read_text()) == pieces[:-1]
    translator = ctranslate2.Translator(str(tmp_path / "made"), compute_type="int8")
    found = translator.translate_batch([["▁the", "</s>"]], max_decoding_length=4)[0].hypotheses[0]
    assert set(found) <= set(pieces)


def test_a_conversion_needs_neither_torch_nor_transformers(starter: Path, tmp_path: Path) -> None:
    code = "import sys, pathlib\nfrom align.checkpoints.marian_model import write_model\n"
    code += "write_model(*map(pathlib.Path, sys.argv[1:]))\nassert not {'torch', 'transformers'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code, str(starter), str(tmp_path / "made")], check=True, timeout=60)
    assert (tmp_path / "made" / "model.bin").stat().st_size > 9e6


@pytest.mark.slow  # importing CTranslate2's converter takes many seconds
def test_a_format_that_ctranslate2_has_given_up_is_converted_by_its_own_converter(
    starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later CTranslate2 may do so; here it is one that knows no int8 of ours."""
    from align.errors import ModelError
    from align.translation.ctranslate2_engine import CTranslate2Engine

    folder = random_checkpoint(tmp_path / "model", starter, {}, max_position_embeddings=512)
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    opened = CTranslate2Engine._open

    def pickier(self: CTranslate2Engine, model: Path, threads: int) -> Any:
        if not model.is_relative_to(tmp_path / "cache"):
            raise RuntimeError("Unsupported model binary version: 6")
        return opened(self, model, threads)

    monkeypatch.setattr(CTranslate2Engine, "_open", pickier)
    assert CTranslate2Engine(folder, device="cpu", threads=1).device == "cpu"
    assert list((tmp_path / "cache" / "ctranslate2").glob("int8-*-ctranslate2-*"))
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "other"))
    monkeypatch.setattr("align.errors._is_installed", lambda package: package != "torch")
    with pytest.raises(ModelError, match=r"this version of CTranslate2 cannot read .*pip install torch") as refused:
        CTranslate2Engine(folder, device="cpu", threads=1)
    assert "\n" not in str(refused.value)
