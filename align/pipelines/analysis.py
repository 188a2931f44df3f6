"""The whole of `align analyse`: read → segment → look up → count, by how much of each segment a memory knows already.

The bands are those in which CAT tools count and agencies pay. Where a segment would belong to two, the first counts, as
in Trados Studio's analysis: what the memory has as it stands is no repetition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from align.document import Document, Segment
from align.languages.normalization import memory_forms, memory_key
from align.progress import Progress, Silent
from align.review.counting import word_count

if TYPE_CHECKING:
    from align.memory import MemoryLookup

Band = Literal["context", "exact", "repetition", "95-99", "85-94", "75-84", "50-74", "new"]
"""How much of a segment is known: `context`, the memory has it between the same neighbours; `exact`, it has the same
text; `repetition`, the text stood earlier in these files; the similarity in per cent of the best fuzzy match."""
BANDS: tuple[Band, ...] = get_args(Band)

LEAST_SIMILARITY = 50
"""The similarity in per cent below which a match saves nothing: such a segment is new."""


@dataclass(slots=True)
class BandCount:
    """Segments, words as they are billed (a Chinese or Japanese character is one) and characters with spaces."""

    segments: int = 0
    words: int = 0
    characters: int = 0

    def add(self, text: str) -> None:
        """Count a segment."""
        self.segments += 1
        self.words += word_count(text)
        self.characters += len(text)

    def __add__(self, other: BandCount) -> BandCount:
        return BandCount(self.segments + other.segments, self.words + other.words, self.characters + other.characters)

    def as_json(self) -> dict[str, int]:
        """The three counts by name."""
        return {"segments": self.segments, "words": self.words, "characters": self.characters}


@dataclass(slots=True)
class FileAnalysis:
    """The counts of one document, by band; `name` is its file's."""

    name: str
    bands: dict[Band, BandCount] = field(default_factory=lambda: {band: BandCount() for band in BANDS})

    @property
    def total(self) -> BandCount:
        """All bands together."""
        return sum(self.bands.values(), BandCount())

    def as_json(self) -> dict[str, Any]:
        """The counts of all bands, and their sum."""
        return {"bands": {band: count.as_json() for band, count in self.bands.items()}, "total": self.total.as_json()}


def sum_of(files: Iterable[FileAnalysis], name: str) -> FileAnalysis:
    """The counts of several documents together, under a name."""
    total = FileAnalysis(name)
    for file in files:
        for band in BANDS:
            total.bands[band] += file.bands[band]
    return total


def analyse(
    documents: Iterable[Document],
    source_lang: str,
    memory: MemoryLookup | None = None,
    *,
    one_per_line: bool = False,
    progress: Progress | None = None,
    **segmentation: Any,
) -> Iterator[FileAnalysis]:
    """Count the segments of each document by band.

    `memory` was opened with `LEAST_SIMILARITY`; without one all is new or a repetition. A text is a repetition from its
    second occurrence on, in any of the documents. `segmentation` are further options of `align.segmentation.split`.
    """
    from align.segmentation import split

    progress = progress or Silent()
    seen: set[int] = set()
    for document in documents:
        document = replace(document, language=source_lang)
        segments = split(document, one_per_line=one_per_line, **segmentation)
        progress.found(len(segments))
        analysis = FileAnalysis(document.id)
        for segment, band in _bands(segments, memory, seen):
            analysis.bands[band].add(segment.flat)
            progress.advance(1)
        yield analysis


def _bands(segments: list[Segment], memory: MemoryLookup | None, seen: set[int]) -> Iterator[tuple[Segment, Band]]:
    """Each segment that is not empty, with its band; what is met is added to `seen`."""
    from align.memory.recall import LookupContext

    texts = ["", *(segment.flat for segment in segments), ""]
    for n, segment in enumerate(segments, start=1):
        if not texts[n]:  # an empty line of a text that is segmented already
            continue
        match = memory.best(LookupContext(texts[n], texts[n - 1], texts[n + 1])) if memory else None
        forms = memory_forms(texts[n])
        key = memory_key(forms[0] or texts[n])
        repeated = key in seen
        seen.add(key)
        if match and match.kind in ("context", "exact"):
            yield segment, "context" if match.kind == "context" else "exact"
        elif repeated:
            yield segment, "repetition"
        elif match is None:
            yield segment, "new"
        else:
            yield segment, fuzzy_band(99 if match.kind == "repaired" else match.percent)


def fuzzy_band(percent: int) -> Band:
    """The band of a similarity in per cent, which is less than 100: numbers that are put right by rule count as 99."""
    for least, band in ((95, "95-99"), (85, "85-94"), (75, "75-84"), (LEAST_SIMILARITY, "50-74")):
        if percent >= least:
            return band  # type: ignore[return-value]
    return "new"
