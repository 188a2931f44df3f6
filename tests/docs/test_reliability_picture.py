"""The picture of how right beads are shows the table beside it."""

from __future__ import annotations

import math
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_picture_is_drawn_from_the_table_of_the_page() -> None:
    tool = runpy.run_path(str(ROOT / "docs" / "tools" / "reliability.py"))
    bands = tool["bands"]((ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8"))
    assert len(bands) == 8
    for band in bands:  # two points, and three standard errors of a share of so many beads
        error = 2 + 150 / math.sqrt(int(band.beads.replace(",", "")))
        assert abs(band.said - band.right) < error, band
    drawn = tool["svg"](bands)
    picture = (ROOT / "docs" / "pictures" / "reliability.svg").read_text(encoding="utf-8")
    assert drawn == picture, "python docs/tools/reliability.py"
