"""The catalogue is honest: well-formed ids, licences, tokens, scores, and the packaging that carries it."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from align.checkpoints.catalogue import HUB_ID, catalogue, data_root, find_entry, for_pair, parse_catalogue
from align.checkpoints.target_tokens import TOKEN, token_languages
from align.errors import ModelError
from align.io.toml import parse_toml
from align.languages.tags import best_tag, tag_of_code

ROOT = Path(__file__).resolve().parents[2]
GOOD = '[en-xx]\nhub = "owner/name"\nlicence = "apache-2.0"\nsources = ["en"]\ntargets = ["de"]\n'


def test_the_catalogue_covers_at_least_forty_pairs_to_and_from_english() -> None:
    pairs = {pair for entry in catalogue() for pair in entry.pairs()}
    assert len([target for source, target in pairs if source == "en"]) >= 40
    assert len([source for source, target in pairs if target == "en"]) >= 30
    for language in ["ru", "uk", "de", "fr", "es", "it", "pt", "pl", "nl", "cs", "tr", "ar", "zh", "ja", "ko"]:
        assert for_pair("en", language), language
        assert for_pair(language, "en"), language


def test_every_entry_has_an_id_a_licence_and_languages_that_cldr_knows() -> None:
    entries = catalogue()
    assert len({entry.hub for entry in entries}) == len({entry.name for entry in entries}) == len(entries)
    for entry in entries:
        assert HUB_ID.fullmatch(entry.hub) and ".." not in entry.hub
        assert entry.licence in {"apache-2.0", "cc-by-4.0"}
        assert entry.megabytes and 50 < entry.megabytes < 2000
        for tag in (*entry.sources, *entry.targets):
            assert tag_of_code(tag) == tag
            Locale.parse(tag.replace("-", "_"))


def test_a_checkpoint_with_several_targets_names_the_token_of_each() -> None:
    for entry in catalogue():
        tokens = list(entry.targets.values())
        assert len(tokens) == 1 or all(tokens), entry.name
        for tag, token in entry.targets.items():
            if token:
                assert TOKEN.fullmatch(token)
                assert best_tag(tag, token_languages([token])), (entry.name, tag, token)


def test_scores_are_of_pairs_that_the_checkpoint_translates_and_of_the_right_scale() -> None:
    for entry in catalogue():
        for score in entry.scores:
            assert entry.serves(score.source, score.target), (entry.name, score)
            assert score.bleu is not None or score.chrf is not None
            assert score.bleu is None or 5 < score.bleu < 80
            assert score.chrf is None or 20 < score.chrf < 90, "chrF is kept on the scale of 0 to 100"


def test_the_better_checkpoint_of_a_pair_stands_first_where_their_cards_share_a_test() -> None:
    for source, target in {pair for entry in catalogue() for pair in entry.pairs()}:
        best: dict[str, float] = {}
        for entry in for_pair(source, target):
            for score in entry.scores:
                if (score.source, score.target) == (source, target) and score.chrf is not None:
                    assert score.chrf <= best.get(score.test, 100.0), (entry.name, score)
                    best[score.test] = min(score.chrf, best.get(score.test, 100.0))


def test_the_published_score_of_the_english_russian_model_is_that_of_its_card() -> None:
    entry = find_entry("en-ru")
    assert entry and entry.hub == "Helsinki-NLP/opus-mt-en-ru"
    score = entry.score("en", "ru")
    assert score and (score.test, score.bleu, score.chrf) == ("newstest2019", 27.1, 53.3)


def test_an_entry_is_found_by_its_name_its_hub_id_or_a_pair() -> None:
    assert find_entry("en-ja") == find_entry("Helsinki-NLP/opus-mt-en-jap") == find_entry("opus-mt-en-jap")
    portuguese = find_entry("en-pt")
    assert portuguese and portuguese.name == "en-pt-big"
    assert find_entry("no-such-model") is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (GOOD + "size = 3\n", "unknown key 'size'"),
        (GOOD.replace('licence = "apache-2.0"\n', ""), "lacks licence"),
        (GOOD.replace("owner/name", "../../etc"), "not of the form owner/name"),
        (GOOD.replace('["de"]', '"de"'), "targets is of the wrong type"),
        (GOOD + 'scores = [{ pair = "en-de", comet = 3 }]\n', "a score has"),
        ("en = 3\n", "not a table"),
        ("[[", "not valid TOML"),
    ],
)
def test_a_malformed_catalogue_is_refused_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(ModelError, match=complaint):
        parse_catalogue(text)


def test_opus_codes_become_bcp_47_tags() -> None:
    codes = {
        "rus": "ru",
        "cmn_Hans": "zh-Hans",
        "pob": "pt-BR",
        "pt_br": "pt-BR",
        "jap": "ja",
        "nob": "nb",
        "tl": "fil",
    }
    assert {code: tag_of_code(code) for code in codes} == codes
    with pytest.raises(ModelError, match="not a language code"):
        tag_of_code("../ru")


@pytest.mark.parametrize(
    ("wanted", "offered", "chosen"),
    [
        ("ru-RU", ["ru"], "ru"),
        ("zh", ["zh-Hant", "zh-Hans"], "zh-Hans"),
        ("zh-TW", ["zh-Hans", "zh-Hant"], "zh-Hant"),
        ("zh-Hant", ["zh-Hans"], None),
        ("sr-Latn", ["sr-Cyrl"], None),
        ("sr", ["sr-Latn", "sr-Cyrl"], "sr-Cyrl"),
        ("no", ["nn", "nb"], "nb"),
        ("pt-BR", ["pt", "pt-BR"], "pt-BR"),
        ("de", ["fr"], None),
    ],
)
def test_a_language_is_served_by_its_own_form_or_its_usual_one(
    wanted: str, offered: list[str], chosen: str | None
) -> None:
    assert best_tag(wanted, offered) == chosen


def test_the_catalogue_of_a_checkout_is_found_next_to_the_package() -> None:
    assert data_root() == ROOT / "models"


def test_the_wheel_carries_every_package_and_the_models() -> None:
    setuptools = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packages = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for file in (ROOT / "align").rglob("*.py")
        if "__pycache__" not in file.parts
    }
    assert set(setuptools["packages"]) == packages | {"align.models"}, "list the new package in pyproject.toml"
    assert setuptools["package-dir"] == {"align.models": "models"}
    shipped = {
        file
        for package, patterns in setuptools["package-data"].items()
        for pattern in patterns
        for file in (ROOT / "models" if package == "align.models" else ROOT / package.replace(".", "/")).glob(pattern)
    }
    data = {file for file in (ROOT / "align").rglob("*") if file.is_file() and file.suffix not in {".py", ".pyc"}}
    data -= {
        file for file in (ROOT / "align" / "localization").rglob("*") if file.suffix != ".mo"
    }  # what .mo is made of
    data |= {ROOT / "models" / "catalogue.toml"}
    starter = (ROOT / "models" / "en-ru-starter").rglob("*")
    data |= {file for file in starter if file.is_file() and "__pycache__" not in file.parts}
    assert data <= shipped, "list the new file under package-data in pyproject.toml"
