"""The event log as people read it: who did what to which document, when, and from what to what."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlmodel import SQLModel

from orderdesk.errors import NotFound
from orderdesk.models import Customer, Event, Invoice, Order, OrderTemplate, Pick, Product, Receipt, Shipment, User
from orderdesk.store.transaction import Reading, table

MOST = 500

_EVENT = table(Event)
_NAMED: Mapping[str, tuple[type[SQLModel], str]] = {
    "customer": (Customer, "code"),
    "product": (Product, "sku"),
    "order": (Order, "number"),
    "pick": (Pick, "number"),
    "shipment": (Shipment, "number"),
    "invoice": (Invoice, "number"),
    "receipt": (Receipt, "number"),
    "user": (User, "login"),
    "template": (OrderTemplate, "name"),
}
_IDS = {
    document: select(table(model).c.id).where(table(model).c[column] == bindparam("a_name"))
    for document, (model, column) in _NAMED.items()
}
_CARD_DOCUMENTS = ("order", "pick", "shipment", "invoice")
_OF_ORDER = (
    select(_EVENT)
    .where(
        or_(
            *(
                and_(_EVENT.c.document == document, _EVENT.c.document_id.in_(bindparam(f"{document}s", expanding=True)))
                for document in _CARD_DOCUMENTS
            )
        )
    )
    .order_by(_EVENT.c.id.desc())
    .limit(MOST)
)
_OF_ONE = (
    select(_EVENT)
    .where(_EVENT.c.document == bindparam("a_document"), _EVENT.c.document_id == bindparam("an_id"))
    .order_by(_EVENT.c.id.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One entry. In `data` a change stands as [from, to]; amounts in minor units, quantities in thousandths."""

    id: int
    at: datetime
    login: str
    verb: str
    document: str
    data: Mapping[str, Any]


def events_of(
    reading: Reading,
    *,
    order: Sequence[int] = (),
    pick: Sequence[int] = (),
    shipment: Sequence[int] = (),
    invoice: Sequence[int] = (),
) -> tuple[LoggedEvent, ...]:
    """What happened to these documents, given by their rows' ids, oldest first; of very many the newest."""
    rows = reading.all(
        _OF_ORDER, orders=list(order), picks=list(pick), shipments=list(shipment), invoices=list(invoice)
    )
    return tuple(_event(row) for row in reversed(rows))


def event_log(reading: Reading, document: str, name: str | int) -> tuple[LoggedEvent, ...]:
    """What happened to one document, oldest first.

    Args:
        document: customer, product, order, pick, shipment, invoice, receipt, user or template.
        name: as people name it: a code, number or login.

    Raises:
        NotFound: no such kind of document, or none of that name.
    """
    if document not in _IDS:
        raise NotFound(f"there is no log of {document[:20]!r}; there is one of {', '.join(_NAMED)}")
    if isinstance(name, int) and abs(name) >= 2**63:
        raise NotFound(f"there is no {document} {name}")
    key = reading.scalar(_IDS[document], a_name=name)
    if key is None:
        raise NotFound(f"there is no {document} {name}")
    return tuple(_event(row) for row in reversed(reading.all(_OF_ONE, a_document=document, an_id=key)))


def _event(row: Row[Any]) -> LoggedEvent:
    return LoggedEvent(row.id, row.at, row.login, row.verb, row.document, json.loads(row.data))
