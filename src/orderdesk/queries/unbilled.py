"""What has left and is not billed yet: by customer, with what of it is due by the customer's rule, and by order line.

Only orders that are still open are looked at: one closes when nothing of it is left to ship or to bill. Amounts gross
in minor units, quantities in stock units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, case, func, select

from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import Customer, Order, OrderLine, Product, ServiceDone, Shipment, ShipmentLine
from orderdesk.queries.customers_named import named_so
from orderdesk.queries.listing import Exported, Listing, Sums
from orderdesk.queries.settings import settings
from orderdesk.rules.billing import COMBINING, Billing, due_until, why
from orderdesk.store.transaction import Reading, one_of, table
from orderdesk.values import Money, Quantity, divide_half_up

FEW = 500  # customers, up to whom a foot adds their amounts up

_ORDER, _LINE, _PRODUCT, _CUSTOMER = table(Order), table(OrderLine), table(Product), table(Customer)
_SHIPMENT, _SHIPMENT_LINE = table(Shipment), table(ShipmentLine)
_UNBILLED = _LINE.c.shipped - _LINE.c.returned - _LINE.c.invoiced
_LEFT = case((_PRODUCT.c.kind.in_(("service", "kit")), 0), else_=_LINE.c.ordered - _LINE.c.cancelled - _LINE.c.shipped)
_ALIKE = ("ship_to_id", "terms_id", "currency", "tax_included", "tax_discount", "tax_note")
_COLUMNS = (_ORDER.c.id, _ORDER.c.number, *(_ORDER.c[name] for name in _ALIKE))
_ORDERS = (
    select(*_COLUMNS, (func.max(_LEFT) <= 0).label("complete"))
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_ORDER.c.customer_id == bindparam("a_customer"), one_of(_ORDER.c.state, "confirmed"))
    .group_by(*_COLUMNS)
    .having(func.max(_UNBILLED) > 0)
    .order_by(_ORDER.c.number)
)
_LINES = (
    select(
        _ORDER.c.customer_id,
        _ORDER.c.id.label("order_id"),
        _ORDER.c.number,
        _LINE.c.id,
        _LINE.c.position,
        _PRODUCT.c.sku,
        _LINE.c.shipped,
        _LINE.c.returned,
        _LINE.c.invoiced,
        _UNBILLED.label("unbilled"),
        (_LINE.c.ordered - _LINE.c.cancelled).label("due"),
        (_LINE.c.net + _LINE.c.tax).label("gross"),
    )
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(one_of(_ORDER.c.state, "confirmed"), _UNBILLED > 0)
    .order_by(_ORDER.c.customer_id, _ORDER.c.number, _LINE.c.position)
)
_LINES_OF = _LINES.where(_ORDER.c.customer_id.in_(bindparam("customers", expanding=True)))
_INCOMPLETE = (
    select(_LINE.c.order_id)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.order_id.in_(bindparam("orders", expanding=True)))
    .group_by(_LINE.c.order_id)
    .having(func.max(_LEFT) > 0)
)
_LEFT_ON = (
    select(_SHIPMENT_LINE.c.order_line_id, _SHIPMENT.c.day, func.sum(_SHIPMENT_LINE.c.quantity).label("quantity"))
    .join(_SHIPMENT, _SHIPMENT.c.id == _SHIPMENT_LINE.c.shipment_id)
    .where(_SHIPMENT.c.order_id.in_(bindparam("orders", expanding=True)))
    .group_by(_SHIPMENT_LINE.c.order_line_id, _SHIPMENT.c.day)
)
_SERVICE = table(ServiceDone)
_DONE_ON = (
    select(_SERVICE.c.order_line_id, _SERVICE.c.day, func.sum(_SERVICE.c.quantity).label("quantity"))
    .join(_LINE, _LINE.c.id == _SERVICE.c.order_line_id)
    .where(_LINE.c.order_id.in_(bindparam("orders", expanding=True)), _SERVICE.c.undone_at.is_(None))
    .group_by(_SERVICE.c.order_line_id, _SERVICE.c.day)
)
_SOME = (
    select(_ORDER.c.id)
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .where(_ORDER.c.customer_id == _CUSTOMER.c.id, one_of(_ORDER.c.state, "confirmed"), _UNBILLED > 0)
    .correlate(_CUSTOMER)
    .exists()
)


@dataclass(frozen=True, slots=True)
class ToBill:
    """What is not billed yet of one customer.

    Attributes:
        rule: when its goods are billed, and `why` with its days.
        orders: how many have something to bill; `invoices` how many invoices a run would post now.
        due: what is due by the rule; `later` what waits.
        since: the first day of which something is not billed.
        blocked: the customer's block keeps invoices back.
    """

    customer: str
    name: str
    rule: str
    orders: int
    invoices: int
    due: Money
    later: Money
    since: date | None
    blocked: bool
    why: str


@dataclass(frozen=True, slots=True)
class UnbilledLine:
    """One order line: shipped − returned = billed + to bill. `due` says whether the customer's rule bills it now."""

    order: int
    position: int
    sku: str
    shipped: Quantity
    returned: Quantity
    billed: Quantity
    to_bill: Quantity
    amount: Money
    due: bool


