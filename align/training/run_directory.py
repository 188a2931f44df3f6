"""The output folder of a training job: unusable until the work is done, then complete at once.

While the work goes on everything is in `.training` inside it, with `job.json` saying what the job is, so that the same
command goes on with it and another one does not mistake it for its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from align.checkpoints.checkpoint_store import REQUIRED
from align.errors import OutputError
from align.io.atomic import output_error

WEIGHTS = REQUIRED[1]


class Workplace:
    """The folder of one job. `scratch` is where it works; `resumed` tells that an earlier run began there.

    Raises OutputError where `folder` holds something else.
    """

    def __init__(self, folder: Path, job: Mapping[str, str]):
        self.folder = folder
        self.scratch = folder / ".training"
        self.resumed = False
        try:
            self._claim(dict(job))
        except OSError as error:
            raise output_error(folder, error) from error

    def publish(self, made: Path) -> None:
        """Put the files of the folder `made` into `folder`, the weights last, and take the scratch folder away."""
        try:
            for path in sorted(made.iterdir(), key=lambda path: path.name in WEIGHTS):
                if path.is_dir():
                    shutil.copytree(path, self.folder / path.name, dirs_exist_ok=True)
                else:
                    partial = self.folder / f".{path.name}.part"
                    shutil.copyfile(path, partial)
                    partial.replace(self.folder / path.name)
            self.discard()
        except OSError as error:
            raise output_error(self.folder, error) from error

    def discard(self) -> None:
        """Take the scratch folder away, and the folder itself if nothing is in it."""
        shutil.rmtree(self.scratch)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _claim(self, job: dict[str, str]) -> None:
        sign = self.scratch / "job.json"
        if sign.exists():
            try:
                known = json.loads(sign.read_text(encoding="utf-8"))
                changed = [name for name in job if known.get(name) != job[name]]
            except (ValueError, AttributeError, RecursionError) as error:
                raise OutputError(f"{sign} is broken: remove {self.scratch} to begin again") from error
            if changed:
                raise OutputError(
                    f"{self.folder} holds an unfinished run with another {' and '.join(changed)}: repeat that command "
                    f"to finish it, or remove {self.scratch}, or choose another folder with -o"
                )
            self.resumed = True
            return
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise OutputError(f"{self.folder} holds something already: choose another folder with -o")
        self.scratch.mkdir(parents=True)
        partial = self.scratch / "job.json.part"
        partial.write_text(json.dumps(job, indent=2), encoding="utf-8")
        partial.replace(sign)
