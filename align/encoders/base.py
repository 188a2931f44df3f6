"""Sentence encoders behind a small protocol: the bundled USE by default, any sentence-transformers folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from align.errors import MissingExtraError, ModelError, option_name
from align.languages.tags import primary_subtag
from align.localization import _

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
    """Vectors of a document's overlaps, read in stretches: of every run of consecutive texts, up to a given length.

    The word is that of Vecalign (Thompson and Koehn 2019, https://aclanthology.org/D19-1136).
    """

    def vectors(self, start: int, stop: int, size: int) -> NDArray[np.float32]:
        """Shape (stop - start, size, dimensions); `[i, k]` is the vector of texts `start + i - k` to `start + i` joined
        with a space, zeros where that begins before text 0."""
        ...


@runtime_checkable
class OverlapEncoder(SentenceEncoder, Protocol):
    """An encoder that has the vectors of overlaps for less than encoding each of them."""

    def overlaps(self, texts: Sequence[str]) -> Overlaps: ...


class SentenceTransformersEncoder:
    """LaBSE, or any other model folder of the sentence-transformers library (the extra `labse`)."""

    def __init__(self, folder: str | Path):
        """Raises MissingExtraError without the library, ModelError when `folder` is no such model."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise MissingExtraError(_("a sentence-transformers encoder"), "labse") from None
        if not Path(folder).is_dir():
            raise ModelError(
                _("{folder} is not a folder with a sentence-transformers model", folder=folder),
                path=folder,
                hint=_("name one, or use {option} use", option=option_name("encoder")),
            )
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                _("{folder} does not load as a sentence-transformers model: {error}", folder=folder, error=error),
                path=folder,
            ) from error
        self.name = Path(folder).resolve().name
        self.signature = self.name
        self.languages: frozenset[str] | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode each text in a batch of its own, so that padding changes nothing (see SentenceEncoder)."""
        import numpy as np

        vectors = self._model.encode(list(texts), batch_size=1, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


@lru_cache(maxsize=4)
def load_encoder(name: str = "use", threads: int = 0) -> SentenceEncoder:
    """Load the encoder called `name`, once a process: `use`, or the path of a sentence-transformers folder. The former
    works on so many cores; 0 is all that the process may use.

    Raises MissingExtraError without that library, ModelError for a folder that holds no such model.
    """
    if name == "use":
        from align.encoders.use import UseEncoder

        return UseEncoder(threads)
    return SentenceTransformersEncoder(name)


class EncodedOverlaps:
    """Overlaps of an encoder that has no quicker way: the joined texts are encoded when they are asked for."""

    def __init__(self, encoder: SentenceEncoder, texts: Sequence[str]):
        self._encoder, self._texts = encoder, texts

    def vectors(self, start: int, stop: int, size: int) -> NDArray[np.float32]:
        """Encode the overlaps of a stretch (see Overlaps)."""
        import numpy as np

        overlaps = [(i, k) for i in range(start, stop) for k in range(min(size, i + 1))]
        vectors = self._encoder.encode([" ".join(self._texts[i - k : i + 1]) for i, k in overlaps])
        out = np.zeros((stop - start, size, vectors.shape[1]), dtype=np.float32)
        for (i, k), vector in zip(overlaps, vectors, strict=True):
            out[i - start, k] = vector
        return out


def overlaps(encoder: SentenceEncoder, texts: Sequence[str]) -> Overlaps:
    """Give the overlaps of a document's texts, by the encoder's own way if it has one."""
    return encoder.overlaps(texts) if isinstance(encoder, OverlapEncoder) else EncodedOverlaps(encoder, texts)


def supports(encoder: SentenceEncoder, *languages: str | None) -> bool:
    """Whether the encoder was trained on all of these languages (BCP-47 codes; None, for unknown, passes)."""
    trained_on = encoder.languages
    return trained_on is None or all(code is None or primary_subtag(code) in trained_on for code in languages)
