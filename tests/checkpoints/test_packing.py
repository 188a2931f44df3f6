"""A model in a package: pip installs it, and it drafts as the checkpoint does that it was made of."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from align.checkpoints import model_packages
from align.checkpoints.checkpoint_store import find_model, find_named, open_folder, packaged_models
from align.checkpoints.packing import plan_package, write_package
from align.errors import ModelError, UsageError
from align.translation import open_engine
from align.translation.engine import Decoding
from tests.checkpoints.random_model import light_checkpoint
from tests.command import answer

TOKENS = {"ru": ">>rus<<", "uk": ">>ukr<<"}


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> Path:
    """A random checkpoint from English into Russian and Ukrainian, which its first token chooses."""
    folder = light_checkpoint(tmp_path_factory.mktemp("several") / "en-zle-tiny", starter)
    vocabulary = json.loads((folder / "vocab.json").read_text("utf-8"))
    for token, piece in zip(TOKENS.values(), list(vocabulary)[100:], strict=False):
        vocabulary[token] = vocabulary.pop(piece)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
    (folder / "align.json").write_text(json.dumps({"sources": ["en"], "licence": "cc-by-4.0", "chrf": 11.5}))
    (folder / "README.md").write_text("---\nlicense: cc-by-4.0\n---\n\n# A small model\n\nIt knows nothing.\n")
    return folder


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ALIGN_CACHE", str(tmp_path / "cache"))
    model_packages.model_folders.cache_clear()
    yield
    model_packages.model_folders.cache_clear()


Install = Callable[[Path], Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a wheel where pip would: in a folder of modules. Gives the folder of its model."""

    def unpack(wheel: Path) -> Path:
        place = tmp_path / "site-packages"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(place)
        monkeypatch.syspath_prepend(place)
        model_packages.model_folders.cache_clear()
        return place / wheel.name.partition("-")[0]

    return unpack


def packed(folder: Path, target: Path, version: str = "1.0", **options: Any) -> Path:
    return write_package(plan_package(open_folder(folder), folder.name, version, **options), target)


def drafts(model: Any) -> list[str]:
    engine = open_engine("ctranslate2", model, "cpu", 1)
    texts = ["The port opened on Friday.", "What comes next?"]
    return [draft.text for draft in engine.draft(texts, Decoding(beam=2))]


def test_the_same_checkpoint_makes_the_same_bytes(several: Path, tmp_path: Path) -> None:
    one, other = (packed(several, tmp_path / name) for name in ("a", "b"))
    assert one.name == "align_model_en_zle_tiny-1.0-py3-none-any.whl"
    assert one.read_bytes() == other.read_bytes()


def test_a_wheel_says_what_it_holds_and_holds_no_code(several: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(several, tmp_path)) as archive:
        names = archive.namelist()
        (record,) = (name for name in names if name.endswith("/RECORD"))
        rows = list(csv.reader(io.StringIO(archive.read(record).decode())))
        assert [row[0] for row in rows] == names
        for name, digest, size in rows[:-1]:
            found = hashlib.sha256(archive.read(name)).digest()
            assert digest == "sha256=" + base64.urlsafe_b64encode(found).rstrip(b"=").decode()
            assert int(size) == archive.getinfo(name).file_size
        metadata = archive.read(record.replace("RECORD", "METADATA")).decode()
        assert "Name: align-model-en-zle-tiny\nVersion: 1.0\n" in metadata
        assert "License-Expression: CC-BY-4.0\n" in metadata and metadata.endswith(
            "\n\n# A small model\n\nIt knows nothing.\n"
        )
        assert b"CC-BY-4.0" in archive.read(record.replace("RECORD", "licenses/LICENCE.txt"))
        assert [name for name in names if name.endswith(".py")] == ["align_model_en_zle_tiny/__init__.py"]
        assert archive.read("align_model_en_zle_tiny/__init__.py").count(b"\n") == 1
        assert not [name for name in names if "safetensors" in name]


