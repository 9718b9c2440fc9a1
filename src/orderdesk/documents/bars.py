"""Barcodes as bars: which symbology a text is printed in, and how many modules of black and white that makes.

GTINs of 8 and 13 digits are EAN, as on the goods themselves; everything else is Code 128, which holds what ASCII has.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from barcode.codex import Code128
from barcode.ean import EAN8, EAN13

from orderdesk.errors import BadValue
from orderdesk.rules.barcode import valid_gtin
from orderdesk.texts import visible

QUIET = 11  # modules left white on either side: EAN-13 asks for 11 at the left, Code 128 for 10
LONGEST = 48  # characters; no code of ours is longer


@dataclass(frozen=True, slots=True)
class Bars:
    """One barcode: runs of modules, black first, then white and black in turn, without its quiet zones."""

    text: str
    symbology: str
    runs: tuple[int, ...]

    @property
    def modules(self) -> int:
        """How wide it is without quiet zones."""
        return sum(self.runs)


def bars(text: str) -> Bars:
    """The barcode of a text.

    Raises:
        BadValue: it is empty or longer than a scanner reads from paper, or has a character beyond ASCII.
    """
    if not text or len(text) > LONGEST or not (text.isascii() and text.isprintable()):
        raise BadValue(
            f"{visible(text)[:40]!r} cannot be printed as a barcode: that holds 1 to {LONGEST} letters, digits and "
            "signs of ASCII. Give the product a GTIN (product barcode), or the bin a plain name"
        )
    kind = {8: EAN8, 13: EAN13}.get(len(text)) if valid_gtin(text) else None
    made = kind(text) if kind is not None else Code128(text)
    (pattern,) = made.build()
    return Bars(text, made.name, tuple(len(list(run)) for _, run in groupby(pattern)))
