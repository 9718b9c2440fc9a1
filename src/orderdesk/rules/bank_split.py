"""How a line of the bank statement is parted by hand: `ERNSH 100.00 INV-2026-0001; ALFKI 50`.

Each part is a customer's code, an amount, and the invoices that it is for; the last part may leave its amount out and
takes what is left. The parts make up the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orderdesk.errors import BadValue, Refused
from orderdesk.values import Currency, Money, money_text, parse_money


@dataclass(frozen=True, slots=True)
class BankPart:
    """A part of a line: so much of it is this customer's, for these invoices; none named is oldest due first."""

    customer: str
    amount: Money | None = None
    invoices: tuple[str, ...] = ()


def read_parts(text: str, currency: Currency, mark: str = ".") -> tuple[BankPart, ...]:
    """The parts as they were typed. Raises BadValue."""
    parts = []
    for piece in text.split(";"):
        words = piece.split()
        if not words:
            raise BadValue("a part of a line is a customer, an amount and invoices, like ERNSH 100.00 INV-2026-0001")
        code, *rest = words
        amount = None
        if rest and rest[0].replace(mark, "").isdigit():
            amount = parse_money(rest.pop(0), decimals=currency.decimals, mark=mark)
        parts.append(BankPart(code.upper(), amount, tuple(word.upper() for word in rest)))
    return tuple(parts)


def filled(parts: Sequence[BankPart], whole: Money, currency: Currency) -> tuple[BankPart, ...]:
    """The parts with their amounts: one that says none takes what the others leave. Raises Refused.

    Args:
        whole: the line's amount, which the parts must make up.
    """
    said = sum(part.amount or 0 for part in parts)
    open_ = [part for part in parts if part.amount is None]
    if len(open_) > 1:
        raise Refused("only one part may leave its amount out")
    left = whole - said
    done = tuple(BankPart(part.customer, left if part.amount is None else part.amount, part.invoices) for part in parts)
    if (not open_ and left) or any((part.amount or 0) <= 0 for part in done):
        told = f"{money_text(said, currency)} are said, the line is of {money_text(whole, currency)}"
        raise Refused(f"the parts do not make up the line: {told}")
    return done
