"""Count sheets: which are open, and what has been counted on one. What the books say is told once it is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select

from orderdesk.errors import NotFound
from orderdesk.models import Bin, CountLine, CountSheet, Pick, PickLine, Product, Stock, StockMove, User, Warehouse
from orderdesk.store.transaction import Reading, table
from orderdesk.values import Quantity

_SHEET, _LINE, _PRODUCT = table(CountSheet), table(CountLine), table(Product)
_STOCK, _BIN, _MOVE = table(Stock), table(Bin), table(StockMove)
_PICK, _PICK_LINE = table(Pick), table(PickLine)
_OPENER, _POSTER = table(User).alias("opener"), table(User).alias("poster")
_HEADERS = (
    select(
        _SHEET,
        table(Warehouse).c.code.label("warehouse"),
        _OPENER.c.name.label("opener"),
        _POSTER.c.name.label("poster"),
        select(func.count()).where(_LINE.c.sheet_id == _SHEET.c.id).scalar_subquery().label("lines"),
    )
    .join(table(Warehouse), table(Warehouse).c.id == _SHEET.c.warehouse_id)
    .join(_OPENER, _OPENER.c.id == _SHEET.c.opened_by)
    .outerjoin(_POSTER, _POSTER.c.id == _SHEET.c.posted_by)
)
_ONE = _HEADERS.where(_SHEET.c.number == bindparam("a_number"))
_OPEN = _HEADERS.where(_SHEET.c.state == "open").order_by(_SHEET.c.number)
_AT_HOME = and_(_STOCK.c.product_id == _PRODUCT.c.id, _STOCK.c.warehouse_id == bindparam("a_warehouse"))
COUNTED = (
    select(
        _LINE.c.id,
        _LINE.c.counted,
        _PRODUCT.c.id.label("product_id"),
        _PRODUCT.c.sku,
        _PRODUCT.c.name,
        _PRODUCT.c.unit,
        func.coalesce(_STOCK.c.on_hand, 0).label("on_hand"),
        func.coalesce(_BIN.c.code, "").label("bin"),
    )
    .select_from(_LINE)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .outerjoin(_STOCK, _AT_HOME)
    .outerjoin(_BIN, _BIN.c.id == _STOCK.c.bin_id)
    .where(_LINE.c.sheet_id == bindparam("a_sheet"))
    .order_by(func.coalesce(_BIN.c.code, ""), _PRODUCT.c.sku)
)
"""What was counted on a sheet, with what the books say in its warehouse (`a_warehouse`)."""

NOT_COUNTED = (
    select(_PRODUCT.c.sku, _PRODUCT.c.name, _PRODUCT.c.unit, _BIN.c.code.label("bin"))
    .select_from(_STOCK)
    .join(_PRODUCT, _PRODUCT.c.id == _STOCK.c.product_id)
    .join(_BIN, _BIN.c.id == _STOCK.c.bin_id)
    .outerjoin(_LINE, and_(_LINE.c.product_id == _STOCK.c.product_id, _LINE.c.sheet_id == bindparam("a_sheet")))
    .where(
        _STOCK.c.warehouse_id == bindparam("a_warehouse"),
        _BIN.c.code == bindparam("a_bin"),
        _STOCK.c.on_hand > 0,
        _LINE.c.id.is_(None),
    )
    .order_by(_PRODUCT.c.sku)
)
"""What the books have in a bin and was not counted on a sheet."""

_SINCE = (
    select(_PRODUCT.c.sku, func.sum(_MOVE.c.quantity).label("quantity"), func.count().label("moves"))
    .select_from(_LINE)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .join(_MOVE, and_(_MOVE.c.product_id == _LINE.c.product_id, _MOVE.c.warehouse_id == bindparam("a_warehouse")))
    .where(_LINE.c.sheet_id == bindparam("a_sheet"), _MOVE.c.at > bindparam("a_moment", type_=_MOVE.c.at.type))
    .group_by(_PRODUCT.c.sku)
    .order_by(_PRODUCT.c.sku)
)
_COLLECTED = (
    select(_PRODUCT.c.sku, func.sum(_PICK_LINE.c.picked).label("quantity"))
    .select_from(_LINE)
    .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
    .join(_PICK_LINE, _PICK_LINE.c.product_id == _LINE.c.product_id)
    .join(_PICK, _PICK.c.id == _PICK_LINE.c.pick_id)
    .where(
        _LINE.c.sheet_id == bindparam("a_sheet"),
        _PICK.c.warehouse_id == bindparam("a_warehouse"),
        or_(_PICK.c.state == "open", _PICK.c.state == "picked"),
        _PICK_LINE.c.picked > 0,
    )
    .group_by(_PRODUCT.c.sku)
    .order_by(_PRODUCT.c.sku)
)
_POSTED = (
    select(_MOVE.c.product_id, func.sum(_MOVE.c.quantity).label("quantity"))
    .where(
        _MOVE.c.kind == "count",
        _MOVE.c.warehouse_id == bindparam("a_warehouse"),
        _MOVE.c.reason == bindparam("a_reason"),
    )
    .group_by(_MOVE.c.product_id)
)


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count sheet. `state` is open, posted or cancelled; `bin` is empty where a whole warehouse is counted."""

    number: int
    state: str
    warehouse: str
    bin: str
    lines: int
    opened_at: datetime
    opened_by: str
    posted_at: datetime | None
    posted_by: str


