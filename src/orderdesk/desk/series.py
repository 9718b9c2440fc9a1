"""The numbers of legal documents: which series a kind is counted in, and how a number is written."""

from __future__ import annotations

from datetime import date

from orderdesk.queries.settings import settings
from orderdesk.store.numbers import next_legal
from orderdesk.store.transaction import Transaction


def next_document(tx: Transaction, kind: str, day: date) -> tuple[str, str, int]:
    """The next number of a kind (invoice, credit, down), with its series and serial. Taken when the document is posted.

    Raises:
        Refused: a later date has been numbered already in that series.
    """
    company = settings(tx)
    series = company.series_of(kind)
    serial = next_legal(tx, series, day)
    return company.number_format.format(series=series, year=day.year, serial=serial), series, serial
