"""`align models` lists, describes and imports; what it prints can be read by people and by machines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from align.checkpoints.catalogue import catalogue
from align.checkpoints.checkpoint_store import find_model
from align.cli import main
from align.cli.models_table import as_text


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as done:
        main(["models", *arguments])
    out, err = capsys.readouterr()
    return int(done.value.code or 0), out, err


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path))
    return tmp_path / "models"


def test_a_pipe_gets_tab_separated_lines(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "list", "--from", "en", "--to", "ru")
    header, *lines = [line.split("\t") for line in out.splitlines()]
    assert (status, err) == (0, "")
    assert header == ["name", "from", "to", "licence", "MB", "tested on", "BLEU", "chrF", "here"]
    assert [line[0] for line in lines] == ["en-ru-starter", "en-zle-big", "en-ru"]
    assert lines[2] == ["en-ru", "en", "ru", "apache-2.0", "312", "en-ru newstest2019", "27.1", "53.3", ""]
    assert lines[0][-1] == "yes"


def test_a_terminal_gets_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "140")
    _, out, _ = run(capsys, "list", "--to", "de")
    assert "─" in out and "en-de" in out and "\t" not in out


@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_names_are_whole_on_a_terminal_of_any_width(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", columns)
    _, out, _ = run(capsys, "list", "--all")
    first = [line.split()[0] for line in out.splitlines() if line.strip()]
    assert {entry.name for entry in catalogue()} < set(first) and "…" not in out
    assert "on this machine" in out and "to be fetched" in out and "itself" in out


def test_a_terminal_shows_what_is_here_and_how_to_see_the_rest(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run(capsys, "list")
    assert "en-ru-starter" in out and "en-zle-big" not in out
    assert f"{len(catalogue())} more can be fetched: see align models list --all" in out
    _, out, _ = run(capsys, "list", "--from", "en", "--to", "ru")
    assert "en-zle-big" in out and "more can be fetched" not in out


def test_json_is_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--json")
    rows = json.loads(out)
    assert len(rows) > 40
    row = next(row for row in rows if row["name"] == "en-zle-big")
    assert (row["hub"], row["targets"]) == ("Helsinki-NLP/opus-mt-tc-big-en-zle", ["ru", "uk", "be"])
    assert row["path"] is None


def test_a_filtered_list_shows_the_score_of_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--from", "en", "--to", "uk", "--json")
    scores = {row["name"]: row["score"]["pair"] for row in json.loads(out)}
    assert scores == {"en-zle-big": "en-uk", "en-uk": "en-uk"}


def test_an_empty_list_says_so_and_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "list", "--to", "eo")
    assert (status, out) == (0, "") and "no model for any-eo" in err


def test_info_describes_a_model_and_names_the_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "info", "en-zle-big")
    assert "cc-by-4.0" in out and out.count("newstest2019") == 1 and "en-uk flores101-devtest" in out
    _, out, _ = run(capsys, "info", "Helsinki-NLP/opus-mt-en-ru", "--json")
    assert json.loads(out)["scores"] == [{"pair": "en-ru", "test": "newstest2019", "bleu": 27.1, "chrf": 53.3}]
    status, _, err = run(capsys, "info", "mystery")
    assert status == 1 and err == "align: no model mystery in the catalogue or on this machine: see align models list\n"


def test_a_folder_is_imported_listed_and_found(
    capsys: pytest.CaptureFixture[str], starter: Path, own_store: Path
) -> None:
    status, out, _ = run(capsys, "get", str(starter), "--as", "mine", "--from", "en", "--to", "ru")
    assert (status, out) == (0, f"{own_store / 'mine'}\n")
    assert not (own_store / "mine" / "ctranslate2").exists()
    _, out, _ = run(capsys, "list", "--local", "--json")
    assert [row["name"] for row in json.loads(out)] == ["en-ru-starter", "mine"]
    _, out, _ = run(capsys, "info", "mine")
    assert str(own_store / "mine") in out


def test_a_closed_network_is_one_line_and_exit_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "get", "en-ru")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("align: HF_HUB_OFFLINE is set") and "align models get FOLDER" in err


def test_nothing_but_get_touches_the_network(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert [run(capsys, *words)[0] for words in (["list"], ["info", "en-de"], ["list", "--local", "--json"])] == [0] * 3
    assert find_model(None, "en", "ru").is_starter


def test_wrong_usage_is_exit_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "get")[0] == 2
    assert run(capsys, "list", "--nonsense")[0] == 2
    assert run(capsys, "get", "en-ru", "--timeout", "0")[0] == 2
    status, _, err = run(capsys, "get", "en-ru", "--as", "mine")
    assert status == 2 and "are for a folder" in err


def test_a_language_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "list", "--to", "../x")
    assert status == 1 and "is not a language code" in err


def test_values_read_as_people_write_them() -> None:
    assert as_text(None) == "" and as_text(["en", "ru"]) == "en ru" and as_text(3) == "3"
    assert as_text({"test": "newstest2019", "chrf": 53.3}) == "newstest2019 chrF 53.3"


def test_help_and_lists_import_neither_torch_nor_transformers() -> None:
    code = """
import sys
from align.cli import main
try:
    main(["models", "list"])
except SystemExit:
    heavy = {"torch", "transformers", "numpy", "rich", "ctranslate2"} & set(sys.modules)
    assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 80
