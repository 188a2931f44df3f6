"""The pipelines: what `align translate` and `align pair` do, from documents to checked pairs, each on one screen."""
