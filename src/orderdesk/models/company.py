"""What belongs to the company itself: its settings and its number series."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel

from orderdesk.models.columns import whole


class Setting(SQLModel, table=True):
    """One setting; what keys there are, and what they mean, stands in `orderdesk.settings`. The value is JSON."""

    key: str = Field(primary_key=True)
    value: str


class NumberSeries(SQLModel, table=True):
    """The last number given in a series. Orders and receipts use year 0; invoices and credit notes count per year."""

    __tablename__ = "number_series"

    series: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = whole()
    last_date: date | None = None
