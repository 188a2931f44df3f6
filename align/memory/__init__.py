"""Translation memory: what was approved once is never drafted again. Also the store that makes a rerun a resume."""

from align.corpus.matches import MATCH, Told
from align.memory.adding import Added, add_corpus
from align.memory.recall import FUZZY, Place, Recall
from align.memory.store import Memory
from align.memory.unit import REVIEWED, Match, MatchKind, Unit

__all__ = [
    "FUZZY",
    "MATCH",
    "REVIEWED",
    "Added",
    "Match",
    "MatchKind",
    "Memory",
    "Place",
    "Recall",
    "Told",
    "Unit",
    "add_corpus",
]
