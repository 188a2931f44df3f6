"""Quality estimation: how good a machine's draft is, told without a reference translation.

`features` says what is looked at, `evidence` what drafting measures for it, `estimator` makes a number of them.
"""

from align.corpus.pair import QUALITY

__all__ = ["QUALITY"]
