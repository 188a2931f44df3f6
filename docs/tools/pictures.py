"""Draws the pictures of the documentation, from the example stories and with the tool itself.

`python docs/tools/pictures.py` is run by hand when a picture no longer shows what the tool does. It needs LibreOffice,
poppler's tools, ImageMagick's convert, Chromium and matplotlib.
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
import openpyxl

import align
from align.corpus import Pair
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


def sheet(folder: Path) -> None:
    """The second sheet of a review workbook, as LibreOffice prints it."""
    command("translate", STORY, "--to", "ru", "-o", folder / "port.jsonl")
    command("review", folder / "port.jsonl", "-o", folder / "port.xlsx")
    photograph(folder / "port.xlsx", "Rotterdam", "sheet.png", 60)


def alignment_sheets(folder: Path) -> None:
    """The sheet of an alignment in which the translations have slipped by one row, and the same when it is mended."""
    command("pair", STORY, TRANSLATION, "-o", folder / "pair.jsonl")
    header = align.read_corpus(folder / "pair.jsonl")
    pairs = list(header)
    header.pairs = slipped(pairs[7:])
    align.write_corpus(header, folder / "slipped.jsonl")
    book = folder / "slipped.xlsx"
    command("review", folder / "slipped.jsonl", "-o", book)
    photograph(book, "ministry", "alignment-sheet.png", 75)
    work = openpyxl.load_workbook(book)
    rows = work.worksheets[1]
    rows["D2"] = rows["D2"].value.replace("рублей. ", "рублей. || ")
    rows["C2"] = rows["C2"].value.replace("rubles and", "rubles || and")
    for row in (6, 7, 8):
        rows[f"E{row}"] = "translation up"
    rows["D8"] = rows["D8"].value.replace("лет». ", "лет». || ")
    for row in (3, 4, 10):
        rows[f"F{row}"] = "approved"
    work.save(book)
    photograph(book, "ministry", "alignment-fixes.png", 75)


def slipped(pairs: list[Pair]) -> list[Pair]:
    """The pairs with four translations moved down by one, as an aligner might leave them after a sentence that it did
    not find again: the first of their pairs has none, the last has two."""
    first, texts = 3, [one.target for one in pairs[3:7]]
    moved = ["", *texts[:2], f"{texts[2]} {texts[3]}"]
    for place, text in enumerate(moved, first):
        flags = ("empty-target",) if not text else ("uncertain-alignment",)
        one = replace(pairs[place], target=text, flags=flags, score=0.31, extra={"confidence": 0.62})
        spans = {0: (), 3: ((0, 1), (1, 2))}.get(place - first, ((0, 1),))
        pairs[place] = replace(one, target_span=spans)
    return pairs


def photograph(book: Path, word: str, picture: str, percent: int) -> None:
    """Draw the upper part of the page on which a word stands, as LibreOffice prints it."""
    folder = book.parent
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, book)
    run("pdftotext", book.with_suffix(".pdf"))
    pages = book.with_suffix(".txt").read_text(encoding="utf-8").split("\f")
    number = str(next(i for i, text in enumerate(pages, start=1) if word in text))
    run("pdftoppm", "-png", "-r", "120", "-f", number, "-singlefile", book.with_suffix(".pdf"), folder / "sheet")
    small = ("-crop", f"100%x{percent}%+0+0", "+repage", "-trim", "+repage", "+dither", "-colors", "64")
    run("convert", folder / "sheet.png", *small, PICTURES / picture)


def document(folder: Path) -> None:
    """A Word document of the reviewed story, two sentences of which wait for review, as LibreOffice prints it."""
    command("merge", "reviewed/port.jsonl", "reviewed/review.xlsx", "-o", folder / "reviewed.jsonl")
    reviewed = align.read_corpus(folder / "reviewed.jsonl")
    waiting = ("According", "It is expected")
    reviewed.pairs = [replace(one, status="draft") if one.source.startswith(waiting) else one for one in reviewed]
    align.write_document(reviewed, folder / "port.docx")
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "port.docx")
    run("pdftoppm", "-png", "-r", "110", "-singlefile", folder / "port.pdf", folder / "document")
    frame = ("-bordercolor", "white", "-border", "24", "-bordercolor", "#d8d8d8", "-border", "1")
    small = ("-trim", "+repage", *frame, "+dither", "-colors", "64")
    run("convert", folder / "document.png", "-crop", "100%x62%+0+0", "+repage", *small, PICTURES / "document.png")


def page(folder: Path) -> None:
    """The report of the aligned story."""
    command("pair", STORY, TRANSLATION, "-o", folder / "port.pair.jsonl", "--plot", folder / "path.png")
    command("report", folder / "port.pair.jsonl", "--check", "--title", "Port", "-o", folder / "port.html")
    window = "--window-size=1100,1000"
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
        browser.look(1100, 860)
        browser.open(folder / "editor.html")
        browser.run("document.querySelectorAll('.pair')[3].scrollIntoView({ behavior: 'instant' })")
        browser.run("EditorSession.activate(document.querySelectorAll('.pair')[3])")
        browser.press("a", "a", "a", "n", "k", "k", "u", "ArrowUp", "ArrowDown")
        browser.run("new Promise((done) => setTimeout(done, 600))")
        browser.screenshot(folder / "editor.png")
    run("convert", folder / "editor.png", "+dither", "-colors", "64", PICTURES / "editor.png")


def matrix() -> None:
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


def scale() -> None:
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


if __name__ == "__main__":
    os.chdir(ROOT / "examples")
    PICTURES.mkdir(exist_ok=True)
    work = Path(tempfile.mkdtemp())
    sheet(work)
    alignment_sheets(work)
    document(work)
    page(work)
    matrix()
    scale()
    shutil.rmtree(work)
