"""Segmentation: a Document → its Segments, with offsets; datelines and headlines are recognised."""

from __future__ import annotations

from align.segmentation.dateline import Dateline, Part, parse_dateline
from align.segmentation.segmenter import fallback_note, split, splitter_signature

__all__ = ["Dateline", "Part", "fallback_note", "parse_dateline", "split", "splitter_signature"]