def test_a_model_in_a_package_drafts_as_the_checkpoint_does(several: Path, tmp_path: Path, install: Install) -> None:
    """In each of its languages, and under the same name in signatures, so that drafts kept of one serve the other."""
    folder = install(packed(several, tmp_path / "dist"))
    for target, token in TOKENS.items():
        model, original = find_model("auto", "en", target), find_model(str(several), "en", target)
        assert (model.path, model.package, model.target_token) == (folder, "align-model-en-zle-tiny 1.0", token)
        assert (model.name, model.content_hash) == (original.name, original.content_hash)
        assert drafts(model) == drafts(original)
    assert not (tmp_path / "cache" / "ctranslate2").exists(), "nothing is converted"


def test_the_starter_in_a_package_is_found_by_name_and_not_preferred(
    starter: Path, several: Path, tmp_path: Path, install: Install
) -> None:
    install(packed(starter, tmp_path / "dist"))
    assert find_model("align-model-en-ru-starter", "en", "ru").package and find_named("starter").path == starter
    install(packed(several, tmp_path / "dist"))
    assert find_model("auto", "en", "ru").name == "en-zle-tiny"


def test_weights_in_a_package_can_be_trained_further_and_others_say_that_they_cannot(
    several: Path, tmp_path: Path, install: Install
) -> None:
    from align.training.base import find_base

    install(packed(several, tmp_path / "dist"))
    with pytest.raises(ModelError, match=r"holds no model\.safetensors: .*align models get"):
        find_base("en-zle-tiny", ("en", "ru"))
    done = answer(
        "translate", "-", "--to", "ru", "-o", "-", "--format", "tsv", "--engine", "transformers", stdin=b"One."
    )
    assert done.returncode == 1 and b"holds no model.safetensors" in done.stderr
    install(packed(several, tmp_path / "dist", "1.1", weights=True))
    assert find_base("en-zle-tiny", ("en", "ru")).content_hash == open_folder(several).content_hash


def test_the_folder_of_a_package_can_be_carried_into_a_store(several: Path, tmp_path: Path, install: Install) -> None:
    folder = install(packed(several, tmp_path / "dist"))
    done = answer("models", "get", folder, "--as", "carried")
    assert done.returncode == 0, done.stderr
    carried = find_model("carried", "en", "uk")
    assert carried.path == tmp_path / "home" / "models" / "carried"
    assert drafts(carried) == drafts(find_model(str(several), "en", "uk"))


def spoil(path: Path, content: bytes | None) -> None:
    path.unlink() if content is None else path.write_bytes(content)


