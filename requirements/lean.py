"""Makes lean.txt of lock.txt: what is locked, without PyTorch, Transformers and what only they need.

Daily work needs neither (docs/install.md): they are for `align adapt`, for the reference engine and for checkpoints
whose weights are pickled. `make lock` runs this; the versions and hashes are those of lock.txt.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = "align-bitext (pyproject.toml)"
LEFT_OUT = {"torch", "transformers"}
HEADER = """\
#
# What daily work needs: lock.txt without PyTorch and Transformers. lean.py makes it, in:
#
#    make lock
#
"""
ENTRY = re.compile(r"(?m)^(?P<name>[\w.-]+)==.*\n(?:    --hash=.*\n)+(?P<via>    # via(?: .*\n|\n(?:    #   .*\n)+))")


def lean(lock: str) -> str:
    """The text of lean.txt for that of lock.txt."""
    entries = {entry["name"]: entry for entry in ENTRY.finditer(lock)}
    needs = {name: set(re.findall(r"#(?: via)? +(\S.*)", entry["via"])) for name, entry in entries.items()}
    kept: set[str] = {PROJECT}
    while added := {name for name, by in needs.items() if by & kept} - LEFT_OUT - kept:
        kept |= added
    parts = [HEADER]
    for name in sorted(kept & entries.keys()):
        by = sorted(needs[name] & kept)
        via = f"    # via {by[0]}\n" if len(by) == 1 else "    # via\n" + "".join(f"    #   {one}\n" for one in by)
        parts.append(entries[name][0].replace(entries[name]["via"], via))
    return "".join(parts)


if __name__ == "__main__":
    text = lean((HERE / "lock.txt").read_text(encoding="utf-8"))
    (HERE / "lean.txt").write_text(text, encoding="utf-8", newline="\n")
