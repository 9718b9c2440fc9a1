"""Transfers between warehouses: which are on their way, and one with its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.models import Product, Transfer, TransferLine, User, Warehouse
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_TRANSFER, _LINE, _PRODUCT = table(Transfer), table(TransferLine), table(Product)
_FROM, _TO, _SENDER = table(Warehouse).alias("source"), table(Warehouse).alias("target"), table(User)
_HEADS = (
    select(
        _TRANSFER,
        _FROM.c.code.label("from_code"),
        _TO.c.code.label("to_code"),
        _SENDER.c.name.label("sender"),
        select(func.count())
        .where(_LINE.c.transfer_id == _TRANSFER.c.id, _LINE.c.received + _LINE.c.lost < _LINE.c.sent)
        .scalar_subquery()
        .label("open_lines"),
    )
    .join(_FROM, _FROM.c.id == _TRANSFER.c.from_id)
    .join(_TO, _TO.c.id == _TRANSFER.c.to_id)
    .join(_SENDER, _SENDER.c.id == _TRANSFER.c.sent_by)
)
_ON_THE_WAY = _HEADS.where(_TRANSFER.c.state == "sent").order_by(_TRANSFER.c.due, _TRANSFER.c.number)
_ONE = _HEADS.where(_TRANSFER.c.number == bindparam("a_number"))
_LINES = (
    select(_LINE, _PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.unit)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .where(_LINE.c.transfer_id == bindparam("a_transfer"))
    .order_by(_PRODUCT.c.sku)
)


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer. `state` is sent or received; `lines` of it are still on the way."""

    number: int
    from_warehouse: str
    to_warehouse: str
    state: str
    due: date
    carrier: str
    note: str
    lines: int
    sent_at: datetime
    sent_by: str


@dataclass(frozen=True, slots=True)
class TransferredLine:
    """One product of a transfer, in stock units."""

    sku: str
    name: str
    unit: str
    sent: Quantity
    received: Quantity
    lost: Quantity
    lost_reason: str

    @property
    def left(self) -> Quantity:
        """On the way."""
        return self.sent - self.received - self.lost


@dataclass(frozen=True, slots=True)
class TransferCard:
    """One transfer with its lines."""

    header: TransferRow
    lines: tuple[TransferredLine, ...]


def transfers(reading: Reading) -> tuple[TransferRow, ...]:
    """What is on the way between warehouses, the earliest first."""
    return tuple(_row(row) for row in reading.all(_ON_THE_WAY))


def transfer_card(reading: Reading, number: int) -> TransferCard:
    """One transfer. Raises NotFound."""
    row = reading.first(_ONE, a_number=number) if abs(number) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no transfer {number}")
    lines = tuple(
        TransferredLine(line.sku, line.name, line.unit, line.sent, line.received, line.lost, line.lost_reason)
        for line in reading.all(_LINES, a_transfer=row.id)
    )
    return TransferCard(_row(row), lines)


def _row(row: Row[Any]) -> TransferRow:
    return TransferRow(
        row.number, row.from_code, row.to_code, row.state, row.due, row.carrier, row.note, int(row.open_lines),
        row.sent_at, row.sender,
    )  # fmt: skip
