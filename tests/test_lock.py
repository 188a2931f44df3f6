"""The lock files of requirements/: they have what pyproject.toml asks for, in versions that it allows."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKED = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "platform_machine": "x86_64",
}
"""The environment that the files are for."""
FILES = {
    "lock.txt": PROJECT["dependencies"],
    "lean.txt": [line for line in PROJECT["dependencies"] if not line.startswith(("torch", "transformers"))],
    "lock-dev.txt": [*PROJECT["dependencies"], *EXTRAS["test"], *EXTRAS["plot"], *EXTRAS["docs"]],
}


def pins(name: str) -> dict[str, str]:
    """The versions in a lock file, by name."""
    lines = re.findall(r"(?m)^([\w.-]+)==(\S+)(?: ; .+)? \\$", (ROOT / "requirements" / name).read_text("utf-8"))
    return {canonicalize_name(package): version for package, version in lines}


@pytest.mark.parametrize("name", FILES)
def test_each_dependency_is_locked_in_a_version_that_is_allowed(name: str) -> None:
    locked = pins(name)
    wanted = [asked for asked in map(Requirement, FILES[name]) if not asked.marker or asked.marker.evaluate(LOCKED)]
    assert len(wanted) > 20
    wrong = [
        str(asked) for asked in wanted if not asked.specifier.contains(locked.get(canonicalize_name(asked.name), "0"))
    ]
    assert wrong == [], "run: make lock"


@pytest.mark.parametrize("name", FILES)
def test_whatever_is_locked_has_its_hash(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    entries = re.findall(r"(?m)^[\w.-]+==\S+(?: ; .+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+$", text)
    assert len(entries) == len(pins(name)) == len(re.findall(r"(?m)^[^#\s]", text))


def test_who_develops_has_the_versions_of_who_uses() -> None:
    assert pins("lock.txt").items() <= pins("lock-dev.txt").items()


def test_the_lean_file_is_the_locked_one_without_what_daily_work_does_not_need() -> None:
    made = runpy.run_path(str(ROOT / "requirements" / "lean.py"))["lean"](
        (ROOT / "requirements" / "lock.txt").read_text("utf-8")
    )
    assert (ROOT / "requirements" / "lean.txt").read_text("utf-8") == made, "run: python requirements/lean.py"
    assert pins("lean.txt").items() < pins("lock.txt").items()
    assert not {"torch", "transformers", "sympy", "huggingface-hub", "tokenizers"} & pins("lean.txt").keys()


def test_pytorch_is_the_one_for_the_cpu() -> None:
    assert pins("lock.txt")["torch"].endswith("+cpu")
    assert not [package for package in pins("lock-dev.txt") if package.startswith(("nvidia-", "cuda-", "triton"))]
