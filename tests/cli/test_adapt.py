"""`align adapt`: from reviewed pairs to a checkpoint that is usable at once."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from align.checkpoints.checkpoint_store import find_model
from align.cli import main
from align.corpus import Corpus, Pair, write_corpus
from align.corpus.pair import Status
from align.errors import ModelError, OutputError

STATIONS = [("Karst Hill", "Карст-Хилле"), ("Lower Mirn", "Нижнем Мирне"), ("Tolva", "Толве"), ("Eastmoor", "Истмуре")]
WEATHER = [("snow", "снег"), ("rain", "дождь"), ("hail", "град"), ("fog", "туман"), ("thunder", "гроза")]
WINDS = [("north", "северный"), ("south", "южный"), ("east", "восточный"), ("west", "западный")]
TIMES = [("tonight", "сегодня ночью"), ("tomorrow", "завтра"), ("on Sunday", "в воскресенье"), ("at dawn", "на заре")]


def forecasts(count: int, status: Status = "approved") -> list[Pair]:
    """Invented forecasts, all different, ten to a document."""
    rows = list(itertools.product(STATIONS, WEATHER, WINDS, TIMES, range(3, 9)))
    random.Random(3).shuffle(rows)
    return [
        Pair(
            id=f"f{n}",
            doc=f"forecast-{n // 10}.txt",
            n=n % 10 + 1,
            source=f"Expect {weather} in {station} {when}, with a {wind} wind of {speed} metres a second.",
            target=f"В {станции} {когда} ожидается {погода}, ветер {ветер}, скорость {speed} метров в секунду.",
            source_lang="en",
            target_lang="ru",
            origin="post-edited",
            status=status,
        )
        for n, ((station, станции), (weather, погода), (wind, ветер), (when, когда), speed) in enumerate(rows[:count])
    ]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random checkpoint that knows nothing."""
    import torch

    from align.training.architecture import Architecture, new_model
    from align.training.export import save_checkpoint
    from align.training.vocabulary import train_vocabulary

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    ids = train_vocabulary((text for p in forecasts(400) for text in (p.source, p.target)), folder, 90)
    shape = Architecture(width=32, encoder_layers=1, decoder_layers=1, heads=2, feed_forward=64)
    save_checkpoint(new_model(shape, len(ids)), folder, folder, "en", "ru")
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpora") / "reviewed.jsonl"
    write_corpus(Corpus(forecasts(340)), path)
    return path


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["adapt", *map(str, arguments)])
    return int(ended.value.code or 0)


def error_of(capsys: pytest.CaptureFixture[str]) -> str:
    lines = capsys.readouterr().err.strip().splitlines()
    return lines[-1]


