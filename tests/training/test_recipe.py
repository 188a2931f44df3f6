"""The starter's recipe from a table of pairs to a scored checkpoint, on a small scale."""

from __future__ import annotations

import json
import random
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner

from align.checkpoints.checkpoint_store import find_model
from align.checkpoints.content import content_hash, conversion_folder
from align.errors import InputError, UsageError
from align.training.architecture import load_model
from align.training.draft_scoring import facts_kept
from align.training.preparation import prepare, training_list
from align.training.recipe import Recipe, read_recipe
from align.training.starter import average, evaluate, open_trainer, train
from tests.training.training_samples import SMALL, bulletins

FOLDER = Path(__file__).resolve().parents[2] / "models" / "en-ru-starter" / "recipe"


@pytest.fixture
def small(tmp_path: Path) -> Recipe:
    """A recipe over 300 bulletins, of which the first five are the test set."""
    pairs = bulletins(300)
    rows = [f"{pair.source}\t{pair.target}\tnews\n" for pair in pairs] + ["Game over\tКонец игры\tgames\n"]
    (tmp_path / "pairs.tsv").write_text("".join(rows), encoding="utf-8")
    (tmp_path / "test.en").write_text("".join(f"{pair.source}\n" for pair in pairs[:5]), encoding="utf-8")
    (tmp_path / "test.ru").write_text("".join(f"{pair.target}\n" for pair in pairs[:5]), encoding="utf-8")
    (tmp_path / "config.toml").write_text(SMALL, encoding="utf-8")
    return read_recipe(tmp_path / "config.toml")


def test_the_recipe_leads_from_pairs_to_a_scored_checkpoint(small: Recipe) -> None:
    counts = prepare(small)
    assert counts["dev_pairs"] == 20 and 200 < counts["pairs"] <= 275 and set(counts["by_tag"]) == {"news"}
    lines: list[dict[str, Any]] = []
    train(small, 1.5, cooldown=False, on_log=lines.append)
    step = open_trainer(small).step
    assert step == lines[-1]["step"] > 0
    train(small, 0.5, cooldown=True, on_log=lines.append)
    assert open_trainer(small).step == step  # the trunk stands where it stood
    scores = evaluate(small, small.held_out[0], small.held_out[0].with_name("test.ru"), threads=1)
    assert scores["lines"] == 5 and 0 <= scores["chrf"] <= 100 and scores["engine"].startswith("ctranslate2")
    assert conversion_folder(small.checkpoint, content_hash(small.checkpoint)).is_dir()
    model = find_model(str(small.checkpoint), "en", "ru")
    assert (model.name, model.card["test"], model.card["chrf"]) == ("small-model", "test", scores["chrf"])


def test_a_recipe_can_go_on_from_a_finished_checkpoint(small: Recipe, tmp_path: Path) -> None:
    prepare(small)
    train(small, 0.5, cooldown=True, on_log=lambda line: None)
    further = replace(small, start=small.checkpoint, work=tmp_path / "further")
    prepare(further)
    assert (further.work / "vocabulary" / "vocab.json").read_bytes() == (small.checkpoint / "vocab.json").read_bytes()
    assert open_trainer(further).masters.keys() == open_trainer(small).masters.keys()
    started = open_trainer(further).masters["model.shared.weight"]
    finished = load_model(small.checkpoint).model.shared.weight
    assert torch.equal(started, finished)


def test_nothing_held_out_or_for_development_is_on_the_training_list(small: Recipe) -> None:
    pairs, dev = training_list(small)
    tests = small.held_out[0].read_text(encoding="utf-8").splitlines()
    assert [pair.source for pair in dev] == [pair.source for pair in bulletins(300)[-20:]]
    assert not {pair.source for pair in pairs} & {*tests, *(pair.source for pair in dev)}


def test_a_tag_without_a_weight_is_asked_for(small: Recipe) -> None:
    with small.pairs[0].open("a", encoding="utf-8") as table:
        table.write("New\tНовое\tblogs\n")
    with pytest.raises(UsageError, match="no weight for blogs"):
        training_list(small)


