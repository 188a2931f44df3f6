"""Which checkpoint is taken: what was named, the best one in the store, the bundled starter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import align.checkpoints.checkpoint_store as store
from align.checkpoints.checkpoint_store import bundled_starter, find_model, folder_name, open_folder, stored_models
from align.checkpoints.content import content_hash
from align.cli.options import flag_of
from align.errors import ModelError, options_called
from align.io.paths import data_dir


def checkpoint(folder: Path, vocabulary: tuple[str, ...] = ("</s>", "a"), **card: object) -> Path:
    """The files of a checkpoint, empty where nothing reads them."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"model_type": "marian"}')
    (folder / "vocab.json").write_text(json.dumps({token: number for number, token in enumerate(vocabulary)}))
    for name in ("model.safetensors", "source.spm", "target.spm"):
        (folder / name).write_bytes(b"")
    if card:
        (folder / "align.json").write_text(json.dumps({"name": folder.name, **card}))
    return folder


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path))
    return tmp_path / "models"


def test_an_error_has_its_file_and_hint_and_calls_options_by_parameter_in_a_script(
    models: Path, tmp_path: Path
) -> None:
    (checkpoint(tmp_path / "mine") / "config.json").write_text("{")
    for path, named, hint in (
        (tmp_path / "mine", tmp_path / "mine" / "config.json", "fetch or copy the checkpoint again"),
        (tmp_path, tmp_path, "Fetch or copy it again"),
        (tmp_path / "none", tmp_path / "none", "model takes a checkpoint's folder, a catalogue name or a hub id"),
    ):
        with pytest.raises(ModelError) as caught:
            open_folder(path)
        assert (caught.value.path, caught.value.hint) == (str(named), hint)
    with options_called(flag_of), pytest.raises(ModelError, match="is not a folder: --model takes"):
        open_folder(tmp_path / "none")


