"""One verb, one transaction: all of it or nothing, again when somebody was in the way, and trouble told in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import InternalError

from orderdesk.desk import orders
from orderdesk.desk.verb import verb
from orderdesk.errors import Conflict, NotAllowed, Refused, StoreTrouble
from orderdesk.models import Customer, NumberSeries, Order, Stock
from orderdesk.models import Event as LoggedEvent
from orderdesk.store.engine import sqlite_engine
from orderdesk.store.numbers import next_number
from orderdesk.store.once import first_answer, remember
from orderdesk.store.store import TRIES, Store, open_store
from orderdesk.store.transaction import Reading, Transaction, as_json, table
from tests.company import NOW, SYSTEM, TODAY, person


def contents(store: Store) -> dict[str, int]:
    """How many rows every table has, and the sums of what changes in place."""
    from sqlmodel import SQLModel

    with store.read(SYSTEM, TODAY, NOW) as reading:
        counted = {
            name: int(reading.scalar(select(func.count()).select_from(rows)))
            for name, rows in SQLModel.metadata.tables.items()
        }
        counted["versions"] = int(reading.scalar(select(func.sum(table(Customer).c.version))))
        counted["allocated"] = int(reading.scalar(select(func.sum(table(Stock).c.allocated))))
        counted["numbers"] = int(reading.scalar(select(func.coalesce(func.sum(table(NumberSeries).c.last), 0))))
        return counted


def run(store: Store, work: Any) -> Any:
    return store.run(work, SYSTEM, TODAY, NOW)


# All or nothing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [Refused("no"), ZeroDivisionError(), KeyboardInterrupt()], ids=repr)
def test_a_verb_that_raises_writes_nothing_not_even_an_event(store: Store, error: BaseException) -> None:
    def fails(tx: Transaction) -> None:
        next_number(tx, "order")
        tx.update(Customer, 1, name="Somebody else")
        tx.record("customer.change", "customer", 1)
        remember(tx, "token", "order.new", 1)
        raise error

    before = contents(store)
    with pytest.raises(type(error)):
        run(store, fails)
    assert contents(store) == before


def test_a_refused_submission_leaves_the_draft_as_it_was(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    before = contents(store)
    with pytest.raises(Refused):
        ann.do(orders.submit, number, token="again")
    assert contents(store) == before


def test_an_error_while_the_events_are_written_takes_the_work_back_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(tx: Transaction) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr("orderdesk.store.store.write_events", fails)
    before = contents(store)
    with pytest.raises(RuntimeError):
        person(store, "ann").do(orders.new, "ALFKI")
    assert contents(store) == before


def test_a_refusal_for_want_of_a_right_writes_nothing(store: Store) -> None:
    before = contents(store)
    with pytest.raises(NotAllowed):
        person(store, "vic").do(orders.new, "ALFKI")
    assert contents(store) == before


def test_a_query_cannot_write_on_a_server(pg_company: str) -> None:
    """On SQLite a reading is a snapshot as well, but its driver knows no transaction that may not write."""
    store = open_store(pg_company)
    with pytest.raises(InternalError, match="read-only"), store.read(SYSTEM, TODAY, NOW) as reading:
        reading.connection.execute(text("UPDATE customer SET name = 'x'"))
    store.close()


def test_what_is_read_is_one_snapshot_whatever_is_written_meanwhile(store: Store) -> None:
    name = select(table(Customer).c.name).where(table(Customer).c.id == 1)
    with store.read(SYSTEM, TODAY, NOW) as reading:
        before = reading.scalar(name)
        run(store, lambda tx: tx.update(Customer, 1, name="Somebody else"))
        assert reading.scalar(name) == before
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(name) == "Somebody else"


def test_a_row_that_is_gone_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict, match="customer 99 is gone"):
        run(store, lambda tx: tx.update(Customer, 99, name="x"))


def test_every_change_of_a_row_counts_its_version_up(store: Store) -> None:
    run(store, lambda tx: tx.update(Customer, 1, name="x"))
    run(store, lambda tx: tx.update(Customer, 1, name="y"))
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(select(table(Customer).c.version).where(table(Customer).c.id == 1)) == 3


def test_rows_written_without_an_entity_get_what_the_model_fills_in(store: Store) -> None:
    row = {"code": "NEWCO", "name": "New Co", "terms_id": 1}
    run(store, lambda tx: tx.add_all(Customer, [row]))
    with store.read(SYSTEM, TODAY, NOW) as reading:
        kept = reading.first(table(Customer).select().where(table(Customer).c.code == "NEWCO"))
    assert kept is not None
    assert (kept.active, kept.delivery_rule, kept.priority, kept.credit_limit, kept.version) == (
        True, "partial", 5, None, 1,
    )  # fmt: skip


def test_the_same_values_are_always_the_same_json() -> None:
    assert as_json({"b": TODAY, "a": [1, "ß"]}) == as_json({"a": [1, "ß"], "b": TODAY})
    assert as_json({"b": TODAY, "a": [1, "ß"]}) == '{"a":[1,"ß"],"b":"2026-11-12"}'


# Tokens ---------------------------------------------------------------------------------------------------------------


def test_no_token_is_remembered_or_answered(store: Store) -> None:
    run(store, lambda tx: remember(tx, None, "order.new", 7))
    assert run(store, lambda tx: first_answer(tx, None)) is None


def test_a_token_leads_to_the_document_that_it_led_to(store: Store) -> None:
    run(store, lambda tx: remember(tx, "t-1", "order.new", 7))
    assert run(store, lambda tx: first_answer(tx, "t-1")) == 7
    assert run(store, lambda tx: first_answer(tx, "T-1")) is None


def test_the_same_token_at_two_terminals_gives_the_second_the_first_ones_answer(pg_company: str) -> None:
    """The second looks before the first has committed, and writes after; it starts over and finds the answer."""
    mine, other = open_store(pg_company), open_store(pg_company)
    theirs: list[int] = []

    def overtaken(tx: Transaction) -> int:
        answered = first_answer(tx, "t-1")
        if not theirs:
            theirs.append(run(other, lambda tx: orders.new(tx, "ALFKI", token="t-1")))
        if answered is not None:
            return answered
        remember(tx, "t-1", "order.new", 4711)
        return 4711

    assert run(mine, overtaken) == 1
    assert contents(mine)["answer"] == 1
    mine.close()
    other.close()


# In the way -----------------------------------------------------------------------------------------------------------


class OtherTerminal:
    """A second program that holds the database for writing, in a thread of its own, until it is told to let go."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.holds, self.let_go, self.released = Event(), Event(), Event()
        self.thread = Thread(target=self._hold)

    def _hold(self) -> None:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            self.holds.set()
            self.let_go.wait(30)
            connection.execute("ROLLBACK")
        self.released.set()


