"""The output folder of a training job: unusable until the work is done, then complete at once.

While the work goes on everything is in `.training` inside it, with `job.json` identifying the job, so that the same
command resumes it and another one does not mistake it for its own.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from align.checkpoints.checkpoint_store import REQUIRED
from align.errors import OutputError, option_name
from align.io.atomic import atomic_copy, atomic_text, guarded, output_error
from align.io.private import private_folder
from align.localization import _

WEIGHTS = REQUIRED[1]


class RunDirectory:
    """The folder of one job. `scratch` is for its work in progress; `resumed` is true where an earlier run began there.

    Raises OutputError where `folder` holds something else.
    """

    def __init__(self, folder: Path, job: Mapping[str, str]):
        self.folder = folder
        self.scratch = folder / ".training"
        self.resumed = False
        with self._errors_of_folder():
            self._claim(dict(job))

    def publish(self, made: Path) -> None:
        """Copy the files of the folder `made` into `folder`, the weights last, and remove the scratch folder."""
        with self._errors_of_folder(), guarded(None):
            for path in sorted(made.iterdir(), key=lambda path: path.name in WEIGHTS):
                if path.is_dir():
                    shutil.copytree(path, self.folder / path.name, dirs_exist_ok=True)
                else:
                    atomic_copy(path, self.folder / path.name)
            self.discard()

    def discard(self) -> None:
        """Remove the scratch folder, and the folder itself if nothing is in it."""
        shutil.rmtree(self.scratch)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    @contextlib.contextmanager
    def _errors_of_folder(self) -> Iterator[None]:
        """Turn what the system says of any file in the folder into the one line about the folder."""
        try:
            yield
        except OSError as error:
            raise output_error(self.folder, error) from error
        except OutputError as error:
            if isinstance(error.__cause__, OSError):
                raise output_error(self.folder, error.__cause__) from error
            raise

    def _claim(self, job: dict[str, str]) -> None:
        """Begin the job in the folder, or resume it. Raises OutputError where the folder is not this job's."""
        path = self.scratch / "job.json"
        if path.exists():
            try:
                known = json.loads(path.read_text(encoding="utf-8"))
                changed = [name for name in job if known.get(name) != job[name]]
            except (ValueError, AttributeError, RecursionError) as error:
                hint = _("remove {scratch} to begin again", scratch=self.scratch)
                raise OutputError(_("{path} is broken", path=path), path=path, hint=hint) from error
            if changed:
                raise OutputError(
                    _(
                        "{folder} holds an unfinished run with another {changed}",
                        folder=self.folder,
                        changed=_(" and ").join(map(_, changed)),
                    ),
                    path=self.folder,
                    hint=_(
                        "repeat that command to finish it, or remove {scratch}, or choose another folder with {option}",
                        scratch=self.scratch,
                        option=option_name("folder"),
                    ),
                )
            private_folder(self.scratch, existing=True)
            self.resumed = True
            return
        if self.folder.exists() and (
            not self.folder.is_dir() or any(path != self.scratch for path in self.folder.iterdir())
        ):
            hint = _("choose another folder with {option}", option=option_name("folder"))
            raise OutputError(_("{folder} holds something already", folder=self.folder), path=self.folder, hint=hint)
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.scratch, ignore_errors=True)  # of a run that ended before it was one
        private_folder(self.scratch, existing=True)
        atomic_text(path, json.dumps(job, indent=2))
