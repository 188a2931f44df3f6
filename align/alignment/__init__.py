"""Alignment: which segments of two texts belong together, and how sure that is. `aligner` is where to begin."""
