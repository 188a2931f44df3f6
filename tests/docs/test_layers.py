"""The picture of the layers shows the contract and the imports of today, and is drawn as it says."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "docs" / "tools" / "layers.py"
DRAW = "the packages or their imports have changed: python docs/tools/layers.py"


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(TOOL))


def test_the_committed_picture_is_up_to_date(tmp_path: Path) -> None:
    drawn = tmp_path / "layers.svg"
    subprocess.run([sys.executable, str(TOOL), str(drawn)], check=True)
    assert drawn.read_bytes() == (ROOT / "docs" / "pictures" / "layers.svg").read_bytes(), DRAW


def test_an_import_that_a_longer_way_implies_is_left_out(tool: dict[str, Any]) -> None:
    reduced: Callable[..., set[tuple[str, str]]] = tool["reduced"]
    assert reduced({("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")}) == {("a", "b"), ("b", "c"), ("a", "d")}


def test_an_import_upwards_is_red(tool: dict[str, Any]) -> None:
    assert 'class="a up"' in tool["svg"]([["a"], ["b"]], {("b", "a")}, {"a"})
    assert 'class="a up"' not in tool["svg"]([["a"], ["b"]], {("a", "b")}, {"a"})


def test_lazy_imports_and_those_for_types_count(tool: dict[str, Any], tmp_path: Path) -> None:
    """A module of a package inside a package belongs to the innermost that has a box."""
    (tmp_path / "one" / "inner").mkdir(parents=True)
    (tmp_path / "one" / "inner" / "deep.py").write_text("def late():\n    from align.two import name\n", "utf-8")
    (tmp_path / "two.py").write_text("if TYPE_CHECKING:\n    import align.three.part\n", "utf-8")
    (tmp_path / "three.py").write_text("from align import one\nimport json\n", "utf-8")
    assert tool["imports"](tmp_path, ["one", "two", "three"]) == {("one", "two"), ("two", "three"), ("three", "one")}


def test_floors_are_read_as_import_linter_writes_them(tool: dict[str, Any], tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text(
        '[[tool.importlinter.contracts]]\nname = "Imports point downwards"\ntype = "layers"\n'
        'layers = ["__main__", "align.cli", "api | (batch)", "io : text"]\n',
        encoding="utf-8",
    )
    assert tool["floors"](project) == [["cli"], ["api", "batch"], ["io", "text"]]


def test_boxes_of_a_floor_do_not_overlap(tool: dict[str, Any]) -> None:
    """Nor does any leave the picture."""
    names = [["top"], ["a", "bb", "ccc"], ["dddddddd", "e"]]
    edges = {("top", "dddddddd"), ("a", "e"), ("bb", "dddddddd"), ("ccc", "e"), ("ccc", "dddddddd")}
    boxes = re.findall(r'class="box.*?" x="(-?\d+)" y="(\d+)" width="(\d+)"', tool["svg"](names, edges, set()))
    placed = sorted((int(y), int(x), int(x) + int(width)) for x, y, width in boxes)
    assert len(placed) == 6
    assert all(left > 0 and right < tool["WIDTH"] for _, left, right in placed)
    for (floor, _, right), (next_floor, left, _) in pairwise(placed):
        assert floor != next_floor or right < left
