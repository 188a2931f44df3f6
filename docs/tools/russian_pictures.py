"""Draws the pictures of the Russian pages: what the tool shows to people who read Russian.

`python docs/tools/russian_pictures.py` is run by hand, as `pictures.py` is, whose tools it uses.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["ALIGN_LANG"] = "ru"

import pictures
import terminal_pictures


def sheet(folder: Path) -> None:
    """The second sheet of a review workbook, with terms."""
    corpus = pictures.drafted(folder)
    pictures.command(
        "review", corpus, "--glossary", folder / "terms.tsv", "--headings", "ru", "-o", folder / "review.xlsx"
    )
    pictures.photograph(folder / "review.xlsx", "Rotterdam", "sheet-ru.png", "75%x64%", "1380x")


def editor(folder: Path) -> None:
    """The page on which drafts are corrected: the first pair is rejected, the fourth approved, the fifth at hand."""
    from tests.report.browser import Browser

    page, options = folder / "port.html", ("--edit", "--headings", "ru", "--title", "port.txt")
    pictures.command("report", pictures.drafted(folder), *options, "--glossary", folder / "terms.tsv", "-o", page)
    with Browser(folder / "profile") as browser:
        browser.look(920, 800)
        browser.open(page)
        browser.run("document.querySelectorAll('.pair')[0].scrollIntoView({ behavior: 'instant' })")
        browser.run("EditorSession.activate(document.querySelectorAll('.pair')[0])")
        browser.press("r", "ArrowDown", "ArrowDown", "a")
        browser.run("new Promise((done) => setTimeout(done, 600))")
        browser.screenshot(folder / "editor.png")
    pictures.run("convert", folder / "editor.png", "+dither", "-colors", "64", pictures.PICTURES / "editor-ru.png")


def terminal(folder: Path) -> None:
    """The list of commands."""
    (folder / "align").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m align "$@"\n', encoding="utf-8")
    (folder / "align").chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(pictures.ROOT), "LANG": "C.UTF-8"}
    shown = terminal_pictures.screen(["align"], folder, {**environment, "ALIGN_LANG": "ru"})
    terminal_pictures.draw(
        shown, pictures.PICTURES / "terminal-help-ru.svg", "align без команды показывает список команд"
    )


if __name__ == "__main__":
    os.chdir(pictures.ROOT / "examples")
    for one in (sheet, editor, terminal):
        with tempfile.TemporaryDirectory() as work:
            one(Path(work))
