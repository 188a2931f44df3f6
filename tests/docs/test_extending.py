"""The changes that docs/extending shows apply to the source as it is, are clean, and do what their page shows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.console import run, steps

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for path in (ROOT / "docs" / "extending").glob("*.md") if path.name != "index.md")
LINES_AT_MOST = 40
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not on this machine")


def diff_of(page: Path) -> str:
    """The diffs of a page, one after the other."""
    blocks = re.findall(r"^```diff\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks, f"{page.name} shows no diff"
    return "".join(blocks)


@pytest.fixture(params=PAGES, ids=lambda page: page.stem)
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source, outside of any repository."""
    folder = tmp_path / "copy"
    shutil.copytree(ROOT / "align", folder / "align", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "models").symlink_to(ROOT / "models", target_is_directory=True)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def apply(page: Path, folder: Path) -> None:
    """Make the changes of a page in the source at `folder`."""
    command = ["git", "apply", "--whitespace=error", "-"]
    done = subprocess.run(command, cwd=folder, input=diff_of(page), capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{page.name}: {done.stderr}"


def changed_files(page: Path) -> list[str]:
    return re.findall(r"^\+\+\+ b/(.+)$", diff_of(page), re.MULTILINE)


def run_tool(folder: Path, *command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_diff_is_short(page: Path) -> None:
    changed = re.findall(r"^[+-](?![+-]{2} )", diff_of(page), re.MULTILINE)
    assert 10 < len(changed) < LINES_AT_MOST


def test_the_change_does_what_the_page_shows(
    page: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(page, copy)
    monkeypatch.setenv("PYTHONPATH", str(copy))
    folder = tmp_path / "work"
    folder.mkdir()
    assert run(page, folder) == len(list(steps(page))) > 1


def test_the_change_is_formatted_as_the_source_is(page: Path, copy: Path) -> None:
    apply(page, copy)
    run_tool(copy, "ruff", "check", *changed_files(page))
    run_tool(copy, "ruff", "format", "--check", *changed_files(page))


@pytest.mark.slow
def test_all_changes_together_pass_the_type_checker(copy: Path) -> None:
    for page in PAGES:
        apply(page, copy)
    known = ROOT / ".mypy_cache"  # of `make test`: what the pages do not change is not checked again
    if known.is_dir():
        shutil.copytree(known, copy / known.name)
    run_tool(copy, "mypy", *(file for page in PAGES for file in changed_files(page)))


def test_the_index_lists_every_page() -> None:
    index = (ROOT / "docs" / "extending" / "index.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| \[.+?\]\((.+?)\)", index, re.MULTILINE)) == [page.name for page in PAGES]
