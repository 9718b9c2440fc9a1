"""Entering an order: the draft and its lines, kept as they are typed, and its submission.

Quantities are given in the line's unit and kept in stock units; prices are for one of the line's unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find, goods, kits, supply
from orderdesk.desk.agreed import release_lines, settle_agreed
from orderdesk.desk.allocation import offer, place_of
from orderdesk.desk.attribute_rows import keep_taken_over
from orderdesk.desk.buyers import lock_buyers
from orderdesk.desk.holds import Submitted, confirm_if_free, raise_holds
from orderdesk.desk.ledger import person
from orderdesk.desk.order_basis import order_basis
from orderdesk.desk.order_lines import add_line, line_values, own_values, priced, split_quantity
from orderdesk.desk.order_wide import refuse_free, settle
from orderdesk.desk.revisions import touched, was_sent
from orderdesk.desk.totals import recompute
from orderdesk.desk.upkeep import add, whole
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Address, Customer, Hold, Order, OrderLine
from orderdesk.queries import facts
from orderdesk.queries.currencies import exchange_of, rate_on
from orderdesk.queries.order_wide import Stood, bought, counted, stood
from orderdesk.queries.settings import settings
from orderdesk.queries.taxes import LineTax, rate_of, tax_rates
from orderdesk.rules.agreement import over
from orderdesk.rules.guard import Findings, guard
from orderdesk.rules.lifecycle import OrderState, OrderType, next_state, require
from orderdesk.rules.queue import DeliveryRule
from orderdesk.rules.usual import still_sold_in
from orderdesk.store.numbers import at_least, next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean
from orderdesk.values import (
    MAX_MONEY,
    ONE,
    Money,
    Percent,
    Quantity,
    UnitPrice,
)

_WEIGH_CREDIT = frozenset({"submit", "release", "amend", "reopen"})  # acts after which more may be owed
_ORDER = table(Order)
_LINE = table(OrderLine)
_ADDRESS = table(Address)
_HOLD = table(Hold)
_STANDARD_ADDRESS = (
    select(_ADDRESS.c.id)
    .where(_ADDRESS.c.customer_id == bindparam("a_customer"))
    .order_by((_ADDRESS.c.kind == "shipping").desc(), _ADDRESS.c.standard.desc(), _ADDRESS.c.id)
    .limit(1)
)
_OWN_ADDRESS = select(_ADDRESS.c.id).where(
    _ADDRESS.c.id == bindparam("a_address"), _ADDRESS.c.customer_id == bindparam("a_customer")
)
_NUMBER = select(_ORDER.c.number).where(_ORDER.c.id == bindparam("a_order"))
_DROP_LINES = delete(_LINE).where(_LINE.c.order_id == bindparam("a_order"))
_DROP_LINE = delete(_LINE).where(_LINE.c.id == bindparam("a_line"))
_DROP_HOLDS = delete(_HOLD).where(_HOLD.c.order_id == bindparam("a_order"))
_DROP = delete(_ORDER).where(_ORDER.c.id == bindparam("a_order"))
_PROMISE = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("a_line"))
    .values(promised=bindparam("a_promised"), waiting=bindparam("a_waiting"))
)


@verb("order.new")
def new(
    tx: Transaction,
    customer: str,
    *,
    wanted: date | None = None,
    po_number: str = "",
    ship_to: int | None = None,
    warehouse: str | None = None,
    type: str = "standard",
    note: str = "",
    carrier: str = "",
    freight: Money = 0,
    order_date: date | None = None,
    number: int | None = None,
    token: str | None = None,
) -> int:
    """Begin an order: a draft with the customer's usual ship-to, terms and delivery rule. Its number.

    Args:
        wanted: when the goods should leave; today unless said.
        ship_to: the id of one of the customer's addresses.
        number: the order's own number when it comes from elsewhere; otherwise the next one.
        token: the same token gives the same order again.
    """
    answered = first_answer(tx, token)
    if answered is not None:
        return int(tx.scalar(_NUMBER, a_order=answered))
    buyer = find.customer(tx, customer)
    company = settings(tx)
    if number is None:
        number = next_number(tx, "order")
    else:
        at_least(tx, "order", whole(number, "order number", 2**63 - 1, least=1))
    order_id = add(
        tx,
        Order(
            number=number,
            type=order_type(type),
            customer_id=buyer.id,
            ship_to_id=ship_to_of(tx, buyer.id, ship_to),
            warehouse_id=find.warehouse(tx, warehouse or company.warehouse).id,
            terms_id=buyer.terms_id,
            po_number=clean(po_number, "PO number", limit=40),
            order_date=order_date or tx.today,
            wanted_date=wanted or tx.today,
            delivery_rule=buyer.delivery_rule,
            priority=buyer.priority,
            sourcing=buyer.sourcing or company.sourcing,
            freight=whole(freight, "freight", MAX_MONEY),
            carrier=clean(carrier, "carrier", limit=40),
            note=clean(note, "note", limit=500),
            entered_by=person(tx),
            entered_at=tx.now,
            **order_basis(tx, buyer, order_date or tx.today),
        ),
        f"order {number} exists already; change that one, or take another number",
    )
    tx.record("order.new", "order", order_id, number=number, customer=buyer.code)
    remember(tx, token, "order.new", order_id)
    return number


def order_type(text: str) -> str:
    """What kind of sale a word says: standard, make-to-order, service. Raises BadValue."""
    return _member(OrderType, text.strip().lower().replace("-", "_"), "order type")


def _member(kind: Any, text: str, what: str) -> str:
    try:
        return str(kind(text))
    except ValueError:
        raise BadValue(f"{what} {clean(text, what, limit=40)!r} is not one of {', '.join(kind)}") from None


def ship_to_of(tx: Transaction, customer_id: int, wanted: int | None) -> int | None:
    """The address goods go to: the customer's usual one for None. Raises NotFound for somebody else's."""
    if wanted is None:
        standard = tx.scalar(_STANDARD_ADDRESS, a_customer=customer_id)
        return None if standard is None else int(standard)
    if not find.fits(wanted) or tx.scalar(_OWN_ADDRESS, a_address=wanted, a_customer=customer_id) is None:
        raise NotFound(f"the customer has no address {wanted}")
    return wanted


def locked(tx: Transaction, number: int, act: str) -> Row[Any]:
    """The order as it stands, its customer and itself locked, if the act is possible in its state. Raises Refused."""
    seen = find.order(tx, number)
    if act in _WEIGH_CREDIT:
        lock_buyers(tx, [seen.customer_id])
    else:
        tx.lock(Customer, [seen.customer_id])
    tx.lock(Order, [seen.id])
    order = seen if tx.dialect == "sqlite" else find.order(tx, number)  # there, nobody else has written since BEGIN
    require(OrderState(order.state), act)
    if order.state == OrderState.QUOTATION and act == "edit" and over(order.valid_until, tx.today):
        raise Refused(f"quotation {number} was good until {order.valid_until}; renew it first, then change it")
    return order


@verb("order.change")
def change(
    tx: Transaction,
    order: int,
    *,
    wanted: date | None = None,
    po_number: str | None = None,
    ship_to: int | None = None,
    note: str | None = None,
    delivery_rule: str | None = None,
    carrier: str | None = None,
    type: str | None = None,
) -> None:
    """Change what stands in a draft's header; what is None stays. Lines with a day or place of their own keep it."""
    row = locked(tx, order, "edit")
    values: dict[str, Any] = {
        "type": None if type is None else order_type(type),
        "wanted_date": wanted,
        "po_number": None if po_number is None else clean(po_number, "PO number", limit=40),
        "ship_to_id": None if ship_to is None else ship_to_of(tx, row.customer_id, ship_to),
        "note": None if note is None else clean(note, "note", limit=500),
        "delivery_rule": None if delivery_rule is None else _member(DeliveryRule, delivery_rule, "delivery rule"),
        "carrier": None if carrier is None else clean(carrier, "carrier", limit=40),
    }
    changed = {name: value for name, value in values.items() if value is not None and value != row._mapping[name]}
    if changed:
        tx.update(Order, row.id, **changed)
        touched(tx, row)
        tx.record("order.change", "order", row.id, **{name: [row._mapping[name], new] for name, new in changed.items()})