@pytest.mark.slow
def test_adapting_the_starter_makes_it_better_on_held_out_pairs_of_the_domain(
    starter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, folder = tmp_path / "reviewed.tmx", tmp_path / "forecaster"
    write_corpus(Corpus(forecasts(300), source_lang="en", target_lang="ru"), corpus)
    options = ["--rate", "1e-3", "--epochs", "2", "--threads", "1", "--json"]
    assert run("--corpus", corpus, "--base", starter, "-o", folder, *options) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert result["better"] and result["test"]["after"] > result["test"]["before"] + 5
    assert result["test"]["pairs"] >= 50 and result["split"] == "documents"
    assert not (folder / ".training").exists()
    assert (folder / "learning-curve.png").read_bytes().startswith(b"\x89PNG")
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert f"{result['test']['before']:.1f} | {result['test']['after']:.1f}" in card and "learning-curve.png" in card

    story = tmp_path / "story.txt"
    story.write_text("Expect fog in Tolva tomorrow, with a south wind of 4 metres a second.\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["translate", str(story), "--to", "ru", "--model", str(folder), "--no-score", "--format", "jsonl"])
    assert not ended.value.code
    drafted = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert drafted["model"] == "forecaster" and "метров в секунду" in drafted["target"]


def test_too_few_pairs_end_in_one_line_that_says_how_many_are_needed(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.jsonl"
    write_corpus(Corpus([*forecasts(120), *forecasts(150, "draft")[120:]]), few)
    assert run("--corpus", few, "--base", tiny, "-o", tmp_path / "out") == 1
    line = error_of(capsys)
    assert "120 usable pairs (left out: 30 draft)" in line and "at least 300" in line
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_never_written_to(
    tiny: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.doc").write_text("years of work", encoding="utf-8")
    assert run("--corpus", corpus, "--base", tiny, "-o", tmp_path) == 1
    assert "holds something already" in error_of(capsys)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_model_that_is_no_better_is_said_so_and_not_written(
    tiny: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--rate", "1e-12", "--epochs", "1", "--threads", "1"]
    assert run("--corpus", corpus, "--base", tiny, "-o", tmp_path / "out", *options) == 1
    assert "no better model came of it" in error_of(capsys)
    assert not (tmp_path / "out").exists()


def test_languages_that_nobody_says_are_asked_for(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.jsonl"
    write_corpus(Corpus([Pair("1", "d", 1, "One", "Eins", "en", "de", status="approved")]), other)
    more = tmp_path / "more.jsonl"
    write_corpus(Corpus(forecasts(3)), more)
    assert run("--corpus", other, "--corpus", more, "--base", tiny, "-o", tmp_path / "out") == 2
    assert "de, ru" in error_of(capsys)


@pytest.mark.slow
def test_general_pairs_are_mixed_in_and_others_measure_forgetting(
    tiny: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    general = [
        Pair(f"g{n}", "general.txt", n, f"The wind of {n} metres a second", f"Ветер {n} метров", "en", "ru")
        for n in range(120)
    ]
    write_corpus(Corpus(general[:100]), tmp_path / "mix.tsv")
    write_corpus(Corpus(general[80:]), tmp_path / "general.jsonl")
    folder = tmp_path / "out"
    options: list[str | Path] = [
        "--rate",
        "3e-3",
        "--retain",
        "0",
        "--epochs",
        "3",
        "--threads",
        "1",
        "--general",
        tmp_path / "general.jsonl",
    ]
    assert run("--corpus", corpus, "--base", tiny, "-o", folder, "--mix", tmp_path / "mix.tsv", *options) == 0
    shown = capsys.readouterr()
    assert "80 general ones mixed in" in shown.err  # 20 of the 100 are measured with
    assert "chrF on 40 general pairs" in shown.out and f"--model {folder}" in shown.out
    assert "80 general pairs mixed in" in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_interrupted_run_is_no_model_and_goes_on_with_the_same_command(
    tiny: Path, corpus: Path, tmp_path: Path
) -> None:
    from align.training.adaptation import AdaptationOptions, Callbacks, State
    from align.training.fine_tuning import AdaptationRequest, adapt

    folder = tmp_path / "out"
    lines: list[str] = []
    steps: list[int] = []

    def interrupt(state: State) -> None:
        steps.append(state.step)
        if state.step == 23:
            os.kill(os.getpid(), signal.SIGINT)

    request = AdaptationRequest(
        [str(corpus)], folder, str(tiny), options=AdaptationOptions(learning_rate=3e-3, retain=0.0, epochs=5, threads=1)
    )
    with pytest.raises(KeyboardInterrupt):
        adapt(request, "2026-11-23", Callbacks(interrupt, lines.append))
    with pytest.raises(ModelError, match="not a complete"):
        find_model(str(folder), "en", "ru")
    other = AdaptationRequest(
        [str(corpus)],
        folder,
        str(tiny),
        options=AdaptationOptions(learning_rate=3e-3, retain=0.0, epochs=5, threads=1, seed=2),
    )
    with pytest.raises(OutputError, match="another set of options"):
        adapt(other, "2026-11-23", Callbacks(warn=lines.append))
    seen: list[State] = []
    outcome = adapt(request, "2026-11-23", Callbacks(seen.append, lines.append))
    assert seen[0].step == 24 and "going on" in lines[-1]  # the update under way was finished
    assert outcome.rounds[1].step == 20 and outcome.rounds[-1].step == seen[-1].steps
    assert find_model(str(folder), "en", "ru").card["chrf"] == round(outcome.test.after, 1)
    assert not (folder / ".training").exists()


@pytest.fixture(autouse=True)
def _quiet_matplotlib(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("mpl")))


def test_a_base_that_is_not_here_is_said_before_pytorch_is_imported(tmp_path: Path) -> None:
    """Whose import takes seconds."""
    import subprocess
    import sys

    write_corpus(Corpus(forecasts(3), source_lang="en", target_lang="ru"), tmp_path / "a.jsonl")
    code = "import sys\nfrom align.cli import main\n"
    code += "try:\n    main(sys.argv[1:])\nfinally:\n    assert 'torch' not in sys.modules"
    arguments = ["adapt", "--corpus", str(tmp_path / "a.jsonl"), "--base", "en-zle-big", "-o", str(tmp_path / "new")]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60)
    said = "align: the model en-zle-big is not on this machine: run: align models get en-zle-big\n"
    assert (done.returncode, done.stderr) == (1, said)
