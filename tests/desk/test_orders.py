"""Entering, holding, releasing, changing and giving up an order, on either engine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from orderdesk.desk import amendments, approvals, orders, picking, products, shipping, units
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, Conflict, NotAllowed, NotFound, Refused
from orderdesk.queries.check import check
from orderdesk.queries.picking import pick_card
from orderdesk.store.store import Store
from tests.company import NOW, SYSTEM, TODAY, person


def ask(store: Store, statement: str, **values: Any) -> Any:
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return reading.first(text(statement), **values)


def placed(desk: Desk, *lines: tuple[str, int], customer: str = "ALFKI") -> int:
    number = desk.do(orders.new, customer)
    for sku, quantity in lines:
        desk.do(orders.line, number, sku, quantity * 1000)
    desk.do(orders.submit, number)
    return number


def test_an_order_within_stock_and_credit_is_confirmed_and_its_goods_are_reserved(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "alfki", po_number="4711-B")
    ann.do(orders.line, number, "chai", 12_000)
    ann.do(orders.line, number, "TOFU", 20_000, discount=5_000)
    done = ann.do(orders.submit, number)
    assert (done.state, done.gross) == ("confirmed", 21600 + 44175 + 12497)
    row = ask(store, "SELECT on_hand, allocated FROM stock WHERE product_id = 1 AND warehouse_id = 1")
    assert tuple(row) == (100_000, 12_000)


def test_what_is_short_waits_and_gets_the_next_goods_that_come(store: Store) -> None:
    ann = person(store, "ann")
    number = placed(ann, ("TOFU", 40))
    line = ask(store, "SELECT allocated, waiting FROM sales_order_line")
    assert (line.allocated, bool(line.waiting)) == (35_000, True)
    other = placed(ann, ("TOFU", 3))
    assert ask(store, "SELECT allocated FROM sales_order_line ORDER BY id DESC").allocated == 0
    ann.do(amendments.cancel, number, "customer changed his mind")
    assert ask(store, "SELECT allocated FROM sales_order_line ORDER BY id DESC").allocated == 3_000
    assert ask(store, "SELECT state FROM sales_order WHERE number = :n", n=other).state == "confirmed"


def test_over_the_limit_is_held_with_the_figures_and_an_approver_releases_it(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "SAFFRON", 100_000)
    done = ann.do(orders.submit, number)
    assert done.state == "submitted"
    hold = ask(store, "SELECT * FROM hold")
    assert (hold.kind, hold.amount, hold.level) == ("credit", 1_190_000 - 1_000_000, 1)
    assert "10000.00" in hold.message
    with pytest.raises(NotAllowed):
        ann.do(approvals.release, number, hold.id)
    kim = person(store, "kim")
    assert kim.do(approvals.release, number, hold.id, "good payer") == "confirmed"
    with pytest.raises(Conflict, match="released by Kim"):
        kim.do(approvals.release, number, hold.id)


def test_a_rejected_order_is_a_draft_again_and_gives_its_goods_back(store: Store) -> None:
    ann, kim = person(store, "ann"), person(store, "kim")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "CHAI", 50_000, discount=30_000)
    ann.do(orders.submit, number)
    hold = ask(store, "SELECT id, kind FROM hold")
    assert hold.kind == "discount"
    with pytest.raises(Refused, match="reason"):
        kim.do(approvals.reject, number, hold.id, " ")
    kim.do(approvals.reject, number, hold.id, "too much")
    assert ask(store, "SELECT state FROM sales_order").state == "draft"
    assert ask(store, "SELECT sum(allocated) AS s FROM stock").s == 0
    assert ask(store, "SELECT allocated FROM sales_order_line").allocated == 0


def test_the_same_token_gives_the_first_answer_and_does_nothing_twice(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI", token="t1")
    assert ann.do(orders.new, "ALFKI", token="t1") == number
    ann.do(orders.line, number, "CHAI", 1_000)
    first = ann.do(orders.submit, number, token="t2")
    again = ann.do(orders.submit, number, token="t2")
    assert (first.state, again.state) == ("confirmed", "confirmed")
    assert ask(store, "SELECT count(*) AS n FROM sales_order").n == 1


def test_every_finding_is_told_and_not_only_the_first(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    with pytest.raises(Refused) as refused:
        ann.do(orders.submit, number)
    assert refused.value.findings
    with pytest.raises(NotFound, match="NOSUCH"):
        ann.do(orders.line, number, "nosuch", 1_000)
    for quantity in (0, -1_000):
        with pytest.raises(BadValue):
            ann.do(orders.line, number, "CHAI", quantity)


def test_an_amendment_up_runs_the_guard_and_one_down_frees_goods(store: Store) -> None:
    ann = person(store, "ann")
    number = placed(ann, ("CHAI", 10))
    assert ann.do(amendments.amend_line, number, 1, quantity=4_000).state == "confirmed"
    assert ask(store, "SELECT sum(allocated) AS s FROM stock").s == 4_000
    ann.do(amendments.amend_line, number, 1, quantity=90_000)
    row = ask(store, "SELECT gross, net, tax, revision FROM sales_order")
    assert (row.net, row.tax, row.gross, row.revision) == (162000, 30780, 192780, 2)
    held = ann.do(amendments.amend, number, "SAFFRON", 80_000)
    assert [finding.kind for finding in held.findings if finding.severity == "hold"] == ["credit"]


def test_a_case_is_twelve_and_a_barcode_is_its_product(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "CHAI", 2_000, unit="case")
    ann.do(orders.line, number, "4006381333931", 1_000)
    rows = ask(store, "SELECT sum(ordered) AS o, sum(net) AS n FROM sales_order_line")
    assert (rows.o, rows.n) == (25_000, 45_000)


def test_a_viewer_may_not_write_and_the_refusal_names_the_right(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"order\.new"):
        person(store, "vic").do(orders.new, "ALFKI")


def test_a_copy_is_a_draft_at_todays_prices(store: Store) -> None:
    ann = person(store, "ann")
    number = placed(ann, ("CHAI", 3), ("TOFU", 1))
    copied = ann.do(orders.copy, number)
    row = ask(store, "SELECT state, net FROM sales_order WHERE number = :n", n=copied)
    assert (row.state, row.net) == ("draft", 5400 + 2325)


def test_a_copy_orders_as_many_pieces_although_a_case_holds_another_number_by_now(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "CHAI", 2_000, unit="case")
    person(store, "root").do(units.unit, "CHAI", "case", 10_000)
    copied = ann.do(orders.copy, number)
    row = ask(store, "SELECT ordered, unit FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id"
              " WHERE o.number = :n", n=copied)  # fmt: skip
    assert (row.ordered, row.unit) == (24_000, "pc")


def test_a_draft_can_be_thrown_away_and_a_submitted_order_cannot(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "CHAI", 1_000)
    ann.do(orders.discard, number)
    assert ask(store, "SELECT count(*) AS n FROM sales_order_line").n == 0
    with pytest.raises(Refused):
        ann.do(orders.discard, placed(ann, ("CHAI", 1)))


def test_an_order_held_for_too_long_gives_its_goods_to_the_next_and_keeps_its_place(store: Store) -> None:
    ann = person(store, "ann")
    held = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, held, "SAFFRON", 5_000, discount=30_000)
    assert ann.do(orders.submit, held).state == "submitted"
    later = Desk(store, ann.who, day=TODAY + timedelta(days=4), clock=lambda: NOW + timedelta(days=4))
    assert later.do(orders.submit, drafted(later, ("SAFFRON", 2))).state == "confirmed"
    got = "SELECT l.allocated FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id ORDER BY o.number"
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert [row.allocated for row in reading.all(text(got))] == [0, 2_000]
    kim = person(store, "kim")
    hold = ask(store, "SELECT id FROM hold")
    Desk(store, kim.who, day=TODAY, clock=lambda: NOW + timedelta(days=4)).do(approvals.release, held, hold.id)
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert [row.allocated for row in reading.all(text(got))] == [3_000, 2_000]


def drafted(desk: Desk, *lines: tuple[str, int]) -> int:
    number = desk.do(orders.new, "ERNSH")
    for sku, quantity in lines:
        desk.do(orders.line, number, sku, quantity * 1000)
    return number


def test_a_hold_whose_reason_an_amendment_took_away_lapses_and_the_order_goes_on(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "SAFFRON", 100_000)
    assert ann.do(orders.submit, number).state == "submitted"
    assert ann.do(amendments.amend_line, number, 1, quantity=50_000).state == "confirmed"
    assert ask(store, "SELECT state FROM hold").state == "lapsed"


def test_what_an_amendment_dropped_is_not_taken_up_again_by_reopening(store: Store) -> None:
    number = placed(person(store, "ann"), ("CHAI", 2), ("TOFU", 40), ("QUESO-M", 1))
    ann = person(store, "ann")
    ann.do(amendments.amend_line, number, 3, quantity=0)
    shipped(store, number)
    ann.do(amendments.short_close, number, "the rest is not wanted")
    ann.do(amendments.reopen, number, "wanted after all")
    with store.read(SYSTEM, TODAY, NOW) as reading:
        rows = reading.all(text("SELECT ordered - cancelled FROM sales_order_line ORDER BY position"))
    assert [row[0] for row in rows] == [2_000, 40_000, 0]


def test_an_over_delivered_line_does_not_keep_the_rest_from_being_given_up(store: Store) -> None:
    ann = person(store, "ann")
    person(store, "root").do(products.change, "CHAI", over_delivery=50_000)
    number = placed(ann, ("CHAI", 2), ("KONBU", 1))
    shipped(store, number, CHAI=3_000)
    ann.do(amendments.short_close, number, "no konbu in sight")
    with store.read(SYSTEM, TODAY, NOW) as reading:
        rows = reading.all(text("SELECT shipped, cancelled FROM sales_order_line ORDER BY position"))
        assert [tuple(row) for row in rows] == [(3_000, 0), (0, 1_000)]
        assert check(reading) == ()


def shipped(store: Store, number: int, **collected: int) -> None:
    """Pick what is reserved (or so much of a SKU) and ship it."""
    pat = person(store, "pat")
    pick = pat.do(picking.release, [number])
    for line in pat.ask(pick_card, pick).lines:
        pat.do(picking.scan, pick, line.sku, collected.get(line.sku, line.quantity))
    pat.do(picking.confirm, pick)
    pat.do(shipping.confirm, pick)