HOSTILE: dict[str, tuple[str, bytes | None, str]] = {
    "no tokeniser": ("source.spm", None, "is damaged .*lacks source.spm"),
    "another vocabulary": ("vocab.json", b'{"</s>": 0, "<unk>": 1, "<pad>": 2}', "is not the file that was packed"),
    "no manifest": ("align.json", None, "is damaged .*lacks model.safetensors or pytorch_model.bin"),
    "a manifest that is none": ("align.json", b"[" * 9999, "is damaged"),
    "another content": ("align.json", b'{"content": "0123456789abcdef"}', "lacks its converted model 0123456789abcdef"),
    "no conversion": ("ctranslate2/*/model.bin", None, "is damaged .*lacks its converted model"),
    "a cut conversion": ("ctranslate2/*/model.bin", b"cut", "holds its converted form only, and that is damaged"),
    "no configuration": ("config.json", b"{}", "is damaged .*is a nameless model"),
    "no text": ("config.json", b"\xff\xfe\x00", "is damaged .*cannot be read as JSON"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_package_that_does_not_hold_what_it_says_is_one_line(
    name: str, several: Path, tmp_path: Path, install: Install
) -> None:
    folder = install(packed(several, tmp_path / "dist"))
    file, content, said = HOSTILE[name]
    spoil(next(folder.glob(file)), content)
    with pytest.raises(ModelError, match=said) as refused:
        drafts(find_model("auto", "en", "ru"))
    assert "\n" not in str(refused.value) and "install" in str(refused.value)


def test_an_entry_point_that_leads_nowhere_is_one_line(several: Path, tmp_path: Path, install: Install) -> None:
    place = install(packed(several, tmp_path / "dist")).parent
    entries = place / "align_model_en_zle_tiny-1.0.dist-info" / "entry_points.txt"
    for module in ("gone", "gone.deep", "json", "sys", "..up", "a b"):
        entries.write_text(f"[align.models]\nen-zle-tiny = {module}\n")
        model_packages.model_folders.cache_clear()
        with pytest.raises(ModelError, match=r"align-model-en-zle-tiny 1.0 is damaged .*pip uninstall") as refused:
            list(packaged_models())
        assert "\n" not in str(refused.value)


def test_pack_shows_licence_and_size_and_list_where_a_model_comes_from(
    several: Path, tmp_path: Path, install: Install
) -> None:
    done = answer("models", "pack", several, "-o", tmp_path / "dist", "--version", "2026.11")
    wheel = tmp_path / "dist" / "align_model_en_zle_tiny-2026.11-py3-none-any.whl"
    assert (done.returncode, done.stdout.decode()) == (0, f"{wheel}\n")
    assert done.stderr.decode() == "align-model-en-zle-tiny 2026.11: licence cc-by-4.0, 2 MB converted\n"
    install(wheel)
    rows = {row["name"]: row for row in json.loads(answer("models", "list", "--json").stdout)}
    assert rows["en-zle-tiny"]["package"] == "align-model-en-zle-tiny 2026.11"
    assert rows["en-ru-starter"]["package"] is None
    assert b"align-model-en-zle-tiny 2026.11" in answer("models", "info", "en-zle-tiny").stdout


def test_a_model_of_unknown_licence_is_packed_with_a_warning(several: Path, tmp_path: Path) -> None:
    card = json.loads((several / "align.json").read_text())
    unknown = tmp_path / "unknown"
    unknown.mkdir()
    for file in several.iterdir():
        if file.is_file():
            (unknown / file.name).write_bytes(file.read_bytes())
    (unknown / "align.json").write_text(json.dumps({**card, "licence": "not stated"}))
    done = answer("models", "pack", unknown, "-o", tmp_path / "dist")
    assert done.returncode == 0
    assert "no licence is known of unknown: ask those who made it" in done.stderr.decode()
    with zipfile.ZipFile(done.stdout.decode().strip()) as archive:
        assert b"\nLicense: not stated\n" in archive.read("align_model_unknown-1.0.dist-info/METADATA")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "модель"}, "cannot be the name of a package"),
        ({"name": "--"}, "cannot be the name of a package"),
        ({"version": "first"}, "a version is like 1.0"),
        ({"version": "1.0/../../x"}, "a version is like 1.0"),
    ],
)
def test_what_makes_no_package_is_said(several: Path, options: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        plan_package(open_folder(several), options.get("name", "x"), options.get("version", "1.0"))


def test_a_model_that_does_not_say_its_languages_is_asked_for_them(starter: Path, tmp_path: Path) -> None:
    import shutil

    plain = shutil.copytree(starter, tmp_path / "plain", ignore=shutil.ignore_patterns("align.json", "recipe"))
    done = answer("models", "pack", plain, "-o", tmp_path)
    assert (done.returncode, b"say them with --from and --to" in done.stderr) == (2, True)
    assert answer("models", "pack", plain, "-o", tmp_path, "--from", "en", "--to", "ru").returncode == 0
    assert answer("models", "pack", "en-de", "-o", tmp_path).stderr.endswith(b"run: align models get en-de\n")


@pytest.mark.slow
def test_pip_installs_upgrades_and_uninstalls_a_model(several: Path, tmp_path: Path) -> None:
    pytest.importorskip("pip")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    code = "import importlib.metadata as m\n"
    code += "print(*(f'{e.dist.version} {e.value}' for e in m.entry_points(group='align.models')))"

    def pip(*arguments: str | Path) -> None:
        subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *map(str, arguments)], check=True)

    def found() -> str:
        return subprocess.check_output([str(python), "-c", code], text=True).strip()

    options = ("--no-index", "--no-deps", "--quiet")
    pip("install", *options, packed(several, tmp_path))
    assert found() == "1.0 align_model_en_zle_tiny"
    packed(several, tmp_path / "index", "1.1")
    pip("install", *options, "--upgrade", "--find-links", tmp_path / "index", "align-model-en-zle-tiny")
    assert found() == "1.1 align_model_en_zle_tiny"
    pip("uninstall", "--yes", "--quiet", "align-model-en-zle-tiny")
    assert found() == "" and not list((tmp_path / "venv").rglob("align_model*"))
