"""Numbers for documents: one row a series and year, counted up in the transaction that uses the number.

Orders, picks, shipments and receipts may have gaps (an abandoned draft); invoices and credit notes have none, because
the number is taken in the posting transaction, under its row's lock, and goes back with it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select, update

from orderdesk.errors import Refused
from orderdesk.models import NumberSeries
from orderdesk.store.transaction import Transaction, table

_SERIES = table(NumberSeries)
_NEXT = (
    update(_SERIES)
    .where(_SERIES.c.series == bindparam("a_series"), _SERIES.c.year == bindparam("a_year"))
    .values(last=_SERIES.c.last + 1)
    .returning(_SERIES.c.last, _SERIES.c.last_date)
)
_DATED = (
    update(_SERIES)
    .where(_SERIES.c.series == bindparam("a_series"), _SERIES.c.year == bindparam("a_year"))
    .values(last_date=bindparam("a_day"))
)
_AT_LEAST = (
    update(_SERIES)
    .where(_SERIES.c.series == bindparam("a_series"), _SERIES.c.year == 0, _SERIES.c.last < bindparam("a_number"))
    .values(last=bindparam("a_number"))
)
_THERE = select(_SERIES.c.last).where(_SERIES.c.series == bindparam("a_series"), _SERIES.c.year == bindparam("a_year"))
FIRST = {
    "order": 1000, "pick": 2000, "shipment": 5000, "receipt": 7000, "refund": 8000, "count": 9000, "transfer": 0,
    "return": 300, "complaint": 100,
}  # fmt: skip


def next_number(tx: Transaction, series: str) -> int:
    """The next number of a series that may have gaps."""
    row = tx.first(_NEXT, a_series=series, a_year=0)
    if row is None:
        tx.add(NumberSeries(series=series, year=0, last=FIRST.get(series, 0) + 1))
        return FIRST.get(series, 0) + 1
    return int(row.last)


def at_least(tx: Transaction, series: str, number: int) -> None:
    """A document came with its own number: go on counting after it."""
    if tx.scalar(_THERE, a_series=series, a_year=0) is None:
        tx.add(NumberSeries(series=series, year=0, last=max(number, FIRST.get(series, 0))))
    else:
        tx.change(_AT_LEAST, a_series=series, a_number=number)


def next_legal(tx: Transaction, series: str, day: date) -> int:
    """The next number of a gapless series in the day's year.

    Raises:
        Refused: a later date has been numbered already; dates do not go backwards within a series.
    """
    row = tx.first(_NEXT, a_series=series, a_year=day.year)
    if row is None:
        tx.add(NumberSeries(series=series, year=day.year, last=1, last_date=day))
        return 1
    if row.last_date is not None and day < row.last_date:
        raise Refused(
            f"{series} {day.year} has been numbered up to {row.last_date}; a document of {day} cannot come after it. "
            f"Date it {row.last_date} or later"
        )
    tx.change(_DATED, a_series=series, a_year=day.year, a_day=day)
    return int(row.last)
