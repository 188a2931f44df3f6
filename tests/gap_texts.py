"""A text and its translation, which leaves out, adds, shortens and errs."""

GAPS_ENGLISH = """Council approves new bridge
The mayor had no comment.
None at all.
The mayor left at noon.
Work on the bridge will begin in spring, when the ice is gone.
The bridge is to cost 25 million roubles.
Thirty families live by the river.
The engineers promise to finish within two years.
"""
GAPS_RUSSIAN = """Совет одобрил новый мост
У мэра комментариев нет.
Мэр уехал в полдень.
Работы начнутся весной.
Мост обойдётся в 52 миллиона рублей.
Инженеры обещают закончить за два года.
Старый мост разберут на металл.
"""
