"""The commands in a locale of cp1251 and in one of ASCII, without Python's UTF-8 mode: files are UTF-8 all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from align.corpus import read_corpus

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locales are set otherwise there")
ROOT = Path(__file__).resolve().parents[2]


OLD = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "OMP_NUM_THREADS": "1"}
ASCII = {**OLD, "LC_ALL": "C"}


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a locale of cp1251, made for the test; of ASCII where that cannot be done."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        made = ["localedef", "-i", "ru_RU", "-f", "CP1251", str(folder / "ru_RU.CP1251")]
        subprocess.run(made, capture_output=True)
    if not (folder / "ru_RU.CP1251").exists():
        return ASCII
    return {**OLD, "LOCPATH": str(folder), "LC_ALL": "ru_RU.CP1251"}


def named(name: str) -> str:
    """A file's name that is UTF-8 on the disk, whatever the locale of these tests themselves."""
    return os.fsdecode(name.encode("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story and its translation, with names whose letters (И) are no letters in cp1251."""
    shutil.copy(ROOT / "examples" / "port.txt", tmp_path / named("История.txt"))
    shutil.copy(ROOT / "examples" / "port.ru.txt", tmp_path / named("История.ru.txt"))
    return tmp_path


def align(locale: dict[str, str], folder: Path, *arguments: str) -> str:
    """Run a command in the locale, and in `folder`; what it printed on either stream, which must be UTF-8."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    result = subprocess.run(
        [sys.executable, "-m", "align", *map(named, arguments)],
        cwd=folder,
        capture_output=True,
        env={**environment, **locale},
    )
    output = result.stdout.decode("utf-8") + result.stderr.decode("utf-8")
    assert result.returncode == 0, output
    return output


def test_the_locale_is_an_old_one(locale: dict[str, str]) -> None:
    code = "import locale, sys; print(locale.getpreferredencoding(False), sys.flags.utf8_mode)"
    output = subprocess.run([sys.executable, "-c", code], env={**os.environ, **locale}, capture_output=True).stdout
    assert output.split()[0].lower() in (b"cp1251", b"ansi_x3.4-1968", b"us-ascii") and output.split()[1] == b"0"


def test_segments_and_names_are_printed_as_utf8(locale: dict[str, str], folder: Path) -> None:
    lines = align(locale, folder, "split", "История.ru.txt", "--from", "ru", "--json").splitlines()
    assert json.loads(lines[0])["doc"] == "История.ru.txt"
    assert json.loads(lines[3])["text"] == "МУРМАНСК, 20 ноября. /ТАСС/."


@pytest.mark.slow
def test_the_whole_loop_runs(locale: dict[str, str], folder: Path) -> None:
    """translate, review, merge, convert, check and report, with Russian file names all along."""
    align(locale, folder, "translate", "История.txt", "--to", "ru", "--beam", "1", "-o", "черновик.jsonl")
    align(locale, folder, "review", "черновик.jsonl", "-o", "Правка.xlsx")
    align(locale, folder, "merge", "черновик.jsonl", "Правка.xlsx", "-o", "И.jsonl")
    align(locale, folder, "convert", "И.jsonl", "И.tmx")
    assert "МУРМАНСК, 20 ноября. /ТАСС/." in [pair.target for pair in read_corpus(folder / named("И.tmx"))]
    assert "И.tmx: " in align(locale, folder, "check", "И.tmx")
    align(locale, folder, "report", "И.jsonl", "-o", "И.html")
    assert "История.txt" in (folder / named("И.html")).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_list_of_files_is_utf8_and_ids_do_not_depend_on_the_locale(locale: dict[str, str], folder: Path) -> None:
    (folder / "list.tsv").write_text("История.txt\tИстория.ru.txt\n", encoding="utf-8")
    align(locale, folder, "pair", "--list", "list.tsv", "-o", "a.jsonl", "-o", "a.tmx")
    pairs = list(read_corpus(folder / "a.jsonl"))
    assert (pairs[0].id, pairs[0].doc) == ("история-0001", "История.txt")
    assert next(iter(read_corpus(folder / "a.tmx"))).id == "история-0001"


def test_a_missing_file_is_named_as_it_was_written(locale: dict[str, str], folder: Path) -> None:
    command = [sys.executable, "-m", "align", "split", named("Нет.txt")]
    result = subprocess.run(command, cwd=folder, capture_output=True, env={**os.environ, **locale})
    assert result.returncode == 1
    assert result.stderr.decode("utf-8") == "align: Нет.txt does not exist: check the name and the folder\n"


def test_a_locale_of_ascii_does_no_harm_either(folder: Path) -> None:
    align(ASCII, folder, "pair", "История.txt", "История.ru.txt", "-o", "И.jsonl")
    assert next(iter(read_corpus(folder / named("И.jsonl")))).doc == "История.txt"


@pytest.mark.parametrize("known", [True, False], ids=["the locale's", "none"])
def test_a_name_on_an_old_disk_ends_nothing(locale: dict[str, str], folder: Path, known: bool) -> None:
    """A file's name in cp1251: read as such where that is the locale, else a name that can be written everywhere."""
    name = os.fsencode(folder) + b"/" + "История".encode("cp1251") + b".txt"
    with open(name, "wb") as stream:
        stream.write((ROOT / "examples" / "port.txt").read_bytes())
    if known and "LOCPATH" not in locale:
        pytest.skip("a locale of cp1251 cannot be made here")
    environment = {**os.environ, **locale} if known else {**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    result = subprocess.run(
        [sys.executable, "-m", "align", "split", name, "--json"], capture_output=True, env=environment
    )
    assert result.returncode == 0, result.stderr
    doc = json.loads(result.stdout.decode("utf-8").splitlines()[0])["doc"]
    assert doc.endswith("/История.txt" if known else "\ufffd.txt")
