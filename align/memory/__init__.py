"""Translation memory: what was approved once is never drafted again."""

from align.corpus.tm_match import MATCH, MatchRecord
from align.memory.adding import Added, add_corpus
from align.memory.memory_store import Memory
from align.memory.recall import FUZZY, LookupContext, MemoryLookup
from align.memory.unit import REVIEWED, Match, MatchKind, TranslationUnit

__all__ = [
    "FUZZY",
    "MATCH",
    "REVIEWED",
    "Added",
    "LookupContext",
    "Match",
    "MatchKind",
    "MatchRecord",
    "Memory",
    "MemoryLookup",
    "TranslationUnit",
    "add_corpus",
]
