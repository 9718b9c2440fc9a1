"""Lots: which leave first, which may not leave or come in any more, and what of the stock cannot be promised.

First expired, first out: the lot that expires first leaves first; lots without a day come after those with one, then
the older receipt. A lot is good through its last day. Remaining shelf life is counted in days from today: a lot that
expires in ten days and must be good for ten may leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from orderdesk.rules.wording import counted
from orderdesk.values import Quantity


class Tracking(StrEnum):
    """How closely a product's goods are followed."""

    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"


class SerialAt(StrEnum):
    """From when on a serial number is asked for."""

    RECEIPT = "receipt"  # each piece by its number from the day it comes in
    SHIPPING = "shipping"  # only what leaves is noted by its number


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a warehouse has of a lot. Stock units.

    Attributes:
        sell_by: the last day it may leave for anybody; None is no end.
        free: on hand and on no pick list that has not left.
    """

    lot_id: int
    number: str
    expires: date | None
    sell_by: date | None
    received: date | None
    on_hand: Quantity
    free: Quantity
    blocked: bool = False


def last_day_to_leave(expires: date | None, shelf_days: int) -> date | None:
    """The last day a lot may leave on so that it is good for that many days more; None is no end."""
    if expires is None:
        return None
    return expires - timedelta(days=shelf_days) if expires - date.min > timedelta(days=shelf_days) else date.min


def check_intake(sku: str, number: str, expires: date | None, today: date, days: int) -> str | None:
    """Why a lot may not come in: expired, or too short for what is asked of a receipt; None when it may."""
    if expires is None:
        return None
    left = (expires - today).days
    if left < 0:
        return f"{sku} lot {number} expired on {expires}, {counted(-left, 'day')} ago; send it back"
    if left < days:
        return (
            f"{sku} lot {number} is good until {expires}, {counted(left, 'day')} more; {counted(days, 'day')} are "
            "asked for at the receipt. Send it back"
        )
    return None


def check_leaving(
    sku: str,
    number: str,
    expires: date | None,
    today: date,
    *,
    product_days: int = 0,
    customer_days: int = 0,
    customer: str = "",
    blocked: str | None = None,
) -> str | None:
    """Why a lot may not leave: blocked, expired, or too short for the product or the customer; None when it may.

    Args:
        blocked: why it is blocked; None is not.
    """
    if blocked is not None:
        return f"{sku} lot {number} is blocked ({blocked}); put it aside"
    if expires is None:
        return None
    left = (expires - today).days
    if left < 0:
        return f"{sku} lot {number} expired on {expires}, {counted(-left, 'day')} ago; put it aside"
    days = max(product_days, customer_days)
    if left < days:
        who = f"{customer} asks for" if customer_days > product_days else f"{sku} asks for"
        return (
            f"{sku} lot {number} is good until {expires}, {counted(left, 'day')} more; {who} {counted(days, 'day')}. "
            "Take a younger lot"
        )
    return None


def first_expired(shelves: Iterable[Shelf]) -> list[Shelf]:
    """In the order in which they leave."""
    return sorted(
        shelves,
        key=lambda one: (one.expires or date.max, one.received or date.max, one.number),
    )


def propose(
    shelves: Iterable[Shelf], wanted: Quantity, today: date, *, customer_days: int = 0
) -> tuple[tuple[Shelf, Quantity], ...]:
    """Which lots to take how much of, first expired first; less than is wanted where good lots are not enough."""
    parts: list[tuple[Shelf, Quantity]] = []
    left = wanted
    for one in first_expired(shelves):
        if left <= 0:
            break
        if one.free <= 0 or one.blocked or not _leaves(one, today, customer_days):
            continue
        parts.append((one, min(left, one.free)))
        left -= one.free
    return tuple(parts)


def _leaves(one: Shelf, day: date, customer_days: int = 0) -> bool:
    if one.sell_by is not None and one.sell_by < day:
        return False
    return one.expires is None or (one.expires - day).days >= customer_days


def not_sellable(shelves: Sequence[Shelf], today: date) -> Quantity:
    """What is on hand and may not leave for anybody today: blocked, expired, or too short."""
    return sum(one.on_hand for one in shelves if one.blocked or not _leaves(one, today))


def gone_by(shelves: Sequence[Shelf], allocated: Quantity, today: date, day: date) -> Quantity:
    """What of the stock cannot leave on a later day: what may not leave now, and what will not any more by then.

    Args:
        allocated: goods that are spoken for; they leave first and take the lots that expire first.
    """
    dead = not_sellable(shelves, today)
    dying = sum(one.on_hand for one in shelves if not one.blocked and _leaves(one, today) and not _leaves(one, day))
    return dead + max(0, dying - allocated)
