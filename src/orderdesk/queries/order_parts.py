"""What the card of an order is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from orderdesk.queries.attribute_values import Attributed
from orderdesk.queries.events import LoggedEvent
from orderdesk.rules.progress import (
    LineAxes,
    Progress,
    allocated_progress,
    invoiced_progress,
    paid_progress,
    shipped_progress,
)
from orderdesk.rules.tax import RateTotal
from orderdesk.values import Currency, Money, OwnMoney, Percent, Quantity, Rate, UnitPrice


@dataclass(frozen=True, slots=True)
class OrderHeader:
    """The order itself. Amounts in minor units; `freight` is for information and not billed.

    `billed_ahead` is the gross of down payments that no invoice has set off yet.
    """

    number: int
    type: str
    state: str
    customer: str
    name: str
    ship_to: str
    warehouse: str
    terms: str
    po_number: str
    order_date: date
    wanted_date: date
    delivery_rule: str
    carrier: str
    freight: Money
    note: str
    currency: Currency
    rate: Rate
    tax_included: bool
    tax_note: str
    net: Money
    tax: Money
    taxes: tuple[RateTotal, ...]
    gross: Money
    billed_ahead: Money
    entered_by: str
    entered_at: datetime
    submitted_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None
    revision: int
    version: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line. Quantities in stock units; `price` for one `unit` of `factor` stock units; `kind` is the product's.

    `part_of` is the position of the kit that it is a component of; `lots` are what left of it. `wanted` and
    `ship_to` are its own, where it has any; `drop_ship` is delivered by the supplier.
    """

    position: int
    sku: str
    description: str
    kind: str
    unit: str
    factor: Quantity
    axes: LineAxes
    price: UnitPrice | None
    price_source: str
    discount: Percent
    net: Money
    tax: Money
    promised: date | None
    note: str
    part_of: int = 0
    lots: tuple[str, ...] = ()
    wanted: date | None = None
    ship_to: str = ""
    drop_ship: bool = False


@dataclass(frozen=True, slots=True)
class CardHold:
    """A hold, open or decided. `state` is open, released, rejected or lapsed; `signed` every release that was given."""

    id: int
    kind: str
    line: int | None
    message: str
    amount: OwnMoney
    state: str
    needs: str
    raised_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str
    rule: str = ""
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardShipment:
    """What left together.

    Attributes:
        cancelled: why it did not leave after all.
        ship_to: where it goes, where that is not where the order goes.
        direct: it left from the supplier.
    """

    number: int
    pick: int | None
    day: date
    carrier: str
    tracking: str
    packages: int
    weight_grams: int
    cancelled: str = ""
    ship_to: str = ""
    direct: bool = False


@dataclass(frozen=True, slots=True)
class CardInvoice:
    """An invoice or credit note; a credit note's amounts are negative."""

    number: str
    kind: str
    day: date
    due: date
    gross: Money
    open: Money


@dataclass(frozen=True, slots=True)
class CardPick:
    """A pick list that the order is on."""

    number: int
    state: str


@dataclass(frozen=True, slots=True)
class OrderCard:
    """Everything about one order."""

    header: OrderHeader
    lines: tuple[CardLine, ...]
    holds: tuple[CardHold, ...]
    picks: tuple[CardPick, ...]
    shipments: tuple[CardShipment, ...]
    invoices: tuple[CardInvoice, ...]
    events: tuple[LoggedEvent, ...]
    attributes: tuple[Attributed, ...] = ()

    @property
    def open_holds(self) -> tuple[CardHold, ...]:
        """What it waits for now."""
        return tuple(hold for hold in self.holds if hold.state == "open")

    @property
    def allocated(self) -> Progress:
        """How much is reserved or has left."""
        return allocated_progress([line.axes for line in self.lines if line.kind != "kit"])

    @property
    def shipped(self) -> Progress:
        """How much has left."""
        return shipped_progress([line.axes for line in self.lines])

    @property
    def invoiced(self) -> Progress:
        """How much is billed."""
        return invoiced_progress([line.axes for line in self.lines])

    @property
    def paid(self) -> Progress:
        """How much of what was billed is paid."""
        billed = [invoice for invoice in self.invoices if invoice.kind in ("invoice", "down")]
        return paid_progress(sum(invoice.gross for invoice in billed), sum(invoice.open for invoice in billed))
