"""Knowledge of languages: tags, scripts, number words, months and inflection, one module for each.

`docs/extending/language.md` says what to touch to add one.
"""
