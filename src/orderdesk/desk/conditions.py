"""What customers have in common: segments, and the payment terms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from orderdesk.desk.upkeep import MOST_DAYS, add, by_code, named, new_code, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import PriceList, Segment, Terms, TermsPart
from orderdesk.rules.terms import MIXED, PAYMENT
from orderdesk.rules.wording import counted
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import visible
from orderdesk.values import HUNDRED_PERCENT, MAX_MONEY, Money, Percent, percent_text

_SEGMENT = table(Segment)
_SEGMENT_CODE = select(_SEGMENT.c.id).where(_SEGMENT.c.code == bindparam("a_code"))
_TERMS = table(Terms)
_TERMS_CODE = select(_TERMS.c.id).where(_TERMS.c.code == bindparam("a_code"))


@verb("segment.new")
def segment(tx: Transaction, code: str, name: str, *, price_list: str | None = None) -> str:
    """Enter a kind of customer, with the price list that they share. Its code. Raises Refused when it exists."""
    key = new_code(code, "segment code")
    taken = f"segment {key} exists already"
    if tx.scalar(_SEGMENT_CODE, a_code=key) is not None:
        raise Refused(taken)
    list_id = by_code(tx, PriceList, price_list, "price list").id if price_list else None
    kept = Segment(code=key, name=named(name), price_list_id=list_id)
    tx.record("segment.new", "segment", add(tx, kept, taken), code=key, name=kept.name, price_list=price_list or None)
    return key


@verb("terms.new")
def terms(
    tx: Transaction,
    code: str,
    name: str,
    *,
    net_days: int = 30,
    end_of_month: bool = False,
    discount_days: int | None = None,
    discount: Percent = 0,
    discount_fixed: Money = 0,
    grace_days: int = 0,
    instalments: Sequence[tuple[Percent, int]] = (),
    prepay: Percent = 0,
    discount_mode: str = PAYMENT,
) -> str:
    """Enter payment terms. Their code.

    Args:
        net_days: from the invoice's date to its due date; with `end_of_month` on to that month's end.
        discount: of the gross amount, for paying within `discount_days`.
        discount_fixed: or so much, in minor units.
        grace_days: after the discount's days, in which it is still given.
        instalments: parts with the net days of each, in their order, instead of `net_days`; they make up 100 %.
        discount_mode: payment: the discount is only what may be kept back; mixed: the tax is computed on the discounted
            base, whether or not the customer pays in time.
        prepay: how much of what leaves must be paid before it does; 100 % is payment in advance.

    Raises:
        Refused: the code is taken.
        BadValue: a discount without its days, days without a discount, or more of them than the net days; parts that
            do not make up the whole, or whose days do not rise.
    """
    key = new_code(code, "terms code")
    taken = f"terms {key} exist already; invoices refer to them, so make new ones under another code"
    if tx.scalar(_TERMS_CODE, a_code=key) is not None:
        raise Refused(taken)
    whole(net_days, "net days", MOST_DAYS)
    whole(discount, "early-payment discount", HUNDRED_PERCENT)
    whole(discount_fixed, "early-payment discount", MAX_MONEY)
    whole(grace_days, "days of grace", MOST_DAYS)
    if discount and discount_fixed:
        raise BadValue("an early-payment discount is a percentage or an amount, not both")
    if (discount_days is None) != (discount == discount_fixed == 0):
        raise BadValue("an early-payment discount needs both how much and the days within which to pay")
    if grace_days and discount_days is None:
        raise BadValue("days of grace are for an early-payment discount; these terms give none")
    if discount_days is not None:
        whole(discount_days, "discount days", MOST_DAYS)
        if discount_days > net_days and not end_of_month:
            raise BadValue(f"the discount's {counted(discount_days, 'day')} are more than the {net_days} days net")
    if discount_mode not in (PAYMENT, MIXED):
        raise BadValue(f"discount mode {visible(discount_mode)[:20]!r} is not one of {PAYMENT}, {MIXED}")
    whole(prepay, "prepayment", HUNDRED_PERCENT)
    parts = list(instalments)
    if parts:
        net_days = _check_instalments(parts, discount or discount_fixed)
    kept = Terms(
        code=key,
        name=named(name),
        net_days=net_days,
        end_of_month=end_of_month,
        discount_days=discount_days,
        discount=discount,
        discount_fixed=discount_fixed,
        grace_days=grace_days,
        discount_mode=discount_mode,
        instalments=len(parts),
        prepay=prepay,
    )
    terms_id = add(tx, kept, taken)
    tx.add_all(
        TermsPart,
        [
            {"terms_id": terms_id, "position": position, "percent": percent, "net_days": days}
            for position, (percent, days) in enumerate(parts, start=1)
        ],
    )
    tx.record(
        "terms.new", "terms", terms_id, code=key, name=kept.name, net_days=net_days, instalments=parts, prepay=prepay
    )
    return key


def _check_instalments(parts: Sequence[tuple[Percent, int]], discount: int) -> int:
    """The net days of the last part. Raises BadValue where the parts are none that an invoice could be due in."""
    for percent, days in parts:
        whole(percent, "instalment", HUNDRED_PERCENT, least=1)
        whole(days, "net days of an instalment", MOST_DAYS)
    if (together := sum(percent for percent, _ in parts)) != HUNDRED_PERCENT:
        raise BadValue(f"the instalments make up {percent_text(together)} %, not 100 %")
    days_of = [days for _, days in parts]
    if days_of != sorted(set(days_of)):
        told = ", ".join(map(str, days_of))
        raise BadValue(f"each instalment is due later than the one before, not after {told} days")
    if discount:
        raise BadValue("an early-payment discount is for paying the whole invoice; instalments have none")
    return days_of[-1]
