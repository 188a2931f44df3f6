"""Sentence encoders: texts of many languages as vectors in one space, and how alike two of them are."""
