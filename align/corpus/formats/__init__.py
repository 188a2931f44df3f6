"""The corpus formats: each module has a `Writer` and a `read`, and is named in `align.corpus.format_registry`."""
