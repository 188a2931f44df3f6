"""Drafting: engines over Marian checkpoints, the catalogue of checkpoints and the local store."""

from __future__ import annotations

from align.checkpoints.checkpoint_store import LocalModel
from align.translation.engine import Engine


def open_engine(kind: str, model: LocalModel, device: str = "auto", threads: int = 0) -> Engine:
    """Load `model` into the engine `kind`: `ctranslate2` (int8, the default) or `transformers` (the reference)."""
    if kind == "transformers":
        from align.translation.transformers_engine import TransformersEngine

        return TransformersEngine(model.path, model.target_token, device, threads)
    from align.translation.ctranslate2_engine import CTranslate2Engine

    return CTranslate2Engine(model.path, model.target_token, device, threads)