@dataclass(frozen=True, slots=True)
class CountedLine:
    """How much of a product was counted. Stock units.

    Attributes:
        counted: None for what the books have in this bin and nobody has counted yet.
        difference: what posting changed; None until then.
    """

    sku: str
    name: str
    unit: str
    bin: str
    counted: Quantity | None
    difference: Quantity | None = None


@dataclass(frozen=True, slots=True)
class CountCard:
    """One count sheet with its lines in walking order."""

    header: CountRow
    lines: tuple[CountedLine, ...]


@dataclass(frozen=True, slots=True)
class Restless:
    """A counted product that may not have been where the count looked. Stock units.

    Attributes:
        moved: what came in (or went, negative) since the sheet was opened; `moves` says in how many moves.
        collected: lies on pick lists that have not left: on hand, and not on its shelf.
    """

    sku: str
    moved: Quantity
    moves: int
    collected: Quantity


def count_sheets(reading: Reading) -> tuple[CountRow, ...]:
    """The sheets that are being counted, the oldest first."""
    return tuple(_header(row) for row in reading.all(_OPEN))


def sheet_row(reading: Reading, number: int) -> Row[Any]:
    """One sheet's row. Raises NotFound."""
    row = reading.first(_ONE, a_number=number) if abs(number) < 2**63 else None
    if row is None:
        raise NotFound(f"there is no count sheet {number}")
    return row


def count_card(reading: Reading, number: int) -> CountCard:
    """One sheet. Raises NotFound."""
    row = sheet_row(reading, number)
    changed: dict[int, Quantity] = {}
    if row.state == "posted":
        found = reading.all(_POSTED, a_warehouse=row.warehouse_id, a_reason=posting_reason(number))
        changed = {one.product_id: int(one.quantity) for one in found}
    lines = [
        CountedLine(
            one.sku, one.name, one.unit, one.bin, one.counted,
            changed.get(one.product_id, 0) if row.state == "posted" else None,
        )
        for one in reading.all(COUNTED, a_sheet=row.id, a_warehouse=row.warehouse_id)
    ]  # fmt: skip
    if row.state == "open":
        lines += [CountedLine(one.sku, one.name, one.unit, one.bin, None) for one in not_counted(reading, row)]
    return CountCard(_header(row), tuple(lines))


def not_counted(reading: Reading, sheet: Row[Any]) -> Sequence[Row[Any]]:
    """What the books have in the sheet's bin and nobody has counted; nothing for a whole warehouse."""
    if not sheet.bin:
        return ()
    return reading.all(NOT_COUNTED, a_sheet=sheet.id, a_warehouse=sheet.warehouse_id, a_bin=sheet.bin)


def restless(reading: Reading, sheet: Row[Any]) -> tuple[Restless, ...]:
    """The counted products that moved since the sheet was opened, or lie on pick lists that have not left."""
    moved = {
        row.sku: row
        for row in reading.all(_SINCE, a_sheet=sheet.id, a_warehouse=sheet.warehouse_id, a_moment=sheet.opened_at)
    }
    collected = {
        row.sku: int(row.quantity)
        for row in reading.all(_COLLECTED, a_sheet=sheet.id, a_warehouse=sheet.warehouse_id)
    }
    return tuple(
        Restless(
            sku,
            int(moved[sku].quantity) if sku in moved else 0,
            moved[sku].moves if sku in moved else 0,
            collected.get(sku, 0),
        )
        for sku in sorted({*moved, *collected})
    )


def posting_reason(number: int) -> str:
    """What the moves of a posted sheet have for a reason; they are found by it."""
    return f"count sheet {number}"


def _header(row: Row[Any]) -> CountRow:
    return CountRow(
        number=row.number,
        state=row.state,
        warehouse=row.warehouse,
        bin=row.bin,
        lines=row.lines,
        opened_at=row.opened_at,
        opened_by=row.opener,
        posted_at=row.posted_at,
        posted_by=row.poster or "",
    )
