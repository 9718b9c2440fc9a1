"""What lines take from quotations and blanket orders, kept on both sides in one guarded update.

A line that takes keeps the price that was agreed. An accepted quotation's line takes from when the order is entered; a
call-off takes when its order is submitted, for a draft binds nobody. Whoever cancels gives back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from orderdesk.errors import Refused
from orderdesk.models import Order, OrderLine, Product, QuotationOutcome
from orderdesk.rules.agreement import too_much
from orderdesk.rules.lifecycle import OrderState, next_state
from orderdesk.store.transaction import Transaction, table
from orderdesk.values import Percent, Quantity, UnitPrice, quantity_text

_PLACED = (OrderState.SUBMITTED, OrderState.CONFIRMED, OrderState.CLOSED)
_LINE = table(OrderLine)
_ORDER = table(Order)
_OUTCOME = table(QuotationOutcome)
_SOURCE = _LINE.alias("source_line")
_OF = _ORDER.alias("source_order")
_LINKED = (
    select(
        _LINE.c.id,
        _LINE.c.position,
        _LINE.c.called,
        (_LINE.c.ordered - _LINE.c.cancelled).label("due"),
        _ORDER.c.state,
        _SOURCE.c.id.label("source_id"),
        (_SOURCE.c.ordered - _SOURCE.c.cancelled).label("agreed"),
        _SOURCE.c.called.label("taken"),
        _SOURCE.c.call_most,
        _OF.c.id.label("of_id"),
        _OF.c.number,
        _OF.c.type,
        _OF.c.state.label("of_state"),
        table(Product).c.sku,
    )
    .join(_ORDER, _ORDER.c.id == _LINE.c.order_id)
    .join(_SOURCE, _SOURCE.c.id == _LINE.c.source_line_id)
    .join(_OF, _OF.c.id == _SOURCE.c.order_id)
    .join(table(Product), table(Product).c.id == _LINE.c.product_id)
    .where(_LINE.c.order_id == bindparam("a_order"), _LINE.c.source_line_id.is_not(None))
    .order_by(_SOURCE.c.id, _LINE.c.position)
)
_TAKE = (
    update(_LINE)
    .where(
        _LINE.c.id == bindparam("a_line"),
        _LINE.c.called + bindparam("a_quantity") >= 0,
        _LINE.c.called + bindparam("a_quantity") <= bindparam("a_most"),
    )
    .values(called=_LINE.c.called + bindparam("a_quantity"))
)
_GIVE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"), _LINE.c.called >= bindparam("a_quantity"))
    .values(called=_LINE.c.called - bindparam("a_quantity"))
)
_NOTE = update(_LINE).where(_LINE.c.id == bindparam("a_line")).values(called=bindparam("a_called"))
_ACCEPTED = select(func.coalesce(func.sum(_LINE.c.called), 0)).where(_LINE.c.order_id == bindparam("a_order"))
_LEFT = (
    select(
        _SOURCE.c.called,
        _SOURCE.c.call_most,
        (_SOURCE.c.ordered - _SOURCE.c.cancelled).label("agreed"),
        _OF.c.number,
        _OF.c.type,
    )
    .join(_OF, _OF.c.id == _SOURCE.c.order_id)
    .where(_SOURCE.c.id == bindparam("a_line"))
)
_FORGET = delete(_OUTCOME).where(_OUTCOME.c.order_id == bindparam("a_order"))


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a line takes over from a quotation or a blanket order.

    Attributes:
        line_id: the line that it takes from.
        price: for one of its unit, which holds `factor` stock units.
        by_hand: whether the price was typed by hand there; then it is held against the band here too.
        source: what is said of the price: quotation 1042.
    """

    line_id: int
    price: UnitPrice | None
    factor: Quantity
    by_hand: bool
    source: str


def agreed_in(line: Row[Any], source: str) -> Agreed:
    """What an order's line takes over from this one."""
    return Agreed(line.id, line.price, line.factor, line.price_by_hand, source)