@verb("order.line")
def line(
    tx: Transaction,
    order: int,
    sku: str,
    quantity: Quantity,
    *,
    unit: str | None = None,
    price: UnitPrice | None = None,
    discount: Percent = 0,
    note: str = "",
    split: bool = False,
    wanted: date | None = None,
    ship_to: int | None = None,
    drop_ship: bool | None = None,
) -> int:
    """Add a line to a draft; its position.

    Args:
        sku: a SKU or a barcode.
        quantity: in `unit` (the barcode's, or the stock unit).
        price: typed by hand, for one of `unit`; None takes the one that applies.
        split: of more than is left of a blanket order take what is left, and the rest as a second line at the ordinary
            price.
        wanted, ship_to: a day and an address (id) of the line's own; None, or the order's, is as the order.
        drop_ship: the supplier delivers it; None is as its product says.

    Raises:
        Refused: more than is left of a blanket order, unless it is to be split.
    """
    row = locked(tx, order, "edit")
    before = stood(tx, row.id)
    if split and price is None:
        first, rest = split_quantity(tx, row, sku, quantity, unit)
    else:
        first, rest = quantity, 0
    values: dict[str, Any] = {"unit": unit, "price": price, "discount": discount, "note": note}
    own = {"wanted": wanted, "ship_to": ship_to, "drop_ship": drop_ship}
    values |= own
    position = add_line(tx, row, sku, first, strict=True, **values)
    fresh = {position}
    if rest:
        recompute(tx, row.id)
        fresh.add(add_line(tx, row, sku, rest, **values))
    settle(tx, row, before, fresh)
    recompute(tx, row.id)
    touched(tx, row)
    tx.record(
        "order.line", "order", row.id, line=position, sku=sku, quantity=quantity, price=price, discount=discount,
        **{name: said for name, said in own.items() if said is not None},
    )  # fmt: skip
    return position


