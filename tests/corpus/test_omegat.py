"""Our TMX in OmegaT, the free CAT tool, for real."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from align.corpus import Corpus, Pair, write_corpus

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>en</source_lang><target_lang>ru-RU</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""
STORY = {
    "The port opened again on Monday.": "В понедельник порт снова открылся 😀.",
    'Prices rose by 5% & "fell" <again>.': "Цены «выросли» на 5\u00a0% & 'упали' <снова>.",
    "Nobody was hurt.": "Никто не пострадал.",
}


@pytest.mark.slow
def test_omegat_translates_with_our_memory(tmp_path: Path) -> None:
    """OmegaT in console mode, with our TMX in its tm/auto folder, writes the target document from it."""
    if not shutil.which("omegat"):
        pytest.skip("OmegaT (Debian package omegat, with Java) is not installed")
    project = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT)
    (project / "source" / "story.txt").write_text("\n\n".join(STORY) + "\n", "utf-8")
    pairs = [
        Pair(
            f"story-{n:04d}",
            "story.txt",
            n,
            source,
            target,
            "en",
            "ru",
            flags=("name-missing",),
            note="a\nb",
            score=0.5,
        )
        for n, (source, target) in enumerate(STORY.items(), 1)
    ]
    write_corpus(
        Corpus(pairs, source_lang="en", target_lang="ru"), project / "tm/auto/story.tmx", tmx_langs={"ru": "ru-RU"}
    )
    done = subprocess.run(
        ["omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'settings'}"],
        capture_output=True,
        timeout=180,
    )
    target = project / "target" / "story.txt"
    assert target.is_file(), done.stdout.decode("utf-8", "replace")[-1000:]
    assert target.read_text("utf-8-sig").split("\n\n") == [*list(STORY.values())[:2], "Никто не пострадал.\n"]
