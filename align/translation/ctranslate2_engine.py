"""The default engine: CTranslate2 (int8 on a CPU) over a converted Marian checkpoint."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from align.checkpoints.conversion import converted, converted_by_library
from align.cores import available_cores
from align.errors import MissingPackageError, ModelError, UsageError, option_name
from align.localization import _
from align.quality.evidence import Evidence
from align.translation.engine import Decoding, Draft, Ready, output_limit
from align.translation.length_buckets import length_buckets
from align.translation.marian import END, MarianTokeniser
from align.translation.marian_engine import MarianEngine

_NOT_READ = re.compile(r"\b(version|revision)\b", re.IGNORECASE)
"""What CTranslate2 says of a model in a format that it does not know."""


class CTranslate2Engine(MarianEngine):
    """Drafts with CTranslate2.

    Every call to the library has texts of one source length only: nothing is padded and the output limit is the text's
    own, so a draft does not depend on its neighbours (tests/translation/test_engines.py shows the outputs, and
    benchmarks/drafting.py the rate).
    """

    def __init__(self, folder: Path, target_token: str | None = None, device: str = "auto", threads: int = 0):
        import ctranslate2

        self.tokeniser = MarianTokeniser(folder, target_token)
        self.device = resolve_device(device)
        self.precision = "int8" if self.device == "cpu" else "int8_float16"
        threads = threads or available_cores()
        self._translator = self._load(folder, threads)
        self._max_in_flight = 2 * threads + 1  # enough to keep the cores busy; a batch in the queue cannot be cancelled
        self.version = str(ctranslate2.__version__)

    def _load(self, folder: Path, threads: int) -> Any:
        try:
            return self._open(converted(folder), threads)
        except (RuntimeError, ValueError) as error:
            said = str(error).splitlines()[0]
            if not _NOT_READ.search(said):
                raise ModelError(
                    _("CTranslate2 cannot load {folder}: {reason}", folder=folder, reason=said), path=folder
                ) from error
        try:  # a later CTranslate2 that has given up the format of our conversions: its own converter knows its format
            return self._open(converted_by_library(folder), threads)
        except (RuntimeError, ValueError, MissingPackageError) as error:
            reason = str(error).splitlines()[0]
            message = _(
                "this version of CTranslate2 cannot read the converted {folder} ({said}; {reason})",
                folder=folder,
                said=said,
                reason=reason,
            )
            raise ModelError(message, path=folder, hint=_("ctranslate2==4.8.5 reads it")) from error

    def _open(self, model: Path, threads: int) -> Any:
        import ctranslate2

        return ctranslate2.Translator(
            str(model),
            device=self.device,
            compute_type=self.precision,
            inter_threads=threads if self.device == "cpu" else 1,
            intra_threads=1,
            max_queued_batches=-1,
        )

    @property
    def signature(self) -> str:
        return f"ctranslate2-{self.version}-{self.precision}"

    def _search(
        self, texts: Sequence[str], decoding: Decoding, count: int, ready: Ready | None = None
    ) -> list[list[Draft]]:
        rows = self.tokeniser.encode(texts)
        found: list[list[Draft]] = [[] for __ in rows]
        in_flight: deque[tuple[list[int], list[Any]]] = deque()

        def collect() -> None:
            batch, results = in_flight.popleft()
            for index, result in zip(batch, results, strict=True):
                found[index] = self._drafts(result.result())
            if ready:
                ready(len(batch))

        for batch in length_buckets([len(row) for row in rows], decoding.batch_tokens):
            in_flight.append((batch, self._submit([rows[i] for i in batch], decoding, count)))
            if len(in_flight) > self._max_in_flight:
                collect()
        while in_flight:
            collect()
        return found

    def _submit(self, rows: list[list[str]], decoding: Decoding, count: int) -> list[Any]:
        """Start the translation of texts of one length: for each an AsyncTranslationResult."""
        results: list[Any] = self._translator.translate_batch(
            rows,
            beam_size=max(decoding.beam, count),
            num_hypotheses=count,
            length_penalty=decoding.length_penalty,
            max_decoding_length=output_limit(len(rows[0])),
            max_input_length=0,
            return_scores=True,
            return_end_token=True,
            disable_unk=decoding.known_only,
            asynchronous=True,
        )
        return results

    def _drafts(self, result: Any) -> list[Draft]:
        drafts = []
        for pieces, score in zip(result.hypotheses, result.scores, strict=True):
            ended = bool(pieces) and pieces[-1] == END
            evidence = Evidence(tokens=len(pieces))
            drafts.append(Draft(self.tokeniser.decode(pieces), float(score), not ended, evidence=evidence))
        return drafts


def resolve_device(device: str) -> str:
    """Resolve `auto` to a GPU where CTranslate2 finds one, else the CPU. Raises UsageError for a GPU without one."""
    import ctranslate2

    has_gpu = ctranslate2.get_cuda_device_count() > 0
    if device == "auto":
        return "cuda" if has_gpu else "cpu"
    if device == "cuda" and not has_gpu:
        raise UsageError(
            _(
                "{option} cuda: no GPU that CTranslate2 can use was found; leave {option} out",
                option=option_name("device"),
            )
        )
    return device