@verb("order.line_change")
def line_change(
    tx: Transaction,
    order: int,
    position: int,
    *,
    quantity: Quantity | None = None,
    price: UnitPrice | None = None,
    discount: Percent | None = None,
    note: str | None = None,
    wanted: date | None = None,
    ship_to: int | None = None,
    drop_ship: bool | None = None,
) -> None:
    """Change a draft's line; what is None stays. A price typed by hand stays when the quantity changes.

    Args:
        wanted, ship_to: the order's own take the line's away.
    """
    row = locked(tx, order, "edit")
    was = find.line(tx, row.id, position)
    refuse_free(was)
    before = stood(tx, row.id)
    values = line_values(tx, row, was, quantity=quantity, price=price, discount=discount)
    values |= own_values(tx, row, was, wanted=wanted, ship_to=ship_to, drop_ship=drop_ship)
    if note is not None:
        values["note"] = clean(note, "note")
    changed = {name: value for name, value in values.items() if value != was._mapping[name]}
    if changed:
        tx.update(OrderLine, was.id, **changed)
        if "ordered" in changed and kits.is_kit(tx, was):
            kits.require_whole(was.description, changed["ordered"])
            kits.scale(tx, was.id, changed["ordered"] - was.cancelled)
        below: dict[str, Any] = {name: changed[name] for name in ("wanted", "ship_to_id") if name in changed}
        if below:
            kits.send(tx, was.id, below)
        settle(tx, row, before, {position} if "ordered" in changed else ())
        recompute(tx, row.id)
        touched(tx, row)
        moved = {name: [was._mapping[name], new] for name, new in changed.items()}
        tx.record("order.line_change", "order", row.id, line=position, **moved)


