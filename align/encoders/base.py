"""Sentence encoders behind a small protocol: the bundled USE by default, any sentence-transformers folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from align.errors import MissingExtraError, ModelError
from align.languages.tags import primary_subtag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@runtime_checkable
class SentenceEncoder(Protocol):
    """Texts in any of its languages to vectors in one space, where a sentence and its translation lie close.

    `signature` names the model and what made it, for a corpus's signature line. `languages` are the BCP-47 primary
    subtags it was trained on, or None when it does not say.
    """

    @property
    def name(self) -> str: ...

    @property
    def signature(self) -> str: ...

    @property
    def languages(self) -> frozenset[str] | None: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """L2-normalised float32 vectors, shape (texts, dimensions). Deterministic, whatever else is in `texts`."""
        ...


class Overlaps(Protocol):
    """Vectors of neighbouring texts joined together, read in stretches."""

    def vectors(self, start: int, stop: int, size: int) -> NDArray[np.float32]:
        """Shape (stop - start, size, dimensions); `[i, k]` is the vector of texts `start + i - k` to `start + i` joined
        with a space, zeros where that begins before text 0."""
        ...


@runtime_checkable
class OverlapEncoder(SentenceEncoder, Protocol):
    """An encoder with a short way to the vectors of neighbouring sentences joined together."""

    def join(self, texts: Sequence[str]) -> Overlaps: ...


class SentenceTransformersEncoder:
    """LaBSE, or any other model folder of the sentence-transformers library (the extra `labse`)."""

    def __init__(self, folder: str | Path):
        """Raises MissingExtraError without the library, ModelError when `folder` is no such model."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise MissingExtraError("a sentence-transformers encoder", "labse") from None
        if not Path(folder).is_dir():
            raise ModelError(
                f"{folder} is not a folder with a sentence-transformers model: name one, or use --encoder use"
            )
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"{folder} does not load as a sentence-transformers model: {error}") from error
        self.name = Path(folder).resolve().name
        self.signature = self.name
        self.languages: frozenset[str] | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See SentenceEncoder. One text at a time in a batch of equals, so that padding changes nothing."""
        import numpy as np

        vectors = self._model.encode(list(texts), batch_size=1, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


@lru_cache(maxsize=4)
def load_encoder(name: str = "use") -> SentenceEncoder:
    """The encoder called `name`: `use`, or the path of a sentence-transformers folder. Loaded once a process."""
    if name == "use":
        from align.encoders.use import UseEncoder

        return UseEncoder()
    return SentenceTransformersEncoder(name)


class EncodedOverlaps:
    """The long way: joined texts are encoded as they are asked for."""

    def __init__(self, encoder: SentenceEncoder, texts: Sequence[str]):
        self._encoder, self._texts = encoder, texts

    def vectors(self, start: int, stop: int, size: int) -> NDArray[np.float32]:
        """See Overlaps."""
        import numpy as np

        places = [(i, k) for i in range(start, stop) for k in range(min(size, i + 1))]
        vectors = self._encoder.encode([" ".join(self._texts[i - k : i + 1]) for i, k in places])
        out = np.zeros((stop - start, size, vectors.shape[1]), dtype=np.float32)
        for (i, k), vector in zip(places, vectors, strict=True):
            out[i - start, k] = vector
        return out


def join(encoder: SentenceEncoder, texts: Sequence[str]) -> Overlaps:
    """Vectors of neighbouring texts joined, by the encoder's short way if it has one."""
    return encoder.join(texts) if isinstance(encoder, OverlapEncoder) else EncodedOverlaps(encoder, texts)


def supports(encoder: SentenceEncoder, *languages: str | None) -> bool:
    """Whether the encoder was trained on all of these languages (BCP-47 codes; None, for unknown, passes)."""
    known = encoder.languages
    return known is None or all(code is None or primary_subtag(code) in known for code in languages)
