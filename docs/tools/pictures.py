"""Draws the pictures of the documentation, from the example stories and with the tool itself.

`python docs/tools/pictures.py` is run by hand when a picture no longer shows what the tool does; with names of
functions (`sheet omegat`) it draws these alone. It needs LibreOffice, poppler's tools, ImageMagick's convert, Chromium,
matplotlib and tmux, and for `omegat` what omegat_picture.py names.

A page shows pictures 690 pixels wide: sheets are cut at the right, so that the rest can be read there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import omegat_picture
import openpyxl
import terminal_pictures

import align
from align.encoders.base import load_encoder
from align.encoders.pair_similarity import cosine_to_score

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
PICTURES = ROOT / "docs" / "pictures"
STORY, TRANSLATION = "port.txt", "port.ru.txt"


def run(*command: str | Path) -> None:
    """Run a command among the examples."""
    subprocess.run(
        [str(part) for part in command],
        check=True,
        cwd=ROOT / "examples",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def command(*arguments: str | Path) -> None:
    """Run `align` among the examples."""
    run(sys.executable, "-m", "align", *arguments)


TERMS = "source\ttarget\nport authority\tадминистрация порта\nicebreaker\tледокол\nSeverny\tСеверный\n"


def drafted(folder: Path) -> Path:
    """The story, drafted with a small glossary."""
    corpus = folder / "port.jsonl"
    if not corpus.exists():
        (folder / "terms.tsv").write_text(TERMS, encoding="utf-8")
        command("translate", STORY, "--to", "ru", "--glossary", folder / "terms.tsv", "-o", corpus)
    return corpus


def reviewed(folder: Path) -> Path:
    """The story as it came back from its reviewer."""
    corpus = folder / "reviewed.jsonl"
    if not corpus.exists():
        command("merge", "reviewed/port.jsonl", "reviewed/review.xlsx", "-o", corpus)
    return corpus


def sheet(folder: Path) -> None:
    """The first and second sheet of a review workbook, as LibreOffice prints them."""
    command("review", drafted(folder), "--glossary", folder / "terms.tsv", "-o", folder / "review.xlsx")
    photograph(folder / "review.xlsx", "How to work", "start.png", "100%x100%", "1380x")
    photograph(folder / "review.xlsx", "Rotterdam", "sheet.png", "77%x64%", "1380x")


def word_table(folder: Path) -> None:
    """The first page of a review table in Word."""
    command("review", drafted(folder), "--glossary", folder / "terms.tsv", "-o", folder / "word.docx")
    photograph(folder / "word.docx", "Rotterdam", "word.png", "88%x88%", "1380x")


def terminal(folder: Path) -> None:
    """The screens of a terminal: the commands, and a story that is drafted."""
    tools = folder / "bin"
    tools.mkdir()
    (tools / "align").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m align "$@"\n', encoding="utf-8")
    (tools / "align").chmod(0o755)
    (folder / STORY).write_bytes((ROOT / "examples" / STORY).read_bytes())
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    for picture, title, *commands in (
        ("terminal-help.svg", "align without a command lists its commands in three groups", "align"),
        ("terminal-translate.svg", "a story is drafted", f"align translate {STORY} --to ru -o story.jsonl"),
    ):
        shown = terminal_pictures.screen(commands, folder, environment)
        terminal_pictures.draw(shown, PICTURES / picture, title)


def omegat(folder: Path) -> None:
    """OmegaT in the project of two stories, of which one is reviewed."""
    project = Path(tempfile.gettempdir()) / "news"  # its path is in the picture
    drafted(folder)
    command("translate", "berth.txt", "--to", "ru", "-o", folder / "berth.jsonl")
    command("export", reviewed(folder), "--omegat", project, "--glossary", folder / "terms.tsv")
    command("export", folder / "berth.jsonl", "--omegat", project)
    omegat_picture.draw(project, folder / "omegat", PICTURES / "omegat.png")
    shutil.rmtree(project)


def alignment_sheets(folder: Path) -> None:
    """The second half of the alignment in `examples/corrected`, in which translations have slipped by one row, and the
    same with what the reviewer of that example has typed."""
    from tests.docs.corrected_example import LONG, reviewed

    corpus = align.read_corpus("corrected/port.jsonl")
    pairs = list(corpus)
    corpus.pairs = pairs[LONG:]
    align.write_corpus(corpus, folder / "slipped.jsonl")
    book = folder / "slipped.xlsx"
    command("review", folder / "slipped.jsonl", "-o", book)
    photograph(book, "ministry", "alignment-sheet.png", "80%x80%", "1380x")
    work = openpyxl.load_workbook(book)
    for _, cell, text in reviewed(pairs):
        column, row = cell[0], int(cell[1:]) - LONG
        if row > 1:
            work.worksheets[1][f"{column}{row}"] = text
    work.save(book)
    photograph(book, "ministry", "alignment-fixes.png", "80%x80%", "1380x")


def photograph(book: Path, word: str, picture: str, part: str, size: str) -> None:
    """Draw the upper left `part` of the page on which a word stands, as LibreOffice prints it, in the size given."""
    folder = book.parent
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, book)
    run("pdftotext", book.with_suffix(".pdf"))
    pages = book.with_suffix(".txt").read_text(encoding="utf-8").split("\f")
    number = str(next(i for i, text in enumerate(pages, start=1) if word in text))
    run("pdftoppm", "-png", "-r", "200", "-f", number, "-singlefile", book.with_suffix(".pdf"), folder / "sheet")
    cut = ("-trim", "+repage", "-crop", f"{part}+0+0", "+repage", "-trim", "+repage")
    run("convert", folder / "sheet.png", *cut, "-resize", size, "+dither", "-colors", "48", PICTURES / picture)


def document(folder: Path) -> None:
    """A Word document of the reviewed story, two sentences of which wait for review, as LibreOffice prints it."""
    story = align.read_corpus(reviewed(folder))
    waiting = ("According", "It is expected")
    story.pairs = [replace(one, status="draft") if one.source.startswith(waiting) else one for one in story]
    align.write_document(story, folder / "port.docx")
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "port.docx")
    run("pdftoppm", "-png", "-r", "110", "-singlefile", folder / "port.pdf", folder / "document")
    frame = ("-bordercolor", "white", "-border", "24", "-bordercolor", "#d8d8d8", "-border", "1")
    small = ("-trim", "+repage", *frame, "+dither", "-colors", "64")
    run("convert", folder / "document.png", "-crop", "100%x62%+0+0", "+repage", *small, PICTURES / "document.png")


def page(folder: Path) -> None:
    """The report of the aligned story."""
    command("pair", STORY, TRANSLATION, "-o", folder / "port.pair.jsonl", "--plot", folder / "path.png")
    command("report", folder / "port.pair.jsonl", "--check", "--title", "Port", "-o", folder / "port.html")
    window = "--window-size=900,1000"
    shot = folder / "report.png"
    chromium = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", window)
    run(*chromium, f"--screenshot={shot}", (folder / "port.html").as_uri())
    run("convert", shot, "+dither", "-colors", "64", PICTURES / "report.png")
    editor(folder)
    run("convert", folder / "path.png", "-resize", "640x", "+dither", "-colors", "32", PICTURES / "path.png")


def editor(folder: Path) -> None:
    """The editor of the aligned story, at work; a browser that is spoken to, since keys are pressed."""
    from tests.report.browser import Browser

    command("report", folder / "port.pair.jsonl", "--edit", "--title", "Port", "-o", folder / "editor.html")
    with Browser(folder / "profile") as browser:
        browser.look(920, 860)
        browser.open(folder / "editor.html")
        browser.run("document.querySelectorAll('.pair')[3].scrollIntoView({ behavior: 'instant' })")
        browser.run("EditorSession.activate(document.querySelectorAll('.pair')[3])")
        browser.press("a", "a", "a", "n", "k", "k", "u", "ArrowUp", "ArrowDown")
        browser.run("new Promise((done) => setTimeout(done, 600))")
        browser.screenshot(folder / "editor.png")
    run("convert", folder / "editor.png", "+dither", "-colors", "64", PICTURES / "editor.png")


def matrix(_: Path) -> None:
    """How well every sentence of the story fits every sentence of its translation, with the beads upon it."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    source, target = align.split(STORY), align.split(TRANSLATION, language="ru")
    encoder = load_encoder()
    source_vectors, target_vectors = (encoder.encode([segment.flat for segment in side]) for side in (source, target))
    scores = cosine_to_score(source_vectors @ target_vectors.T)
    figure, axes = plt.subplots(figsize=(6.4, 5.8), dpi=100)
    image = axes.imshow(scores, cmap="Greys", vmin=0, vmax=1)
    for bead in align.align_segments(source, target, source_lang="en", target_lang="ru"):
        if bead.source and bead.target:
            x, y = bead.target[0] - 0.5, bead.source[0] - 0.5
            size = (len(bead.target), len(bead.source))
            axes.add_patch(plt.Rectangle((x, y), *size, fill=False, edgecolor="#1f5fa8", linewidth=2))
        for i in () if bead.target else bead.source:
            axes.axhspan(i - 0.5, i + 0.5, color="#e6a023", alpha=0.35, linewidth=0)
        for j in () if bead.source else bead.target:
            axes.axvspan(j - 0.5, j + 0.5, color="#e6a023", alpha=0.35, linewidth=0)
    axes.set(xlabel="segments of the translation", ylabel="segments of the story")
    axes.set_xticks(np.arange(len(target)), range(1, len(target) + 1), fontsize=8)
    axes.set_yticks(np.arange(len(source)), range(1, len(source) + 1), fontsize=8)
    figure.colorbar(image, label="score", shrink=0.8)
    figure.tight_layout()
    figure.savefig(PICTURES / "matrix.png")
    plt.close(figure)
    run("convert", PICTURES / "matrix.png", "+dither", "-colors", "64", PICTURES / "matrix.png")


