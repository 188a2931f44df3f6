"""Drafting: engines over Marian checkpoints, reranking, terms, the cache of drafts; datelines by rule."""

from align.translation.engines import open_engine

__all__ = ["open_engine"]
