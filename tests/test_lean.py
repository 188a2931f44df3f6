"""Daily work in an environment that has what requirements/lean.txt names and nothing else: neither PyTorch nor
Transformers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_lock import pins

ONE_PROCESS = """
import json, sys
from align.cli import main

for arguments in json.load(sys.stdin):
    try:
        main(arguments)
    except SystemExit as end:
        print(json.dumps(arguments), "->", end.code, flush=True)
        assert end.code == 0, arguments
assert not {"torch", "transformers", "tokenizers", "huggingface_hub"} & set(sys.modules)
"""
DAILY = """
split port.txt
translate port.txt --to ru -o port.jsonl -o port.tmx --memory tm.sqlite --glossary terms.tsv --typography
pair port.txt port.ru.txt -o pairs.jsonl
review pairs.jsonl -o review.xlsx
merge pairs.jsonl review.xlsx -o merged.jsonl
check port.jsonl --glossary terms.tsv
report port.jsonl -o port.html
convert port.jsonl port.xlf
filter port.jsonl -o filtered.jsonl
sort port.jsonl -o sorted.jsonl
datasheet port.jsonl -o README.md
export port.jsonl -o story.ru.txt
memory add tm.sqlite pairs.jsonl
memory search tm.sqlite порт
glossary check terms.tsv
glossary extract port.txt -o names.tsv
models list
models info en-ru-starter
models get STARTER --as mine
translate berth.txt --to ru -o own.jsonl --model mine
batch berth.txt --to ru -o corpus
cache info
"""
"""A day's commands; the second-last but one converts a model of one's own, and a batch has worker processes."""


def _linked(folder: Path) -> Path:
    """A folder with links to the modules of the distributions in lean.txt: all that Python finds there."""
    folder.mkdir()
    for name in pins("lean.txt"):
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            pytest.skip(f"{name} is not installed here")
        for top in {file.parts[0] for file in distribution.files or () if file.parts[0] != ".."}:
            if top != "__pycache__" and not (folder / top).exists():
                (folder / top).symlink_to(str(distribution.locate_file(top)), target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def lean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment variables of a Python that has the lean packages and align; to be started with -S."""
    folder = tmp_path_factory.mktemp("lean")
    path = os.pathsep.join([str(ROOT), str(_linked(folder / "packages"))])
    homes = {name: str(folder / name) for name in ("ALIGN_HOME", "ALIGN_CACHE")}
    return {**os.environ, **homes, "PYTHONPATH": path, "PYTHONNOUSERSITE": "1"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("port.txt", "port.ru.txt", "berth.txt"):
        shutil.copyfile(ROOT / "examples" / name, tmp_path / name)
    (tmp_path / "terms.tsv").write_text("source\ttarget\nberth\tпричал\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_no_daily_command_needs_torch_or_transformers(lean: dict[str, str], desk: Path, starter: Path) -> None:
    begun = ["memory add tm.sqlite first.tsv --from en --to ru"]
    (desk / "first.tsv").write_text("source\ttarget\nWhat comes next?\tЧто дальше?\n", encoding="utf-8")
    lines = [*begun, *DAILY.split("\n")[1:-1]]
    commands = [line.replace("STARTER", str(starter)).split() for line in lines]
    asked = json.dumps(commands)
    done = subprocess.run(
        [sys.executable, "-S", "-c", ONE_PROCESS], input=asked, env=lean, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (desk / "story.ru.txt").stat().st_size > 500
    assert (desk / "own.jsonl").read_text("utf-8").count("\n") > 5


def said(lean: dict[str, str], *arguments: str) -> str:
    """What a command says, which fails in one line with exit status 1."""
    command = [sys.executable, "-S", "-m", "align", *arguments]
    done = subprocess.run(command, env=lean, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "fault of align" not in done.stderr, done.stderr
    return done.stderr


def test_what_needs_more_says_in_one_line_what_to_install(lean: dict[str, str], desk: Path) -> None:
    pairs = desk / "pairs.tsv"
    pairs.write_text("source\ttarget\nWhat comes next?\tЧто дальше?\n", encoding="utf-8")
    install = "needs torch and transformers: pip install torch transformers"
    adapt = ("adapt", "--corpus", str(pairs), "--from", "en", "--to", "ru", "-o", "new")
    assert said(lean, *adapt) == f"align: align adapt {install}\n"
    engine = ("translate", "port.txt", "--to", "ru", "-o", "a.jsonl", "--engine", "transformers")
    assert said(lean, *engine) == f"align: --engine transformers {install}\n"
    assert not (desk / "a.jsonl").exists() and not (desk / "new").exists()
