"""Other currencies than the company's: which are known, with how many decimals, and what they are worth on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import own_id, whole, word


class KnownCurrency(SQLModel, table=True):
    """A currency that documents may be in; known from its first rate on.

    The decimals are kept and not looked up each time: what an amount counts may never change with an update of the
    program's data about the world.
    """

    __tablename__ = "currency"

    code: str = Field(primary_key=True)
    decimals: int = 2


class ExchangeRate(SQLModel, table=True):
    """What one unit of a currency is in the company's from a day on, in hundred-millionths."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        UniqueConstraint("currency", "valid_from"),
        CheckConstraint("rate > 0", name="ck_exchange_rate"),
    )

    id: int | None = own_id()
    currency: str = word()
    valid_from: date
    rate: int = whole()
