"""`align glossary`, and `--glossary` and `--typography` of the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from align.cli import main

CORPUS = [
    {"corpus": {"source_lang": "en", "target_lang": "ru"}},
    {"id": "a-1", "doc": "a", "n": 1, "source": "The port opened.", "target": 'Открылась "гавань".'},
    {"id": "a-2", "doc": "a", "n": 2, "source": "Ports closed.", "target": "Порты закрылись - все."},
]


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.tsv"
    path.write_text("source\ttarget\tforbidden\nport\tпорт\tгавань\nship\tсудно\n", encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in CORPUS), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([*map(str, arguments)])
    return int(end.value.code or 0)


def pairs(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][1:]


def test_a_sound_glossary_is_said_to_be_so(terms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("glossary", "check", terms) == 0
    assert capsys.readouterr().out == f"{terms}: 2 terms, no remarks\n"


def test_what_is_wrong_is_a_line_each_and_status_1(terms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terms.write_text(terms.read_text(encoding="utf-8") + "\tничто\nport\tпристань\n", encoding="utf-8")
    assert run("glossary", "check", terms) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{terms}:4: there is no source term",
        f"{terms}:5: port: пристань here, порт on line 2; both will be allowed",
        f"{terms}: 3 terms, 2 remarks",
    ]
    assert err == "align: 1 entry cannot be used or is damaged: mend the lines named above\n"


def test_terms_are_shown_and_looked_up_in_a_text(terms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("glossary", "show", terms) == 0
    assert capsys.readouterr().out == "port\tпорт\tnot: гавань\nship\tсудно\n"
    assert run("glossary", "show", terms, "--text", "Two ships left.") == 0
    assert capsys.readouterr().out == "ship\tсудно\n"
    assert run("glossary", "show", terms, "--json") == 0
    assert json.loads(capsys.readouterr().out)["terms"][0]["targets"] == ["порт"]


def test_a_glossary_is_converted(terms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("glossary", "convert", terms, tmp_path / "terms.tbx") == 2
    assert "say --from and --to" in capsys.readouterr().err
    assert run("glossary", "convert", terms, tmp_path / "terms.tbx", "--from", "en", "--to", "ru") == 0
    assert run("glossary", "convert", tmp_path / "terms.tbx", "-", "--from", "en", "--to", "ru") == 0


def test_terms_are_proposed_from_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [{"id": str(n), "doc": "a", "n": n, "source": "The icebreaker left.", "target": "Ледокол ушел."}
             for n in range(4)]  # fmt: skip
    lines += [{"id": f"b{n}", "doc": "b", "n": n, "source": "Nobody came.", "target": "Никто не пришел."}
              for n in range(4)]  # fmt: skip
    corpus = tmp_path / "c.jsonl"
    corpus.write_text("\n".join(json.dumps(line) for line in [CORPUS[0], *lines]), encoding="utf-8")
    assert run("glossary", "extract", corpus, "-o", tmp_path / "terms.tsv") == 0
    head, first = (tmp_path / "terms.tsv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("source\ttarget\tcount")
    assert first.split("\t")[:3] == ["icebreaker", "Ледокол", "4"]
    assert first.endswith("The icebreaker left.\tЛедокол ушел.")
    assert run("glossary", "show", tmp_path / "terms.tsv") == 0
    assert run("glossary", "extract", "-", "--format", "jsonl") == 2


def test_check_flags_terms_with_a_reason(corpus: Path, terms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", corpus, "--glossary", terms, "--only", "glossary-missing,glossary-forbidden") == 0
    out = capsys.readouterr().out
    assert "2 pairs, 1 flagged" in out
    assert "glossary-missing (“port” is not translated as “порт”)" in out
    assert "glossary-forbidden (“port” is translated as “гавань”, which is forbidden: use “порт”)" in out


def test_a_check_without_a_glossary_leaves_its_flags_alone(corpus: Path, terms: Path, tmp_path: Path) -> None:
    assert run("check", corpus, "--glossary", terms, "-o", tmp_path / "b.jsonl") == 0
    assert run("check", tmp_path / "b.jsonl", "-o", tmp_path / "c.jsonl") == 0
    assert {"glossary-missing", "glossary-forbidden"} <= set(pairs(tmp_path / "c.jsonl")[0]["flags"])  # type: ignore[call-overload]


def test_translate_has_the_terms_or_flags_them(tmp_path: Path, terms: Path) -> None:
    story, out = tmp_path / "s.txt", tmp_path / "s.jsonl"
    story.write_text("The ship left the port.\n", encoding="utf-8")
    options = ("--to", "ru", "--no-score", "--glossary", terms, "--glossary-mode", "substitute", "-o", out)
    assert run("translate", story, *options) == 0
    (pair,) = pairs(out)
    right = all(stem in str(pair["target"]).lower() for stem in ("порт", "суд"))
    assert right or "glossary-missing" in pair["flags"]  # type: ignore[operator]
    assert "|glossary:substitute-2-" in out.read_text(encoding="utf-8")


def test_convert_sets_typography_on_request_only(corpus: Path, tmp_path: Path) -> None:
    assert run("convert", corpus, tmp_path / "b.jsonl") == 0
    assert pairs(tmp_path / "b.jsonl")[1]["target"] == "Порты закрылись - все."
    assert run("convert", corpus, tmp_path / "c.jsonl", "--typography") == 0
    assert [pair["target"] for pair in pairs(tmp_path / "c.jsonl")] == [
        "Открылась «гавань».",
        "Порты закрылись\u00a0— все.",
    ]


def test_pair_checks_terms_and_sets_typography(tmp_path: Path, terms: Path) -> None:
    (tmp_path / "a.txt").write_text("The port opened.\nThe weather was good yesterday.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text('Открылась "гавань".\nВчера погода была хорошей.\n', encoding="utf-8")
    out = tmp_path / "p.jsonl"
    options = ("--from", "en", "--to", "ru", "--one-per-line", "--glossary", terms, "--typography", "-o", out)
    assert run("pair", tmp_path / "a.txt", tmp_path / "b.txt", *options) == 0
    first, second = pairs(out)
    assert first["target"] == "Открылась «гавань»." and second["flags"] == []
    assert {"glossary-missing", "glossary-forbidden"} <= set(first["flags"])  # type: ignore[call-overload]
