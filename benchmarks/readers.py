"""How fast documents are read, in how much memory, and how many of the visible words arrive, format by format.

    python benchmarks/readers.py                # a book of 300 pages in each format, and 1,000 web pages
    python benchmarks/readers.py --pages 30 --web 100

The book is news sentences from the shared data in chapters and paragraphs, saved by LibreOffice (which must be
installed, with Writer) as ODT, DOCX, PDF and EPUB; the PDF is in justified type with a running head and page numbers,
hyphenated where patterns (hyphen-en-us) are installed. Web pages are the same text, a story a page, in a page with
menus, related stories and a footer. Words that arrive are counted as a multiset against the words that were written;
what arrives besides them is the surplus. Exact paragraphs are those that come out as they were written. Each figure is
one run in a process of its own; seconds are by the clock.
"""

from __future__ import annotations

import argparse
import json
import lzma
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "en-ru" / "train.tsv.xz"
WORDS_A_PAGE = 400
FORMATS = ("txt", "odt", "docx", "pdf", "epub")

FODT = """<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2"
office:mimetype="application/vnd.oasis.opendocument.text"><office:styles><style:style style:name="Heading_20_1"
style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"><style:paragraph-properties
fo:margin-top="0.2in" fo:margin-bottom="0.1in"/><style:text-properties fo:font-size="16pt" fo:font-weight="bold"/>
</style:style></office:styles><office:automatic-styles><style:style style:name="B" style:family="paragraph">
<style:paragraph-properties fo:text-align="justify" fo:text-indent="0.2in"/><style:text-properties fo:font-size="11pt"
fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2" fo:language="en"
fo:country="US"/></style:style><style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="5.5in"
fo:page-height="8.5in" fo:margin="0.6in"/><style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">
<style:header><text:p>The Yearbook of News</text:p></style:header><style:footer><text:p>Page <text:page-number
text:select-page="current">1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""
SPACES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "style", "text"))
SPACES += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'

WEB = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The News</title></head><body>
<div class="top"><a href="/">The News</a> <a href="/login">Log in</a></div><nav><ul>{menu}</ul></nav><div id="main">
<h1>{title}</h1><div class="meta">Published on Monday, updated an hour ago</div><div class="text">{text}</div>
<div class="share"><a href="#">Share on one site</a> <a href="#">Share on another</a></div><div class="related">
<h3>Related stories</h3><ul>{related}</ul></div></div><footer><p>Copyright The News. All rights reserved.</p></footer>
</body></html>"""


def blocks(words: int) -> Iterator[tuple[str, str]]:
    """Headings and paragraphs of four sentences, of so many words in all."""
    with lzma.open(SHARED, "rt", encoding="utf-8") as file:
        sentences = (line.split("\t")[0] for line in file)
        clean = (" ".join(sentence.split()) for sentence in sentences if sentence.strip().endswith("."))
        count = number = 0
        while count < words:
            if number % 12 == 0:
                yield "heading", f"Chapter {number // 12 + 1}: News of the week"
            paragraph = " ".join(islice(clean, 4))
            yield "text", paragraph
            count += len(paragraph.split())
            number += 1


def make_book(folder: Path, words: int) -> list[tuple[str, str]]:
    """The book in every format, in `folder`; returns its blocks."""
    book = list(blocks(words))
    body = "".join(
        f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{escape(text)}</text:h>'
        if kind == "heading"
        else f'<text:p text:style-name="B">{escape(text)}</text:p>'
        for kind, text in book
    )
    (folder / "book.fodt").write_text(FODT.format(spaces=SPACES, body=body), encoding="utf-8")
    (folder / "book.txt").write_text("\n\n".join(text for _, text in book), encoding="utf-8")
    for to in FORMATS[1:]:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            "soffice",
            "--headless",
            profile,
            "--convert-to",
            to,
            "--outdir",
            str(folder),
            str(folder / "book.fodt"),
        ]
        subprocess.run(command, check=True, capture_output=True)
    return book


def make_web(folder: Path, count: int) -> list[tuple[str, str]]:
    """So many pages of a news site; returns the blocks that are the stories."""
    (folder / "web").mkdir()
    paragraphs = (text for kind, text in blocks(count * 1000) if kind == "text")
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    stories = []
    for number in range(count):
        story = [("heading", f"Story number {number} of the week"), *(("text", next(paragraphs)) for _ in range(6))]
        related = "".join(f'<li><a href="/{n}">Another story with its headline, number {n}</a></li>' for n in range(8))
        text = "".join(f"<p>{escape(text)}</p>" for _, text in story[1:])
        page = WEB.format(title=story[0][1], menu=menu, text=text, related=related)
        (folder / "web" / f"{number:04d}.html").write_text(page, encoding="utf-8")
        stories += story
    return stories


def read(path: Path) -> None:
    """In a process of its own: what is at `path`, as JSON with the seconds and the memory it took."""
    from align.readers import find_documents, read_documents

    began = time.perf_counter()
    found = []
    for name in find_documents([str(path)]):
        for document in read_documents(name):
            found += [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs]
    seconds = time.perf_counter() - began
    own, child = (resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    json.dump({"seconds": seconds, "megabytes": max(own, child), "blocks": found}, sys.stdout)


def measure(name: str, path: Path, written: list[tuple[str, str]]) -> None:
    done = subprocess.run([sys.executable, __file__, "--read", str(path)], check=True, capture_output=True)
    found = json.loads(done.stdout)
    got = [(kind, text) for kind, text in found["blocks"]]
    seen, true = (Counter(word for _, text in side for word in text.split()) for side in (got, written))
    arrived, surplus = (seen & true).total() / true.total(), (seen - true).total() / true.total()
    exact = (Counter(text for _, text in got) & Counter(text for _, text in written)).total() / len(written)
    speed = seen.total() / found["seconds"]
    print(
        f"| {name} | {true.total():,} | {found['seconds']:.2f} | {speed:,.0f} | {found['megabytes']} | {arrived:.2%} "
        f"| {surplus:.2%} | {exact:.1%} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--web", type=int, default=1000)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.read)
        return
    if not SHARED.exists():
        sys.exit(f"{SHARED} is missing: this benchmark reads the shared data")
    print("| | words | seconds | words/s | MB | words that arrive | surplus | exact paragraphs |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if shutil.which("soffice"):
            book = make_book(folder, options.pages * WORDS_A_PAGE)
            for suffix in FORMATS:
                measure(f"{options.pages} pages, {suffix}", folder / f"book.{suffix}", book)
        else:
            print("LibreOffice is not installed: no book", file=sys.stderr)
        stories = make_web(folder, options.web)
        measure(f"{options.web:,} web pages", folder / "web", stories)


if __name__ == "__main__":
    main()
