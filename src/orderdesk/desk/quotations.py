"""Quotations: offered, sent, changed into the next revision, accepted into an order at their price, lost, renewed.

A quotation reserves nothing and counts in nobody's exposure. When its last day has passed it is expired, and shown so
at once; the state itself is written by `expire`, or by the next verb that goes on with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.desk import find, kits, orders
from orderdesk.desk.agreed import agreed_in
from orderdesk.desk.order_lines import add_line, in_stock_units, priced
from orderdesk.desk.order_wide import settle
from orderdesk.desk.outcomes import decide, forget, reason_id
from orderdesk.desk.revisions import keep_said, touched
from orderdesk.desk.totals import recompute
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Customer, Order, OrderLine
from orderdesk.queries import facts
from orderdesk.queries.currencies import currency_of, exchange_of, rate_on
from orderdesk.queries.order_wide import Stood, bought, counted
from orderdesk.queries.settings import settings
from orderdesk.queries.taxes import rate_of, tax_rates
from orderdesk.rules.agreement import days_left, shown_state, too_much
from orderdesk.rules.guard import Findings, guard
from orderdesk.rules.lifecycle import OrderState, OrderType, next_state, require
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import ONE, Money, Quantity, money_text, quantity_text

_ORDER = table(Order)
_OVER = select(_ORDER.c.id, _ORDER.c.number, _ORDER.c.customer_id, _ORDER.c.state, _ORDER.c.valid_until).where(
    _ORDER.c.state.in_(("quotation", "agreed")), _ORDER.c.valid_until < bindparam("a_today")
)
_NUMBER_OF = select(_ORDER.c.number).where(_ORDER.c.id == bindparam("a_order"))


@dataclass(frozen=True, slots=True)
class Sent:
    """A revision as the customer has it; `findings` is what would be said if it were an order now."""

    quotation: int
    revision: int
    valid_until: date
    gross: Money
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of an acceptance: `order` is a draft at the quoted prices, `state` the quotation's own."""

    quotation: int
    order: int
    gross: Money
    state: str


@verb("quotation.new")
def new(
    tx: Transaction,
    customer: str,
    *,
    valid_until: date | None = None,
    wanted: date | None = None,
    po_number: str = "",
    ship_to: int | None = None,
    warehouse: str | None = None,
    note: str = "",
    token: str | None = None,
) -> int:
    """Begin a quotation; its number. The header is an order's; without a day it is good for `quotation_days`."""
    number = orders.new(
        tx, customer, wanted=wanted, po_number=po_number, ship_to=ship_to, warehouse=warehouse, note=note, token=token
    )
    row = find.order(tx, number)
    if row.state == OrderState.DRAFT:  # not when the token was seen before
        _make(tx, row, valid_until)
    return number


@verb("quotation.make")
def make(tx: Transaction, order: int, *, valid_until: date | None = None) -> date:
    """Make a quotation of a draft, as it stands; the day until which it is good.

    Raises:
        Refused: it was an order before, or is a blanket order.
    """
    row = orders.locked(tx, order, "quote")
    if row.submitted_at is not None or row.quotation_id is not None:
        raise Refused(f"order {order} was an order already; quote its goods anew")
    if row.type == OrderType.BLANKET:
        raise Refused(f"{order} is a blanket order; it is agreed, not quoted")
    if row.order_date < tx.today:
        orders.date_today(tx, row)
    return _make(tx, row, valid_until)


def _make(tx: Transaction, row: Row[Any], valid_until: date | None) -> date:
    until = _good_until(tx, valid_until)
    for line in tx.all(facts.LINES, a_order=row.id):
        if line.source_line_id is not None:  # quoted at a blanket order's price, but taken from it by no quotation
            tx.update(OrderLine, line.id, source_line_id=None)
    quotation = next_state(OrderState(row.state), "quote")
    tx.update(Order, row.id, state=quotation, revision=1, valid_until=until)
    tx.record("quotation.make", "order", row.id, state=[row.state, quotation], valid_until=until)
    return until


def _good_until(tx: Transaction, valid_until: date | None) -> date:
    until = valid_until or tx.today + timedelta(days=settings(tx).quotation_days)
    if until < tx.today:
        raise BadValue(f"{until} is past: today, {tx.today}, is the earliest last day")
    return until


