"""Sentence encoders: texts of many languages as vectors in one space, and the similarity of two of them."""
