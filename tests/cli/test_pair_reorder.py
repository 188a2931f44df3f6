"""`align pair` on texts whose stories stand in another order: what it says, and what `--reorder` makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import align
from align.alignment.beads import read_beads
from align.cli import main
from align.corpus import read_corpus
from align.errors import UsageError
from tests.moved_texts import STORY, english, russian

ORDER = [1, 0, 2, 3]
REMARK = "segments 13–24 of digest.en.txt seem to stand at segments 1–12 of digest.ru.txt: --reorder aligns them there"


def run(command: str, *arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([command, *map(str, arguments)])
    assert stop.value.code is None or isinstance(stop.value.code, int)
    return stop.value.code or 0


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The stories, each a paragraph, in the folder where commands are run."""
    monkeypatch.chdir(tmp_path)
    paths = Path("digest.en.txt"), Path("digest.ru.txt")
    for path, sentences in zip(paths, (english(), russian(ORDER)), strict=True):
        stories = [" ".join(sentences[k : k + STORY]) for k in range(0, len(sentences), STORY)]
        path.write_text("\n\n".join(stories) + "\n", "utf-8")
    return paths


def test_a_moved_story_is_remarked_on(digest: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    output = digest[0].with_name("digest.jsonl")
    assert run("pair", *digest, "-o", output, "--json") == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert summary["moved"] == [[[13, 24], [1, 12]]]
    assert summary["warnings"] == [REMARK] and REMARK in said.err
    assert "order:" not in summary["signature"]
    assert run("pair", *digest, "-o", output, "--strict") == 1


def test_reorder_aligns_a_moved_story_in_the_order_of_the_source(
    digest: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = [digest[0].with_name(f"digest.{suffix}") for suffix in ("jsonl", "tmx", "xlsx", "html")]
    assert run("pair", *digest, "-o", outputs[0], "-o", outputs[1], "--reorder", "--strict", "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["beads"] == {"1-1": 48} and summary["warnings"] == []
    assert summary["moved"] == [[[13, 24], [1, 12]]]
    assert "|order:moved-blocks" in summary["signature"]
    pairs = list(read_corpus(outputs[0]))
    assert [(pair.source, pair.target) for pair in pairs] == list(zip(english(), russian(), strict=True))
    texts = [path.read_text("utf-8") for path in digest]
    for pair in pairs:
        assert pair.source_span and pair.target_span
        assert texts[0][slice(*pair.source_span[0])] == pair.source
        assert texts[1][slice(*pair.target_span[0])] == pair.target
    assert [(pair.source, pair.target) for pair in read_corpus(outputs[1])] == [(p.source, p.target) for p in pairs]
    assert run("review", outputs[0], "-o", outputs[2]) == 0
    assert run("report", outputs[0], "-o", outputs[3]) == 0


def test_beads_of_a_moved_story_have_the_numbers_of_its_segments(
    digest: tuple[Path, Path], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("pair", *digest, "--reorder", "--format", "beads") == 0
    beads = list(read_beads(capsysbinary.readouterr().out.decode().splitlines()))
    new = [*range(12, 24), *range(12), *range(24, 48)]
    assert [(bead.source, bead.target) for bead in beads] == [((i,), (j,)) for i, j in enumerate(new)]


def test_anchors_across_a_moved_story_are_refused(
    digest: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The first sentences of the first stories meet: but these are not the same story."""
    assert run("pair", *digest, "--reorder", "--anchors", "lighthouse|bakery|Старый маяк|Пекарня в") == 2
    assert capsys.readouterr().err == (
        "align: --anchors fixes points that cross a moved block: source segments 13–24 stand at target segments 1–12: "
        "leave out --anchors or --reorder\n"
    )


def test_a_script_gets_the_remark_and_may_ask_for_the_order(digest: tuple[Path, Path]) -> None:
    heard: list[str] = []
    align.pair(*digest, warn=heard.append)
    assert heard == [REMARK.replace("--reorder", "reorder")]
    pairs = align.pair(*digest, reorder=True).load()
    assert [(pair.source, pair.target) for pair in pairs] == list(zip(english(), russian(), strict=True))
    with pytest.raises(UsageError, match="leave out anchors or reorder"):
        align.pair(*digest, reorder=True, anchors="lighthouse|bakery|Старый маяк|Пекарня в")


def test_a_collection_is_aligned_out_of_order_where_that_is_asked_for(digest: tuple[Path, Path]) -> None:
    folder = digest[0].with_name("collection")
    assert run("batch", *digest, "--to", "ru", "-o", folder, "--reorder", "--workers", 1) == 0
    pairs = list(read_corpus(folder / "part-00000.jsonl"))
    assert [(pair.source, pair.target) for pair in pairs] == list(zip(english(), russian(), strict=True))
    assert '"reorder": true' in (folder / ".align" / "job.json").read_text("utf-8")


def test_what_is_kept_is_not_reordered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of the two options says where segments belong; both together are refused before anything is read."""
    with pytest.raises(SystemExit) as end:
        main(["pair", "a.txt", "b.txt", "--reorder", "--keep", "c.jsonl", "-o", str(tmp_path / "d.jsonl")])
    assert end.value.code == 2
    assert "--reorder does not go with --keep: what is kept has its place already" in capsys.readouterr().err