def scale(_: Path) -> None:
    """Scores of right translations, of their halves, of the next sentence's, and of others."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    from align.encoders.pair_similarity import score_pairs

    pairs = [one for one in align.pair(STORY, TRANSLATION) if one.source and one.target and one.kind == "sentence"]
    targets = [one.target for one in pairs]
    kinds = {
        "its translation": targets,
        "half of it": [text[: len(text) // 2] for text in targets],
        "the next sentence's": targets[1:] + targets[:1],
        "another's": targets[5:] + targets[:5],
    }
    figure, axes = plt.subplots(figsize=(6.4, 2.6), dpi=100)
    for row, (_, texts) in enumerate(reversed(kinds.items())):
        scores = score_pairs([(one.source, text) for one, text in zip(pairs, texts, strict=True)])
        axes.plot(scores, [row] * len(scores), "o", color="#1f5fa8", alpha=0.5, markersize=8)
    axes.set_yticks(range(len(kinds)), list(reversed(kinds)))
    axes.set(xlim=(-0.03, 1.03), xlabel="score of a sentence of the story with …", ylim=(-0.6, len(kinds) - 0.4))
    axes.grid(axis="x", alpha=0.3)
    figure.tight_layout()
    figure.savefig(PICTURES / "scale.png")
    plt.close(figure)


DRAWN = (terminal, sheet, word_table, alignment_sheets, document, page, matrix, scale, omegat)


if __name__ == "__main__":
    os.chdir(ROOT / "examples")
    PICTURES.mkdir(exist_ok=True)
    for one in DRAWN:
        if not sys.argv[1:] or one.__name__ in sys.argv[1:]:
            with tempfile.TemporaryDirectory() as work:
                one(Path(work))