def settle_agreed(tx: Transaction, order_id: int, *, gone: bool = False) -> None:
    """Take what the order's lines take by now, or give back what they do not any more.

    Args:
        gone: the order's lines are about to be deleted: they take nothing.

    Raises:
        Refused: more than is left, or of a blanket order that is not in force; with the figures.
    """
    quotations = set()
    for row in tx.all(_LINKED, a_order=order_id):
        takes = not gone and (row.state in _PLACED if row.type == "blanket" else row.state != OrderState.CANCELLED)
        more = (row.due if takes else 0) - row.called
        if not more:
            continue
        if more < 0:
            _move(tx, _GIVE, row, a_line=row.source_id, a_quantity=-more)
            if row.type != "blanket":
                quotations.add((row.of_id, row.of_state))
        else:
            if row.type == "blanket" and row.of_state != OrderState.AGREED:
                raise Refused(f"{row.sku}: blanket order {row.number} is {row.of_state}; nothing can be called off")
            most = row.call_most if row.type == "blanket" else row.agreed
            _move(tx, _TAKE, row, a_line=row.source_id, a_quantity=more, a_most=most)
        tx.change(_NOTE, a_line=row.id, a_called=row.called + more)
    for quotation_id, state in sorted(quotations):
        if state == OrderState.WON and not int(tx.scalar(_ACCEPTED, a_order=quotation_id)):
            open_again = next_state(OrderState.WON, "renew")
            tx.update(Order, quotation_id, state=open_again, closed_at=None)
            tx.change(_FORGET, a_order=quotation_id)
            tx.record(
                "quotation.renew", "order", quotation_id, state=[state, open_again], reason="its order was undone"
            )


def _move(tx: Transaction, statement: Any, row: Row[Any], **values: int) -> None:
    if tx.change(statement, **values) != 1:
        kind = "blanket order" if row.type == "blanket" else "quotation"
        most = row.call_most if row.type == "blanket" else row.agreed
        now = tx.first(_LEFT, a_line=row.source_id)
        left = max(0, most - (now.called if now else row.taken) + row.called)
        raise Refused(f"line {row.position}, {row.sku}: {kind} {row.number}: {too_much(row.due, left, row.agreed)}")


def release_lines(tx: Transaction, line: Row[Any]) -> None:
    """One line is about to be deleted: what it takes goes back; what is taken from it keeps it there."""
    if line.source_line_id is None:
        if line.called:
            raise Refused(f"line {line.position} stays: {quantity_text(line.called)} of it are in orders already")
        return
    if line.called:
        tx.change(_GIVE, a_line=line.source_line_id, a_quantity=line.called)


def refuse_against_agreement(
    tx: Transaction, was: Row[Any], quantity: Quantity | None, price: UnitPrice | None, discount: Percent | None
) -> None:
    """Raises Refused for a change that an agreement does not allow; `quantity` in the line's unit."""
    if was.source_line_id is None and not was.called:
        return
    changes_price = (price is not None and price != was.price) or (discount is not None and discount != was.discount)
    if was.source_line_id is None:  # a quotation's own line, some of it accepted
        if changes_price:
            raise Refused(f"line {was.position} keeps its price: {quantity_text(was.called)} of it are accepted at it")
        if quantity is not None and quantity * was.factor // 1_000 < was.called:
            raise Refused(f"line {was.position} cannot go below the {quantity_text(was.called)} that are accepted")
        return
    if changes_price:
        raise Refused(
            f"line {was.position} is at the price of {was.price_source}, which was agreed; take it out and enter it "
            "anew to price it otherwise"
        )
    if quantity is not None:
        source = tx.first(_LEFT, a_line=was.source_line_id)
        assert source is not None  # a foreign key
        most = source.call_most if source.type == "blanket" else source.agreed
        wanted, left = quantity * was.factor // 1_000, most - source.called + was.called
        if wanted > left:
            raise Refused(f"line {was.position}: {was.price_source}: {too_much(wanted, max(0, left), source.agreed)}")
