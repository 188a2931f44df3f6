"""`align translate` as a person runs it: what it writes, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import answer

ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1795000000", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"}


def align(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return answer(*arguments, stdin=stdin, SOURCE_DATE_EPOCH=ENVIRONMENT["SOURCE_DATE_EPOCH"])


def one_line(result: subprocess.CompletedProcess[bytes]) -> str:
    """The message of a failed run; it must be one line and no traceback."""
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1 and lines[0].startswith("align: "), result.stderr.decode()
    return lines[0]


def test_one_run_writes_every_format_asked_for(story: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / f"port.{suffix}" for suffix in ("jsonl", "tmx", "tsv", "txt")]
    result = align("translate", story, "--to", "ru", *(x for o in outputs for x in ("-o", o)))
    assert result.returncode == 0, result.stderr.decode()
    header, *pairs = [json.loads(line) for line in outputs[0].read_text(encoding="utf-8").splitlines()]
    assert "model:en-ru-starter@" in header["corpus"]["signature"]
    assert len(outputs[3].read_text(encoding="utf-8").splitlines()) == len(pairs)
    assert result.stdout == b"", "a run with -o is silent on standard output"


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(story: Path, tmp_path: Path) -> None:
    for name, seed in (("a", "1"), ("b", "2")):
        files = (tmp_path / f"{name}.jsonl", tmp_path / f"{name}.tmx")
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "align",
            "translate",
            story,
            "--to",
            "ru",
            "-o",
            files[0],
            "-o",
            files[1],
        ]
        subprocess.run(command, env={**os.environ, **ENVIRONMENT, "PYTHONHASHSEED": seed}, timeout=120, check=True)
    for suffix in ("jsonl", "tmx"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_standard_input_to_standard_output_is_jsonl(story: Path) -> None:
    result = align("translate", "--to", "ru", stdin=story.read_bytes())
    assert result.returncode == 0
    pairs = [json.loads(line) for line in result.stdout.decode().splitlines()[1:]]
    assert pairs[0]["id"] == "stdin-0001" and pairs[0]["source"] == "Business & Economy"


def test_the_summary_as_json(story: Path, tmp_path: Path) -> None:
    result = align("translate", story, "--to", "ru", "-o", tmp_path / "port.tmx", "--json")
    summary = json.loads(result.stdout)
    assert summary["segments"] > 10 and summary["words"] > 100
    assert summary["signature"].startswith("align:")


def test_several_languages_make_a_corpus_each(story: Path, starter: Path, tmp_path: Path) -> None:
    """Real weights under the name of a model with two targets: what is tested is the run, not the Ukrainian."""
    model = tmp_path / "two-targets"
    shutil.copytree(starter, model, ignore=shutil.ignore_patterns("ctranslate2", "recipe"))
    manifest = {"name": "two-targets", "sources": ["en"], "targets": ["ru", "uk"]}
    (model / "align.json").write_text(json.dumps(manifest), encoding="utf-8")
    output = tmp_path / "port.{lang}.jsonl"
    result = align("translate", story, "--to", "ru,uk", "--model", model, "-o", output, "--json")
    assert result.returncode == 0, result.stderr.decode()
    assert [summary["outputs"] for summary in json.loads(result.stdout)] == [
        [str(tmp_path / "port.ru.jsonl")],
        [str(tmp_path / "port.uk.jsonl")],
    ]
    assert "МУРМАНСЬК, 20 листопада. /ТАСС/." in (tmp_path / "port.uk.jsonl").read_text(encoding="utf-8")


def test_show_prints_the_pairs_side_by_side(story: Path) -> None:
    output = align("translate", story, "--to", "ru", "--show").stdout.decode()
    assert "МУРМАНСК, 20 ноября. /ТАСС/." in output and "MURMANSK, November 20. /TASS/." in output


def test_lines_that_are_segmented_already_stay_line_for_line(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("One. Two.\n\nThree\n", encoding="utf-8")
    align("translate", tmp_path / "in.txt", "--to", "ru", "--one-per-line", "-o", tmp_path / "out.txt")
    lines = (tmp_path / "out.txt").read_text(encoding="utf-8").split("\n")
    assert len(lines) == 4 and lines[1] == "" and lines[0] and lines[2]


def test_a_file_in_an_older_encoding_is_read_and_reported(tmp_path: Path) -> None:
    (tmp_path / "cafe.txt").write_bytes("The café in Liège opened on Friday, its owner André said.".encode("cp1252"))
    result = align("translate", tmp_path / "cafe.txt", "--to", "ru")
    assert "café" in result.stdout.decode() and b"was read as" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["missing.txt", "--to", "ru"], 1, "missing.txt"),
        (["empty.txt", "--to", "ru"], 1, "empty"),
        (["binary.txt", "--to", "ru"], 1, "binary.txt"),
        (["good.txt", "--to", "xx"], 2, "xx"),
        (["good.txt", "--to", "de"], 1, "align models get"),
        (["good.txt", "--to", "ru", "--model", "no/such"], 1, "no/such"),
        (["good.txt", "--to", "ru", "-o", "missing/folder/out.tmx"], 1, "out.tmx"),
        (["good.txt", "--to", "ru", "-o", "out.unknown"], 2, "out.unknown"),
        (["good.txt", "--to", "ru", "--json"], 2, "-o"),
        (["good.txt", "--to", "ru", "--to", "de", "-o", "out.tmx"], 2, "{lang}"),
        (["good.txt", "--to", "en"], 2, "nothing to translate"),
        (["good.txt"], 2, "--to"),
    ],
)
def test_a_bad_day_is_one_line_and_the_right_status(
    arguments: list[str], status: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "good.txt").write_text("The port opened on Friday.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = align("translate", *arguments)
    assert result.returncode == status, result.stderr.decode()
    assert words in one_line(result)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["binary.txt", "empty.txt", "good.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.slow
def test_an_interrupted_run_leaves_nothing_half_written(tmp_path: Path, number: int) -> None:
    lines = [f"The port of town number {n} opened on Friday, the ministry of transport said." for n in range(20_000)]
    (tmp_path / "long.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "long.tmx").write_text("an older result", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "align", "translate", "long.txt", "--to", "ru", "-o", "long.tmx", "--one-per-line"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env={**os.environ, **ENVIRONMENT},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a test run in the background ignores it
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".long.tmx.*.part")) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1.0)
    process.send_signal(number)
    try:
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert b"interrupted" in errors and b"Traceback" not in errors
    assert (tmp_path / "long.tmx").read_text(encoding="utf-8") == "an older result"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["long.tmx", "long.txt"]


def test_a_full_disk_is_one_line(story: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "align", "translate", str(story), "--to", "ru"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, **ENVIRONMENT},
        )
    assert result.returncode == 1 and b"space" in result.stderr and b"Traceback" not in result.stderr


def test_help_answers_at_once() -> None:
    """Under 0.25 s of CPU: the best of three, as the kernel counts it."""
    import resource

    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert b"translate" in align("--help").stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.25


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from align.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'ctranslate2', 'numpy', 'rich', 'lxml', 'babel'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert result.returncode == 0, result.stderr.decode()
