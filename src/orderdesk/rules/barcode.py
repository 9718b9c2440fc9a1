"""Barcodes: the GTIN with its GS1 check digit (GS1 General Specifications, modulo 10 with weights 3 and 1).

The same article number is printed with 12 digits (UPC-A), 13 (EAN) or 14 (case code with a leading zero), and
scanners send any of them. `normal_gtin` gives all of these one form, so that a stored code is found whichever way it
was scanned.
"""

from __future__ import annotations

from orderdesk.errors import BadValue
from orderdesk.rules.wording import listed

LENGTHS = (8, 12, 13, 14)


def check_digit(digits: str) -> int:
    """The digit that belongs behind these: every second one from the right counts three times."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def valid_gtin(code: str) -> bool:
    """Whether this is 8, 12, 13 or 14 digits, the last of which is the right check digit."""
    return _is_digits(code) and len(code) in LENGTHS and check_digit(code[:-1]) == int(code[-1])


def normal_gtin(text: str) -> str:
    """A barcode as it is stored: 8 digits, 13, or 14 where the first is not zero; blanks and hyphens are left out.

    Raises:
        BadValue: not digits, a length that no GTIN has, or a wrong check digit; the sentence names the right one.
    """
    code = text.strip().replace(" ", "").replace("-", "")
    if not _is_digits(code):
        raise BadValue(f"barcode {text.strip()[:40]!r} is not a row of digits")
    if len(code) not in LENGTHS:
        lengths = listed([str(length) for length in LENGTHS], "or")
        raise BadValue(f"barcode {code[:40]} has {len(code)} digits; a GTIN has {lengths}")
    right = check_digit(code[:-1])
    if right != int(code[-1]):
        raise BadValue(f"barcode {code} ends in {code[-1]}, but its check digit is {right}: is it {code[:-1]}{right}?")
    significant = code.lstrip("0")
    for length in (8, 13):
        if len(significant) <= length:
            return significant.zfill(length)
    return significant


def _is_digits(code: str) -> bool:
    return code.isascii() and code.isdigit()
