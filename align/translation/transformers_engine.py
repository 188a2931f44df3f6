"""The reference engine: Transformers over the same Marian checkpoint, in fp32.

Much slower; kept to check the default engine against, and for checkpoints that CTranslate2 does not convert.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from align.checkpoints.weights import check_weights, load_whole
from align.cores import available_cores
from align.errors import MissingPackageError, ModelError, option_name
from align.localization import _
from align.quality.evidence import Evidence
from align.translation.ctranslate2_engine import resolve_device
from align.translation.engine import Decoding, Draft, Ready, output_limit
from align.translation.length_buckets import length_buckets
from align.translation.marian import END, UNKNOWN, MarianTokeniser
from align.translation.marian_engine import MarianEngine


class TransformersEngine(MarianEngine):
    """Drafts with `MarianMTModel.generate`; a batch has texts of one length, as in the CTranslate2 engine."""

    def __init__(self, folder: Path, target_token: str | None = None, device: str = "auto", threads: int = 0):
        MissingPackageError.unless_installed(f"{option_name('engine')} transformers", "torch", "transformers")
        check_weights(folder)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        import transformers

        transformers.logging.set_verbosity_error()
        self._torch = torch
        self.tokeniser = MarianTokeniser(folder, target_token)
        self.device = resolve_device(device)
        torch.set_num_threads(threads or available_cores())
        try:
            model = load_whole(transformers.MarianMTModel, folder, local_files_only=True)
        except ModelError:
            raise
        except Exception as error:
            reason = str(error).splitlines()[0]
            raise ModelError(
                _("Transformers cannot load {folder}: {reason}", folder=folder, reason=reason), path=folder
            ) from error
        pieces, rows = max(self.tokeniser.ids.values()) + 1, model.config.vocab_size
        if pieces > rows:
            message = _(
                "{folder} is of two models: its vocabulary has {pieces} pieces, its weights know {rows}",
                folder=folder,
                pieces=pieces,
                rows=rows,
            )
            raise ModelError(message, path=folder)
        self._model = model.to(self.device, torch.float32).eval()
        self.version = str(transformers.__version__)

    @property
    def signature(self) -> str:
        return f"transformers-{self.version}-float32"

    def _search(
        self, texts: Sequence[str], decoding: Decoding, count: int, ready: Ready | None = None
    ) -> list[list[Draft]]:
        ids = self.tokeniser.ids
        rows = [[ids.get(p, ids[UNKNOWN]) for p in row] for row in self.tokeniser.encode(texts)]
        found: list[list[Draft]] = [[] for __ in rows]
        for batch in length_buckets([len(row) for row in rows], decoding.batch_tokens):
            drafts = self._draft_batch([rows[i] for i in batch], decoding, count)
            for position, index in enumerate(batch):
                found[index] = drafts[position * count : (position + 1) * count]
            if ready:
                ready(len(batch))
        return found

    def _draft_batch(self, rows: list[list[int]], decoding: Decoding, count: int) -> list[Draft]:
        """Draft texts of one length: `count` drafts for each, one text after the other."""
        torch = self._torch
        source = torch.tensor(rows, device=self.device)
        beam = max(decoding.beam, count)
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=source,
                attention_mask=torch.ones_like(source),
                num_beams=beam,
                num_return_sequences=count,
                length_penalty=decoding.length_penalty,
                max_new_tokens=output_limit(len(rows[0])),
                max_length=None,
                forced_eos_token_id=None,
                early_stopping=False,
                return_dict_in_generate=True,
                output_scores=True,
                renormalize_logits=False,
                suppress_tokens=[self.tokeniser.target_ids[UNKNOWN]] if decoding.known_only else None,
            )
        scores = output.sequences_scores.tolist() if beam > 1 else self._greedy_scores(output)
        drafts = []
        for sequence, score in zip(output.sequences.tolist(), scores, strict=True):
            pieces = [self.tokeniser.pieces.get(i, UNKNOWN) for i in sequence[1:]]
            ended = END in pieces
            pieces = pieces[: pieces.index(END)] if ended else pieces
            evidence = Evidence(tokens=len(pieces) + ended)
            drafts.append(Draft(self.tokeniser.decode(pieces), float(score), not ended, evidence=evidence))
        return drafts

    def _greedy_scores(self, output: Any) -> list[float]:
        logprobs = self._model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
        is_token = output.sequences[:, 1:].ne(self._model.config.pad_token_id)  # after its end a row is padded
        return [float(value) for value in (logprobs.masked_fill(~is_token, 0.0).sum(1) / is_token.sum(1)).tolist()]
