from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from orderdesk.desk import approvals, orders, picking, shipping
from orderdesk.desk import stock as goods
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Customer, Hold, Order, Pick, Product, Shipment
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from tests.company import NOW, SYSTEM, TODAY, person
from tests.selling import assert_books_balance, bills, collect, line, one, sell, setting, ship, stock


def change(store: Store, model: type, code: tuple[str, str], **values: object) -> None:
    rows = table(model)
    statement = update(rows).where(rows.c[code[0]] == code[1]).values(**values)
    store.run(lambda tx: tx.change(statement), SYSTEM, TODAY, NOW)


def test_shipping_moves_goods_bills_and_closes(store: Store) -> None:
    number = sell(store, ("CHAI", 10), ("TOFU", 2))
    (shipment,) = ship(store, number)
    row = line(store, number)
    assert (row.shipped, row.allocated, row.picked, row.invoiced, row.waiting) == (10_000, 0, 0, 10_000, False)
    assert stock(store, "CHAI") == (90_000, 0)
    assert one(store, Order, number=number).state == "closed"
    assert one(store, Shipment, number=shipment).day == TODAY
    (invoice,) = bills(store, number)
    assert (invoice.number, invoice.net, invoice.tax, invoice.gross) == ("INV-2026-0001", 226_50, 43_04, 269_54)
    assert_books_balance(store)


def test_one_shipment_for_each_order_of_a_run(store: Store) -> None:
    first, second = sell(store, ("CHAI", 5)), sell(store, ("CHAI", 7))
    assert len(ship(store, first, second)) == 2
    assert stock(store, "CHAI") == (88_000, 0)


def test_a_part_shipment_leaves_the_rest_waiting(store: Store) -> None:
    number = sell(store, ("TOFU", 40))
    ship(store, number)
    row = line(store, number)
    assert (row.shipped, row.allocated, row.waiting) == (35_000, 0, True)
    assert one(store, Order, number=number).state == "confirmed"
    person(store, "pat").do(goods.receive, "TOFU", 10_000)
    ship(store, number)
    assert one(store, Order, number=number).state == "closed"
    assert sum(bill.net for bill in bills(store, number)) == one(store, Order, number=number).net
    assert stock(store, "TOFU") == (5_000, 0)


def test_the_same_token_ships_once(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    pat = person(store, "pat")
    shipped = pat.do(shipping.confirm, pick, token="a")
    assert pat.do(shipping.confirm, pick, token="a") == shipped
    assert stock(store, "CHAI") == (99_000, 0)


def test_shipping_again_says_who_shipped_it(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    person(store, "pat").do(shipping.confirm, pick)
    with pytest.raises(Conflict, match=f"pick list {pick} was shipped by Pat at 14:05 on 12 Nov"):
        person(store, "root").do(shipping.confirm, pick)


def test_only_a_picked_list_can_be_shipped(store: Store) -> None:
    sell(store, ("CHAI", 1))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    with pytest.raises(Refused, match="is open; only a picked list"):
        pat.do(shipping.confirm, pick)


def test_a_customer_blocked_meanwhile_gets_nothing(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    change(store, Customer, ("code", "ERNSH"), block="ship")
    with pytest.raises(Refused, match="ERNSH is blocked"):
        person(store, "pat").do(shipping.confirm, pick)
    assert stock(store, "CHAI") == (100_000, 1_000)


def test_a_held_order_does_not_leave(store: Store) -> None:
    number = sell(store, ("CHAI", 1))
    pick = collect(store, number)
    person(store, "ann").do(approvals.hold, number, "wrong address")
    with pytest.raises(Refused, match=f"order {number} is held for manual"):
        person(store, "pat").do(shipping.confirm, pick)


def test_an_overdue_customer_waits_for_an_approver(store: Store) -> None:
    ship(store, sell(store, ("CHAI", 1)))
    number = sell(store, ("CHAI", 2))
    pick = collect(store, number)
    later = TODAY + timedelta(days=60)
    pat = person(store, "pat", day=later)
    with pytest.raises(Refused, match="overdue: INV-2026-0001") as refused:
        pat.do(shipping.confirm, pick)
    assert [finding.kind for finding in refused.value.findings] == ["overdue"]
    assert [finding.kind for finding in pat.do(shipping.hold, pick)] == ["overdue"]
    with pytest.raises(Refused, match="is held for overdue"):
        pat.do(shipping.confirm, pick)
    held = one(store, Hold, kind="overdue")
    person(store, "kim", day=later).do(approvals.release, number, held.id, "has promised to pay")
    assert len(pat.do(shipping.confirm, pick)) == 1
    with pytest.raises(Conflict):
        pat.do(shipping.hold, pick)


def test_a_lowered_limit_stops_the_shipment(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 10), customer="ALFKI"))
    change(store, Customer, ("code", "ALFKI"), credit_limit=100_00)
    with pytest.raises(Refused, match=r"over the limit of 100\.00 by 114\.20"):
        person(store, "pat").do(shipping.confirm, pick)


def test_a_complete_order_does_not_leave_in_parts(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, "CHAI", 5_000)
    ann.do(orders.change, number, delivery_rule="complete")
    ann.do(orders.submit, number)
    pick = collect(store, number, CHAI=1)
    with pytest.raises(Refused, match="only whole: 1 of CHAI are missing"):
        person(store, "pat").do(shipping.confirm, pick)


def test_a_short_shipment_within_the_tolerance_closes_the_line(store: Store) -> None:
    change(store, Product, ("sku", "CHAI"), under_delivery=10_000)
    number = sell(store, ("CHAI", 20))
    ship(store, number, CHAI=1)
    row = line(store, number)
    assert (row.shipped, row.cancelled, row.waiting, row.net) == (19_000, 1_000, False, 342_00)
    order = one(store, Order, number=number)
    assert (order.state, order.net) == ("closed", 342_00)
    assert bills(store, number)[0].net == 342_00


def test_over_delivery_is_allowed_up_to_the_allowance(store: Store) -> None:
    change(store, Product, ("sku", "CHAI"), over_delivery=10_000)
    number = sell(store, ("CHAI", 20))
    pat = person(store, "pat")
    pick = pat.do(picking.release)
    with pytest.raises(Refused, match="1 too many"):
        pat.do(picking.scan, pick, "CHAI", 23_000)
    pat.do(picking.scan, pick, "CHAI", 22_000)
    pat.do(picking.confirm, pick)
    pat.do(shipping.confirm, pick)
    assert line(store, number).shipped == 22_000
    assert stock(store, "CHAI") == (78_000, 0)
    assert bills(store, number)[0].net == 396_00
    assert one(store, Order, number=number).state == "closed"


def test_without_billing_at_once_the_order_stays_open_to_be_billed(store: Store) -> None:
    setting(store, "billing", "hand")
    number = sell(store, ("CHAI", 1))
    ship(store, number)
    assert bills(store, number) == []
    assert one(store, Order, number=number).state == "confirmed"


def test_the_carrier_is_the_shipments_the_lists_or_the_orders(store: Store) -> None:
    number = sell(store, ("CHAI", 1), carrier="Speedy")
    (shipment,) = ship(store, number)
    assert one(store, Shipment, number=shipment).carrier == "Speedy"
    assert one(store, Pick).state == "shipped"
