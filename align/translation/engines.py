"""The engines: their names, declared once, and the classes that they stand for, imported when one is opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal

from align.errors import UsageError, option_name
from align.localization import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from align.checkpoints.checkpoint_store import LocalModel
    from align.translation.engine import Engine

EngineName = Literal["ctranslate2", "transformers"]
"""The name of an engine: CTranslate2 in int8, or Transformers, the reference in float32."""

ENGINES: dict[str, str] = {
    "ctranslate2": "align.translation.ctranslate2_engine:CTranslate2Engine",
    "transformers": "align.translation.transformers_engine:TransformersEngine",
}
"""Module and class of each, which is called with a folder, a target token, a device and a number of threads."""


def open_engine(kind: str, model: LocalModel, device: str = "auto", threads: int = 0) -> Engine:
    """Load `model` into the engine `kind`: `ctranslate2` (int8, the default) or `transformers` (the reference).

    Raises UsageError for another `kind`, ModelError for a model that does not load.
    """
    if kind not in ENGINES:
        raise UsageError(
            _(
                "{option} is {kind!r}: it is one of {engines}",
                option=option_name("engine"),
                kind=kind,
                engines=", ".join(ENGINES),
            )
        )
    module, __, name = ENGINES[kind].partition(":")
    engine: Callable[..., Engine] = getattr(import_module(module), name)
    return engine(model.path, model.target_token, device, threads)
