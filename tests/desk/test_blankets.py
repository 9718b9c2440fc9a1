"""Blanket orders: called off at their price, never more than is left, and given back when nothing came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import amendments, approvals, blankets, customers, orders, prices, quotations
from orderdesk.desk.holds import Submitted
from orderdesk.errors import BadValue, NotAllowed, Refused
from orderdesk.models import Hold, Order
from orderdesk.queries import live
from orderdesk.queries.check import check
from orderdesk.queries.exposure import exposure
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.selling import line, one, read, setting, ship, stock

UNTIL = TODAY + timedelta(days=90)
OVER = UNTIL + timedelta(days=1)


def agreed(store: Store, pieces: int = 40, price: int = 170_000, sku: str = "CHAI", least: int = 0) -> int:
    """A blanket order of these pieces at this price, in force."""
    ann = person(store, "ann")
    number = ann.do(blankets.new, "ERNSH", UNTIL)
    ann.do(orders.line, number, sku, pieces * 1_000, price=price)
    if least:
        ann.do(blankets.change, number, position=1, least=least)
    ann.do(blankets.agree, number)
    return number


def order(store: Store, pieces: int, sku: str = "CHAI", customer: str = "ERNSH") -> int:
    ann = person(store, "ann")
    number = ann.do(orders.new, customer)
    ann.do(orders.line, number, sku, pieces * 1_000)
    return number


def submit(store: Store, number: int) -> Submitted:
    return person(store, "ann").do(orders.submit, number)


def test_an_order_of_the_customer_takes_from_it_by_itself_and_says_so(store: Store) -> None:
    blanket = agreed(store)
    person(store, "kim").do(prices.rule, "contract", customer="ERNSH", sku="CHAI", price=150_000)
    number = order(store, 10)
    taken = line(store, number)
    assert (taken.price, taken.price_source, taken.called) == (170_000, f"blanket order {blanket}", 0)
    receipt = person(store, "ann").ask(live.line, number, "CHAI", 10_000).receipt
    assert receipt is not None
    assert receipt.explanation.startswith(f"17.00 by contract 'blanket order {blanket}' (30 left); list price 18.00")
    assert "a blanket order goes before other contracts" in receipt.explanation
    submit(store, number)
    assert line(store, blanket).called == 10_000
    other = line(store, order(store, 10, customer="ALFKI"))
    assert (other.price, other.source_line_id) == (180_000, None)
    assert read(store, check) == ()


def test_a_draft_takes_nothing_and_the_last_to_submit_is_refused_with_the_figures(store: Store) -> None:
    blanket = agreed(store)
    first, second = order(store, 30), order(store, 30)
    assert line(store, blanket).called == 0
    submit(store, first)
    with pytest.raises(Refused, match=rf"CHAI: blanket order {blanket}: 30 wanted, 10 left of 40 agreed; take 10"):
        submit(store, second)
    person(store, "ann").do(orders.line_change, second, 1, quantity=10_000)
    submit(store, second)
    assert line(store, blanket).called == 40_000
    assert line(store, order(store, 1)).price == 180_000  # nothing is left: the ordinary price
    assert read(store, check) == ()


def test_more_than_is_left_is_refused_or_split(store: Store) -> None:
    blanket = agreed(store)
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    with pytest.raises(Refused, match=rf"60 wanted, 40 left of blanket order {blanket} at 17.00: take 40, and"):
        ann.do(orders.line, number, "CHAI", 60_000)
    ann.do(orders.line, number, "CHAI", 5_000, unit="case", split=True)
    assert [(line(store, number, at).ordered, line(store, number, at).price) for at in (1, 2)] == [
        (36_000, 2_040_000), (24_000, 2_160_000),
    ]  # fmt: skip
    with pytest.raises(Refused, match="5 wanted, 4 left"):
        ann.do(orders.line, number, "CHAI", 5_000)
    ann.do(orders.line, number, "CHAI", 5_000, price=180_000)  # said so by hand
    assert read(store, check) == ()


def test_it_is_called_off_by_its_lines_into_an_order_that_points_to_it(store: Store) -> None:
    blanket = agreed(store, least=10_000)
    ann = person(store, "ann")
    with pytest.raises(Refused, match="5 is below the smallest call-off of 10"):
        ann.do(blankets.call_off, blanket, [(1, 5_000)])
    with pytest.raises(Refused, match="50 wanted, 40 left of 40 agreed"):
        ann.do(blankets.call_off, blanket, [(1, 50_000)])
    made = ann.do(blankets.call_off, blanket, [(1, 50_000)], split=True, token="c-1")
    assert ann.do(blankets.call_off, blanket, [(1, 50_000)], split=True, token="c-1").order == made.order
    assert [(line(store, made.order, at).ordered, line(store, made.order, at).price) for at in (1, 2)] == [
        (40_000, 170_000), (10_000, 180_000),
    ]  # fmt: skip
    assert line(store, made.order).source_line_id == line(store, blanket).id
    assert submit(store, made.order).state == "confirmed"
    with pytest.raises(Refused, match="0 left of 40 agreed; enter it as a line of its own"):
        ann.do(blankets.call_off, blanket, [(1, 10_000)])
    assert read(store, check) == ()


def test_the_last_rest_may_be_below_the_smallest_call_off(store: Store) -> None:
    blanket = agreed(store, least=30_000)
    submit(store, order(store, 30))
    submit(store, order(store, 10))
    assert line(store, blanket).called == 40_000
    assert read(store, check) == ()


def test_what_is_cancelled_short_closed_or_rejected_goes_back(store: Store) -> None:
    blanket = agreed(store, 60, sku="TOFU", price=230_000)
    ann = person(store, "ann")
    cancelled = order(store, 10, "TOFU")
    submit(store, cancelled)
    ann.do(amendments.cancel, cancelled, "not needed")
    assert line(store, blanket).called == 0
    short = order(store, 50, "TOFU")  # 35 are there
    submit(store, short)
    ship(store, short)
    ann.do(amendments.short_close, short, "no time to wait")
    assert line(store, blanket).called == 35_000
    taken_up = ann.do(amendments.reopen, short, "they wait after all")
    assert (taken_up.state, line(store, blanket).called) == ("confirmed", 50_000)
    assert read(store, check) == ()


def test_a_rejected_call_off_is_a_draft_that_takes_nothing(store: Store) -> None:
    blanket = agreed(store)
    person(store, "rae").do(customers.limit, "ERNSH", credit_limit=0)
    number = order(store, 10)
    submit(store, number)
    assert line(store, blanket).called == 10_000  # a held order has its place
    person(store, "lou").do(approvals.reject, number, one(store, Hold, state="open").id, "no")
    assert (one(store, Order, number=number).state, line(store, blanket).called) == ("draft", 0)
    assert read(store, check) == ()


def test_amending_a_call_off_takes_more_or_gives_back_and_never_above(store: Store) -> None:
    blanket = agreed(store)
    ann = person(store, "ann")
    number = order(store, 10)
    submit(store, number)
    ann.do(amendments.amend_line, number, 1, quantity=25_000)
    assert line(store, blanket).called == 25_000
    with pytest.raises(Refused, match="41 wanted, 40 left of 40 agreed"):
        ann.do(amendments.amend_line, number, 1, quantity=41_000)
    with pytest.raises(Refused, match="which was agreed"):
        ann.do(amendments.amend_line, number, 1, price=1)
    ann.do(amendments.amend_line, number, 1, quantity=0)
    assert line(store, blanket).called == 0
    assert read(store, check) == ()


def test_the_overrun_of_the_setting_may_be_called_off_and_no_more(store: Store) -> None:
    setting(store, "blanket_overrun", 10_000)
    blanket = agreed(store)
    submit(store, order(store, 44))
    assert line(store, blanket).called == 44_000
    assert line(store, order(store, 1)).price == 180_000
    assert read(store, check) == ()


def test_after_its_last_day_nothing_is_called_off_and_what_was_stays(store: Store) -> None:
    blanket = agreed(store)
    waits = order(store, 10)
    late = person(store, "ann", day=OVER)
    with pytest.raises(Refused, match=rf"blanket order {blanket} ended on {UNTIL}, the order is of {OVER}"):
        late.do(orders.submit, waits)
    with pytest.raises(Refused, match="is good from"):
        late.do(blankets.call_off, blanket, [(1, 10_000)])
    assert late.do(quotations.expire) == (blanket,)
    with pytest.raises(Refused, match="not in force any more; take the line out"):
        late.do(orders.submit, waits)
    late.do(blankets.agree, blanket, valid_until=OVER + timedelta(days=5))
    late.do(orders.submit, waits)
    assert line(store, blanket).called == 10_000
    assert read(store, check) == ()


def test_one_that_is_ended_is_not_called_off_from_and_may_be_agreed_again(store: Store) -> None:
    blanket = agreed(store)
    ann = person(store, "ann")
    ann.do(blankets.end, blanket, "the season is over")
    with pytest.raises(Refused, match="an ended order cannot be called off from"):
        ann.do(blankets.call_off, blanket, [(1, 10_000)])
    assert line(store, order(store, 10)).price == 180_000
    ann.do(blankets.agree, blanket)
    assert line(store, order(store, 10)).price == 170_000


def test_it_reserves_nothing_is_owed_by_nobody_and_is_not_submitted(store: Store) -> None:
    blanket = agreed(store)
    customer = one(store, Order, number=blanket).customer_id
    assert stock(store, "CHAI")[1] == 0
    assert read(store, lambda reading: exposure(reading, customer)).total == 0
    ann = person(store, "ann")
    with pytest.raises(Refused, match="call off from it"):
        ann.do(orders.copy, blanket)
    begun = ann.do(blankets.new, "ERNSH", UNTIL)
    ann.do(orders.line, begun, "CHAI", 1_000)
    assert line(store, begun).source_line_id is None  # a blanket order takes from no other
    with pytest.raises(Refused, match="it is agreed, not submitted"):
        ann.do(orders.submit, begun)


def test_a_price_that_would_be_held_is_agreed_by_an_approver_only(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(blankets.new, "ERNSH", UNTIL)
    ann.do(orders.line, number, "CHAI", 40_000, price=90_000)
    with pytest.raises(NotAllowed, match="such a price is for somebody who may release its hold"):
        ann.do(blankets.agree, number)
    person(store, "lou").do(blankets.agree, number)
    assert one(store, Order, number=number).state == "agreed"


def test_what_cannot_be_agreed_is_refused(store: Store) -> None:
    ann = person(store, "ann")
    with pytest.raises(BadValue, match="before it begins"):
        ann.do(blankets.new, "ERNSH", UNTIL, valid_from=OVER)
    with pytest.raises(BadValue, match="is past"):
        ann.do(blankets.new, "ERNSH", TODAY - timedelta(days=1))
    number = ann.do(blankets.new, "ERNSH", UNTIL)
    with pytest.raises(Refused, match="no lines"):
        ann.do(blankets.agree, number)
    ann.do(orders.line, number, "CHAI", 40_000, discount=5_000)
    with pytest.raises(Refused, match="without a discount"):
        ann.do(blankets.agree, number)
    with pytest.raises(BadValue, match="smallest call-off is more than the 40 agreed"):
        ann.do(blankets.change, number, position=1, least=41_000)
    with pytest.raises(BadValue, match="which line"):
        ann.do(blankets.change, number, quantity=1_000)
    with pytest.raises(Refused, match="is an order, no quotation"):
        ann.do(blankets.end, order(store, 1), "why")


def test_its_quantity_may_grow_and_never_falls_below_what_was_called_off(store: Store) -> None:
    blanket = agreed(store)
    submit(store, order(store, 30))
    ann = person(store, "ann")
    with pytest.raises(Refused, match="30 are called off already"):
        ann.do(blankets.change, blanket, position=1, quantity=29_000)
    ann.do(blankets.change, blanket, position=1, quantity=100_000, valid_until=OVER)
    submit(store, order(store, 70))
    assert line(store, blanket).called == 100_000
    assert read(store, check) == ()
