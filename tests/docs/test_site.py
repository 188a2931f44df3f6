"""The documentation builds without a warning, needs no network, and leads nowhere that does not exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from align.checkpoints.catalogue import catalogue
from align.checks import CHECKS
from align.cli import COMMANDS
from align.corpus import FORMATS
from align.options import all_declared
from align.pipelines.options import PairOptions, TranslateOptions

pytest.importorskip("material", reason="the extra `docs` is not installed")

ROOT = Path(__file__).resolve().parents[2]
PICTURES_AT_MOST = 1_500_000


class Page(HTMLParser):
    """What a page loads, links to, and can be linked at."""

    def __init__(self, path: Path):
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {key: value for key, value in attributes if value is not None}
        self.anchors |= {given[key] for key in ("id", "name") if key in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload"):
            self.loads.append(given["href"])
        elif "src" in given:
            self.loads.append(given["src"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Page]:
    """The pages of a strict build, by path."""
    folder = tmp_path_factory.mktemp("site")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert result.returncode == 0, result.stderr
    return {path: Page(path) for path in folder.rglob("*.html")}


def test_pages_load_nothing_from_the_web(site: dict[Path, Page]) -> None:
    foreign = {load for page in site.values() for load in page.loads if urlsplit(load).scheme not in ("", "data")}
    assert foreign == set()


def test_every_link_inside_the_site_leads_somewhere(site: dict[Path, Page]) -> None:
    broken = []
    for path, page in site.items():
        if path.name == "404.html":  # its links start from the root of a server
            continue
        for link in [*page.links, *page.loads]:
            url = urlsplit(link)
            if url.scheme:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            anchors = site[target].anchors if target in site else set()
            if not target.is_file() or (url.fragment and unquote(url.fragment) not in anchors):
                broken.append((path.name, link))
    assert broken == []


def text_of(site: dict[Path, Page], name: str) -> str:
    path = next(path for path in site if path.as_posix().endswith(name))
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_page_made_from_its_help(site: dict[Path, Page], command: str) -> None:
    help_ = subprocess.run(
        [sys.executable, "-m", "align", command, "--help"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    page = text_of(site, f"reference/commands/{command}.html")
    for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)", help_, re.MULTILINE):
        if option != "--help":
            assert option in page


def test_tables_of_the_reference_are_complete(site: dict[Path, Page]) -> None:
    for name, entries in (
        ("flags", CHECKS),
        ("formats", FORMATS),
        ("models", [entry.name for entry in catalogue()]),
        ("../python", [one.name for verb in (TranslateOptions, PairOptions) for one in all_declared(verb)]),
    ):
        page = text_of(site, f"reference/{name}.html".replace("reference/../", ""))
        assert [entry for entry in entries if f"<code>{entry}</code>" not in page] == []


def test_the_search_works_in_a_page_opened_from_a_folder(site: dict[Path, Page]) -> None:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("chromium is not on this machine")
    index = next(path for path in site if path.name == "index.html" and path.parent / "search" in path.parent.iterdir())
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=15000", "--dump-dom")
    address = f"{index.as_uri()}?q=dateline"
    page = subprocess.run([chromium, *options, address], capture_output=True, encoding="utf-8", timeout=120).stdout
    assert re.search(r'md-search-result__meta">\d+ matching documents', page)


def test_pictures_are_small() -> None:
    pictures = [path for path in (ROOT / "docs").rglob("*") if path.suffix in (".png", ".svg", ".jpg", ".webp")]
    assert sum(path.stat().st_size for path in pictures) < PICTURES_AT_MOST


def test_every_picture_is_shown(site: dict[Path, Page]) -> None:
    shown = {Path(load).name for page in site.values() for load in page.loads}
    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} - shown == set()
