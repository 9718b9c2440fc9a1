"""Another wanted day, or another address, for an order that is placed, or for one of its lines.

Its goods stay, and the place in the allocation queue of an order whose day changes. A line that is given a day of its
own is promised anew, as if it were ordered for that day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk import find, goods, kits
from orderdesk.desk.holds import raise_holds
from orderdesk.desk.order_lines import own_day, own_place
from orderdesk.desk.orders import locked, ship_to_of, stand_in_queue
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Address, ExpectedReceipt, Order, OrderLine, Pick, PickLine
from orderdesk.queries import facts
from orderdesk.queries.exposure import horizon
from orderdesk.rules.guard import guard
from orderdesk.rules.lifecycle import LineAxes
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean

_LINE, _PICK, _PICK_LINE, _EXPECTED = table(OrderLine), table(Pick), table(PickLine), table(ExpectedReceipt)
_BEING_PICKED = (
    select(_PICK.c.number)
    .join(_PICK_LINE, _PICK_LINE.c.pick_id == _PICK.c.id)
    .where(
        _PICK_LINE.c.order_line_id.in_(bindparam("lines", expanding=True)), _PICK.c.state.in_(("open", "picked"))
    )
    .limit(1)
)
_ADDRESS = table(Address)
_PLACE = select(_ADDRESS.c.name, _ADDRESS.c.street, _ADDRESS.c.city).where(_ADDRESS.c.id == bindparam("an_address"))
_ASKED = select(_EXPECTED.c.id, _EXPECTED.c.due).where(
    _EXPECTED.c.order_line_id.in_(bindparam("lines", expanding=True)),
    _EXPECTED.c.kind == "drop",
    _EXPECTED.c.state == "requested",
)


@verb("order.reschedule")
def reschedule(tx: Transaction, order: int, wanted: date, reason: str = "", *, line: int | None = None) -> date:
    """Change when the customer wants a placed order; the day that it was wanted before.

    Args:
        line: only the line at this position; without it, every line that has no day of its own. The order's day takes
            a line's own away.

    Raises:
        BadValue: the day has passed.
        Refused: the order is not placed, or closed; or all of the line has left.
    """
    row = locked(tx, order, "amend")
    if wanted < tx.today:
        raise BadValue(f"{wanted} has passed; order {order} can be wanted from today, {tx.today}, on")
    if line is not None:
        return _reschedule_line(tx, row, line, wanted, reason)
    before: date = row.wanted_date
    if wanted != before:
        tx.update(Order, row.id, wanted_date=wanted, revision=row.revision + 1)
        tx.record(
            "order.reschedule",
            "order",
            row.id,
            wanted_date=[before, wanted],
            reason=clean(reason, "reason", limit=300),
            revision=row.revision + 1,
        )
        _ask_again(tx, row, before, wanted)
    return before


def _ask_again(tx: Transaction, order: Row[Any], before: date, wanted: date) -> None:
    """What comes nearer than the horizon counts as exposure from now on: hold it where it is too much."""
    last = horizon(tx)
    if last is not None and before > last >= wanted:
        known = facts.gather(tx, find.order(tx, order.number))
        raise_holds(tx, order.id, order.gross, guard(known.guard).holds)


def _reschedule_line(tx: Transaction, order: Row[Any], position: int, wanted: date, reason: str) -> date:
    goods.lock_of_order(tx, order)
    was = _open_line(tx, order, position)
    before: date = was.wanted or order.wanted_date
    if wanted == before:
        return before
    lines = [was, *kits.below(tx, was.id)]
    for one in lines:
        tx.update(OrderLine, one.id, wanted=own_day(order, wanted), promised=None)
    for asked in tx.all(_ASKED, lines=[one.id for one in lines]):
        tx.update(ExpectedReceipt, asked.id, due=max(tx.today, wanted))
    tx.update(Order, order.id, revision=order.revision + 1)
    tx.record(
        "order.reschedule", "order", order.id, line=position, wanted=[before, wanted],
        reason=clean(reason, "reason", limit=300), revision=order.revision + 1,
    )  # fmt: skip
    stand_in_queue(tx, order, facts.gather(tx, find.order(tx, order.number)))
    _ask_again(tx, order, before, wanted)
    return before


@verb("order.redirect")
def redirect(tx: Transaction, order: int, ship_to: int, reason: str = "", *, line: int | None = None) -> None:
    """Send a placed order, or one of its lines, to another of the customer's addresses.

    Args:
        ship_to: the address's id. The order's own takes a line's away.
        line: only the line at this position; without it, every line that has no address of its own.

    Raises:
        Refused: it is being picked, all of it has left, or the order is not open.
    """
    row = locked(tx, order, "amend")
    why = clean(reason, "reason", limit=300)
    if line is None:
        lines = [one for one in tx.all(facts.LINES, a_order=row.id) if one.ship_to_id is None]
        values: dict[str, Any] = {"ship_to_id": ship_to_of(tx, row.customer_id, ship_to)}
        before, after = row.ship_to_id, values["ship_to_id"]
    else:
        was = _open_line(tx, row, line)
        lines = [was, *kits.below(tx, was.id)]
        values = {"ship_to_id": own_place(tx, row, ship_to)}
        before, after = was.ship_to_id or row.ship_to_id, ship_to
    if before == after:
        return
    pick = tx.scalar(_BEING_PICKED, lines=[one.id for one in lines] or [0])
    if pick is not None:
        raise Refused(f"order {order}: it is being picked (pick list {pick}); cancel that pick list first")
    if line is None:
        tx.update(Order, row.id, **values)
    else:
        for one in lines:
            tx.update(OrderLine, one.id, **values)
    tx.update(Order, row.id, revision=row.revision + 1)
    at = {} if line is None else {"line": line}
    tx.record(
        "order.redirect", "order", row.id, **at, ship_to=[_where(tx, before), _where(tx, after)], reason=why,
        revision=row.revision + 1,
    )  # fmt: skip


def _where(tx: Transaction, address: int | None) -> str:
    """An address in words."""
    row = tx.first(_PLACE, an_address=address or 0)
    words = [] if row is None else [part for part in (row.name, row.street, row.city) if part]
    return ", ".join(words) or (f"address {address}" if address else "")


def _open_line(tx: Transaction, order: Row[Any], position: int) -> Row[Any]:
    was = find.line(tx, order.id, position)
    kits.refuse_component(tx, was, "change")
    if not LineAxes(was.ordered, shipped=was.shipped, cancelled=was.cancelled).open:
        raise Refused(f"line {position} of order {order.number}: nothing of it is still to leave")
    return was
