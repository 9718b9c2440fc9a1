"""One order as it stands: what was promised, how far each line is, what holds it, what left, what was billed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from orderdesk.errors import NotFound
from orderdesk.models import (
    Address,
    Customer,
    Hold,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    Pick,
    PickLine,
    Product,
    Shipment,
    Terms,
    User,
    Warehouse,
)
from orderdesk.queries.approval_table import releases, signature
from orderdesk.queries.attribute_values import Attributed, shown_on_order, values_of
from orderdesk.queries.currencies import shown_in
from orderdesk.queries.events import LoggedEvent, event_log, events_of
from orderdesk.queries.lots import lots_shipped
from orderdesk.queries.order_list import ListedOrder, axes_of, order_list
from orderdesk.queries.order_parts import (
    CardHold,
    CardInvoice,
    CardLine,
    CardPick,
    CardShipment,
    OrderCard,
    OrderHeader,
)
from orderdesk.queries.site_rules import site_rules
from orderdesk.queries.taxes import taxes_of
from orderdesk.rules.agreement import shown_state
from orderdesk.rules.approval import Route
from orderdesk.store.transaction import Reading, table

__all__ = ["ListedOrder", "LoggedEvent", "OrderCard", "event_log", "order_card", "order_list"]

_ORDER, _LINE, _HOLD, _CUSTOMER = table(Order), table(OrderLine), table(Hold), table(Customer)
_PRODUCT, _SHIPMENT, _INVOICE = table(Product), table(Shipment), table(Invoice)
_INVOICE_LINE = table(InvoiceLine)
_PICK, _PICK_LINE = table(Pick), table(PickLine)
_ADDRESS, _TERMS, _WAREHOUSE, _USER = table(Address), table(Terms), table(Warehouse), table(User)

_OWN_PLACE = (_ADDRESS.c.name.label("place"), _ADDRESS.c.street, _ADDRESS.c.city)
_HEADER = (
    select(
        _ORDER,
        _CUSTOMER.c.code.label("customer"),
        _CUSTOMER.c.name,
        _WAREHOUSE.c.code.label("warehouse"),
        _TERMS.c.code.label("terms"),
        _USER.c.login,
        _ADDRESS.c.name.label("ship_name"),
        _ADDRESS.c.street,
        _ADDRESS.c.postcode,
        _ADDRESS.c.city,
        _ADDRESS.c.country,
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _ORDER.c.customer_id)
    .join(_WAREHOUSE, _WAREHOUSE.c.id == _ORDER.c.warehouse_id)
    .join(_TERMS, _TERMS.c.id == _ORDER.c.terms_id)
    .join(_USER, _USER.c.id == _ORDER.c.entered_by, isouter=True)
    .join(_ADDRESS, _ADDRESS.c.id == _ORDER.c.ship_to_id, isouter=True)
    .where(_ORDER.c.number == bindparam("a_number"))
)
_LINES = (
    select(_LINE, _PRODUCT.c.sku, _PRODUCT.c.kind, _PRODUCT.c.tracking, *_OWN_PLACE)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(_ADDRESS, _ADDRESS.c.id == _LINE.c.ship_to_id)
    .where(_LINE.c.order_id == bindparam("an_order"))
    .order_by(_LINE.c.position)
)
_HOLDS = (
    select(_HOLD, _USER.c.login)
    .join(_USER, _USER.c.id == _HOLD.c.decided_by, isouter=True)
    .where(_HOLD.c.order_id == bindparam("an_order"))
    .order_by(_HOLD.c.id)
)
_SHIPMENTS = (
    select(_SHIPMENT, _PICK.c.number.label("pick"), *_OWN_PLACE)
    .join(_PICK, _PICK.c.id == _SHIPMENT.c.pick_id, isouter=True)
    .outerjoin(_ADDRESS, _ADDRESS.c.id == _SHIPMENT.c.ship_to_id)
    .where(_SHIPMENT.c.order_id == bindparam("an_order"))
    .order_by(_SHIPMENT.c.id)
)
_BILLING = (
    select(_INVOICE_LINE.c.invoice_id)
    .join(_LINE, _LINE.c.id == _INVOICE_LINE.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("an_order"))
)
_INVOICES = (
    select(_INVOICE)
    .where(or_(_INVOICE.c.order_id == bindparam("an_order"), _INVOICE.c.id.in_(_BILLING)))
    .order_by(_INVOICE.c.id)
)
_PICKS = (
    select(_PICK.c.id, _PICK.c.number, _PICK.c.state)
    .join(_PICK_LINE, _PICK_LINE.c.pick_id == _PICK.c.id)
    .join(_LINE, _LINE.c.id == _PICK_LINE.c.order_line_id)
    .where(_LINE.c.order_id == bindparam("an_order"))
    .distinct()
    .order_by(_PICK.c.number)
)


def order_card(reading: Reading, number: int) -> OrderCard:
    """The order with this number. Raises NotFound."""
    row = reading.first(_HEADER, a_number=number) if abs(number) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no order {number}")
    lines = reading.all(_LINES, an_order=row.id)
    positions = {line.id: line.position for line in lines}
    lots = lots_shipped(reading, row.id) if any(line.tracking != "none" for line in lines) else {}
    shipments = reading.all(_SHIPMENTS, an_order=row.id)
    invoices = reading.all(_INVOICES, an_order=row.id)
    picks = reading.all(_PICKS, an_order=row.id)
    holds = reading.all(_HOLDS, an_order=row.id)
    given = releases(reading, [hold.id for hold in holds])
    return OrderCard(
        header=_header(reading, row, lines),
        lines=tuple(_line(line, positions.get(line.parent_id, 0), tuple(lots.get(line.id, ()))) for line in lines),
        holds=tuple(_hold(hold, given.get(hold.id, ())) for hold in holds),
        picks=tuple(CardPick(pick.number, pick.state) for pick in picks),
        shipments=tuple(
            CardShipment(
                one.number,
                one.pick,
                one.day,
                one.carrier,
                one.tracking,
                one.packages,
                one.weight_grams,
                one.cancel_reason,
                _place(one),
                one.direct,
            )
            for one in shipments
        ),
        invoices=tuple(CardInvoice(one.number, one.kind, one.day, one.due, one.gross, one.open) for one in invoices),
        events=events_of(
            reading,
            order=[row.id],
            pick=[pick.id for pick in picks],
            shipment=[one.id for one in shipments],
            invoice=[one.id for one in invoices],
        ),
        attributes=_attributes(reading, row, lines),
    )


def _attributes(reading: Reading, row: Row[Any], lines: Sequence[Row[Any]]) -> tuple[Attributed, ...]:
    """What the company wants to know of it beside the usual."""
    site = site_rules(reading)
    if not site.definitions:
        return ()
    values = values_of(reading, row.id, row.customer_id, [(line.id, line.product_id) for line in lines], site)
    return shown_on_order(site, values, [(line.id, line.position) for line in lines])


def _header(reading: Reading, row: Row[Any], lines: Sequence[Row[Any]]) -> OrderHeader:
    currency = shown_in(reading, row.currency)
    place = " ".join(part for part in (row.postcode, row.city) if part)
    return OrderHeader(
        number=row.number,
        type=row.type,
        state=shown_state(row.state, row.valid_until, reading.today),
        customer=row.customer,
        name=row.name,
        ship_to=", ".join(part for part in (row.ship_name, row.street, place, row.country) if part),
        warehouse=row.warehouse,
        terms=row.terms,
        po_number=row.po_number,
        order_date=row.order_date,
        wanted_date=row.wanted_date,
        delivery_rule=row.delivery_rule,
        carrier=row.carrier,
        freight=row.freight,
        note=row.note,
        currency=currency,
        rate=row.rate,
        tax_included=row.tax_included,
        tax_note=row.tax_note,
        net=row.net,
        tax=row.tax,
        taxes=taxes_of(row, lines, currency.decimals),
        gross=row.gross,
        billed_ahead=row.billed_ahead,
        entered_by=row.login or "",
        entered_at=row.entered_at,
        submitted_at=row.submitted_at,
        confirmed_at=row.confirmed_at,
        closed_at=row.closed_at,
        revision=row.revision,
        version=row.version,
    )


def _place(row: Row[Any]) -> str:
    """Where a line or shipment goes that does not go where the order goes."""
    return ", ".join(part for part in (row.place, row.street, row.city) if part)


def _line(row: Row[Any], part_of: int, lots: tuple[str, ...]) -> CardLine:
    return CardLine(
        position=row.position,
        sku=row.sku,
        description=row.description,
        kind=row.kind,
        unit=row.unit,
        factor=row.factor,
        axes=axes_of(row),
        price=row.price,
        price_source=row.price_source,
        discount=row.discount,
        net=row.net,
        tax=row.tax,
        promised=row.promised,
        note=row.note,
        part_of=part_of,
        wanted=row.wanted,
        ship_to=_place(row),
        drop_ship=row.drop_ship,
        lots=lots,
    )


def _hold(row: Row[Any], given: Sequence[Row[Any]]) -> CardHold:
    return CardHold(
        id=row.id,
        kind=row.kind,
        line=row.line,
        message=row.message,
        amount=row.amount,
        state=row.state,
        needs=str(Route(row.role, row.level)),
        raised_at=row.raised_at,
        decided_at=row.decided_at,
        decided_by=row.login or "",
        reason=row.reason,
        rule=row.rule,
        signed=tuple(signature(one) for one in given),
    )
