"""Alignment: which segments of two texts belong together, and how well they fit."""

from align.alignment.align_options import AlignOptions
from align.alignment.aligner import align_segments
from align.alignment.beads import Bead, Counts, count_matches, read_beads
from align.encoders.base import SentenceEncoder, load_encoder
from align.encoders.pair_similarity import score_pairs

__all__ = [
    "AlignOptions",
    "Bead",
    "Counts",
    "SentenceEncoder",
    "align_segments",
    "count_matches",
    "load_encoder",
    "read_beads",
    "score_pairs",
]
