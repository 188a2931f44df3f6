"""Draws OmegaT at work in a project that align made: the program itself on a virtual screen, spoken to by keys.

It needs OmegaT (Debian's package omegat), Xvfb, xdotool, and ImageMagick's import and convert.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

DISPLAY = ":77"
WIDTH, HEIGHT = 840, 560
SEGMENT = 4
"""Of the story without a review: it has a draft, a similar segment in the story that was reviewed, and a term."""


def draw(project: Path, settings: Path, picture: Path) -> None:
    """Open a project, go to its segment SEGMENT, and write the window as a PNG. The project's path is seen in it."""
    environment = {**os.environ, "DISPLAY": DISPLAY, "LANG": "en_US.UTF-8"}
    running = [_start(["Xvfb", DISPLAY, "-screen", "0", f"{WIDTH}x{HEIGHT}x24"], environment)]
    try:
        time.sleep(2)
        running.append(_start(["omegat", str(project), f"--config-dir={settings}"], environment))
        files = _window("Project Files", environment)
        time.sleep(2)
        _keys(environment, "windowclose", files)
        window = _window("OmegaT 3", environment)
        _keys(environment, "windowmove", window, "0", "0", "windowsize", window, str(WIDTH), str(HEIGHT))
        time.sleep(2)
        _keys(environment, "windowfocus", window, "mousemove", "200", "70", "click", "1")
        for _ in range(SEGMENT - 1):
            time.sleep(1)
            _keys(environment, "key", "ctrl+n")
        _keys(environment, "mousemove", str(WIDTH - 1), str(HEIGHT - 1))
        time.sleep(3)
        subprocess.run(["import", "-window", "root", picture], check=True, env=environment)
    finally:
        for process in reversed(running):
            os.killpg(process.pid, signal.SIGTERM)  # omegat is a shell script that starts Java
            process.wait(timeout=20)
    subprocess.run(["convert", picture, "+dither", "-colors", "64", picture], check=True)


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _window(title: str, environment: Mapping[str, str]) -> str:
    """The number of the window with this title, as soon as it is there. Raises TimeoutError."""
    for _ in range(120):
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title], env=environment, capture_output=True, text=True
        ).stdout.split()
        if found:
            return found[0]
        time.sleep(0.5)
    raise TimeoutError(f"no window {title}")


def _keys(environment: Mapping[str, str], *words: str) -> None:
    subprocess.run(["xdotool", *words], check=True, env=environment)
