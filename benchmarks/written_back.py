"""How much of a translation comes back in its place when it is written into its source (`align export --like`).

    python benchmarks/written_back.py pages/*.html docs/*.md reports/*.docx

The words of each file are replaced by the same words in Cyrillic letters, but for those of code, which translators
leave as they are. Counted are the segments that are found in the file that was written, and the links and changes of
look inside segments that were kept; and whether a translation that is the source gives the same file.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from string import ascii_letters

from align.account import Account
from align.corpus.pair import Pair
from align.errors import AlignError
from align.export.distribution import Dropped, Slot, distributed
from align.export.into_source import IntoSource, write_into
from align.export.placing import Wording
from align.readers import read_document
from align.readers.markup import markup_pieces, parse_html
from align.segmentation import split

_CYRILLIC = "абцдефгхийклмнопкрстуввхыз"
_LETTERS = str.maketrans(ascii_letters, _CYRILLIC + _CYRILLIC.upper())
_CODE = re.compile(r"<code[^>]*>([^<]+)</code>|`([^`\n]+)`")
_WORD = re.compile(r"\w")
_looks: list[int] = []


def counted(slots: list[Slot], target: str, spaced: bool = True) -> tuple[list[str | None], Dropped]:
    """`distributed`, with a count of the stretches that look otherwise than most of their segment."""
    letters: Counter[object] = Counter()
    stretches: list[object] = []
    for look, alike in groupby(slots, key=lambda slot: (slot.look, slot.link)):
        words = sum(len(_WORD.findall(slot.text)) for slot in alike if slot.kind == "text")
        letters[look] += words
        stretches += [look] if words else []
    base = letters.most_common(1)[0][0]
    _looks.append(sum(look != base for look in stretches))
    return distributed(slots, target, spaced)


def translator(path: Path) -> Callable[[str], str]:
    """Replaces words in this file but for those of its code."""
    source = path.read_text("utf-8", "replace") if path.suffix in (".html", ".md") else ""
    code = {word for one in _CODE.findall(source) for word in re.findall(r"\w+", " ".join(one))}
    return lambda text: re.sub(r"[A-Za-z’']+", lambda m: m[0] if m[0] in code else m[0].translate(_LETTERS), text)


def shown(path: Path) -> str:
    """All text of a file without white space, also what is no main text of a page."""
    if path.suffix == ".html":
        pieces = markup_pieces(parse_html(path.read_bytes(), str(path), Account()))
        return "".join("".join(piece.text for piece in pieces).split())
    return "".join(read_document(path).text.split())


def written(pairs: list[Pair], path: Path) -> tuple[bytes, IntoSource]:
    stream = io.BytesIO()
    into = write_into(pairs, path, stream, lambda pair: Wording(pair.target), "en", "ru")
    return stream.getvalue(), into


def contents(data: bytes) -> object:
    """What is compared of a file: of a package its parts."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def main() -> None:
    segments = placed = unchanged = refused = files = 0
    lost = Dropped()
    from align.export import into_markdown, node_edits

    into_markdown.distributed = node_edits.distributed = counted  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        for path in map(Path, sys.argv[1:]):
            translate = translator(path)
            try:
                document = replace(read_document(path), language="en")
                pairs = [
                    Pair(f"{n}", path.name, n, s.flat, translate(s.flat), "en", "ru", source_span=((s.start, s.end),))
                    for n, s in enumerate(split(document), start=1)
                ]
                data, into = written(pairs, path)
                same, _ = written([replace(pair, target=pair.source) for pair in pairs], path)
            except AlignError as error:
                print(f"refused: {error}")
                refused += 1
                continue
            made = Path(folder) / f"made{path.suffix}"
            made.write_bytes(data)
            text = shown(made)
            segments, files = segments + len(pairs), files + 1
            placed += sum("".join(pair.target.split()) in text for pair in pairs)
            unchanged += contents(same) == contents(path.read_bytes())
            lost.add(into.dropped)
    print(f"{files} files, {refused} refused; {placed:,} of {segments:,} segments in their place")
    print(f"{unchanged} of {files} files the same where the translation is the source")
    gone = lost.links + lost.looks
    print(f"{sum(_looks):,} links and looks inside segments; gone {gone:,}, links around more {lost.around:,}")


if __name__ == "__main__":
    main()
