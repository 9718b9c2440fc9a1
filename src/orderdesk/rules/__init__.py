"""The decisions of the trade: pure functions of plain values, which answer and say why.

No rule reads a clock, a setting or a table: what it needs is handed in, "today" included. Findings carry a whole
sentence and the figures behind it.
"""
