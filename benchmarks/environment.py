"""The peers' environment: a virtual environment outside the checkout that sees this one's packages and adds theirs.

    python benchmarks/environment.py            # makes it, some 100 MB, and says which Python it has

Argos Translate, Bertalign and Vecalign (packaged as `sentalign`) come from PyPI. They are installed without their
dependencies: torch, CTranslate2, numpy and sentencepiece are ours, so that all are measured on the same libraries; what
else they import is named here. They are run, never copied: Bertalign is GPL-3, MiniSBD AGPL-3.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

PEERS = ("argostranslate==1.11.0", "bertalign==2.0.1", "sentalign==0.3.0")
NEEDED = (
    *("minisbd==0.9.5", "stanza==1.10.1", "sacremoses", "onnxruntime", "emoji", "protobuf", "flatbuffers", "networkx"),
    *("numba", "llvmlite", "joblib"),
)
FOLDER = Path(os.environ.get("ALIGN_PEERS", Path.home() / ".cache" / "align-benchmarks" / "peers"))


def python() -> str:
    """The peers' Python, or this one where they are not installed."""
    there = FOLDER / "bin" / "python"
    return str(there) if there.exists() else sys.executable


def make() -> None:
    """Make the environment anew. Raises CalledProcessError where a package cannot be had."""
    venv.create(FOLDER, clear=True, with_pip=True)
    theirs = subprocess.check_output(
        [python(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    Path(theirs, "ours.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    # Bertalign asks for Python 3.12 for the sake of one statement in a module that is not used here.
    command = [python(), "-m", "pip", "install", "--quiet", "--no-deps", "--ignore-requires-python"]
    subprocess.run([*command, *PEERS, *NEEDED], check=True)


if __name__ == "__main__":
    make()
    print(python())