@verb("order.line_remove")
def line_remove(tx: Transaction, order: int, position: int) -> None:
    """Take a line out of a draft; its position is not given again while later lines stand."""
    row = locked(tx, order, "edit")
    was = find.line(tx, row.id, position)
    refuse_free(was)
    kits.refuse_component(tx, was, "take out")
    before = stood(tx, row.id)
    release_lines(tx, was)
    kits.take_out(tx, was.id)
    tx.change(_DROP_LINE, a_line=was.id)
    settle(tx, row, before)
    recompute(tx, row.id)
    touched(tx, row)
    tx.record("order.line_remove", "order", row.id, line=position, description=was.description, ordered=was.ordered)


@verb("order.discard")
def discard(tx: Transaction, order: int) -> None:
    """Throw a draft away; only its number and its events remain. One that was ever submitted is cancelled instead."""
    row = locked(tx, order, "edit")
    if row.submitted_at is not None:
        raise Refused(f"order {order} was submitted before; cancel it, so that its history stays")
    if was_sent(tx, row):
        raise Refused(f"quotation {order} was sent; mark it as lost, so that what it said stays")
    settle_agreed(tx, row.id, gone=True)
    tx.change(_DROP_LINES, a_order=row.id)
    tx.change(_DROP_HOLDS, a_order=row.id)
    tx.change(_DROP, a_order=row.id)
    tx.record("order.discard", "order", row.id, number=order)


@verb("order.copy")
def copy(tx: Transaction, order: int) -> int:
    """A new draft with the same customer, ship-to and goods, at today's prices; its number."""
    model = find.order(tx, order)
    if model.type == OrderType.BLANKET:
        raise Refused(f"{order} is a blanket order: call off from it, or begin another one")
    buyer = facts.customer_of(tx, model)
    number = new(tx, buyer.code, ship_to=model.ship_to_id, type=model.type)
    row = find.order(tx, number)
    before = stood(tx, row.id)
    added = set()
    for was in bought(tx.all(facts.LINES, a_order=model.id)):
        left = was.ordered - was.cancelled
        unit, factor = still_sold_in(left, was.unit, was.factor, was.stock_unit, find.factor_now(tx, was))
        added.add(
            add_line(
                tx, row, was.sku, left * ONE // factor, unit=unit, ship_to=was.ship_to_id, drop_ship=was.drop_ship
            )
        )
    settle(tx, row, before, added)
    recompute(tx, row.id)
    tx.record("order.copy", "order", row.id, copied_from=order)
    return number


@verb("order.submit")
def submit(tx: Transaction, order: int, *, token: str | None = None) -> Submitted:
    """Place an order: guard it, reserve its goods, and confirm it unless something holds it.

    Args:
        token: the same token gives the first answer again and does nothing.

    Raises:
        Refused: something blocks the order; carries every finding, not only the first.
    """
    if first_answer(tx, token) is not None:
        return _as_it_stands(tx, order)
    row = ready_to_place(tx, order)
    known = facts.gather(tx, row)
    found = guard(known.guard)
    if found.blocks:
        raise Refused(findings=found.blocks)
    answer = place(tx, row, known, found)
    remember(tx, token, "order.submit", row.id)
    return answer


def ready_to_place(tx: Transaction, order: int) -> Row[Any]:
    """A draft that is about to be placed, locked, and an order of today."""
    row = locked(tx, order, "submit")
    if row.type == OrderType.BLANKET:
        raise Refused(f"{order} is a blanket order: it is agreed, not submitted")
    if row.order_date < tx.today:
        date_today(tx, row)
        row = find.order(tx, order)
    return row


