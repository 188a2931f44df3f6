"""Quality estimation: how good a machine's draft is, told without a reference translation."""

from align.corpus.bands import QUALITY

__all__ = ["QUALITY"]
