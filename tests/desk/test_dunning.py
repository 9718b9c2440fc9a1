"""Reminding: each due invoice by one level, once, whoever else tries; and who is to be reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from orderdesk.desk import company, dunning, receipts
from orderdesk.desk.dunning import ReminderSent
from orderdesk.errors import BadValue, NotAllowed, OrderdeskError, Refused
from orderdesk.models import Invoice, Reminder
from orderdesk.queries.dunning import DUNNING, ToRemind, dunning_card
from orderdesk.queries.listing import Sums
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction, table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.desk.rows import last_event, rows
from tests.desk.test_upkeep_together import at_once
from tests.queries.test_receivables import bill

DAY = timedelta(days=1)


def late(store: Store, number: int, days: int, pieces: int = 1, customer: str = "ERNSH") -> str:
    """An invoice that many days late, 21.42 a piece; its number."""
    bill(store, number, TODAY - (days + 30) * DAY, pieces, customer)
    return f"OLD-{number}"


def to_remind(store: Store, filter: str = "", day: date = TODAY, size: int = 50) -> list[ToRemind]:
    """Everybody who is to be reminded, read page by page."""
    desk = person(store, "rae", day=day)
    return [one for page in desk.ask(lambda r: list(DUNNING.all(r, DUNNING.read(r, filter), size))) for one in page]


def reminders(store: Store) -> list[tuple[object, ...]]:
    columns = "i.number, r.level, r.reminded_by"
    return rows(store, f"SELECT {columns} FROM reminder r JOIN invoice i ON i.id = r.invoice_id ORDER BY r.id")


def test_every_due_invoice_climbs_one_level_and_the_others_stay(store: Store) -> None:
    late(store, 1, 40)
    late(store, 2, 6, 2)
    late(store, 3, 4)
    rae = person(store, "rae")
    assert rae.do(dunning.remind, "ernsh") == (
        ReminderSent("OLD-1", 1, 21_42, 40),
        ReminderSent("OLD-2", 1, 42_84, 6),
    )
    assert reminders(store) == [("OLD-1", 1, 6), ("OLD-2", 1, 6)]
    assert last_event(store) == (
        "dunning.remind",
        {"day": "2026-11-12", "invoices": [["OLD-1", 1], ["OLD-2", 1]], "amount": 64_26},
    )
    later = person(store, "rae", day=TODAY + 13 * DAY)
    assert [(one.invoice, one.level) for one in later.do(dunning.remind, "ERNSH")] == [
        ("OLD-1", 2),
        ("OLD-2", 2),
        ("OLD-3", 1),
    ]


def test_nobody_is_reminded_twice_and_the_refusal_says_when_it_may_be_again(store: Store) -> None:
    late(store, 1, 40)
    rae = person(store, "rae")
    rae.do(dunning.remind, "ERNSH")
    again = r"nothing to remind ERNSH of on 2026-11-12: OLD-1: level 1 was today; level 2 is due .* on 2026-11-22"
    with pytest.raises(Refused, match=again):
        rae.do(dunning.remind, "ERNSH")
    with pytest.raises(Refused, match="no invoice is open"):
        rae.do(dunning.remind, "ALFKI")
    with pytest.raises(Refused, match="a reminder cannot be dated 2026-11-13"):
        rae.do(dunning.remind, "ERNSH", day=TODAY + DAY)
    with pytest.raises(NotAllowed, match=r"ann may not do dunning\.remind; that takes receivables or admin"):
        person(store, "ann").do(dunning.remind, "ERNSH")
    assert len(reminders(store)) == 1


def test_of_two_terminals_that_remind_at_the_same_moment_one_is_refused(store: Store) -> None:
    for number in range(4):
        late(store, number + 1, 40)
        desks = [person(store, who, day=TODAY + number * 15 * DAY) for who in ("rae", "root")]
        ends = at_once(*(lambda desk=desk: desk.do(dunning.remind, "ERNSH") for desk in desks))
        told = [error for error in ends if error is not None]
        assert len(told) == 1 and isinstance(told[0], OrderdeskError)
        assert "nothing to remind ERNSH of" in str(told[0])
    sent = reminders(store)
    assert len(sent) == len({row[:2] for row in sent}) == 1 + 2 + 3 + 3


def test_what_is_paid_is_not_reminded_of(store: Store) -> None:
    late(store, 1, 40)
    late(store, 2, 30)
    rae = person(store, "rae")
    rae.do(receipts.take, "ERNSH", 21_42 + 17_42)
    assert to_remind(store) == []
    assert [(one.number, one.why) for one in rae.ask(dunning_card, "ERNSH").invoices] == [
        ("OLD-2", "4.00 open is below 5.00, from which invoices are reminded of")
    ]
    rae.do(receipts.reverse, 7001, "returned by the bank")
    assert [(one.invoices, one.amount) for one in to_remind(store)] == [(2, 42_84)]


def test_the_card_tells_of_every_open_invoice_why(store: Store) -> None:
    late(store, 1, 40)
    late(store, 2, 2)
    rae = person(store, "rae")
    card = rae.ask(dunning_card, "ernsh")
    assert (card.customer, card.name, card.amount, card.overdue) == ("ERNSH", "Ernst Handel", 21_42, 42_84)
    assert [(one.number, one.next_level, one.why) for one in card.invoices] == [
        ("OLD-1", 1, "40 days late: level 1 is due from 5 days"),
        ("OLD-2", None, "2 days late; level 1 is due from 5 days, on 2026-11-15"),
    ]
    with pytest.raises(OrderdeskError, match="there is no customer NOBODY"):
        rae.ask(dunning_card, "nobody")


def test_the_list_is_the_longest_overdue_first_page_by_page_and_adds_up(store: Store) -> None:
    late(store, 1, 20, customer="ALFKI")
    late(store, 2, 50, 3)
    late(store, 3, 5)
    late(store, 4, 9, customer="CASHC")
    late(store, 5, 3, customer="CASHC")
    for size in (1, 2, 50):
        assert [(one.customer, one.level, one.invoices, one.amount) for one in to_remind(store, size=size)] == [
            ("ERNSH", 1, 2, 85_68),
            ("ALFKI", 1, 1, 21_42),
            ("CASHC", 1, 1, 21_42),
        ]
    ernsh, _, cashc = to_remind(store)
    assert (ernsh.overdue, ernsh.oldest_days, ernsh.last) == (85_68, 50, None)
    assert (cashc.overdue, cashc.oldest_days) == (42_84, 9)
    rae = person(store, "rae")
    assert rae.ask(lambda r: DUNNING.sums(r, DUNNING.read(r, ""))) == Sums(3, 128_52)
    rae.do(dunning.remind, "ERNSH")
    assert [one.customer for one in to_remind(store)] == ["ALFKI", "CASHC"]
    first = to_remind(store, day=TODAY + 20 * DAY)[0]
    assert (first.customer, first.level, first.last) == ("ERNSH", 2, TODAY)


@pytest.mark.parametrize(
    ("filter", "whom"),
    [
        ("ernst", ["ERNSH"]),
        ("customer:a", ["ALFKI"]),
        ("level:2", ["ALFKI"]),
        ("level:1", ["ERNSH"]),
        ("days:40-", ["ERNSH"]),
        ("days:0-30", ["ALFKI"]),
        ("over:30", ["ERNSH"]),
        ("over:30 level:2", []),
    ],
)
def test_a_filter_finds_whom_it_names(store: Store, filter: str, whom: list[str]) -> None:
    late(store, 1, 20, customer="ALFKI")
    person(store, "rae", day=TODAY - 12 * DAY).do(dunning.remind, "ALFKI")
    late(store, 2, 50, 3)
    assert [one.customer for one in to_remind(store, filter)] == whom
    sums = person(store, "rae").ask(lambda r: DUNNING.sums(r, DUNNING.read(r, filter)))
    assert sums.count == len(whom)


def test_the_levels_are_the_companys_and_must_rise(store: Store) -> None:
    late(store, 1, 8)
    root = person(store, "root")
    root.do(company.setting, "reminder_first", "10")
    assert to_remind(store) == []
    with pytest.raises(BadValue, match="each level later than the one before, not 10, 7, 33 days"):
        root.do(company.setting, "reminder_second", 7)
    with pytest.raises(BadValue, match="at least 1 day between two reminders"):
        root.do(company.setting, "reminder_gap", 0)
    for key in ("reminder_first", "reminder_second", "reminder_third"):
        root.do(company.setting, key, "none")
    assert to_remind(store) == []
    assert person(store, "rae").ask(dunning_card, "ERNSH").invoices[0].why == "the company sends no reminders"
    root.do(company.setting, "reminder_first", 8)
    root.do(company.setting, "reminder_least", "21.42")
    assert [one.customer for one in to_remind(store)] == ["ERNSH"]
    root.do(company.setting, "reminder_least", "21.43")
    assert to_remind(store) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("ALFKI", "ERNSH", "CASHC")), st.integers(-5, 60), st.integers(1, 20_00), st.integers(0, 3)
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 3),
)
def test_the_list_is_what_the_cards_say(
    sqlite_store: Store, invoices: list[tuple[str, int, int, int]], size: int
) -> None:
    store = sqlite_store
    codes = {"ALFKI": 1, "ERNSH": 2, "CASHC": 3}

    def write(tx: Transaction) -> None:
        tx.change(delete(table(Reminder)))
        tx.change(delete(table(Invoice)))
        for number, (customer, days, amount, level) in enumerate(invoices, start=1):
            key = tx.add(
                Invoice(
                    number=f"INV-{number}", series="INV", year=2026, serial=number, customer_id=codes[customer],
                    day=TODAY - 100 * DAY, due=TODAY - days * DAY, terms_id=1, net=amount, gross=amount, open=amount,
                    posted_at=NOW, posted_by=1,
                )
            )  # fmt: skip
            for step in range(1, level + 1):
                sent = TODAY - (days % 17 + (level - step) * 7) * DAY
                tx.add(Reminder(invoice_id=key, level=step, day=sent, reminded_at=NOW, reminded_by=1))

    store.run(write, SYSTEM, TODAY, NOW)
    listed = to_remind(store, size=size)
    expected = {}
    for customer in codes:
        due = [one for one in person(store, "rae").ask(dunning_card, customer).invoices if one.next_level]
        if due:
            expected[customer] = (len(due), sum(one.open for one in due), max(one.next_level or 0 for one in due))
    assert {one.customer: (one.invoices, one.amount, one.level) for one in listed} == expected
    assert len(listed) == len(expected)
    places = [(one.oldest_due, int(one.oldest.removeprefix("INV-"))) for one in listed]
    assert places == sorted(places)
    sums = person(store, "rae").ask(lambda r: DUNNING.sums(r, DUNNING.read(r, "")))
    assert sums == Sums(len(expected), sum(amount for _, amount, _ in expected.values()))