def place(tx: Transaction, row: Row[Any], known: facts.Facts, found: Findings) -> Submitted:
    """Place a draft that nothing blocks: into the queue, with its holds; confirmed when it has none."""
    submitted = next_state(OrderState(row.state), "submit")
    tx.update(Order, row.id, state=submitted, submitted_at=tx.now)
    if known.guard.call_offs:
        settle_agreed(tx, row.id)
    stand_in_queue(tx, row, known)
    keep_taken_over(tx, row.id, known)
    standing = raise_holds(tx, row.id, row.gross, found.holds)
    tx.record("order.submit", "order", row.id, state=[row.state, submitted], holds=[hold.kind for hold in found.holds])
    state = confirm_if_free(tx, row.id, submitted, standing)
    made = row.type == OrderType.MAKE_TO_ORDER
    if made or any(line.kind == "made_to_order" or line.order_driven or line.drop_ship for line in known.lines):
        supply.bring_up_to_date(tx, find.order(tx, row.number))
    return Submitted(row.number, state, row.gross, (*found.holds, *found.notes))


def stand_in_queue(tx: Transaction, order: Row[Any], known: facts.Facts) -> None:
    """Promise each line a day, put it in the allocation queue, and offer the queue what is free."""
    stocked = [line for line in known.lines if line.kind not in ("service", "kit") and not line.drop_ship]
    goods.lock_unread(tx, place_of(order), (line.product_id for line in stocked))
    rows = []
    for line in stocked:
        promised = known.promises.get(line.id)
        day = (promised.full_on if promised else None) or max(line.wanted or order.wanted_date, tx.today)
        waits = line.ordered - line.cancelled - line.shipped - line.allocated > 0
        rows.append({"a_line": line.id, "a_promised": line.promised or day, "a_waiting": waits})
    for line in known.lines:
        if line.drop_ship:
            day = max(line.wanted or order.wanted_date, tx.today + timedelta(days=line.lead_days))
            rows.append({"a_line": line.id, "a_promised": line.promised or day, "a_waiting": False})
    tx.change_all(_PROMISE, rows)
    offer(tx, place_of(order), {line.product_id for line in stocked})


def _as_it_stands(tx: Transaction, number: int) -> Submitted:
    order = find.order(tx, number)
    return Submitted(number, order.state, order.gross)


def date_today(tx: Transaction, order: Row[Any]) -> None:
    """A draft of an earlier day is an order of today: its date, its prices, its tax and exchange rates are today's."""
    buyer = facts.customer_of(tx, order)
    lines: Sequence[Row[Any]] = tx.all(facts.LINES, a_order=order.id)
    basis = order_basis(tx, buyer, tx.today)
    if any(line.source_line_id is not None for line in lines):  # what was agreed stays in its currency
        basis = {"rate": rate_on(tx, order.currency, tx.today)}
    tx.update(Order, order.id, order_date=tx.today, wanted_date=max(order.wanted_date, tx.today), **basis)
    today = find.order(tx, order.number)
    rates = tax_rates(tx, tx.today)
    found = facts.line_offers(tx, buyer, lines, today)
    together = counted(bought(lines)) if found.order_wide else None
    taxes: dict[int, LineTax] = {}
    for line in lines:
        tax = rate_of(rates, line.tax_class, exempt=buyer.tax_exempt)
        tax = taxes[line.id] = taxes.get(line.parent_id) or tax.on(exchange_of(tx, today.currency, today.rate))
        values: dict[str, Any] = tax.columns if line.parent_id is None else kits.component_tax(tax)
        own = line.free_rule_id is None and line.parent_id is None and line.source_line_id is None
        if own and not line.price_by_hand:
            chosen = facts.line_receipt(found, line, today.order_date, together)
            values |= {"price": None, "price_source": ""} if chosen is None else priced(chosen, line.factor)
        tx.update(OrderLine, line.id, **values)
    if together is not None or any(line.free_rule_id is not None for line in lines):
        settle(tx, today, Stood(lines))  # what is free on this day
    recompute(tx, order.id)
