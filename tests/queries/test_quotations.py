"""The lists of quotations and blanket orders, what is shown as expired, and what was won and lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import blankets, orders, outcomes, quotations
from orderdesk.errors import NotFound, Refused
from orderdesk.queries.blankets import blanket_card, blanket_list
from orderdesk.queries.home import waiting
from orderdesk.queries.order_card import order_card
from orderdesk.queries.order_list import order_list
from orderdesk.queries.quotations import quotation_list, reasons, revisions, won_and_lost
from orderdesk.queries.usual import usual_of
from orderdesk.rules.agreement import Share
from orderdesk.store.store import Store
from tests.company import TODAY, person

UNTIL = TODAY + timedelta(days=5)
LATE = UNTIL + timedelta(days=1)


def quoted(store: Store, pieces: int = 10, days: int = 5) -> int:
    ann = person(store, "ann")
    number = ann.do(quotations.new, "ERNSH", valid_until=TODAY + timedelta(days=days))
    ann.do(orders.line, number, "CHAI", pieces * 1_000)
    return number


def test_those_that_end_first_stand_first_and_what_has_run_out_is_expired_at_once(store: Store) -> None:
    later, sooner = quoted(store, days=20), quoted(store)
    today, late = person(store, "ann"), person(store, "ann", day=LATE)
    assert [(one.number, one.state, one.days_left) for one in today.ask(quotation_list)] == [
        (sooner, "quotation", 5), (later, "quotation", 20),
    ]  # fmt: skip
    assert [one.number for one in late.ask(quotation_list)] == [later]
    expired = late.ask(quotation_list, filter="state:expired")
    assert [(one.number, one.state) for one in expired] == [(sooner, "expired")]
    assert [one.number for one in late.ask(quotation_list, filter="ending")] == [sooner]
    assert [one.number for one in late.ask(order_list, state="expired")] == [sooner]
    assert [one.number for one in late.ask(order_list, filter="state:quotation")] == [later]
    assert late.ask(order_card, sooner).header.state == "expired"
    late.do(quotations.expire)
    assert [one.number for one in late.ask(order_list, state="expired")] == [sooner]


def test_the_first_screen_counts_those_that_end_soon(store: Store) -> None:
    quoted(store)
    quoted(store, days=8)
    ending = person(store, "ann").ask(waiting).ending
    assert (ending.quotations, ending.amount) == (1, 214_20)
    assert person(store, "ann", day=LATE).ask(waiting).ending.quotations == 1  # the other one; this one is over


def test_neither_is_what_a_customer_usually_orders(store: Store) -> None:
    quoted(store)
    ann = person(store, "ann")
    blanket = ann.do(blankets.new, "ERNSH", UNTIL)
    ann.do(orders.line, blanket, "TOFU", 10_000)
    ann.do(blankets.agree, blanket)
    usual = ann.ask(usual_of, "ERNSH")
    assert (usual.last_order, usual.basket) == (None, ())


def test_what_each_revision_said_can_be_read(store: Store) -> None:
    number = quoted(store)
    ann = person(store, "ann")
    assert ann.ask(revisions, number) == ()
    ann.do(quotations.send, number)
    ann.do(orders.line_change, number, 1, quantity=12_000)
    ann.do(quotations.send, number)
    first, second = ann.ask(revisions, number)
    assert (first.revision, first.lines[0].quantity, second.lines[0].quantity) == (1, 10_000, 12_000)
    assert (first.sent_by, first.net, second.net) == ("ann", 180_00, 216_00)
    with pytest.raises(NotFound, match="no quotation 99"):
        ann.ask(revisions, 99)
    with pytest.raises(Refused, match="is no quotation"):
        ann.ask(revisions, ann.do(orders.new, "ERNSH"))


def test_what_was_won_and_lost_by_reason_clerk_and_customer(store: Store) -> None:
    ann = person(store, "ann")
    person(store, "kim").do(outcomes.reason, "DEAR", "Somebody else was cheaper")
    person(store, "kim").do(outcomes.reason, "LOYAL", "Buys here", outcome="won")
    ann.do(quotations.accept, quoted(store, 10), reason="LOYAL")
    part = quoted(store, 20)
    ann.do(quotations.accept, part, [(1, 5_000)])
    ann.do(quotations.lose, part, "DEAR")
    ann.do(quotations.lose, quoted(store, 1), "DEAR")
    quoted(store, 2)
    late = person(store, "ann", day=LATE)
    assert late.ask(won_and_lost, TODAY, LATE) == (
        Share("DEAR", 1, 1, 90_00, 288_00, 23_809),
        Share("LOYAL", 1, 0, 180_00, 0, 100_000),
        Share("(expired)", 0, 1, 0, 36_00, 0),
    )
    assert late.ask(won_and_lost, TODAY, LATE, "all") == (Share("all", 2, 2, 270_00, 324_00, 45_454),)
    assert [one.name for one in late.ask(won_and_lost, TODAY, LATE, "customer")] == ["ERNSH"]
    assert [one.name for one in late.ask(won_and_lost, TODAY, LATE, "clerk")] == ["ann"]
    assert late.ask(won_and_lost, LATE, LATE) == ()
    assert [(one.code, one.outcome) for one in ann.ask(reasons)] == [("LOYAL", "won"), ("DEAR", "lost")]


def test_a_blanket_order_tells_what_is_left_and_who_takes_it(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(blankets.new, "ERNSH", UNTIL)
    ann.do(orders.line, number, "CHAI", 40_000, price=170_000)
    assert [(one.number, one.state) for one in ann.ask(blanket_list)] == [(number, "draft")]
    ann.do(blankets.agree, number)
    placed = ann.do(blankets.call_off, number, [(1, 10_000)]).order
    ann.do(orders.submit, placed)
    typed = ann.do(blankets.call_off, number, [(1, 30_000)]).order
    card = ann.ask(blanket_card, number)
    (kept,) = card.blanket.lines
    assert (kept.agreed, kept.called, kept.left, card.blanket.net) == (40_000, 10_000, 30_000, 680_00)
    assert [(one.order, one.quantity, one.taken) for one in card.calls] == [
        (placed, 10_000, 10_000),
        (typed, 30_000, 0),
    ]
    late = person(store, "ann", day=LATE)
    assert late.ask(blanket_list) == ()
    assert [one.state for one in late.ask(blanket_list, filter="state:expired")] == ["expired"]
    with pytest.raises(Refused, match="is no blanket order"):
        ann.ask(blanket_card, placed)
    with pytest.raises(NotFound):
        ann.ask(blanket_card, 99)
