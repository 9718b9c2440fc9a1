"""Quotations: what was quoted is what is ordered, in time; and what each revision said stays."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from orderdesk.desk import amendments, approvals, orders, outcomes, prices, products, quotations
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Order, QuotationOutcome, QuotationRevision
from orderdesk.queries.check import check
from orderdesk.queries.exposure import exposure
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import TODAY, person
from tests.selling import line, one, read, stock

LATER = TODAY + timedelta(days=5)
UNTIL = TODAY + timedelta(days=10)
TOO_LATE = UNTIL + timedelta(days=1)


@pytest.fixture
def quoted(store: Store) -> int:
    """A quotation of 10 chai at 18.00 and 5 tofu at 20.00, typed by hand, good for ten days."""
    ann = person(store, "ann")
    number = ann.do(quotations.new, "ERNSH", valid_until=UNTIL)
    ann.do(orders.line, number, "CHAI", 10_000)
    ann.do(orders.line, number, "TOFU", 5_000, price=200_000)
    return number


def state(store: Store, number: int) -> str:
    return str(one(store, Order, number=number).state)


def said(store: Store, number: int) -> list[tuple[int, int, list[int]]]:
    rows = table(QuotationRevision)
    statement = select(rows).where(rows.c.order_id == one(store, Order, number=number).id).order_by(rows.c.revision)
    return [
        (row.revision, row.net, [entry["price"] for entry in json.loads(row.said)])
        for row in read(store, lambda reading: reading.all(statement))
    ]


def test_an_order_is_at_the_quoted_price_whatever_things_cost_since(store: Store, quoted: int) -> None:
    ann, root = person(store, "ann"), person(store, "root")
    ann.do(quotations.send, quoted)
    root.do(products.change, "CHAI", list_price=250_000)
    root.do(prices.rule, "promotion", name="sale", sku="TOFU", price=100_000)
    later = person(store, "ann", day=LATER)
    made = later.do(quotations.accept, quoted)
    assert made.state == "won"
    assert [line(store, made.order, at).price for at in (1, 2)] == [180_000, 200_000]
    assert [line(store, made.order, at).price_by_hand for at in (1, 2)] == [False, True]
    assert line(store, made.order).price_source == f"quotation {quoted}"
    assert made.gross == one(store, Order, number=quoted).gross
    order = one(store, Order, number=made.order)
    assert (order.state, order.quotation_id) == ("draft", one(store, Order, number=quoted).id)
    much_later = person(store, "ann", day=TOO_LATE)  # accepted in time; submitted on another day
    much_later.do(orders.submit, made.order)
    assert line(store, made.order).price == 180_000
    assert read(store, check) == ()


def test_too_late_is_refused_with_what_it_was_and_would_be(store: Store, quoted: int) -> None:
    person(store, "root").do(products.change, "CHAI", list_price=200_000)
    late = person(store, "ann", day=TOO_LATE)
    with pytest.raises(Refused, match=rf"good until {UNTIL}, 1 day over: 333\.20 then, 376\.34 at the prices"):
        late.do(quotations.accept, quoted)
    assert state(store, quoted) == "quotation"  # a refusal writes nothing
    made = late.do(quotations.accept, quoted, reprice=True)
    assert made.gross == 376_34
    assert [line(store, made.order, at).price for at in (1, 2)] == [200_000, 232_500]
    assert state(store, quoted) == "won"
    assert read(store, check) == ()


def test_the_last_day_itself_is_in_time(store: Store, quoted: int) -> None:
    assert person(store, "ann", day=UNTIL).do(quotations.accept, quoted).gross == 333_20


def test_chosen_lines_and_quantities_become_an_order_and_the_rest_stays_open(store: Store, quoted: int) -> None:
    ann = person(store, "ann")
    made = ann.do(quotations.accept, quoted, [(1, 4_000)])
    assert (made.state, line(store, made.order).ordered) == ("quotation", 4_000)
    with pytest.raises(Refused, match=r"line 1, CHAI: 7 wanted, 6 left of 10 agreed; take 6"):
        ann.do(quotations.accept, quoted, [(1, 7_000)])
    with pytest.raises(Refused, match="cannot go below the 4 that are accepted"):
        ann.do(orders.line_change, quoted, 1, quantity=3_000)
    with pytest.raises(Refused, match="keeps its price"):
        ann.do(orders.line_change, quoted, 1, price=1)
    with pytest.raises(Refused, match="4 of it are in orders"):
        ann.do(orders.line_remove, quoted, 1)
    rest = ann.do(quotations.accept, quoted)
    assert rest.state == "won"
    assert [line(store, rest.order, at).ordered for at in (1, 2)] == [6_000, 5_000]
    with pytest.raises(Refused, match="a won order cannot be accepted"):
        ann.do(quotations.accept, quoted)
    assert read(store, check) == ()


def test_the_price_of_an_accepted_line_stays_and_its_quantity_does_not_grow(store: Store, quoted: int) -> None:
    ann = person(store, "ann")
    made = ann.do(quotations.accept, quoted)
    with pytest.raises(Refused, match=f"at the price of quotation {quoted}, which was agreed"):
        ann.do(orders.line_change, made.order, 1, price=1)
    with pytest.raises(Refused, match=r"11 wanted, 10 left of 10 agreed"):
        ann.do(orders.line_change, made.order, 1, quantity=11_000)
    ann.do(orders.line_change, made.order, 1, quantity=8_000)
    assert line(store, quoted).called == 8_000
    ann.do(orders.submit, made.order)
    with pytest.raises(Refused, match="agreed"):
        ann.do(amendments.amend_line, made.order, 1, discount=5_000)
    assert read(store, check) == ()


def test_an_order_that_comes_to_nothing_opens_its_quotation_again(store: Store, quoted: int) -> None:
    ann = person(store, "ann")
    first = ann.do(quotations.accept, quoted)
    ann.do(orders.discard, first.order)
    assert state(store, quoted) == "quotation"
    second = ann.do(quotations.accept, quoted)
    ann.do(orders.submit, second.order)
    ann.do(amendments.cancel, second.order, "changed their mind")
    assert state(store, quoted) == "quotation"
    assert line(store, quoted).called == 0
    assert read(store, check) == ()


def test_the_guard_runs_on_an_accepted_order_as_on_any(store: Store) -> None:
    """A price far below what is usual is held when it is ordered, not forgotten because it was quoted."""
    ann = person(store, "ann")
    number = ann.do(quotations.new, "ERNSH")
    ann.do(orders.line, number, "CHAI", 1_000, price=50_000)
    sent = ann.do(quotations.send, number)
    assert any("price" in text for text in sent.findings)
    made = ann.do(quotations.accept, number)
    placed = ann.do(orders.submit, made.order)
    assert placed.state == "submitted"
    assert {finding.kind for finding in placed.findings} >= {"price", "margin"}
    assert read(store, check) == ()


def test_a_quotation_reserves_nothing_and_is_owed_by_nobody(store: Store, quoted: int) -> None:
    ann = person(store, "ann")
    ann.do(quotations.send, quoted)
    customer = one(store, Order, number=quoted).customer_id
    assert stock(store, "CHAI")[1] == 0
    assert read(store, lambda reading: exposure(reading, customer)).total == 0
    with pytest.raises(Refused, match="a quotation order cannot be submitted"):
        ann.do(orders.submit, quoted)
    with pytest.raises(Refused, match="a quotation order cannot be held"):
        ann.do(approvals.hold, quoted, "just so")


def test_a_change_after_it_was_sent_is_the_next_revision_and_the_first_can_still_be_read(
    store: Store, quoted: int
) -> None:
    ann = person(store, "ann")
    ann.do(orders.line_change, quoted, 2, price=210_000)  # nobody has it yet
    assert ann.do(quotations.send, quoted).revision == 1
    assert ann.do(quotations.send, quoted).revision == 1  # sent twice is one revision
    ann.do(orders.line_change, quoted, 2, price=190_000)
    ann.do(orders.line_change, quoted, 2, quantity=6_000)
    assert one(store, Order, number=quoted).revision == 2
    assert ann.do(quotations.send, quoted).revision == 2
    assert said(store, quoted) == [(1, 285_00, [180_000, 210_000]), (2, 294_00, [180_000, 190_000])]
    with pytest.raises(Refused, match="was sent; mark it as lost"):
        ann.do(orders.discard, quoted)


def test_one_that_nobody_saw_can_be_thrown_away(store: Store, quoted: int) -> None:
    person(store, "ann").do(orders.discard, quoted)
    rows = table(Order)
    assert read(store, lambda reading: reading.scalar(select(rows.c.id).where(rows.c.number == quoted))) is None


def test_it_is_lost_with_a_reason_of_the_sites_list(store: Store, quoted: int) -> None:
    ann, kim = person(store, "ann"), person(store, "kim")
    with pytest.raises(Refused, match="TOO-DEAR is no reason why a quotation is lost; there are: none yet"):
        ann.do(quotations.lose, quoted, "too-dear")
    kim.do(outcomes.reason, "too-dear", "Somebody else was cheaper")
    kim.do(outcomes.reason, "loyal", "Buys here always", outcome="won")
    with pytest.raises(Refused, match="LOYAL is no reason why a quotation is lost; there are: TOO-DEAR"):
        ann.do(quotations.lose, quoted, "loyal")
    with pytest.raises(Refused, match="needs its reason"):
        ann.do(quotations.lose, quoted, " ")
    assert ann.do(quotations.lose, quoted, "too-dear", "by 2 %") == "lost"
    assert one(store, QuotationOutcome).note == "by 2 %"
    with pytest.raises(Refused, match="a lost order cannot be accepted"):
        ann.do(quotations.accept, quoted)
    ann.do(quotations.renew, quoted)
    assert state(store, quoted) == "quotation"
    assert ann.do(quotations.accept, quoted, reason="loyal").state == "won"
    assert one(store, QuotationOutcome).outcome == "won"


def test_what_was_accepted_stays_won_when_the_rest_is_lost(store: Store, quoted: int) -> None:
    ann = person(store, "ann")
    person(store, "kim").do(outcomes.reason, "LESS", "Wanted less")
    ann.do(quotations.accept, quoted, [(1, 4_000)])
    assert ann.do(quotations.lose, quoted, "less") == "won"
    assert read(store, check) == ()


def test_it_expires_by_itself_and_the_run_writes_it_down_once(store: Store, quoted: int) -> None:
    ann = person(store, "ann")
    assert person(store, "ann", day=UNTIL).do(quotations.expire) == ()
    late = person(store, "ann", day=TOO_LATE)
    with pytest.raises(Refused, match="renew it first"):
        late.do(orders.line, quoted, "CHAI", 1_000)
    assert late.do(quotations.expire) == (quoted,)
    assert late.do(quotations.expire) == ()
    assert state(store, quoted) == "expired"
    with pytest.raises(Refused, match=f"good until {UNTIL}"):
        late.do(quotations.accept, quoted)
    until = late.do(quotations.renew, quoted)
    assert until == TOO_LATE + timedelta(days=30)
    assert late.do(quotations.accept, quoted).gross == 333_20  # renewed at what it said
    assert ann.today == TODAY


def test_the_rest_of_a_part_that_was_accepted_is_repriced_on_a_line_of_its_own(store: Store, quoted: int) -> None:
    person(store, "ann").do(quotations.accept, quoted, [(1, 4_000)])
    person(store, "root").do(products.change, "CHAI", list_price=200_000)
    late = person(store, "ann", day=TOO_LATE)
    made = late.do(quotations.accept, quoted, reprice=True)
    assert [(line(store, quoted, at).ordered, line(store, quoted, at).price) for at in (1, 2, 3)] == [
        (4_000, 180_000), (5_000, 232_500), (6_000, 200_000),
    ]  # fmt: skip
    assert [line(store, made.order, at).price for at in (1, 2)] == [232_500, 200_000]
    assert read(store, check) == ()


def test_a_draft_becomes_a_quotation_and_an_order_never_does(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, "CHAI", 1_000)
    assert ann.do(quotations.make, number) == TODAY + timedelta(days=30)
    with pytest.raises(Refused, match="a quotation order cannot be made a quotation"):
        ann.do(quotations.make, number)
    made = ann.do(quotations.accept, number)
    with pytest.raises(Refused, match="was an order already"):
        ann.do(quotations.make, made.order)
    with pytest.raises(BadValue, match="is past"):
        ann.do(quotations.new, "ERNSH", valid_until=date(2026, 1, 1))


def test_pressing_enter_again_accepts_nothing_twice(store: Store, quoted: int) -> None:
    ann = person(store, "ann")
    once = ann.do(quotations.accept, quoted, token="t-1")
    assert ann.do(quotations.accept, quoted, token="t-1") == once


def test_a_copy_of_a_quotation_is_an_order_at_todays_prices(store: Store, quoted: int) -> None:
    person(store, "root").do(products.change, "CHAI", list_price=200_000)
    copied = person(store, "ann").do(orders.copy, quoted)
    assert state(store, copied) == "draft"
    assert line(store, copied).price == 200_000
