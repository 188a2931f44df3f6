"""The version of align, which files and signatures hold."""

__version__ = "0.1.0"
"""As in pyproject.toml (a test compares them)."""
