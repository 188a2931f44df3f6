"""What is known of languages: their tags, scripts, number words, months and inflection, one home for each.

`docs/extending/language.md` says what to touch to add one.
"""
