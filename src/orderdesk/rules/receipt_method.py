"""How money comes in, and what each way needs to be known by: a cheque its number, a direct debit its mandate.

A cheque and a direct debit can still come back; until their clearing day they are only probably there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Method(StrEnum):
    """The ways in which money comes in."""

    TRANSFER = "transfer"
    CASH = "cash"
    CARD = "card"
    CHEQUE = "cheque"
    DEBIT = "debit"  # a direct debit that we drew


@dataclass(frozen=True, slots=True)
class Clearing:
    """How many days a cheque and a direct debit can come back."""

    cheque: int = 5
    debit: int = 56  # eight weeks, in which a payer may claim a SEPA core debit back without a reason


def lacking(method: Method, *, cheque: str = "", mandate: str = "") -> str:
    """What is missing, as a sentence; empty where nothing is."""
    if method is Method.CHEQUE and not cheque:
        return "a cheque is known by its number; say it"
    if method is Method.DEBIT and not mandate:
        return "a direct debit rests on a mandate; say its reference"
    return ""


def clears_on(method: Method, day: date, clearing: Clearing) -> date | None:
    """The day from which the money cannot come back; None where it is there at once."""
    days = {Method.CHEQUE: clearing.cheque, Method.DEBIT: clearing.debit}.get(method)
    return None if days is None else day + timedelta(days=days)