@pytest.fixture
def other_terminal(sqlite_store: Store, tmp_path: Path) -> Iterator[OtherTerminal]:
    other = OtherTerminal(tmp_path / "desk.db")
    other.thread.start()
    assert other.holds.wait(30)
    yield other
    other.let_go.set()
    other.thread.join(30)


@pytest.fixture
def impatient(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The same database at a terminal whose driver does not wait at all, and which does not pause between its tries."""
    monkeypatch.setattr("orderdesk.store.store.time.sleep", lambda seconds: None)
    store = Store(sqlite_engine(tmp_path / "desk.db", busy_seconds=0), sqlite_store.location)
    yield store
    store.close()


def tries(store: Store, before_each: Callable[[int], None] = lambda number: None) -> list[int]:
    """The tries to begin writing, as they are made."""
    begun: list[int] = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def look(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement == "BEGIN IMMEDIATE":
            begun.append(len(begun) + 1)
            before_each(len(begun))

    return begun


def test_a_writer_in_the_way_is_waited_for_and_the_work_is_done_once(
    impatient: Store, other_terminal: OtherTerminal
) -> None:
    def let_go_at_the_third(number: int) -> None:
        if number == 3:
            other_terminal.let_go.set()
            assert other_terminal.released.wait(30)

    begun = tries(impatient, let_go_at_the_third)
    number = person(impatient, "ann").do(orders.new, "ALFKI")
    assert (number, begun) == (1001, [1, 2, 3])
    assert contents(impatient)["sales_order"] == 1


def test_a_writer_that_never_goes_is_told_in_words_after_a_bounded_number_of_tries(
    impatient: Store, other_terminal: OtherTerminal
) -> None:
    begun = tries(impatient)
    with pytest.raises(StoreTrouble, match=r"has been busy for too long; nothing was saved\. Try again"):
        person(impatient, "ann").do(orders.new, "ALFKI")
    assert len(begun) == TRIES


def test_reading_goes_on_while_another_terminal_writes(impatient: Store, other_terminal: OtherTerminal) -> None:
    assert contents(impatient)["customer"] == 3


def test_a_refusal_is_not_tried_again(store: Store) -> None:
    seen: list[int] = []

    def fails(tx: Transaction) -> None:
        seen.append(1)
        raise Refused("no")

    with pytest.raises(Refused):
        run(store, fails)
    assert seen == [1]


def test_two_writers_that_wait_for_each_other_are_parted_and_both_get_done(pg_company: str) -> None:
    """Locked in opposite orders on purpose, which no verb does. The server ends one of them, which starts over."""
    store = open_store(pg_company)
    first_has, second_has = Event(), Event()
    done: list[str] = []

    def lock(tx: Transaction, key: int) -> None:
        tx.update(Customer, key, note="seen")

    def first(tx: Transaction) -> None:
        lock(tx, 1)
        first_has.set()
        assert second_has.wait(30)
        lock(tx, 2)

    def second(tx: Transaction) -> None:
        lock(tx, 2)
        second_has.set()
        assert first_has.wait(30)
        lock(tx, 1)

    def terminal(work: Any, name: str) -> None:
        run(store, work)
        done.append(name)

    threads = [Thread(target=terminal, args=pair) for pair in ((first, "first"), (second, "second"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == ["first", "second"]
    store.close()


# Trouble --------------------------------------------------------------------------------------------------------------


def sqlite_failing(store: Store, statement: str) -> None:
    """Every connection is set so that writing fails, as it would with the disk in that condition."""
    event.listen(store.engine, "connect", lambda connection, record: connection.execute(statement))


def test_a_full_disk_is_told_in_words_and_nothing_is_saved(sqlite_store: Store) -> None:
    before = contents(sqlite_store)
    sqlite_store.close()
    sqlite_failing(sqlite_store, "PRAGMA max_page_count = 1")

    def fill(tx: Transaction) -> None:
        tx.update(Customer, 1, note="x" * 100_000)

    with pytest.raises(StoreTrouble, match=r"the disk with .* is full; nothing was saved\. Free some space"):
        run(sqlite_store, fill)
    assert contents(sqlite_store) == before


def test_a_database_that_may_only_be_read_is_told_in_words(sqlite_store: Store) -> None:
    before = contents(sqlite_store)
    sqlite_store.close()
    sqlite_failing(sqlite_store, "PRAGMA query_only = ON")
    with pytest.raises(StoreTrouble, match="is read-only for this account; nothing was saved"):
        person(sqlite_store, "ann").do(orders.new, "ALFKI")
    assert contents(sqlite_store) == before


def test_a_server_that_goes_away_is_told_in_words(pg_company: str) -> None:
    store = open_store(pg_company)

    def cut_off(tx: Transaction) -> None:
        other = open_store(pg_company)
        mine = tx.scalar(text("SELECT pg_backend_pid()"))
        run(other, lambda tx: tx.scalar(text("SELECT pg_terminate_backend(:pid, 10000)"), pid=mine))
        other.close()
        tx.update(Customer, 1, note="x")

    with pytest.raises(StoreTrouble, match="does not answer as it should"):
        run(store, cut_off)
    assert person(store, "ann").do(orders.new, "ALFKI") == 1001, "the next one takes a new connection"
    store.close()


# How SQLite is set up -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_sqlite_keeps_what_was_committed_and_looks_at_foreign_keys(
    sqlite_store: Store, pragma: str, value: str | int
) -> None:
    with sqlite_store.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_transaction_to_write_begins_as_a_writer_and_does_not_oversell(sqlite_store: Store, tmp_path: Path) -> None:
    """With the driver's own BEGIN, what is read before the first write is read outside it."""

    def looks_first(tx: Transaction) -> None:
        free = tx.scalar(text("SELECT on_hand - allocated FROM stock WHERE id = 1"))
        with (
            closing(sqlite3.connect(tmp_path / "desk.db", timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError),
        ):
            other.execute("UPDATE stock SET allocated = on_hand WHERE id = 1")
        assert tx.scalar(text("SELECT on_hand - allocated FROM stock WHERE id = 1")) == free

    run(sqlite_store, looks_first)


def test_an_event_is_written_for_every_verb_that_writes(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "CHAI", 1_000)
    ann.do(orders.submit, number)
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert [row.verb for row in reading.all(table(LoggedEvent).select().order_by(table(LoggedEvent).c.id))] == [
            "order.new", "order.line", "order.submit", "order.confirm",
        ]  # fmt: skip


def test_a_verb_must_have_a_row_in_the_table_of_rights() -> None:
    with pytest.raises(KeyError, match=r"desk/rights\.py"):

        @verb("order.invent")
        def invent(tx: Transaction) -> None: ...


def test_a_reading_says_which_engine_it_is_on(store: Store) -> None:
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert isinstance(reading, Reading)
        assert reading.dialect in ("sqlite", "postgresql")
        assert (reading.today, reading.now) == (TODAY, NOW)
    assert table(Order).name == "sales_order"