def test_the_content_of_a_model_is_hashed_once(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    folder = checkpoint(tmp_path / "mine", sources=["en"], targets=["de"])
    model = find_model(str(folder), "en", "de")
    before = content_hash(folder)
    assert model.content_hash == before
    (folder / "source.spm").write_bytes(b"other")
    assert model.content_hash == before != content_hash(folder) == find_model(str(folder), "en", "de").content_hash


def test_the_store_is_where_align_home_says_else_in_the_platforms_place(
    models: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert store.models_folder() == models
    monkeypatch.delenv("ALIGN_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    places = {"linux": tmp_path / "data" / "align", "win32": tmp_path / "local" / "align"}
    places["darwin"] = Path.home() / "Library" / "Application Support" / "align"
    for platform, place in places.items():
        monkeypatch.setattr("sys.platform", platform)
        assert data_dir() == place


def test_the_starter_is_taken_for_english_to_russian_when_the_store_is_empty(models: Path, starter: Path) -> None:
    for name in (None, "auto", ""):
        model = find_model(name, "en", "ru")
        assert model.is_starter and model.path == starter == bundled_starter()
        assert model.target_token is None
    assert find_model(None, "en-US", "ru-RU").is_starter
    assert find_model("en-ru-starter", "en", "ru").is_starter


def test_without_a_model_the_error_is_the_command_that_fetches_one(models: Path) -> None:
    with pytest.raises(ModelError, match=r"no model for en-de on this machine: run: align models get en-de$"):
        find_model("auto", "en", "de")
    with pytest.raises(ModelError, match=r"run: align models get en-pt$"):
        find_model(None, "en", "pt")
    with pytest.raises(ModelError, match="the catalogue has none either"):
        find_model(None, "ka", "eu")


def test_a_checkpoint_in_the_store_comes_before_the_starter(models: Path) -> None:
    checkpoint(models / "en-ru", hub="Helsinki-NLP/opus-mt-en-ru", sources=["en"], targets=["ru"])
    model = find_model("auto", "en", "ru")
    assert (model.name, model.is_starter) == ("en-ru", False)
    assert (model.card["licence"], model.card["chrf"], model.card["test"]) == ("apache-2.0", 53.3, "newstest2019")


def test_the_best_checkpoint_of_the_store_is_a_persons_own_then_the_catalogues_order(models: Path) -> None:
    checkpoint(models / "other--en-ru", hub="other/en-ru", sources=["en"], targets=["ru"])
    assert find_model(None, "en", "ru").name == "other--en-ru"
    checkpoint(models / "en-ru", hub="Helsinki-NLP/opus-mt-en-ru", sources=["en"], targets=["ru"])
    assert find_model(None, "en", "ru").name == "en-ru"
    vocabulary = (">>rus<<", ">>ukr<<", ">>bel<<")
    languages = {"sources": ["en"], "targets": ["ru", "uk", "be"]}
    checkpoint(models / "en-zle-big", vocabulary, hub="Helsinki-NLP/opus-mt-tc-big-en-zle", **languages)
    assert find_model(None, "en", "ru").name == "en-zle-big"
    checkpoint(models / "mine", sources=["en"], targets=["ru"])
    assert find_model(None, "en", "ru").name == "mine"


def test_a_multi_target_checkpoint_gets_the_token_of_the_target(models: Path) -> None:
    vocabulary = (">>rus<<", ">>ukr<<", ">>bel<<")
    checkpoint(models / "en-zle-big", vocabulary, hub="Helsinki-NLP/opus-mt-tc-big-en-zle", sources=["en"])
    model = find_model("en-zle-big", "en", "uk-UA")
    assert model.target_token == ">>ukr<<"
    assert model.card["test"] == "flores101-devtest"
    assert find_model("Helsinki-NLP/opus-mt-tc-big-en-zle", "en", "ru").target_token == ">>rus<<"
    with pytest.raises(ModelError, match="does not translate en-de but en into ru, uk, be"):
        find_model("en-zle-big", "en", "de")


def test_a_folder_is_taken_as_it_is_and_its_vocabulary_tells_its_targets(models: Path, tmp_path: Path) -> None:
    plain = checkpoint(tmp_path / "plain")
    model = find_model(str(plain), "en", "de")
    assert (model.path, model.target_token, model.targets) == (plain, None, ("de",))
    many = checkpoint(tmp_path / "many", (">>cmn_Hans<<", ">>cmn_Hant<<", ">>jpn<<"))
    assert find_model(str(many), "en", "zh").target_token == ">>cmn_Hans<<"
    assert find_model(str(many), "en", "zh-TW").target_token == ">>cmn_Hant<<"
    with pytest.raises(ModelError, match="does not translate"):
        find_model(str(many), "en", "ru")


def test_a_folder_that_only_shares_a_models_name_is_not_taken_for_it(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint(models / "en-de", hub="Helsinki-NLP/opus-mt-en-de", sources=["en"], targets=["de"])
    (tmp_path / "work" / "en-de").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    assert find_model("en-de", "en", "de").path == models / "en-de"
    checkpoint(tmp_path / "work" / "en-fr")
    assert find_model("en-fr", "en", "fr").path == Path("en-fr")


def test_a_copy_of_a_hub_checkpoint_is_known_by_its_name(models: Path, tmp_path: Path) -> None:
    copy = checkpoint(tmp_path / "opus-mt-en-zh", (">>cmn_Hans<<", ">>cmn_Hant<<", ">>yue<<"))
    model = find_model(str(copy), "en", "zh-Hant")
    assert (model.target_token, model.sources) == (">>cmn_Hant<<", ("en",))


def test_a_bilingual_checkpoint_of_the_catalogue_gets_no_token_whatever_its_vocabulary_holds(models: Path) -> None:
    checkpoint(models / "en-de", (">>deu<<", "a"), hub="Helsinki-NLP/opus-mt-en-de", sources=["en"], targets=["de"])
    assert find_model(None, "en", "de").target_token is None
    checkpoint(models / "adapted", (">>deu<<", "a"), base="en-de@0123", sources=["en"], targets=["de"], chrf=61.0)
    adapted = find_model(None, "en", "de")
    assert (adapted.name, adapted.target_token, adapted.card["chrf"]) == ("adapted", None, 61.0)
    assert "bleu" not in adapted.card, "the base's published scores are not the adapted model's"


@pytest.mark.parametrize("name", ["config.json", "source.spm", "target.spm", "vocab.json", "model.safetensors"])
def test_an_incomplete_folder_is_refused_by_the_name_of_the_missing_file(
    models: Path, tmp_path: Path, name: str
) -> None:
    folder = checkpoint(tmp_path / "torn")
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"lacks {name}"):
        find_model(str(folder), "en", "ru")


def test_pickled_weights_will_do_in_a_folder(models: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "old")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert find_model(str(folder), "en", "ru").path == folder


def test_half_fetched_checkpoints_are_never_seen(models: Path) -> None:
    checkpoint(models / ".partial" / "en-de@abc", sources=["en"], targets=["de"])
    torn = checkpoint(models / "torn", sources=["en"], targets=["de"])
    (torn / "vocab.json").unlink()
    assert list(stored_models()) == []


def test_a_broken_checkpoint_in_the_store_does_not_hide_the_others(models: Path) -> None:
    broken = checkpoint(models / "broken", sources=["en"], targets=["de"])
    (broken / "config.json").write_text("{")
    checkpoint(models / "sound", sources=["en"], targets=["de"])
    assert [model.name for model in stored_models()] == ["sound"]
    assert find_model(None, "en", "de").name == "sound"


def test_broken_or_foreign_configurations_are_refused_in_one_line(models: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "bert")
    (folder / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelError, match="is a bert model"):
        open_folder(folder)
    (folder / "config.json").write_text("{")
    with pytest.raises(ModelError, match="cannot be read as JSON"):
        open_folder(folder)


def test_a_name_that_is_not_here_says_how_to_get_it(models: Path) -> None:
    with pytest.raises(ModelError, match="run: align models get en-de"):
        find_model("en-de", "en", "de")
    with pytest.raises(ModelError, match="run: align models get someone/some-model"):
        find_model("someone/some-model", "en", "de")
    with pytest.raises(ModelError, match="see: align models list"):
        find_model("mystery", "en", "de")
    for path in ("./nowhere", "/nowhere/at/all", "a/b/c"):
        with pytest.raises(ModelError, match="is not a folder"):
            find_model(path, "en", "de")


@pytest.mark.parametrize("name", ["../en-ru", "a/../../b", "", ".hidden", "a b", "en\\ru", "a" * 300])
def test_no_name_leads_out_of_the_store(name: str) -> None:
    with pytest.raises(ModelError, match="cannot be a model's name"):
        folder_name(name)
