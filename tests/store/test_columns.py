"""What cannot be kept exactly is refused before it reaches a driver: floats, decimals, truth values, naive times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import Dialect, Float, Numeric, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlmodel import SQLModel

from orderdesk import models
from orderdesk.models import Customer, Receipt, Stock, User
from orderdesk.models.columns import Id, Instant, Whole, Word
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import NOW, SYSTEM, TODAY

DIALECTS: list[Dialect] = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("value", [0.3, 1.0, float("nan"), Decimal("0.30"), Decimal(3), True, False, "3"], ids=repr)
def test_money_that_is_no_whole_number_is_refused(value: Any, dialect: Any) -> None:
    with pytest.raises(TypeError, match="money and quantities are whole numbers"):
        Whole().process_bind_param(value, dialect)


@pytest.mark.parametrize("value", [None, 0, -1, 10**15])
def test_whole_numbers_pass_as_they_are(value: int | None) -> None:
    assert Whole().process_bind_param(value, DIALECTS[0]) is value


def test_a_sum_that_postgresql_gives_as_a_decimal_is_a_whole_number_again() -> None:
    processor = Whole().result_processor(DIALECTS[1], None)
    assert processor is not None
    assert (type(processor(Decimal(7))), processor(Decimal(7)), processor(None)) == (int, 7, None)


def test_a_sum_is_a_whole_number_on_either_engine(store: Store) -> None:
    with store.read(SYSTEM, TODAY, NOW) as reading:
        limits = reading.scalar(select(func.sum(table(Customer).c.credit_limit)))
    assert (type(limits), limits > 0) == (int, True)


@pytest.mark.parametrize("value", [0.3, Decimal("0.30"), True], ids=repr)
def test_the_database_never_sees_a_float_amount(store: Store, value: Any) -> None:
    with pytest.raises(StatementError, match="whole numbers"):
        store.run(lambda tx: tx.update(Customer, 1, credit_limit=value), SYSTEM, TODAY, NOW)
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(text("SELECT credit_limit FROM customer WHERE id = 1")) == 10_000_00


def test_three_dimes_make_thirty_cents(store: Store) -> None:
    """In a `Numeric` column of SQLite, which is a float, 0.1 + 0.1 + 0.1 is not 0.3."""
    dimes = [
        Receipt(number=n, customer_id=1, day=TODAY, amount=10, unapplied=10, taken_at=NOW, taken_by=1)
        for n in (1, 2, 3)
    ]
    store.run(lambda tx: [tx.add(dime) for dime in dimes], SYSTEM, TODAY, NOW)
    amounts = table(Receipt).c.amount
    with store.read(SYSTEM, TODAY, NOW) as reading:
        summed = reading.scalar(select(func.sum(amounts)))
        assert (type(summed), summed) == (int, 30)


@pytest.mark.parametrize("moment", [datetime(2026, 11, 12, 14, 5), "2026-11-12 14:05", TODAY, 1], ids=repr)  # noqa: DTZ001
def test_a_time_that_nobody_knows_when_it_was_is_refused(moment: Any) -> None:
    with pytest.raises(TypeError, match="time zone"):
        Instant().process_bind_param(moment, DIALECTS[0])


def test_the_database_never_sees_a_naive_time(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"):
        store.run(lambda tx: tx.record("order.new", "order", 1), SYSTEM, TODAY, naive)  # its event's time
    receipt = Receipt(number=1, customer_id=1, day=TODAY, amount=1, unapplied=1, taken_at=naive, taken_by=1)
    with pytest.raises(StatementError, match="time zone"):
        store.run(lambda tx: tx.add(receipt), SYSTEM, TODAY, NOW)


def test_a_moment_of_any_zone_comes_back_as_the_same_moment_in_utc(store: Store) -> None:
    in_kathmandu = datetime(2026, 11, 13, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    receipt = Receipt(number=1, customer_id=1, day=TODAY, amount=1, unapplied=1, taken_at=in_kathmandu, taken_by=1)
    store.run(lambda tx: tx.add(receipt), SYSTEM, TODAY, NOW)
    with store.read(SYSTEM, TODAY, NOW) as reading:
        read = reading.scalar(select(table(Receipt).c.taken_at))
    assert (read, read.tzinfo) == (in_kathmandu, UTC)


def test_a_state_is_stored_as_its_word() -> None:
    stored = Word().process_bind_param(Colour.RED, DIALECTS[0])
    assert (type(stored), stored) == (str, "red")
    assert Word().process_bind_param(None, DIALECTS[0]) is None


def test_an_id_counts_itself_on_either_engine(store: Store) -> None:
    first = store.run(lambda tx: tx.add(User(login="x", name="")), SYSTEM, TODAY, NOW)
    assert store.run(lambda tx: tx.add(User(login="y", name="")), SYSTEM, TODAY, NOW) == first + 1


def test_no_column_of_any_table_is_a_float() -> None:
    assert models.Order is not None  # every table is loaded
    floats = [
        f"{rows.name}.{column.name}"
        for rows in SQLModel.metadata.tables.values()
        for column in rows.columns
        if isinstance(column.type, (Float, Numeric))
    ]
    assert floats == []


@pytest.mark.parametrize("column", ["on_hand", "allocated"])
def test_the_columns_of_goods_are_whole(column: str) -> None:
    assert isinstance(table(Stock).c[column].type, Whole)
    assert isinstance(table(Stock).c.id.type, Id)
