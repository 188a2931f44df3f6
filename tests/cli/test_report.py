"""`align report`: a page is written whole, or one line says why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from align.cli import main


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main(["report", *map(str, arguments)])
    return int(end.value.code or 0)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "port.tsv"
    path.write_text("source\ttarget\tsource_lang\ttarget_lang\n25 boats came.\tПришли 52 лодки.\ten\tru\n", "utf-8")
    return path


def test_a_page_is_written_from_any_format(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    assert run(corpus, "-o", page, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"output": str(page), "pairs": 1}
    assert '<h1 dir="auto">port</h1>' in page.read_text("utf-8")
    assert "number-mismatch" not in page.read_text("utf-8")


def test_the_checks_run_when_asked_for(corpus: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run(corpus, "-o", page, "--check", "--title", "Boats & <ports>") == 0
    assert ">Not in the translation: 25; not in the source: 52<" in page.read_text("utf-8")
    assert "Boats &amp; &lt;ports&gt;" in page.read_text("utf-8")


def test_an_unreadable_corpus_leaves_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "a.jsonl"
    broken.write_text('{"source": "A", "target": "B"}\nnot json\n')
    assert run(broken, "-o", tmp_path / "page.html") == 1
    assert "line 2" in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()
    assert run(tmp_path / "none.jsonl", "-o", tmp_path / "page.html") == 1
    assert run(broken, "-o", "-", "--json") == 2


def test_an_editor_says_how_its_decisions_come_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my port.jsonl").write_text(
        '{"source": "A", "target": "Б", "source_lang": "en", "target_lang": "ru", "origin": "human"}\n', "utf-8"
    )
    assert run("my port.jsonl", "--edit", "-o", "page.html") == 0
    command = 'align merge "my port.jsonl" "my port.decisions.json" -o reviewed.jsonl'
    assert capsys.readouterr().err == (
        f"align: 1 pair to edit in page.html: open it in a browser, and Save; then: {command}\n"
    )
    page = Path("page.html").read_text("utf-8")
    assert json.dumps(command)[1:-1] in page and '"file":"my port.decisions.json"' in page
    assert '"alignment":true' in page


def test_the_page_speaks_russian(corpus: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run(corpus, "-o", page, "--check", "--headings", "ru") == 0
    written = page.read_text("utf-8")
    assert '<html lang="ru">' in written and "английский → русский" in written
    assert "Числу на одной стороне нет соответствия на другой." in written
    assert ">Нет в переводе: 25; нет в исходном тексте: 52<" in written
