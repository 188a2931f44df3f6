"""Checkpoints whose files are broken or made to harm: refused in one line, and no code of theirs runs."""

from __future__ import annotations

import io
import json
import random
import shutil
from pathlib import Path

import pytest

from align.checkpoints.checkpoint_store import find_model, folder_name, open_folder, read_json
from align.checkpoints.weights import make_safe
from align.errors import AlignError, ModelError
from align.translation.marian import MarianTokeniser
from tests.fuzz.hostile import CASES, JSON, LONGEST_CASE, MOST_MEMORY, attack, mutated, survives

SENTENCE = "the port is open and a ship of steel has come to it from far away this winter morning"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("checkpoint"))


def make_checkpoint(folder: Path) -> Path:
    """A checkpoint whose every file is real and small; its weights are a table of one tensor."""
    import numpy as np
    import sentencepiece
    from safetensors.numpy import save_file

    rng, written = random.Random(1), io.BytesIO()
    lines = [" ".join(rng.choices(SENTENCE.split(), k=8)) for _ in range(60)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=written, vocab_size=36, bos_id=-1, eos_id=0, unk_id=1, minloglevel=2
    )
    model = sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(written.getvalue())
    pieces = dict.fromkeys(["</s>", "<unk>", ">>rus<<", *(model.id_to_piece(n) for n in range(len(model))), "<pad>"])
    (folder / "vocab.json").write_text(json.dumps({piece: n for n, piece in enumerate(pieces)}))
    (folder / "config.json").write_text(json.dumps({"model_type": "marian", "vocab_size": len(pieces), "d_model": 8}))
    card = {"name": "mine", "sources": ["en"], "targets": ["ru"], "hub": "a/b", "chrf": 24.6, "test": "newstest2019"}
    (folder / "align.json").write_text(json.dumps(card))
    save_file({"weight": np.zeros((4, 4), np.float32)}, folder / "model.safetensors")
    return folder


def use_checkpoint(folder: Path, name: str) -> None:
    """Open a checkpoint, and use its file `name`."""
    model = open_folder(folder)
    assert isinstance(model.name, str) and all(isinstance(tag, str) for tag in (*model.sources, *model.targets))
    if name.endswith(".safetensors"):
        make_safe(folder)
    elif name in ("vocab.json", "source.spm"):
        tokeniser = MarianTokeniser(folder, ">>rus<<")
        rows = tokeniser.encode(["The port is open.", "", "\0 \ud7ff"])
        assert all(row[-1] == "</s>" for row in rows) and isinstance(tokeniser.decode(rows[0]), str)


FILES = ("config.json", "align.json", "vocab.json", "source.spm", "model.safetensors")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.slow
def test_a_broken_file_of_a_checkpoint_is_one_line(checkpoint: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(checkpoint, folder)
    seed = (folder / name).read_bytes()
    words = (*JSON, '"marian"', '"sources"', '">>rus<<"', "\x0a\x05\x0a\x03", "\x12\x00", "\xff\xff\xff\x7f")

    def read(data: bytes) -> None:
        (folder / name).write_bytes(data)
        use_checkpoint(folder, name)

    read(seed)
    found = attack(
        f"model {name}", lambda rng: mutated(rng, [seed], words), read, CASES // (20 if name.endswith(".spm") else 5)
    )
    assert found["slowest"] < LONGEST_CASE and found["peak"] < MOST_MEMORY and found["refused"]


def test_a_cut_file_of_weights_is_refused_wherever_it_is_cut(checkpoint: Path, tmp_path: Path) -> None:
    whole = (checkpoint / "model.safetensors").read_bytes()
    for length in range(len(whole)):
        (tmp_path / "model.safetensors").write_bytes(whole[:length])
        with pytest.raises(ModelError, match=r"model.safetensors is broken \(.*\): fetch or copy"):
            make_safe(tmp_path)


NAMES = ("../../x", "a/../../x", "..", "a/..", "/etc", "~/x", "a\\..\\..\\x", "a/b/c", "a\n/b", "a b", "", ".",
         "\u202ea/b",
         "a" * 500, "~nobody-of-this-name/x", "a/.hidden", "C:x", "-x", "x\0y")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_model_leads_out_of_the_store(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    try:
        flat = folder_name(name)
    except ModelError:
        pass
    else:
        assert "/" not in flat and "\\" not in flat and flat not in (".", "..")
    if name:
        with pytest.raises(AlignError):
            find_model(name, "en", "xx")


def test_a_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("[" * 100_000)
    assert not survives(lambda data: read_json(tmp_path / "config.json"), b"", "deep")
