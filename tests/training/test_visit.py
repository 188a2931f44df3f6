"""A visit to a machine with a GPU, rehearsed without one: the same command with a small budget."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from align.errors import InputError, UsageError
from align.training import parts as training_parts
from align.training.architecture import Architecture, load_model, new_model
from align.training.pack import MEMBERS, read_pack, write_pack
from align.training.parts import check_size, read_manifest, read_parts, write_parts
from align.training.preparation import load_prepared, prepare, vocabulary_ids
from align.training.recipe import Recipe, read_recipe
from align.training.starter import join
from align.training.visit import Visit, visit
from align.training.vocabulary import BACK_TRANSLATED
from tests.training.training_samples import SMALL, bulletins

GPU = Path(__file__).resolve().parents[2] / "models" / "en-ru-starter" / "recipe" / "gpu.py"
BARE = """
import builtins, sys
there = sys.stdlib_module_names | {"align", "torch", "transformers", "sentencepiece", "numpy", "safetensors"}
real = builtins.__import__
def bare(name, globals=None, locals=None, fromlist=(), level=0):
    importer = ((globals or {}).get("__name__") or "").split(".")[0]
    if importer in ("align", "__main__") and not level and name.split(".")[0] not in there:
        raise ModuleNotFoundError(f"{name} is not installed on a GPU machine")
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = bare
"""
"""Lets `align` import nothing but what such a machine has."""


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recipe, Path]:
    """A prepared recipe over 300 bulletins, 40 of them as if their English were a machine's, and its pack."""
    folder = tmp_path_factory.mktemp("recipe")
    rows = [f"{p.source}\t{p.target}\t{'headlines' if n < 40 else 'news'}\n" for n, p in enumerate(bulletins(300))]
    (folder / "pairs.tsv").write_text("".join(rows), encoding="utf-8")
    (folder / "test.en").write_text("The port was closed.\n", encoding="utf-8")
    (folder / "recipe.toml").write_text(SMALL, encoding="utf-8")
    recipe = read_recipe(folder / "recipe.toml")
    prepare(recipe)
    write_pack(recipe.work, folder / "pack.tar.xz")
    return recipe, folder / "pack.tar.xz"


def gpu(packed: tuple[Recipe, Path], *options: str) -> int:
    """The exit status of gpu.py with `options`, in this process."""
    command = ["gpu.py", "--config", str(packed[1].with_name("recipe.toml")), "--pack", str(packed[1]), *options]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", command)
        status: int = runpy.run_path(str(GPU))["main"]()
    return status