def test_of_several_tables_a_pair_counts_with_the_first(small: Recipe) -> None:
    more = small.pairs[0].with_name("more.tsv")
    news = bulletins(300)[150]
    more.write_text(f"{news.source}\t{news.target}\town\nThe ferry was late.\tПаром опоздал.\town\n", encoding="utf-8")
    both, _ = training_list(replace(small, pairs=(*small.pairs, more), weights={**small.weights, "own": 0.5}))
    alone, _ = training_list(small)
    assert [pair.source for pair in both if pair.tag == "own"] == ["The ferry was late."]
    assert len(both) == len(alone) + 1


def test_training_before_preparing_is_refused(small: Recipe) -> None:
    with pytest.raises(InputError, match="run prepare first"):
        open_trainer(small)


def test_a_recipe_with_a_mistake_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SMALL.replace("warmup", "warmpu"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"config\.toml is not a recipe: .*warmpu"):
        read_recipe(path)
    with pytest.raises(InputError, match="cannot read"):
        read_recipe(tmp_path / "none.toml")


def test_the_script_of_the_starter_knows_its_commands_and_its_recipe(tmp_path: Path) -> None:
    script = runpy.run_path(str(FOLDER / "train.py"))["cli"]
    text = CliRunner().invoke(script, ["--help"]).output
    assert all(command in text for command in ("prepare", "train", "export", "evaluate"))
    failed = CliRunner().invoke(script, ["--config", str(tmp_path / "none.toml"), "prepare"])
    assert failed.exit_code == 1 and "cannot read" in failed.output
    recipe = read_recipe(FOLDER / "config.toml")
    assert recipe.weights["wmt-newstest2018"] == 2 and recipe.schedule.guided_attention_weight == 1.0
    assert json.dumps(recipe.dev) == '{"wmt-newstest2018": 500, "wmt-newstest2020": 300}'


def test_a_vocabulary_does_not_tell_where_it_was_made(small: Recipe, tmp_path: Path) -> None:
    prepare(small)
    assert str(tmp_path).encode() not in (small.work / "vocabulary" / "source.spm").read_bytes()


@pytest.mark.parametrize(
    ("russian", "spellings"),
    [
        ("белова", {"belova"}),
        ("сергеев", {"sergeev", "sergeyev"}),
        ("евгений", {"evgeny", "yevgeny"}),
        ("дмитрий", {"dmitry"}),
        ("максимов", {"maximov", "maksimov"}),
        ("щукин", {"shchukin"}),
        ("васильев", {"vasilyev"}),
        ("королёв", {"korolev", "korolyov"}),
        ("объячево", {"obyachevo"}),
    ],
)
def test_names_are_spelt_as_agencies_spell_them(russian: str, spellings: set[str]) -> None:
    latin = runpy.run_path(str(FOLDER / "names.py"))["latin"]
    assert {latin(russian, random.Random(seed)) for seed in range(40)} == spellings


def test_finished_models_are_averaged(small: Recipe, tmp_path: Path) -> None:
    prepare(small)
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        train(replace(small, checkpoint=folder), 0.4, cooldown=True, on_log=lambda line: None)
    average(small, folders)
    weights = [load_model(folder).model.shared.weight for folder in (*folders, small.checkpoint)]
    torch.testing.assert_close(weights[2], (weights[0] + weights[1]) / 2, rtol=2e-3, atol=2e-3)
    assert not torch.equal(weights[0], weights[1])


def test_models_of_other_shapes_are_not_averaged(small: Recipe, starter: Path) -> None:
    prepare(small)
    train(small, 0.2, cooldown=True, on_log=lambda line: None)
    with pytest.raises(UsageError, match="different shapes"):
        average(small, [small.checkpoint, starter])


def test_numbers_and_names_that_a_translation_keeps_are_counted() -> None:
    sources = [
        "The sailors met Ivanov with 25 ships.",
        "Talks will go on in Moscow.",
        "It rained.",
        "Prices rose by 12%.",
    ]
    kept = [
        "Моряки встретили Иванова с 25 судами.",
        "Переговоры продолжатся в Москве.",
        "Шёл дождь.",
        "Цены выросли на 21%.",
    ]
    assert facts_kept(sources, kept, ("en", "ru")) == {"numbers": 50.0, "names": 100.0}
    lost = ["Моряки встретили его с 25 судами.", *kept[1:]]
    assert facts_kept(sources, lost, ("en", "ru"))["names"] < 100
