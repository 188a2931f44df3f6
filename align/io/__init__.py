"""Bytes from outside and bytes on disk: everything that knows files, and nothing that knows languages or pairs.

Whatever reads a file that may be hostile does so through this package: limits, zip archives, XML, compressed streams,
workbooks, SQLite. Whatever writes a file does so through `atomic`: whole or not at all.
"""