def billable_orders(reading: Reading, customer_id: int) -> Sequence[Row[Any]]:
    """The orders of a customer with something to bill; `complete` where nothing is left to ship."""
    return reading.all(_ORDERS, a_customer=customer_id)


def row_group(row: Row[Any]) -> tuple[Any, ...]:
    """What orders that stand on one invoice have in common."""
    return tuple(row._mapping[name] for name in _ALIKE)


def unbilled_lines(reading: Reading, customer: str | None = None) -> tuple[UnbilledLine, ...]:
    """Every order line of which something is to be billed, of everybody or one customer (its code)."""
    statement = select(_CUSTOMER).where(_SOME)
    if customer is not None:
        statement = statement.where(_CUSTOMER.c.code == customer.strip().upper())
    return tuple(line for one in reading.all(statement) for line in _of(reading, [one])[one.id])


def _of(reading: Reading, customers: Sequence[Row[Any]]) -> dict[int, list[UnbilledLine]]:
    """The lines of each customer, by its id. A line that is due in part stands twice."""
    rows = reading.all(_LINES_OF, customers=[one.id for one in customers] or [0])
    orders = sorted({row.order_id for row in rows}) or [0]
    incomplete = {row.order_id for row in reading.all(_INCOMPLETE, orders=orders)}
    left: dict[int, list[Row[Any]]] = {}
    for one in (*reading.all(_LEFT_ON, orders=orders), *reading.all(_DONE_ON, orders=orders)):
        left.setdefault(one.order_line_id, []).append(one)
    rules = {one.id: _rule(reading, one) for one in customers}
    found: dict[int, list[UnbilledLine]] = {one.id: [] for one in customers}
    for row in rows:
        rule = rules[row.customer_id]
        until = due_until(rule, reading.today)
        since = sum(int(one.quantity) for one in left.get(row.id, ()) if until is not None and one.day > until)
        waits = until is None or (rule is Billing.ORDER and row.order_id in incomplete)
        due = 0 if waits else max(0, row.unbilled - since)
        for quantity, is_due in ((due, True), (row.unbilled - due, False)):
            if quantity:
                amount = divide_half_up(row.gross * quantity, row.due) if row.due else 0
                found[row.customer_id].append(
                    UnbilledLine(
                        row.number, row.position, row.sku, row.shipped, row.returned, row.invoiced, quantity, amount,
                        is_due,
                    )
                )  # fmt: skip
    return found


def _rule(reading: Reading, customer: Row[Any]) -> Billing:
    return Billing(customer.billing or settings(reading).billing)


def to_bill(reading: Reading, customers: Sequence[Row[Any]]) -> list[ToBill]:
    """What is to be billed of these customers (whole rows), in their order."""
    lines = _of(reading, customers)
    days = _first_days(reading, customers)
    return [_to_bill(reading, one, lines[one.id], days.get(one.id)) for one in customers]


