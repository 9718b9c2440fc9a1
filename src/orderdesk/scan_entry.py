"""What a scanned or typed text is: a command, a quantity, a paper, a parcel, or goods by one of their codes.

Nothing is looked up here, and nothing is refused by an exception: a text that cannot be read is `Unreadable`.

Our own barcodes begin with `OD:` and are printed as Code 128. No GTIN has a letter in it, and where a product's own
code begins so, ours is meant. `OD:UNDO` saves the way to the keyboard.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from orderdesk.errors import BadValue
from orderdesk.rules.barcode import valid_gtin
from orderdesk.values import MAX_QUANTITY, ONE, Quantity, parse_quantity, quantity_text

OWN = "OD:"
SEPARATOR = "\x1d"
"""FNC1 within a GS1 barcode, as scanners send it: it ends an element of no fixed length."""
SHOWN_SEPARATOR = "␝"
"""The same where it has been typed into a field, which keeps no control characters."""

MOST_DIGITS = 18  # of a document's number: what a database can be asked for


class Order(StrEnum):
    """What a command barcode tells the screen to do; the name stands behind `OD:`."""

    DONE = "DONE"
    SHORT = "SHORT"
    UNDO = "UNDO"
    NEXT = "NEXT"
    BACK = "BACK"
    CANCEL = "CANCEL"
    NEW = "NEW"


class Paper(StrEnum):
    """Whose number a document barcode holds; the letter stands behind `OD:`, before the number."""

    PICK = "P"
    ORDER = "O"
    SHIPMENT = "S"
    EXPECTED = "E"
    COUNT = "C"


@dataclass(frozen=True, slots=True)
class Times:
    """`OD:Q12`: the next product counts twelve. In what the product's code stands for; thousandths."""

    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of ours by its number."""

    paper: Paper
    number: int


@dataclass(frozen=True, slots=True)
class Box:
    """A parcel of the pick list at hand, by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Goods:
    """A product, or a bin: what the code is, only the database knows.

    Attributes:
        code: a GTIN, an SKU, a customer's own code, a bin.
        quantity: how many of it, where the text says so; None where it does not.
        gtin: whether the code is a GTIN with its right check digit, and so hardly typed by hand.
        lot, serial: what the label says of it, where it does.
        expires: the last day it is good.
    """

    code: str
    quantity: Quantity | None = None
    gtin: bool = False
    lot: str = ""
    serial: str = ""
    expires: date | None = None

    @property
    def label(self) -> dict[str, Any]:
        """What verbs that take goods by lots are told; nothing of a plain code."""
        return {
            name: value
            for name, value in (("lot", self.lot), ("serial", self.serial), ("expires", self.expires))
            if value
        }


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that means nothing here, and why."""

    why: str


Scan: TypeAlias = Order | Times | Document | Box | Goods | Unreadable

# Twelve of something: 12*CODE, 12 x CODE, 12 CODE. No code has a blank in it.
_MANY = re.compile(r"(?P<quantity>\d{1,9}(?:[.,]\d{1,3})?)\s*(?:[*×]\s*|[xX]?\s+)(?:[xX]\s+)?(?P<code>\S+)")
# The lot is keyed behind the code, and the day behind the lot; a code of its own may not have the mark in it.
_KEYED = re.compile(r"(?P<code>[^#\s]+)#(?P<lot>[^#\s]{1,20})(?:#(?P<day>[0-9]{6}))?")
_NUMBERED = re.compile(rf"(?P<letter>[A-Z])(?P<number>[0-9]{{1,{MOST_DIGITS}}})")
_TIMES = re.compile(r"Q(?P<quantity>[0-9]{1,9}(?:\.[0-9]{1,3})?)")
# What scanners may put before a barcode to say which kind it is (AIM): ]E0 is an EAN, ]C1 a GS1-128.
_KIND = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_KINDS = ("]C1", "]e0", "]d2", "]Q3", "]J1")
# GS1 General Specifications, figure 7.8.5-1: the elements whose length is fixed, by their first two digits; the
# length is without these two. Any other element goes on to the separator.
_FIXED = {
    "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "11": 6, "12": 6, "13": 6, "14": 6, "15": 6, "16": 6, "17": 6,
    "18": 6, "19": 6, "20": 2, "31": 8, "32": 8, "33": 8, "34": 8, "35": 8, "36": 8, "41": 14,
}  # fmt: skip
_COUNTS = ("30", "37")
_DIGITS = re.compile(r"[0-9]+\Z")


def scanned(text: str, *, mark: str = ".") -> Scan | None:
    """What the text is; None for an empty one.

    Args:
        mark: the decimal mark that people type here. In barcodes it is always the point.
    """
    text = text.strip(" \t\r\n")
    kind = _KIND.match(text)
    code = text[3:] if kind else text
    if not code.strip(f" {SEPARATOR}{SHOWN_SEPARATOR}"):
        return None
    if code[: len(OWN)].upper() == OWN:
        return _own(code[len(OWN) :].strip().upper())
    if text.startswith(_GS1_KINDS) or code[0] in (SEPARATOR, SHOWN_SEPARATOR) or _is_bare_gs1(code):
        return _elements(code)
    many = _MANY.fullmatch(code)
    if many and not code.isdigit():
        try:
            quantity = _quantity(many["quantity"], mark)
        except BadValue as error:
            return Unreadable(str(error))
        return _labelled(many["code"], quantity)
    return _labelled(code, None)


def _labelled(code: str, quantity: Quantity | None) -> Goods:
    """A code with what is keyed of its label behind it: CODE#LOT, or CODE#LOT#261231 with the last day it is good."""
    found = _KEYED.fullmatch(code)
    if found is None:
        return Goods(code, quantity, valid_gtin(code))
    day = _best_before(found["day"]) if found["day"] else None
    if found["day"] and day is None:
        return Goods(code, quantity)
    return Goods(found["code"], quantity, valid_gtin(found["code"]), lot=found["lot"], expires=day)


