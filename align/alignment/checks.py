"""What is odd about two texts that should be translations of each other, each in one line."""

from __future__ import annotations

from collections.abc import Iterator

from align.alignment.pairs import Report
from align.languages.tags import language_name

LOPSIDED = 5
"""How many times as many segments one side may have before it is remarked on."""


def doubts(
    names: tuple[str, str], languages: tuple[str, str], believed: tuple[str, str], report: Report
) -> Iterator[str]:
    """Lines about swapped sides, the wrong or the same language, lopsided lengths, and texts that do not fit."""
    primary = [code.split("-")[0] for code in languages]
    looks = [code.split("-")[0] for code in believed]
    if looks[0] == looks[1]:
        yield f"{names[0]} and {names[1]} are both in {language_name(looks[0])}: is one of them the wrong file?"
    elif looks != primary and looks == primary[::-1]:
        first, second = (language_name(look) for look in looks)
        yield f"the sides look swapped: {names[0]} is in {first}, {names[1]} in {second}"
    else:
        for name, look, said in zip(names, looks, primary, strict=True):
            if look != said:
                yield f"{name} looks {language_name(look)}, not {language_name(said)}: check --from and --to"
    sizes = sorted((report.source_segments, report.target_segments))
    if sizes[1] > LOPSIDED * max(1, sizes[0]):
        yield (
            f"{names[0]} has {report.source_segments} segments and {names[1]} {report.target_segments}: "
            "what has no counterpart is kept, alone"
        )
    if report.unrelated:
        yield (
            f"{names[0]} and {names[1]} hardly fit (mean score {report.score:.2f}, translations reach 0.7): "
            "are they translations of each other?"
        )
