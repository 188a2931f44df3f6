"""Quality estimation: how good a machine's draft is, told without a reference translation."""

QUALITY = "quality"
"""The key of `Pair.extra` under which a draft has its estimated quality: the sentence chrF, from 0 to 1, that it is
expected to reach against a professional translation."""
