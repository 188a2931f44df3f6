"""Checkpoints of translation models: the catalogue of published ones, fetching, the local store, conversion."""
