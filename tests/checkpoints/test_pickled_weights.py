"""Pickled weights are read as PyTorch reads them, without PyTorch, and nothing in them runs."""

from __future__ import annotations

import io
import pickle
import random
import struct
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from align.checkpoints.pickled_weights import Storage, Tensor, read_pickled
from align.checkpoints.weights import make_safe, read_weights
from align.errors import ModelError

NEW, OLD = True, False
"""The archive that PyTorch writes since 1.6, and what it wrote before, as most opus-mt checkpoints are."""


@pytest.fixture(scope="module", params=[NEW, OLD], ids=["archive", "in a row"])
def saved(request: pytest.FixtureRequest) -> tuple[bytes, dict[str, Any]]:
    """A table of tensors of several kinds, as PyTorch saves it: its bytes, and what PyTorch says that it holds."""
    import torch

    torch.manual_seed(3)
    shared = torch.randn(7, 5)
    state = OrderedDict(
        {
            "model.shared.weight": shared,
            "lm_head.weight": shared,
            "half": torch.randn(4, 3).half(),
            "brain": torch.randn(6).bfloat16(),
            "double": torch.randn(2, 2, 2).double(),
            "turned": torch.randn(3, 4).t(),
            "part": shared[2:4, 1:3],
            "whole numbers": torch.arange(9),
            "one": torch.tensor(2.5),
            "none": torch.zeros(0, 3),
            "parameter": torch.nn.Parameter(torch.ones(2)),
        }
    )
    stream = io.BytesIO()
    torch.save(state, stream, _use_new_zipfile_serialization=request.param)
    return stream.getvalue(), {name: tensor.detach().float().numpy() for name, tensor in state.items()}


def test_every_tensor_is_read_as_pytorch_reads_it(saved: tuple[bytes, dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "pytorch_model.bin"
    path.write_bytes(saved[0])
    found = read_pickled(path)
    assert found.keys() == saved[1].keys()
    for name, expected in saved[1].items():
        assert np.array_equal(found[name].array().astype(np.float32), expected), name
    assert found["lm_head.weight"].place == found["model.shared.weight"].place != found["part"].place


def test_what_shares_its_numbers_is_written_once(saved: tuple[bytes, dict[str, Any]], tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    (tmp_path / "pytorch_model.bin").write_bytes(saved[0])
    make_safe(tmp_path)
    assert load_file(tmp_path / "model.safetensors").keys() == saved[1].keys() - {"lm_head.weight"}
    assert not (tmp_path / "pytorch_model.bin").exists()


def test_a_file_that_is_cut_or_changed_is_refused_in_one_line_or_read(
    saved: tuple[bytes, dict[str, Any]], tmp_path: Path
) -> None:
    path, whole, chance = tmp_path / "pytorch_model.bin", saved[0], random.Random(5)
    for number in range(200):
        data = bytearray(whole[: chance.randrange(len(whole))] if number % 4 == 0 else whole)
        for _ in range(number % 4):
            data[chance.randrange(len(data) or 1)] = chance.randrange(256)
        path.write_bytes(data)
        try:
            read_weights(path)
        except ModelError as error:
            assert "is refused: it is broken" in str(error) and "\n" not in str(error)


class Ran:
    """What a hostile pickle calls, in one of many ways."""

    def __init__(self, function: Any, *arguments: Any):
        self.made = function, arguments

    def __reduce__(self) -> Any:
        return self.made


def archive(table: bytes, **members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a/data.pkl", table)
        for name, content in members.items():
            made.writestr(f"a/data/{name}", content)
    return stream.getvalue()


class Persistent(pickle.Pickler):
    def persistent_id(self, thing: Any) -> Any:
        return thing.made if isinstance(thing, Ran) and thing.made[0] == "storage" else None


def test_no_name_but_those_of_tensors_is_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "pytorch_model.bin"
    import builtins
    import os

    for function, arguments in (
        (os.system, ("touch ran",)),
        (builtins.eval, ("1",)),
        (getattr, (int, "real")),
        (Path.touch, (tmp_path / "ran",)),
        (np.zeros, (3,)),
    ):
        table = pickle.dumps({"weight": Ran(function, *arguments)}, protocol=2)
        for content in (table, archive(table), pickle.dumps(0x1950A86A20F9469CFC6C) + pickle.dumps(1001) + table):
            path.write_bytes(content)
            with pytest.raises(ModelError, match="holds more than tensors"):
                read_weights(path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("offset", "sizes", "strides"),
    [(0, (9,), (1,)), (7, (2,), (1,)), (0, (2, 5), (4, 1)), (-1, (2,), (1,)), (0, (2,), (-1,)), (0, (10**9,), (0,)),
     (0, (True,), (1,)), (0, ("a",), (1,)), (0, (2, 2), (1,))],
)  # fmt: skip
def test_a_view_that_leads_out_of_its_numbers_is_refused(offset: Any, sizes: Any, strides: Any) -> None:
    storage = Storage("FloatStorage", 8)
    storage.fill(io.BytesIO(bytes(32)), 32)
    with pytest.raises((ValueError, TypeError)):
        Tensor(storage, offset, sizes, strides).array()


def test_numbers_that_are_not_there_take_no_memory(tmp_path: Path) -> None:
    """Neither a size of a terabyte, nor a member that a packer has made small."""
    path = tmp_path / "pytorch_model.bin"

    def table(size: int) -> bytes:
        stream = io.BytesIO()
        Persistent(stream, 2).dump({"weight": Ran("storage", "FloatStorage", "0", "cpu", size, None)})
        return stream.getvalue()

    heads: list[object] = [0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}]
    begun = b"".join(pickle.dumps(head, 2) for head in heads)
    for content in (
        archive(table(1 << 39), **{"0": b"few"}),
        archive(table(1 << 20), **{"0": bytes(1 << 23)}),
        begun + table(1 << 39) + pickle.dumps(["0"], 2) + struct.pack("<q", 1 << 39) + b"few",
        begun + table(4) + pickle.dumps(["0"], 2) + struct.pack("<q", 1 << 39) + b"few",
    ):
        path.write_bytes(content)
        with pytest.raises(ModelError, match="is refused"):
            read_weights(path)