@pytest.mark.slow
def test_a_visit_on_a_bare_machine_leads_to_a_model_at_home(packed: tuple[Recipe, Path], tmp_path: Path) -> None:
    recipe, pack = packed
    out = tmp_path / "visit"
    (tmp_path / "sitecustomize.py").write_text(BARE, encoding="utf-8")
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, str(GPU), "--config", str(pack.with_name("recipe.toml")), "--pack", str(pack)]
    for asked in (0.25, 0.6, 2.0):  # a busy machine needs more to begin
        timed = [*command, "--minutes", str(asked), "--out", str(out)]
        done = subprocess.run(timed, env=environment, capture_output=True, text=True, timeout=300)
        if "give it more" not in done.stderr:
            break
        shutil.rmtree(out)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines == [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    first, *minutes, last = lines
    assert (first["source_lang"], first["device"]) == ("en", "cpu")
    assert first["pairs"] == len(load_prepared(recipe.work).train)
    assert minutes and all("dev_perplexity" in line and "dev_chrf" in line for line in minutes)
    assert last["finished"] in ("average", "last") and last["minutes"] < asked + 1
    assert last["dev_perplexity"] < first["dev_perplexity"]
    join(recipe, out)
    model, weights = load_model(recipe.checkpoint), read_parts(out)
    assert model.config.dropout == 0.0 and (recipe.checkpoint / "source.spm").exists()
    assert torch.equal(model.model.shared.weight, weights.model.shared.weight)


@pytest.mark.slow
def test_the_opposite_direction_and_a_second_visit(
    packed: tuple[Recipe, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked in ("0.1", "0.3", "1"):  # a busy machine needs more to begin
        short = ("--minutes", asked, "--workers", "0")
        begun = gpu(packed, *short, "--out", str(tmp_path / "one"), "--reverse")
        if "give it more" not in (said := capsys.readouterr()).err:
            break
    assert begun == 0
    assert (about := read_manifest(tmp_path / "one"))["source_lang"] == "ru" and about["target_lang"] == "en"
    further = (*short, "--out", str(tmp_path / "two"), "--start", str(tmp_path / "one"))
    assert gpu(packed, *further, "--reverse") == 0
    lines = [json.loads(line) for line in (said.out + capsys.readouterr().out).splitlines()]
    starts = [line for line in lines if "pairs" in line]
    assert starts[1]["dev_perplexity"] < starts[0]["dev_perplexity"] and lines[-1]["tokens"] > 0
    with pytest.raises(UsageError, match="from ru to en"):
        join(packed[0], tmp_path / "one")
    assert gpu(packed, *further[:-4], "--out", str(tmp_path / "three"), "--start", str(tmp_path / "one")) == 2
    assert "from ru to en" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        (["--minutes", "0.0001"], 2, "give it more"),
        (["--minutes", "1", "--device", "cuda"], 2, "no GPU"),
        (["--minutes", "1", "--pack", "none.tar.xz"], 1, "cannot read the pack none.tar.xz"),
        (["--minutes", "1", "--start", "nowhere"], 1, "holds no weights in parts"),
        (["--minutes", "1", "--config", "none.toml"], 1, "cannot read none.toml"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    packed: tuple[Recipe, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    status: int,
    says: str,
) -> None:
    if "cuda" in options and torch.cuda.is_available():
        pytest.skip("there is a GPU")
    assert gpu(packed, "--out", str(tmp_path / "visit"), *options) == status
    error = capsys.readouterr().err
    assert says in error and error.count("\n") == 1
    assert not (tmp_path / "visit" / "weights.json").exists()


def test_a_folder_with_weights_is_not_written_over(
    packed: tuple[Recipe, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "weights.json").write_text("{}", encoding="utf-8")
    assert gpu(packed, "--minutes", "1", "--out", str(tmp_path)) == 2
    assert "choose another folder" in capsys.readouterr().err


def test_a_place_that_cannot_be_a_folder_or_be_written_to_is_one_line(
    packed: tuple[Recipe, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "visit" / "log.jsonl").mkdir(parents=True)
    for name, says in (
        ("file", f"cannot make the folder {tmp_path}/file: file exists. Choose another with --out"),
        ("file/visit", "not a directory"),
        ("visit", f"cannot write {tmp_path}/visit/log.jsonl: is a directory"),
    ):
        assert gpu(packed, "--minutes", "1", "--workers", "0", "--out", str(tmp_path / name)) == 1
        error = capsys.readouterr().err
        assert says in error and error.count("\n") == 1


def test_an_interrupted_visit_leaves_its_weights(packed: tuple[Recipe, Path], tmp_path: Path) -> None:
    before = read_recipe(packed[1].with_name("recipe.toml"))
    lines: list[dict[str, object]] = []

    def report(line: dict[str, object]) -> None:
        lines.append(line)
        if len(lines) == 2:  # the first measuring of the run
            os.kill(os.getpid(), signal.SIGTERM)

    recipe = replace(before, schedule=replace(before.schedule, checkpoint_seconds=0.2))
    with pytest.raises(KeyboardInterrupt):
        visit(Visit(recipe, packed[1], tmp_path, minutes=5, workers=0), time.monotonic(), report)
    assert read_manifest(tmp_path)["step"] > 0
    read_parts(tmp_path)


def test_the_pack_is_the_work_folder_in_one_file_that_is_always_the_same(
    packed: tuple[Recipe, Path], tmp_path: Path
) -> None:
    recipe, pack = packed
    read_pack(pack, tmp_path / "work")
    assert all((tmp_path / "work" / name).read_bytes() == (recipe.work / name).read_bytes() for name in MEMBERS)
    write_pack(tmp_path / "work", tmp_path / "again.tar.xz")
    assert (tmp_path / "again.tar.xz").read_bytes() == pack.read_bytes()


def test_what_is_no_pack_is_refused(packed: tuple[Recipe, Path], tmp_path: Path) -> None:
    (tmp_path / "half.tar.xz").write_bytes(packed[1].read_bytes()[:-2000])
    (tmp_path / "text.tar.xz").write_bytes(b"no archive")
    for name in ("half.tar.xz", "text.tar.xz"):
        with pytest.raises(InputError, match="cannot read the pack"):
            read_pack(tmp_path / name, tmp_path / "work")
    with pytest.raises(InputError, match="run prepare first"):
        write_pack(tmp_path / "nothing", tmp_path / "pack.tar.xz")


def test_back_translated_sources_are_marked_and_the_opposite_direction_does_not_see_it(
    packed: tuple[Recipe, Path],
) -> None:
    made = load_prepared(packed[0].work)
    mark = vocabulary_ids(packed[0].work)[BACK_TRANSLATED]
    assert 30 < sum(int(pair.source[0]) == mark for pair in made.train) <= 40
    turned = made.swapped(mark)
    assert not (turned.train.target_ids == mark).any() and turned.dev_texts[0] == made.dev_texts[0][::-1]
    assert turned.alignment_table[3, 5] == made.alignment_table[5, 3]


SHAPE = Architecture(width=32, encoder_layers=1, decoder_layers=1, heads=2, feed_forward=64)


@pytest.fixture
def empty_weights() -> Iterator[None]:
    """Models without values, which take time to draw: what is asked of them is their size."""
    with torch.device("meta"):
        yield


def parts(folder: Path, size: int = 50) -> None:
    model = new_model(SHAPE, size)
    weights = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
    write_parts(model, weights, SHAPE, {"source_lang": "en"}, folder)


def test_weights_come_in_parts_of_a_size_and_join_to_what_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_parts, "PART_BYTES", 1 << 20)  # for 15 MB, which take long to make
    parts(tmp_path, 20_000)  # 1.3 MB
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["weights-1.part", "weights-2.part", "weights.json"]
    assert (tmp_path / "weights-1.part").stat().st_size == 1 << 20
    again, made = read_parts(tmp_path, dropout=0.3), new_model(SHAPE, 20_000)
    assert again.config.dropout == 0.3
    torch.testing.assert_close(dict(again.named_parameters()), dict(made.named_parameters()), rtol=1e-3, atol=1e-3)


def test_parts_that_are_missing_or_altered_are_refused(tmp_path: Path) -> None:
    parts(tmp_path)
    content = (tmp_path / "weights-1.part").read_bytes()
    (tmp_path / "weights-1.part").write_bytes(content[:-1] + b"!")
    with pytest.raises(InputError, match="not whole"):
        read_parts(tmp_path)
    (tmp_path / "weights-1.part").unlink()
    with pytest.raises(InputError, match="cannot read"):
        read_parts(tmp_path)
    (tmp_path / "weights.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="holds no weights"):
        read_manifest(tmp_path)


@pytest.mark.usefixtures("empty_weights")
def test_a_model_too_large_to_come_back_is_refused_before_it_is_trained() -> None:
    with pytest.raises(UsageError, match="61 MiB, and 60 come back"):
        check_size(new_model(replace(SHAPE, positions=8), 1_000_000))


@pytest.mark.usefixtures("empty_weights")
def test_the_recipe_for_a_gpu_fits_what_comes_back_and_names_all_tags() -> None:
    recipe = read_recipe(GPU.with_name("gpu.toml"))
    check_size(new_model(recipe.architecture, recipe.vocabulary + 1))
    assert (recipe.vocabulary + 2) % 64 == 0 and recipe.weights["wmt24-news-ref"] == 2
    assert recipe.architecture.dropout > 0 and set(recipe.back_translated) <= set(recipe.weights)
    assert recipe.pairs == read_recipe(GPU.with_name("config.toml")).pairs