@verb("quotation.valid")
def valid(tx: Transaction, quotation: int, valid_until: date) -> None:
    """Give a quotation that is still good another last day."""
    row = orders.locked(tx, quotation, "edit")
    require(OrderState(row.state), "send")
    until = _good_until(tx, valid_until)
    tx.update(Order, row.id, valid_until=until)
    touched(tx, row)
    tx.record("quotation.valid", "order", row.id, valid_until=[row.valid_until, until])


@verb("quotation.send")
def send(tx: Transaction, quotation: int) -> Sent:
    """Note that the customer has it as it stands: what this revision says is kept, and a change makes the next one.

    Raises:
        Refused: nothing on it, a line without a price, or its last day has passed.
    """
    row = orders.locked(tx, quotation, "edit")
    require(OrderState(row.state), "send")
    found = _fit(tx, row)
    if keep_said(tx, row):
        tx.record("quotation.send", "order", row.id, revision=row.revision, gross=row.gross)
    said = tuple(one.message for one in (*found.blocks, *found.holds))
    return Sent(quotation, row.revision, row.valid_until, row.gross, said)


def _fit(tx: Transaction, row: Row[Any]) -> Findings:
    """What the guard would say; refused where a customer could not even read it."""
    found = guard(facts.gather(tx, row).guard)
    bare = [one for one in found.blocks if one.kind in ("no-lines", "no-price")]
    if bare:
        raise Refused(findings=bare)
    return found


