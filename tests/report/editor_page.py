"""An editor in a browser, for tests: a page with a corpus, and what a person sees and does there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from align.checks.confidence import CONFIDENCE
from align.corpus import Corpus, Pair, Signature
from align.report import EditorFiles, write_report
from tests.report.browser import Browser

FILES = EditorFiles(
    "story.jsonl", "story.decisions.json", "align merge story.jsonl story.decisions.json -o reviewed.jsonl"
)

ROWS = """[...document.querySelectorAll(".pair:not([hidden])")].map((row) => {
  const text = (part) => part.value ?? part.textContent;
  return [row.querySelector(".n a").textContent, ...[...row.querySelectorAll(".text")].map(text)].join("|");
})"""
ALONE = """(element) => element?.closest(".pair")?.querySelector(".n a").textContent
  + (element?.matches("textarea") ? " " + element.dataset.side : "")"""


def aligned(*texts: tuple[str, str], doc: str = "story.txt", **fields: Any) -> list[Pair]:
    """An alignment of these texts."""
    return [
        Pair(f"{doc}-{n}", doc, n, source, target, "en", "ru", origin="human", **fields)
        for n, (source, target) in enumerate(texts, 1)
    ]


def letters(count: int = 5) -> list[Pair]:
    """An alignment of one-word sentences: A with а, B with б and so on."""
    return aligned(*zip("ABCDEFGH"[:count], "абвгдежз"[:count], strict=True))


def unsure(pair: Pair, confidence: float) -> Pair:
    """A pair with that confidence of the aligner."""
    from dataclasses import replace

    return replace(pair, extra={CONFIDENCE: confidence})


def write_editor(pairs: Sequence[Pair], path: Path, language: str = "en") -> Path:
    """Write the editor of a corpus."""
    corpus = Corpus(pairs, Signature((("align", "0"),)), "en", "ru")
    write_report(corpus, path, "Story", language=language, editor=FILES)
    return path


@dataclass
class Editor:
    """The page in a browser."""

    browser: Browser
    path: Path

    def open(self, pairs: Sequence[Pair], language: str = "en") -> None:
        """Open the editor of a corpus, with nothing kept of other tests."""
        write_editor(pairs, self.path, language)
        self.forget()
        self.browser.open(self.path)

    def forget(self) -> None:
        """Let nothing be kept for this page. The browser is slow to forget, so the page gets another key."""
        page = re.sub('"key":"[^"]*"', f'"key":"{uuid4()}"', self.path.read_text("utf-8"))
        self.path.write_text(page, "utf-8")

    def rows(self) -> list[str]:
        """What the pairs show: `number|source|translation`."""
        found: list[str] = self.browser.run(ROWS)
        return found

    def said(self) -> str:
        """What was said last."""
        return str(self.browser.run("document.getElementById('said').textContent"))

    def focus(self) -> str:
        """The number of the pair that has the focus, and which of its texts is being written."""
        return str(self.browser.run(f"({ALONE})(document.activeElement)"))

    def status(self, number: str) -> str:
        """The status of a pair, by its number."""
        script = "[...document.querySelectorAll('.pair')].find((row) => row.querySelector('.n a').textContent === "
        return str(self.browser.run(f"{script}{number!r}).dataset.status"))

    def press(self, *chords: str) -> None:
        self.browser.press(*chords)

    def go(self, number: int) -> None:
        """Make a pair the active one, by its place."""
        self.browser.run(f"EditorSession.activate(document.querySelectorAll('.pair')[{number - 1}])")

    def button(self, name: str) -> None:
        """Click on a button of the active pair or of the page."""
        self.browser.click(f"[data-do='{name}']")

    def caret(self, offset: int) -> None:
        """Put the caret in the text that is open."""
        self.browser.run(f"document.activeElement.setSelectionRange({offset}, {offset})")

    def set(self, control: str, value: str) -> None:
        """Set a filter."""
        self.browser.run(
            f"(() => {{ const control = document.getElementById({control!r}); control.value = {value!r};"
            " control.dispatchEvent(new Event('input', { bubbles: true })); })()"
        )
        self.wait(200)

    def wait(self, milliseconds: int) -> None:
        self.browser.run(f"new Promise((done) => setTimeout(done, {milliseconds}))")

    def decisions(self) -> dict[str, Any]:
        """What would be saved."""
        found: dict[str, Any] = self.browser.run("EditorWork.decisions()")
        return found

    def changes(self) -> list[tuple[list[str], list[str]]]:
        """What would be saved, in short: ids, and `source|target|status` of each pair."""
        return [
            (
                [one["id"] for one in change["replaces"]],
                [f"{pair['source']}|{pair['target']}|{pair['status']}" for pair in change["pairs"]],
            )
            for change in self.decisions()["changes"]
        ]
