"""Completion by the Tab key: what is offered, and that it costs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def offered(line: str, **environment: str) -> list[str]:
    """What bash is told for a line that ends where the cursor is."""
    words = line.split(" ")
    result = subprocess.run(
        [sys.executable, "-m", "align"],
        capture_output=True,
        encoding="utf-8",
        env={
            **os.environ,
            "_ALIGN_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
            **environment,
        },
        check=True,
    )
    return result.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("align tr", "plain,translate"),
        ("align translate --to u", "plain,uk"),
        ("align translate --model en-zle", "plain,en-zle-big"),
        ("align translate --qu", "plain,--quotes"),
        ("align translate --quotes s", "plain,split"),
        ("align translate sto", "file,sto"),
        ("align convert a.jsonl b --format xl", "plain,xliff"),
        ("align convert a.jsonl b.tmx --status draft,ap", "plain,draft,approved"),
        ("align check --only num", "plain,number-mismatch"),
        ("align filter x --drop empty-target,untr", "plain,empty-target,untranslated"),
        ("align convert a.jsonl b.tmx --without-flag low-c", "plain,low-confidence"),
        ("align models g", "plain,get"),
        ("align models get en-u", "plain,en-uk"),
    ],
)
def test_what_may_follow_is_offered(line: str, expected: str) -> None:
    assert expected in offered(line)


def test_completion_imports_nothing_heavy() -> None:
    code = (
        "import sys; from align.cli import main\n"
        "try: main([])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'ctranslate2', 'numpy', 'rich', 'lxml', 'babel'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    for line in ("align tr", "align translate --to r", "align translate --model e", "align pair --format j"):
        environment = {"_ALIGN_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, env={**os.environ, **environment})
        assert result.returncode == 0, (line, result.stderr.decode())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_one_that_it_can_read(shell: str, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    with script.open("wb") as stream:
        subprocess.run([sys.executable, "-m", "align", "completion", shell], stdout=stream, check=True)
    assert "_ALIGN_COMPLETE" in script.read_text(encoding="utf-8")
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not on this machine: its script was written, not read")
    subprocess.run([shell, "-n", script], check=True)


def test_no_command_imports_anything_heavy_before_it_runs() -> None:
    code = (
        "import importlib, sys; from align.cli import COMMANDS, cli\n"
        "for name in COMMANDS: importlib.import_module(f'align.cli.{name}')\n"
        "heavy = {'torch', 'transformers', 'ctranslate2', 'numpy', 'rich', 'lxml', 'babel', 'sqlite3', 'ray'}\n"
        "sys.exit(f'imported {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    result = subprocess.run([sys.executable, "-c", code], env=unmeasured, capture_output=True)
    assert result.returncode == 0, result.stderr.decode()
