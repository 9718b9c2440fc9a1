"""The event log: whoever changes, removes or reorders an event breaks the chain, and the first broken link is named."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text, update

from orderdesk.models import Event
from orderdesk.store.audit import broken_link
from orderdesk.store.store import Store
from orderdesk.store.transaction import Actor, Transaction, table
from tests.company import NOW, SYSTEM, TODAY

ANN = Actor(1, "ann", "Ann", frozenset({"clerk"}), "till 3")


@pytest.fixture
def five(store: Store) -> Store:
    """Five events, two of them of one transaction."""

    def two(tx: Transaction) -> None:
        tx.record("order.new", "order", 1, number=1001, customer="ALFKI")
        tx.record("order.line", "order", 1, quantity=[None, 12_000], note="Käse “Brie” \x1b[31m")

    store.run(two, ANN, TODAY, NOW)
    for n in range(3):
        store.run(partial(Transaction.record, verb="order.change", document="order", document_id=n), ANN, TODAY, NOW)
    return store


def broken(store: Store) -> int | None:
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return broken_link(reading)


def tamper(store: Store, statement: str, **values: Any) -> None:
    """Behind the program's back, as somebody with the file could."""
    with store.engine.begin() as connection:
        connection.execute(text(statement), values)


def test_an_empty_log_and_an_untouched_one_hold(five: Store) -> None:
    assert broken(five) is None
    tamper(five, "DELETE FROM event")
    assert broken(five) is None


def test_each_event_carries_the_hash_of_the_one_before(five: Store) -> None:
    with five.read(SYSTEM, TODAY, NOW) as reading:
        rows = reading.all(text("SELECT previous, hash FROM event ORDER BY id"))
    assert [row.previous for row in rows] == ["", *(row.hash for row in rows[:-1])]
    assert len({row.hash for row in rows}) == 5


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "order.submit"),
        ("login", "bob"),
        ("terminal", "till 4"),
        ("document", "invoice"),
        ("document_id", 99),
        ("data", '{"customer":"ERNSH","number":1001}'),
        ("hash", "0" * 64),
        ("previous", "0" * 64),
    ],
)
def test_a_changed_event_is_found(five: Store, column: str, value: str | int) -> None:
    tamper(five, f"UPDATE event SET {column} = :value WHERE id = 3", value=value)
    assert broken(five) == 3


def test_a_changed_time_is_found(five: Store) -> None:
    events = table(Event)
    with five.engine.begin() as connection:
        connection.execute(update(events).where(events.c.id == 3).values(at=NOW - timedelta(days=1)))
    assert broken(five) == 3


def test_a_changed_event_whose_own_hash_was_made_anew_breaks_the_next_one(five: Store) -> None:
    """Whoever changes one event must make every hash after it anew."""
    from orderdesk.store.audit import _hash

    with five.read(SYSTEM, TODAY, NOW) as reading:
        row = reading.first(text("SELECT * FROM event WHERE id = 3"))
    assert row is not None
    forged = _hash(row.previous, NOW.isoformat(), "ann", "till 3", "order.change", "order", 0, '{"forged":1}')
    tamper(five, "UPDATE event SET data = '{\"forged\"\\:1}', hash = :hash WHERE id = 3", hash=forged)
    assert broken(five) == 4


@pytest.mark.parametrize("event", [1, 2, 3, 4])
def test_a_removed_event_is_found_at_the_one_after_it(five: Store, event: int) -> None:
    """The newest one has nothing after it: that it is gone shows only against a head noted elsewhere."""
    tamper(five, "DELETE FROM event WHERE id = :event", event=event)
    assert broken(five) == event + 1


def test_reordered_events_are_found(five: Store) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper(five, "UPDATE event SET id = :new WHERE id = :old", old=old, new=new)
    assert broken(five) == 2


def test_an_inserted_event_is_found(five: Store) -> None:
    tamper(
        five,
        "INSERT INTO event (id, at, user_id, login, terminal, verb, document, document_id, data, previous, hash) "
        "SELECT 99, at, user_id, login, terminal, verb, document, document_id, data, previous, hash "
        "FROM event WHERE id = 3",
    )
    assert broken(five) == 99


def test_a_verb_that_raises_leaves_no_event(five: Store) -> None:
    def fails(tx: Transaction) -> None:
        tx.record("order.cancel", "order", 1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        five.run(fails, ANN, TODAY, NOW)
    with five.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(text("SELECT count(*) FROM event")) == 5
    assert broken(five) is None


def test_who_when_and_from_which_terminal_stand_in_the_event(five: Store) -> None:
    with five.read(SYSTEM, TODAY, NOW) as reading:
        row = reading.first(table(Event).select().where(table(Event).c.id == 1))
    assert row is not None
    assert (row.user_id, row.login, row.terminal, row.at) == (1, "ann", "till 3", NOW)
    assert row.data == '{"customer":"ALFKI","number":1001}'


def test_two_terminals_that_write_at_once_make_one_chain(pg_company: str) -> None:
    """Each reads the head under the chain's lock, and so none is written twice after the same event."""
    from threading import Barrier, Thread

    from orderdesk.store.store import open_store

    store = open_store(pg_company)
    barrier = Barrier(4)

    def terminal(name: str) -> None:
        barrier.wait(30)
        for _ in range(10):
            store.run(lambda tx: tx.record("order.change", "order", 1), Actor(0, name), TODAY, NOW)

    threads = [Thread(target=terminal, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert broken(store) is None
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(text("SELECT count(*) FROM event")) == 40
    store.close()
