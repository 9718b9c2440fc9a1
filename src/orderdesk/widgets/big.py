"""Letters three rows high, for what is read from an arm's length: the bin, the quantity.

Three cells by five halves each, drawn with half blocks. What has a letter that is not here is not drawn large.
"""

from __future__ import annotations

_ROWS = {  # five rows of three cells, top to bottom
    "0": "### #.# #.# #.# ###", "1": ".#. ##. .#. .#. ###", "2": "### ..# ### #.. ###", "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#", "5": "### #.. ### ..# ###", "6": "### #.. ### #.# ###", "7": "### ..# ..# ..# ..#",
    "8": "### #.# ### #.# ###", "9": "### #.# ### ..# ###", "A": "### #.# ### #.# #.#", "B": "##. #.# ##. #.# ##.",
    "C": "### #.. #.. #.. ###", "D": "##. #.# #.# #.# ##.", "E": "### #.. ##. #.. ###", "F": "### #.. ##. #.. #..",
    "G": "### #.. #.# #.# ###", "H": "#.# #.# ### #.# #.#", "I": "### .#. .#. .#. ###", "J": "..# ..# ..# #.# ###",
    "K": "#.# #.# ##. #.# #.#", "L": "#.. #.. #.. #.. ###", "M": "#.# ### ### #.# #.#", "N": "##. #.# #.# #.# #.#",
    "O": ".#. #.# #.# #.# .#.", "P": "### #.# ### #.. #..", "Q": "### #.# #.# ### ..#", "R": "##. #.# ##. #.# #.#",
    "S": "### #.. ### ..# ###", "T": "### .#. .#. .#. .#.", "U": "#.# #.# #.# #.# ###", "V": "#.# #.# #.# #.# .#.",
    "W": "#.# #.# ### ### #.#", "X": "#.# #.# .#. #.# #.#", "Y": "#.# #.# .#. .#. .#.", "Z": "### ..# .#. #.. ###",
    "-": "... ... ### ... ...", "/": "..# ..# .#. #.. #..", ".": "... ... ... ... .#.", " ": "... ... ... ... ...",
    ",": "... ... ... .#. #..", "_": "... ... ... ... ###",
}  # fmt: skip
_HALVES = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}
_BITS = {letter: rows.split(" ") for letter, rows in _ROWS.items()}


def big(text: str, width: int) -> tuple[str, str, str] | None:
    """The text in three rows of at most that many cells; None where it does not fit or a letter has no picture."""
    letters = [_BITS.get(letter) for letter in text.upper()]
    if not letters or len(letters) * 4 - 1 > width:
        return None
    rows: list[list[str]] = [[], [], []]
    for bits in letters:
        if bits is None:
            return None
        for number, row in enumerate(rows):
            upper, lower = bits[2 * number], bits[2 * number + 1] if number < 2 else "..."
            row.append("".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)))
    first, second, third = (" ".join(row) for row in rows)
    return first, second, third
