"""Document numbers: orders may have gaps, invoices have none, and dates do not go backwards in a series."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orderdesk.errors import Refused
from orderdesk.models import NumberSeries
from orderdesk.store.numbers import at_least, next_legal, next_number
from orderdesk.store.store import Store, open_store
from orderdesk.store.transaction import Transaction
from tests.company import NOW, SYSTEM, TODAY


def run(store: Store, work: Any) -> Any:
    return store.run(work, SYSTEM, TODAY, NOW)


@pytest.mark.parametrize(("series", "first"), [("order", 1001), ("pick", 2001), ("shipment", 5001), ("receipt", 7001)])
def test_each_series_counts_from_its_own_first_number(store: Store, series: str, first: int) -> None:
    assert [run(store, lambda tx: next_number(tx, series)) for _ in range(3)] == [first, first + 1, first + 2]


def test_a_document_with_its_own_number_moves_the_series_on_and_never_back(store: Store) -> None:
    run(store, lambda tx: at_least(tx, "order", 10248))
    assert run(store, lambda tx: next_number(tx, "order")) == 10249
    run(store, lambda tx: at_least(tx, "order", 5))
    assert run(store, lambda tx: next_number(tx, "order")) == 10250


def test_a_low_number_first_leaves_the_series_where_it_starts(store: Store) -> None:
    run(store, lambda tx: at_least(tx, "order", 5))
    assert run(store, lambda tx: next_number(tx, "order")) == 1001


def test_invoices_count_from_one_in_every_year(store: Store) -> None:
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1)]
    assert [run(store, lambda tx, day=day: next_legal(tx, "INV", day)) for day in days] == [1, 2, 1, 2]


def test_series_count_apart(store: Store) -> None:
    assert [run(store, lambda tx, s=s: next_legal(tx, s, TODAY)) for s in ("INV", "CRN", "INV")] == [1, 1, 2]


def test_a_posting_that_fails_gives_its_number_back(store: Store) -> None:
    def fails(tx: Transaction) -> None:
        next_legal(tx, "INV", TODAY)
        raise Refused("no")

    run(store, lambda tx: next_legal(tx, "INV", TODAY))
    with pytest.raises(Refused):
        run(store, fails)
    assert run(store, lambda tx: next_legal(tx, "INV", TODAY)) == 2


def test_dates_do_not_go_backwards_and_the_refusal_says_both_days(store: Store) -> None:
    run(store, lambda tx: next_legal(tx, "INV", date(2026, 11, 12)))
    with pytest.raises(Refused, match=r"numbered up to 2026-11-12; a document of 2026-11-11 .* 2026-11-12 or later"):
        run(store, lambda tx: next_legal(tx, "INV", date(2026, 11, 11)))
    assert run(store, lambda tx: next_legal(tx, "INV", date(2026, 11, 12))) == 2, "the refusal used no number"


@pytest.mark.parametrize("series", ["order", "INV"])
def test_two_terminals_that_begin_a_series_at_once_get_two_numbers(pg_company: str, series: str) -> None:
    """The second one finds the series begun between its look and its writing; it starts over and takes the next."""

    def take(tx: Transaction) -> int:
        return next_number(tx, series) if series == "order" else next_legal(tx, series, TODAY)

    mine, other = open_store(pg_company), open_store(pg_company)
    answers: list[int] = []

    def overtaken(tx: Transaction) -> int:
        if not answers:
            add = tx.add

            def late(entity: Any) -> int:
                if isinstance(entity, NumberSeries) and not answers:
                    answers.append(run(other, take))
                return add(entity)

            tx.add = late  # type: ignore[method-assign]
        return take(tx)

    answers.append(run(mine, overtaken))
    assert answers[1] == answers[0] + 1
    mine.close()
    other.close()
