"""Orders as files have them: one row a line, with the order's head repeated in each; read and put together here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from orderdesk.exchange.cells import Cells
from orderdesk.rules.lifecycle import OrderType
from orderdesk.values import Money, Percent, Quantity, UnitPrice

REQUIRED = ("number", "customer", "sku", "quantity")
SHIP_TO = ("ship_name", "ship_street", "ship_city", "ship_region", "ship_postcode", "ship_country")
HEAD = (
    "type", "stage", "order_date", "wanted_date", "po_number", "warehouse", "carrier", "tracking", "freight",
    "entered_by", "shipped_date", *SHIP_TO,
)  # fmt: skip
LINE = ("unit", "price", "discount", "note", "line_wanted", "line_ship_to", "drop_ship")
STAGES = (
    "quotation", "draft", "held", "confirmed", "picking", "part_shipped", "shipped", "invoiced", "part_paid", "paid",
    "closed", "cancelled",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in every row of an order. `shipped` and `bill` are of orders that are history."""

    number: int
    customer: str
    type: str = "standard"
    stage: str = ""
    order_date: date | None = None
    wanted_date: date | None = None
    po_number: str = ""
    warehouse: str = ""
    carrier: str = ""
    tracking: str = ""
    freight: Money = 0
    entered_by: str = ""
    ship_to: tuple[str, ...] = ()
    shipped: date | None = None
    bill: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `price` None is the one that the price rules give, and both are for one of `unit`.

    `wanted` and `ship_to` (name or street of one of the customer's addresses) are the line's own; `drop_ship` None is
    as the product says.
    """

    sku: str
    quantity: Quantity
    cells: Cells
    unit: str = ""
    price: UnitPrice | None = None
    discount: Percent = 0
    note: str = ""
    wanted: date | None = None
    ship_to: str = ""
    drop_ship: bool | None = None


@dataclass(slots=True)
class WholeOrder:
    """An order with all its lines; `good` until something about it was wrong."""

    head: Head
    cells: Cells
    lines: list[Line] = field(default_factory=list)
    good: bool = True


def read_head(cells: Cells) -> Head | None:
    """The order that a row belongs to; None when that cannot be told, which is reported."""
    cells.needed("number")
    number, customer = cells.number("number"), cells.key("customer")
    said: dict[str, Any] = {
        "type": cells.one_of("type", tuple(OrderType), "standard"),
        "stage": cells.one_of("stage", STAGES, ""),
        "order_date": cells.day("order_date"),
        "wanted_date": cells.day("wanted_date"),
        "po_number": cells.text("po_number", limit=40),
        "warehouse": cells.code("warehouse"),
        "carrier": cells.text("carrier", limit=40),
        "tracking": cells.text("tracking", limit=60),
        "freight": cells.money("freight") or 0,
        "entered_by": cells.text("entered_by", limit=64),
        "shipped": cells.day("shipped_date"),
    }
    ship_to = tuple(cells.text(column, limit=120) for column in SHIP_TO)
    if number is None or not cells.good:
        return None
    return Head(number, customer, **said, ship_to=ship_to if any(ship_to) else ())


def read_line(cells: Cells) -> Line | None:
    """The line in a row; None when something about it is wrong, which is reported."""
    sku = cells.key("sku")
    cells.needed("quantity")
    quantity = cells.quantity("quantity")
    if quantity == 0:
        cells.wrong("quantity", "is 0; leave the line out")
    line = Line(
        sku,
        quantity or 0,
        cells,
        unit=cells.text("unit", limit=16),
        price=cells.price("price"),
        discount=cells.percent("discount") or 0,
        note=cells.text("note"),
        wanted=cells.day("line_wanted"),
        ship_to=cells.text("line_ship_to", limit=120),
        drop_ship=cells.yes("drop_ship", otherwise=False) if cells.given("drop_ship") else None,
    )
    return line if cells.good else None
