"""Disputes and promises: what a customer says about what is owed, and what of it still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orderdesk.values import Currency, Money, money_text


class DisputeReason(StrEnum):
    """Why a customer does not pay."""

    PRICE = "price"
    QUANTITY = "quantity"
    QUALITY = "quality"
    DAMAGED = "damaged"
    MISSING = "missing"  # not received at all
    WRONG = "wrong"  # other goods than ordered
    DUPLICATE = "duplicate"
    TERMS = "terms"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of a dispute."""

    CREDIT = "credit"  # a credit note answers it
    PAYS = "pays"  # the customer pays after all
    WRITTEN_OFF = "written_off"


class PromiseState(StrEnum):
    """What became of a promise to pay."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise with what has come in for it, in minor units, from when it was given up to its day."""

    amount: Money
    by: date
    paid: Money
    withdrawn: bool = False


def promise_state(promise: Promised, today: date) -> PromiseState:
    """Kept as soon as it is paid; broken when its day is over and it is not."""
    if promise.withdrawn:
        return PromiseState.WITHDRAWN
    if promise.paid >= promise.amount:
        return PromiseState.KEPT
    return PromiseState.OPEN if today <= promise.by else PromiseState.BROKEN


def promise_told(promise: Promised, today: date, currency: Currency) -> str:
    """What became of it, as a sentence."""
    amount, paid = money_text(promise.amount, currency), money_text(promise.paid, currency)
    match promise_state(promise, today):
        case PromiseState.WITHDRAWN:
            return f"{amount} by {promise.by} was withdrawn"
        case PromiseState.KEPT:
            return f"{amount} by {promise.by} is kept: {paid} came in"
        case PromiseState.OPEN:
            return f"{amount} is promised by {promise.by}; {paid} came in so far"
        case PromiseState.BROKEN:
            return f"{amount} by {promise.by} is broken: {paid} came in"


def disputed_part(amount: Money, open: Money) -> Money:
    """How much of an open amount is disputed: never more than is open."""
    return min(amount, max(0, open))