@verb("quotation.accept")
def accept(
    tx: Transaction,
    quotation: int,
    lines: Sequence[tuple[int, Quantity | None]] | None = None,
    *,
    reprice: bool = False,
    reason: str | None = None,
    po_number: str | None = None,
    wanted: date | None = None,
    token: str | None = None,
) -> Accepted:
    """Make an order of a quotation, or of a part of it, at the quoted prices; it is a draft, which the guard awaits.

    Args:
        lines: positions, each with a quantity in the line's unit or None for all that is left; None is everything.
        reprice: of a quotation whose last day has passed: renew it at the prices of today first.
        reason: a code, why it was won.
        token: the same token gives the same order again.

    Raises:
        Refused: too late, with the value then and now; more than was quoted and is left.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        made = find.order(tx, int(tx.scalar(_NUMBER_OF, a_order=answered)))
        return Accepted(quotation, made.number, made.gross, find.order(tx, quotation).state)
    row = held(tx, quotation)
    if shown_state(row.state, row.valid_until, tx.today) == OrderState.EXPIRED:
        if not reprice:
            _too_late(tx, row)
        _renew(tx, row, None, reprice=True)
        row = find.order(tx, quotation)
    require(OrderState(row.state), "accept")
    why = reason_id(tx, reason, "won")
    _fit(tx, row)
    keep_said(tx, row)
    made = _ordered(tx, row, lines, po_number, wanted)
    state = row.state
    if all(line.called >= line.ordered - line.cancelled for line in _own_lines(tx, row)):
        state = str(next_state(OrderState(row.state), "accept"))
        tx.update(Order, row.id, state=state, closed_at=tx.now)
        decide(tx, row.id, "won", why)
    tx.record("quotation.accept", "order", row.id, state=[row.state, state], order=made.number, gross=made.gross)
    tx.record("quotation.accept", "order", made.id, quotation=quotation, revision=row.revision)
    remember(tx, token, "quotation.accept", made.id)
    return Accepted(quotation, made.number, made.gross, state)


def _ordered(
    tx: Transaction,
    row: Row[Any],
    lines: Sequence[tuple[int, Quantity | None]] | None,
    po_number: str | None,
    wanted: date | None,
) -> Row[Any]:
    """The draft with what was accepted, written and added up."""
    there = {line.position: line for line in _own_lines(tx, row) if line.ordered > line.cancelled}
    chosen = [(position, None) for position in there] if lines is None else list(lines)
    if len({position for position, _ in chosen}) < len(chosen):
        raise BadValue("a line is named twice; say each once, with its quantity")
    taken: list[tuple[Row[Any], Quantity]] = []
    for position, quantity in chosen:
        line = there.get(position)
        if line is None:
            raise Refused(f"quotation {row.number} has no line {position}")
        left = line.ordered - line.cancelled - line.called
        much = left if quantity is None else in_stock_units(quantity, line.factor)
        if much > left:
            agreed = line.ordered - line.cancelled
            raise Refused(f"line {position}, {line.sku}: {too_much(much, left, agreed)}")
        if much:
            taken.append((line, much))
        elif lines is not None:
            raise Refused(f"line {position}, {line.sku}: all {quantity_text(line.called)} are accepted already")
    if not taken:
        raise Refused(f"nothing of quotation {row.number} is left to accept")
    number = orders.new(
        tx,
        facts.customer_of(tx, row).code,
        wanted=wanted or max(row.wanted_date, tx.today),
        po_number=row.po_number if po_number is None else po_number,
        ship_to=row.ship_to_id,
        type=row.type,
        note=row.note,
        carrier=row.carrier,
        freight=row.freight,
    )
    made = find.order(tx, number)
    tx.update(
        Order,
        made.id,
        quotation_id=row.id,
        warehouse_id=row.warehouse_id,
        terms_id=row.terms_id,
        delivery_rule=row.delivery_rule,
        currency=row.currency,
        rate=rate_on(tx, row.currency, tx.today),
        tax_included=row.tax_included,
        tax_discount=row.tax_discount,
    )
    made = find.order(tx, number)
    for line, much in taken:
        agreed = agreed_in(line, f"quotation {row.number}")
        sold = much * ONE // line.factor
        if sold * line.factor != much * ONE:
            raise BadValue(f"line {line.position}, {line.sku}: {quantity_text(much)} do not come out in {line.unit}")
        own_day = line.wanted if line.wanted is not None and line.wanted >= tx.today else None
        add_line(
            tx, made, line.sku, sold, unit=line.unit, discount=line.discount, note=line.note, agreed=agreed,
            wanted=own_day, ship_to=line.ship_to_id, drop_ship=line.drop_ship,
        )  # fmt: skip
    recompute(tx, made.id)
    return find.order(tx, number)


def _own_lines(tx: Transaction, row: Row[Any]) -> list[Row[Any]]:
    """Its lines without what kits are made of, which comes with them."""
    return [line for line in tx.all(facts.LINES, a_order=row.id) if line.parent_id is None]


def _too_late(tx: Transaction, row: Row[Any]) -> None:
    """Refuse an acceptance after the last day, with what it was worth and what it would be now."""
    before = row.gross
    _reprice(tx, row)
    now = find.order(tx, row.number).gross  # of a transaction that ends in the refusal
    money = currency_of(tx, row.currency)
    raise Refused(
        f"quotation {row.number} was good until {row.valid_until}, {days_left(row.valid_until, tx.today)}: "
        f"{money_text(before, money)} then, {money_text(now, money)} at the prices of today; accept it at those "
        "(re-priced), or renew it"
    )


def held(tx: Transaction, number: int) -> Row[Any]:
    """A quotation or blanket order as it stands, its customer and itself locked, whatever its state."""
    seen = find.order(tx, number)
    tx.lock(Customer, [seen.customer_id])
    tx.lock(Order, [seen.id])
    row = find.order(tx, number)
    if row.valid_until is None:
        raise Refused(f"{number} is an order, no quotation")
    return row


@verb("quotation.lose")
def lose(tx: Transaction, quotation: int, reason: str, note: str = "") -> str:
    """Note that the customer declined, and why; what was accepted of it before stays won. The state after.

    Args:
        reason: the code of one of the site's reasons.
    """
    row = held(tx, quotation)
    if row.type == OrderType.BLANKET:
        raise Refused(f"{quotation} is a blanket order; end it instead")
    accepted = any(line.called for line in tx.all(facts.LINES, a_order=row.id))
    outcome = "won" if accepted else "lost"
    state = next_state(OrderState(row.state), "accept" if accepted else "lose")
    why = reason_id(tx, reason, "lost")
    if why is None:
        raise Refused("a lost quotation needs its reason; see them with: orderdesk quotation reasons")
    tx.update(Order, row.id, state=state, closed_at=tx.now)
    decide(tx, row.id, outcome, why, clean(note, "note", limit=300))
    tx.record("quotation.lose", "order", row.id, state=[row.state, state], reason=reason, note=note)
    return str(state)


@verb("quotation.renew")
def renew(tx: Transaction, quotation: int, *, valid_until: date | None = None, reprice: bool = False) -> date:
    """Take a quotation up again that is expired or lost, or let one run longer; its new last day.

    Args:
        reprice: at the prices of today, those typed by hand too; otherwise it keeps what it said.
    """
    row = held(tx, quotation)
    return _renew(tx, row, valid_until, reprice=reprice)


def _renew(tx: Transaction, row: Row[Any], valid_until: date | None, *, reprice: bool) -> date:
    state = next_state(OrderState(row.state), "renew")
    if row.type == OrderType.BLANKET:
        raise Refused(f"{row.number} is a blanket order; agree it anew until another day")
    if row.state == OrderState.WON:
        raise Refused(f"quotation {row.number} was accepted; copy its goods into another one")
    until = _good_until(tx, valid_until)
    forget(tx, row.id)
    tx.update(Order, row.id, state=state, valid_until=until, closed_at=None)
    touched(tx, find.order(tx, row.number))
    if reprice:
        _reprice(tx, row)
    tx.record(
        "quotation.renew", "order", row.id, state=[row.state, state], valid_until=[row.valid_until, until],
        repriced=reprice,
    )  # fmt: skip
    return until


def _reprice(tx: Transaction, row: Row[Any]) -> None:
    """Every line at today's price and tax rate. What was accepted of a line keeps its price: the rest is a new line."""
    tx.update(Order, row.id, order_date=tx.today, rate=rate_on(tx, row.currency, tx.today))
    today = find.order(tx, row.number)
    buyer = facts.customer_of(tx, row)
    rates = tax_rates(tx, tx.today)
    lines = [line for line in _own_lines(tx, row) if line.ordered - line.cancelled > line.called]
    found = facts.line_offers(tx, buyer, lines, today)
    together = counted(bought(lines)) if found.order_wide else None
    for line in lines:
        if line.called:
            rest = line.ordered - line.cancelled - line.called
            tx.update(OrderLine, line.id, ordered=line.called + line.cancelled)
            if line.kind == "kit":
                kits.scale(tx, line.id, line.called)
            if rest * ONE % line.factor == 0:
                add_line(
                    tx, today, line.sku, rest * ONE // line.factor, unit=line.unit, discount=line.discount,
                    note=line.note, wanted=line.wanted, ship_to=line.ship_to_id, drop_ship=line.drop_ship,
                )  # fmt: skip
            continue
        if line.free_rule_id is not None:
            continue
        chosen = facts.line_receipt(found, line, today.order_date, together)
        tax_now = rate_of(rates, line.tax_class, exempt=buyer.tax_exempt)
        values: dict[str, Any] = tax_now.on(exchange_of(tx, today.currency, today.rate)).columns
        if chosen is not None:
            values |= {**priced(chosen, line.factor), "price_by_hand": False}
        tx.update(OrderLine, line.id, **values)
    if together is not None or any(line.free_rule_id is not None for line in lines):
        settle(tx, today, Stood(lines))  # what is free on this day
    recompute(tx, row.id)


@verb("quotation.expire")
def expire(tx: Transaction) -> tuple[int, ...]:
    """Write down what has expired: quotations and blanket orders whose last day has passed; their numbers."""
    seen = tx.all(_OVER, a_today=tx.today)
    tx.lock(Customer, {row.customer_id for row in seen})
    tx.lock(Order, [row.id for row in seen])
    if tx.dialect != "sqlite":
        seen = tx.all(_OVER, a_today=tx.today)
    done = []
    for row in sorted(seen, key=lambda one: int(one.number)):
        state = next_state(OrderState(row.state), "expire")
        tx.update(Order, row.id, state=state)
        tx.record("quotation.expire", "order", row.id, state=[row.state, state], valid_until=row.valid_until)
        done.append(int(row.number))
    return tuple(done)