def _best_before(text: str) -> date | None:
    """A day as labels have it, YYMMDD; day 00 is the month's last (GS1 General Specifications, 7.12)."""
    if not re.fullmatch(r"[0-9]{6}", text):
        return None
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:])
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except (ValueError, IndexError):
        return None


def barcode_text(one: Order | Times | Document | Box) -> str:
    """What to print so that a scan of it is this."""
    if isinstance(one, Order):
        return f"{OWN}{one}"
    if isinstance(one, Times):
        return f"{OWN}Q{quantity_text(one.quantity)}"
    if isinstance(one, Box):
        return f"{OWN}B{one.number}"
    return f"{OWN}{one.paper}{one.number}"


def is_from_scanner(text: str) -> bool:
    """Whether nobody would type this: it is, or ends in, a GTIN, a GS1 barcode, or one of our own."""
    one, digits = scanned(text), _DIGITS.search(text)
    tails = digits[0] if digits else ""
    return OWN in text.upper() or (isinstance(one, Goods) and one.gtin) or valid_gtin(tails)


def _own(code: str) -> Scan:
    if code in Order.__members__:
        return Order(code)
    times = _TIMES.fullmatch(code)
    if times:
        try:
            return Times(_quantity(times["quantity"], "."))
        except BadValue as error:
            return Unreadable(str(error))
    numbered = _NUMBERED.fullmatch(code)
    if numbered and numbered["letter"] == "B":
        return Box(int(numbered["number"]))
    if numbered and numbered["letter"] in tuple(Paper):
        return Document(Paper(numbered["letter"]), int(numbered["number"]))
    return Unreadable(f"{OWN}{code[:40]} is no barcode that orderdesk knows")


def _quantity(text: str, mark: str) -> Quantity:
    plain = text.replace(".", mark) if "," not in text else text  # the numeric pad has a point, whatever the mark
    quantity = parse_quantity(plain, mark=mark)
    if not 0 < quantity <= MAX_QUANTITY:
        raise BadValue(f"{text[:40]} of something is no quantity")
    return quantity


def _is_bare_gs1(code: str) -> bool:
    """Whether this is a GS1 barcode whose kind the scanner does not send: 01 and a GTIN of 14 digits, then more."""
    return len(code) >= 16 and code[:2] in ("01", "02") and valid_gtin(code[2:16])


def _elements(code: str) -> Scan:
    """GTIN, count, lot, serial number and last day out of a GS1 barcode; the rest is passed over."""
    gtin, quantity, rest = "", None, code.lstrip(SEPARATOR + SHOWN_SEPARATOR)
    lot, serial, expires = "", "", None
    while rest:
        element, rest = _first(rest)
        name, value = element[:2], element[2:]
        if name in ("01", "02") and not gtin:
            gtin = value
        elif name in _COUNTS and quantity is None and re.fullmatch(r"[0-9]{1,8}", value) and int(value):
            quantity = int(value) * ONE
        elif name == "10":
            lot = value
        elif name == "21":
            serial = value
        elif name == "17" or (name == "15" and expires is None):
            expires = _best_before(value)
    if not valid_gtin(gtin) or len(gtin) != 14:
        return Unreadable(f"the barcode {code[:40]!r} names no product")
    return Goods(gtin, quantity, True, lot, serial, expires)


def _first(text: str) -> tuple[str, str]:
    """The first element, and what follows it."""
    fixed = _FIXED.get(text[:2])
    end = 2 + fixed if fixed is not None else len(text)
    found = re.search(f"[{SEPARATOR}{SHOWN_SEPARATOR}]", text)
    if found:
        end = min(end, found.start())
    return text[:end], text[end:].lstrip(SEPARATOR + SHOWN_SEPARATOR)
