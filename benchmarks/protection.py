"""What of codes and signs survives drafting, and what protecting them costs.

    python benchmarks/protection.py [--model models/en-ru-starter] [--text ../shared/data/en-ru/newstest2019.en]
        [--reference ../shared/data/en-ru/newstest2019.ru] [--lines 300]

Into each line one thing is planted, of each kind in turn. A draft is whole if it has the thing exactly once, and for
tags both in order with a word between; it is in place if the thing stands at the edge at which it stood, or else within
a quarter of the length of where it stood. A thing that is lost is flagged if a check of severity error says so. chrF is
that of the lines as they are, drafted by the engine alone and with protection.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from align.checkpoints.checkpoint_store import find_model
from align.checks import check_pair
from align.checks.registry import severity
from align.corpus.pair import Pair
from align.document import Segment
from align.progress import Silent
from align.translation import open_engine
from align.translation.drafting import draft_segments
from align.translation.engine import Decoding

ROOT = Path(__file__).resolve().parents[1]
WITHIN = (
    "{0}",
    "{name}",
    "%s",
    "%(n)d",
    "$HOST",
    "${path}",
    "[[Port]]",
    "https://example.org/a?b=1",
    "a.b@example.org",
)
GLUED = ("€5", "£1.5", "25°C", "40 m²", "< 50", "Brand™", "5&nbsp;km", "3 ½", "漢字")
AT_EDGES = ("🎉", "👨‍👩‍👧", "♪", "#news", "@align_it", "•", "🇷🇺")
TAGS = (("<b>", "</b>"), ('<a href="x.html">', "</a>"), ("[i]", "[/i]"))


def planted(line: str, number: int) -> tuple[str, str, tuple[str, ...]]:
    """A line with one thing planted: its kind, the text, and what must be in the draft."""
    words = line.split()
    middle = 1 + number % max(1, len(words) - 2)
    turn = number // 4
    if number % 4 == 0:
        thing = WITHIN[turn % len(WITHIN)]
        return "code within", " ".join([*words[:middle], thing, *words[middle:]]), (thing,)
    if number % 4 == 1:
        thing = GLUED[turn % len(GLUED)]
        return "sign within", " ".join([*words[:middle], thing, *words[middle:]]), (thing,)
    if number % 4 == 2:
        thing = AT_EDGES[turn % len(AT_EDGES)]
        return "at an edge", f"{thing} {line}" if thing in "•♪" else f"{line} {thing}", (thing,)
    opening, closing = TAGS[turn % len(TAGS)]
    text = " ".join([*words[:middle], opening + words[middle] + closing, *words[middle + 1 :]])
    return "tags", text, (opening, closing)


def is_whole(draft: str, things: tuple[str, ...]) -> bool:
    """Whether each thing is there once, a number perhaps written as the language writes it."""
    draft = draft.replace(",5", ".5")
    if any(draft.count(thing) != 1 for thing in things):
        return False
    return len(things) == 1 or bool(draft.partition(things[0])[2].partition(things[1])[0].strip())


def in_place(source: str, draft: str, thing: str) -> bool:
    """Whether a thing stands where it stood."""
    draft = draft.replace(",5", ".5")
    at, there = source.index(thing) / len(source), draft.index(thing) / len(draft)
    if source.startswith(thing) or source.endswith(thing):
        return draft.startswith(thing) or draft.endswith(thing)
    return abs(at - there) <= 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "models/en-ru-starter")
    parser.add_argument("--text", type=Path, default=ROOT.parent / "shared/data/en-ru/newstest2019.en")
    parser.add_argument("--reference", type=Path, default=ROOT.parent / "shared/data/en-ru/newstest2019.ru")
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--show", type=int, default=0, help="How many lines that are not whole or in place to show.")
    options = parser.parse_args()
    lines = options.text.read_text("utf-8").splitlines()[: options.lines]
    engine = open_engine("ctranslate2", find_model(str(options.model), "en", "ru"), "cpu")

    def drafts(texts: list[str]) -> list[str]:
        segments = [Segment(text, "sentence", 0, 0, len(text)) for text in texts]
        return [one.text for one in draft_segments(segments, engine, "ru", Decoding(), Silent())]

    cases = [planted(line, number) for number, line in enumerate(lines)]
    counts: dict[str, Counter[str]] = {}
    shown = 0
    for (kind, source, things), draft in zip(cases, drafts([text for _, text, _ in cases]), strict=True):
        count = counts.setdefault(kind, Counter())
        count["lines"] += 1
        whole = is_whole(draft, things)
        placed = whole and in_place(source, draft, things[0])
        flags = check_pair(Pair("x", "x", 1, source, draft, "en", "ru"))
        count["whole"] += whole
        count["in place"] += placed
        count["lost and flagged"] += not whole and any(severity(flag) == "error" for flag in flags)
        count["⁇"] += "⁇" in draft
        if not placed and shown < options.show:
            shown += 1
            print(f"{'moved' if whole else 'LOST'}\t{things}\t{source}\t{draft}\t{flags}")
    for kind, count in counts.items():
        print(kind, dict(count))
    if options.reference.exists():
        import sacrebleu

        reference = options.reference.read_text("utf-8").splitlines()[: options.lines]
        before = [draft.text for draft in engine.draft(lines, Decoding())]
        after = drafts(lines)
        for name, hypotheses in (("engine alone", before), ("with protection", after)):
            print(
                name, round(sacrebleu.corpus_chrf(hypotheses, [reference]).score, 2), sum("⁇" in h for h in hypotheses)
            )
        print("lines that differ", sum(a != b for a, b in zip(before, after, strict=True)))


if __name__ == "__main__":
    main()
