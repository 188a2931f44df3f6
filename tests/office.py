"""One LibreOffice for all tests of a process, which takes longer to start than what most of them ask of it.

It has an empty sheet open that nobody sees, so that it does not end with what it is asked to convert. Where it does
not run (without Debian's python3-uno, or after a crash) each conversion starts a LibreOffice of its own.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

PYTHON = "/usr/bin/python3"
"""The one that LibreOffice's bridge is installed for."""
SCRIPT = Path(__file__).with_name("libreoffice.py")


@functools.cache
def bridge() -> bool:
    """Whether Python can speak to LibreOffice here."""
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


class Office:
    """LibreOffice with a profile of its own; started when it is first needed."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def convert(self, path: Path, to: str, folder: Path, *options: str) -> Path:
        """What `soffice --convert-to` makes of a file in `folder`; nothing where it cannot write that."""
        profile = self._running()
        command: list[str | Path] = ["soffice", _profile(profile), "--headless", *options, "--convert-to", to]
        subprocess.run([*command, "--outdir", folder, path], capture_output=True, timeout=120)
        return folder / f"{path.stem}.{to.partition(':')[0]}"

    def edit(self, script: Path, source: Path, target: Path, edits: Any) -> None:
        """Let LibreOffice open a file, do the edits of a script (see libreoffice.py), and save it."""
        if not bridge():
            pytest.skip("LibreOffice's Python bridge (python3-uno) is not installed")
        pipe = self._running().name
        plan = target.with_suffix(".json")
        plan.write_text(json.dumps(edits), "utf-8")
        command: Sequence[str | Path] = [PYTHON, script, source, target, plan]
        done = subprocess.run(command, capture_output=True, timeout=120, env={**os.environ, "ALIGN_OFFICE": pipe})
        assert target.is_file(), done.stderr.decode()[-500:]

    def _running(self) -> Path:
        """The profile of a LibreOffice that runs, if it can."""
        if not shutil.which("soffice"):
            pytest.skip("LibreOffice (soffice) is not installed")
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="align-office-"))
        if bridge() and (self._process is None or self._process.poll() is not None):
            accept = f"--accept=pipe,name={self._folder.name};urp;"
            self._process = subprocess.Popen(
                ["soffice", _profile(self._folder), "--headless", "--norestore", accept],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            subprocess.run([PYTHON, SCRIPT, self._folder.name], capture_output=True, timeout=120, check=True)
        return self._folder

    def stop(self) -> None:
        """End it, and forget its profile."""
        if self._process is not None and self._process.poll() is None:
            subprocess.run([PYTHON, SCRIPT, str(self._folder and self._folder.name), "end"], capture_output=True)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _profile(folder: Path) -> str:
    return f"-env:UserInstallation={folder.as_uri()}"


office = Office()