def _to_bill(reading: Reading, customer: Row[Any], lines: Iterable[UnbilledLine], since: date | None) -> ToBill:
    lines, rule = list(lines), _rule(reading, customer)
    due = {line.order for line in lines if line.due}
    return ToBill(
        customer=customer.code,
        name=customer.name,
        rule=rule,
        orders=len({line.order for line in lines}),
        invoices=len(_groups(reading, customer, due)) if rule in COMBINING else len(due),
        due=sum(line.amount for line in lines if line.due),
        later=sum(line.amount for line in lines if not line.due),
        since=since,
        blocked=customer.block in ("invoice", "all"),
        why=why(rule, reading.today),
    )


def _groups(reading: Reading, customer: Row[Any], numbers: set[int]) -> set[tuple[Any, ...]]:
    rows = billable_orders(reading, customer.id) if numbers else ()
    return {row_group(row) for row in rows if row.number in numbers}


_FIRST = (
    select(_ORDER.c.customer_id, func.min(_SHIPMENT.c.day).label("day"))
    .join(_LINE, _LINE.c.order_id == _ORDER.c.id)
    .join(_SHIPMENT_LINE, _SHIPMENT_LINE.c.order_line_id == _LINE.c.id)
    .join(_SHIPMENT, _SHIPMENT.c.id == _SHIPMENT_LINE.c.shipment_id)
    .where(
        _ORDER.c.customer_id.in_(bindparam("customers", expanding=True)),
        one_of(_ORDER.c.state, "confirmed"),
        _UNBILLED > 0,
    )
    .group_by(_ORDER.c.customer_id)
)


def _first_days(reading: Reading, customers: Sequence[Row[Any]]) -> dict[int, date]:
    rows = reading.all(_FIRST, customers=[one.id for one in customers] or [0])
    return {row.customer_id: row.day for row in rows}


# A page at a time -----------------------------------------------------------------------------------------------------


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found = [_SOME, *named_so(wanted)]
    if rules := wanted.among("rule"):
        found.append(_CUSTOMER.c.billing.in_(rules))
    return found


def _page(reading: Reading, wanted: Filter, after: ToBill | None, limit: int) -> Sequence[ToBill]:
    """By the customer's code; with `due` customers are looked at until the page is full."""
    statement = select(_CUSTOMER).where(*_conditions(wanted)).order_by(_CUSTOMER.c.code).limit(limit)
    code, found = (None if after is None else after.customer), list[ToBill]()
    while len(found) < limit:
        customers = reading.all(statement if code is None else statement.where(_CUSTOMER.c.code > code))
        found += [one for one in to_bill(reading, customers) if one.due or not wanted.flag("due")]
        if len(customers) < limit:
            break
        code = customers[-1].code
    return found[:limit]


def _summed(reading: Reading, wanted: Filter) -> Sums:
    rows = _page(reading, wanted, None, FEW + 1)
    return Sums(FEW, more=True) if len(rows) > FEW else Sums(len(rows), sum(row.due for row in rows))


TO_BILL: Listing[ToBill] = Listing(
    name="billing",
    fields=(
        Field("customer", Kind.TEXT, "whose code begins so"),
        Field("due", Kind.FLAG, "of whom something is due by the rule"),
        Field("rule", Kind.WORDS, "with this rule on its card", tuple(Billing)),
    ),
    page=_page,
    key=lambda row: row.customer,
    sums=_summed,
    exported=(
        Exported("customer", lambda row: row.customer),
        Exported("name", lambda row: row.name),
        Exported("rule", lambda row: row.rule),
        Exported("orders", lambda row: row.orders),
        Exported("invoices", lambda row: row.invoices),
        Exported("due", lambda row: row.due, "money"),
        Exported("later", lambda row: row.later, "money"),
        Exported("since", lambda row: row.since),
    ),
)
