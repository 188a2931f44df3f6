"""Texts that spreadsheets and browsers would run are texts in everything we write, and come back as they were."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, read_corpus, write_corpus
from align.review import ReviewOptions, write_review

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'=", "''+", " =", "\u200b=", "|", "%")
TEXTS = tuple(
    start + body
    for start, body in itertools.product(STARTS, ("cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', "1+1", "x"))
)


def corpus() -> Corpus:
    rows = (
        Pair(text or "id", text, n, text, text[::-1] or "x", "en", "ru", note=text, flags=("length",), model=text)
        for n, text in enumerate(TEXTS, 1)
    )
    return Corpus(rows, source_lang="en", target_lang="ru")


@pytest.mark.parametrize("review", [False, True])
def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path: Path, review: bool) -> None:
    path = tmp_path / "c.csv"
    if review:
        write_review(corpus(), path, ReviewOptions())
    else:
        write_corpus(corpus(), path)
    for row in itertools.islice(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")), 1, None):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "＝", "＋", "－", "＠")) for cell in row), row
        assert all(re.fullmatch(r"-?\d+(\.\d+)?", cell) for cell in row if cell.startswith("-")), row


@pytest.mark.parametrize("format", ["csv", "tsv", "jsonl", "xlsx"])
def test_every_text_comes_back_as_it_was(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"c.{format}"
    write_corpus(corpus(), path)
    read = {pair.n: pair for pair in read_corpus(path).pairs}
    assert [read[pair.n].source for pair in corpus()] == list(TEXTS)
    assert [read[pair.n].note for pair in corpus()] == list(TEXTS)


def test_a_workbook_has_no_formula_but_those_that_count_its_rows(tmp_path: Path) -> None:
    write_review(corpus(), tmp_path / "c.xlsx", ReviewOptions())
    with zipfile.ZipFile(tmp_path / "c.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        formulas = [re.findall(rb"<f>(.*?)</f>", archive.read(name)) for name in sheets]
        links = b"".join(
            archive.read(name) for name in archive.namelist() if "externalLink" in name or "_rels/sheet" in name
        )
    counts = re.compile(rb"(?:COUNT|SUM|SUMPRODUCT|IF)\(|[A-Z]+\d+(?:-[A-Z]+\d+)*\Z")
    assert all(counts.match(formula) for formula in formulas[0])
    ours = {re.sub(rb"(?<=[A-Z])\d+", b"#", formula) for sheet in formulas[1:] for formula in sheet}
    assert len(ours) == 1 and ours.pop().startswith(b"IFERROR(LOOKUP(FIND(")  # the same in each row, whatever its texts
    assert [len(sheet) for sheet in formulas[1:]] == [len(TEXTS)]  # and one a row
    assert not links


def test_a_page_holds_no_markup_of_its_texts(tmp_path: Path) -> None:
    from align.report import write_report

    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>\0rows\0${title}</style>'
    pair = Pair(evil, evil, 1, evil, evil, "en", "ru", kind=evil, note=evil, flags=(evil,), model=evil, created=evil)  # type: ignore[arg-type]
    write_report(Corpus([pair], source_lang=evil, target_lang=evil, created=evil), tmp_path / "p.html", title=evil)
    page = (tmp_path / "p.html").read_text("utf-8")
    assert "<script>alert" not in page and "<img src=x" not in page
    assert page.count("</style>") == 1 and page.rstrip().endswith("</html>")
