"""Returns, complaints, and a shipment that did not leave: goods, documents and money agree at every step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import amendments, complaints, return_goods, return_money, returns, shipment_back
from orderdesk.errors import Conflict, Refused
from orderdesk.models import Hold, Invoice
from orderdesk.queries.check import check
from tests.scenarios.shop import Shop


@pytest.fixture
def buyer(shop: Shop) -> str:
    shop.do(returns.reason, "BROKEN", "Broken on arrival")
    return shop.customer("BUYER")


def agreed(shop: Shop, order: int, *lines: tuple[int, int]) -> int:
    """A return of these pieces by position; of all without."""
    wanted = [(position, pieces * 1_000) for position, pieces in lines] or None
    number: int = shop.desk("ann").do(returns.new, order, wanted, reason="BROKEN")
    return number


def came(shop: Shop, number: int, position: int, pieces: int) -> None:
    shop.desk("pat").do(return_goods.receive, number, position, pieces * 1_000)


def kept(shop: Shop, order: int, position: int = 1) -> int:
    """What the customer has of a line."""
    line = shop.line(order, position)
    left: int = line.shipped - line.returned
    return left // 1_000


def test_rt_01_a_return_after_the_invoice_is_credited_with_what_came_back(shop: Shop, buyer: str) -> None:
    shop.product("THING", "10.00", on_hand=5)
    order = shop.sell(buyer, ("THING", 5))
    shop.ship(order)
    number = agreed(shop, order, (1, 2))
    came(shop, number, 1, 2)
    assert kept(shop, order) == 3
    (note,) = shop.desk("rae").do(return_money.credit, number)
    assert shop.bill(note).gross == -20_00
    assert [line.quantity for line in shop.lines_of(note)] == [-2_000]
    with pytest.raises(Refused, match="nothing to invoice"):
        shop.invoice(order)
    with pytest.raises(Conflict, match="is closed"):
        shop.desk("rae").do(return_money.credit, number)
    assert shop.see(check) == ()


def test_rt_03_returns_of_goods_from_two_deliveries(shop: Shop, buyer: str) -> None:
    """Elsewhere by note and by invoice; here every return is of the order, whatever brought the goods."""
    shop.product("THING", "10.00", on_hand=9)
    order = shop.sell(buyer, ("THING", 9))
    shop.ship(order, THING=6)
    shop.receive("THING", 3)
    shop.ship(order)
    for pieces in (3, 1):
        came(shop, agreed(shop, order, (1, pieces)), 1, pieces)
    assert kept(shop, order) == 5


def test_rt_04_no_more_comes_back_than_was_delivered_and_not_before(shop: Shop, buyer: str) -> None:
    """No price is asked for: what comes back is credited as it was billed, so that it can never be above that."""
    shop.product("THING", "10.00", on_hand=5)
    order = shop.sell(buyer, ("THING", 5))
    shop.ship(order)
    came(shop, agreed(shop, order, (1, 2)), 1, 2)
    with pytest.raises(Refused, match="4 cannot come back; 5 were shipped and 2 came back: 3 is the most"):
        agreed(shop, order, (1, 4))
    with pytest.raises(Refused, match="would be before the delivery"):
        early = shop.day - timedelta(days=1)
        shop.desk("ann").do(returns.new, order, [(1, 1_000)], reason="BROKEN", day=early)
    agreed(shop, order, (1, 3))
    with pytest.raises(Refused, match="3 may come back by other returns: 0 is the most"):
        agreed(shop, order, (1, 1))


def test_rt_06_goods_go_out_and_others_come_back(shop: Shop, buyer: str) -> None:
    """Elsewhere one order has lines of +7 and -2. Here an order only sells: what comes back is a return of the order
    that it was bought with, at the price of that time, and the two documents meet in the customer's account."""
    shop.product("THING", "10.00", on_hand=9)
    before = shop.sell(buyer, ("THING", 2))
    shop.ship(before)
    order = shop.sell(buyer, ("THING", 7))
    shop.ship(order)
    number = agreed(shop, before, (1, 2))
    came(shop, number, 1, 2)
    shop.desk("rae").do(return_money.credit, number)
    assert [bill.gross for bill in shop.rows(Invoice)] == [20_00, 70_00, -20_00]
    assert shop.exposure(buyer).total == 70_00


@pytest.mark.parametrize(
    ("remedies", "expected"),
    [
        ((("return", 1, None), ("return", 2, None)), "return"),
        ((("return", 1, 1),), "return"),
        ((("credit", 1, None), ("credit", 2, None)), -50_00),
        ((("credit", 1, 1),), -10_00),
    ],
)
def test_rt_07_a_complaint_decides_the_remedy(
    shop: Shop, buyer: str, remedies: tuple[tuple[str, int, int | None], ...], expected: str | int
) -> None:
    shop.setting("return_value", 5_00)
    shop.product("A", "10.00", on_hand=3)
    shop.product("B", "10.00", on_hand=2)
    order = shop.sell(buyer, ("A", 3), ("B", 2))
    shop.ship(order)
    ann = shop.desk("ann")
    number = ann.do(complaints.new, order, "scratched")
    for kind, position, pieces in remedies:
        ann.do(complaints.remedy, number, kind, position, None if pieces is None else pieces * 1_000)
    assert ann.do(complaints.submit, number) == "waiting"
    shop.desk("kim").do(complaints.approve, number)
    made = shop.desk("rae").do(complaints.settle, number, reason="BROKEN")
    if expected == "return":
        back = sum(5 if pieces is None and len(remedies) == 1 else 0 for _, _, pieces in remedies)
        assert back == 0 and made == ["return 301"]
        wanted = [(pieces or shop.line(order, position).shipped // 1_000) for _, position, pieces in remedies]
        assert [line.quantity // 1_000 for line in shop.return_lines(301)] == wanted
    else:
        assert sum(shop.bill(note).gross for note in made) == expected
    assert shop.see(check) == ()


def test_st_28_an_order_raised_after_a_return(shop: Shop, buyer: str) -> None:
    """Elsewhere a returned piece is owed again, and 15 after 10 less 5 returned means 10 more. Here a return settles
    what came back (a credit, or a replacement that somebody orders): 15 after 10 delivered means 5 more."""
    shop.setting("invoice_on_ship", False)
    shop.product("THING", "10.00", on_hand=10)
    order = shop.sell(buyer, ("THING", 10))
    shop.ship(order)
    came(shop, agreed(shop, order, (1, 5)), 1, 5)
    shop.amend(order, 1, 15)
    assert shop.axes(order)[0].open == 5_000
    assert shop.stock("THING") == (5, 5)


def test_oc_11_a_cancelled_shipment_is_an_exception_that_somebody_decides(shop: Shop, buyer: str) -> None:
    """Ignoring it is cancelling the order here: nothing has left, so nothing is billed."""
    shop.setting("invoice_on_ship", False)
    shop.product("THING", "10.00", on_hand=1)
    order = shop.sell(buyer, ("THING", 1))
    (shipment,) = shop.ship(order)
    shop.desk("pat").do(shipment_back.cancel, shipment, "on the wrong truck")
    assert [hold.kind for hold in shop.rows(Hold, state="open")] == ["exception"]
    assert shop.stock("THING") == (1, 1), "back on the shelf, and reserved for it again"
    assert shop.see(check) == ()
    shop.do(amendments.cancel, order, "the customer does not want it any more")
    assert shop.order(order).state == "cancelled"
    assert shop.bills(order) == []


def test_a_cancelled_shipment_is_shipped_again_when_the_exception_is_released(shop: Shop, buyer: str) -> None:
    shop.setting("invoice_on_ship", False)
    shop.product("THING", "10.00", on_hand=1)
    order = shop.sell(buyer, ("THING", 1))
    (shipment,) = shop.ship(order)
    shop.desk("pat").do(shipment_back.cancel, shipment, "on the wrong truck")
    with pytest.raises(Conflict, match="was cancelled"):
        shop.desk("pat").do(shipment_back.cancel, shipment, "again")
    with pytest.raises(Refused, match="held for exception"):
        shop.ship(order)
    shop.release(order, "pat")
    shop.ship(order)
    assert shop.stock("THING") == (0, 0)
    assert shop.see(check) == ()


def test_a_shipment_that_is_billed_is_not_cancelled(shop: Shop, buyer: str) -> None:
    shop.product("THING", "10.00", on_hand=2)
    order = shop.sell(buyer, ("THING", 3))
    (shipment,) = shop.ship(order)
    with pytest.raises(Refused, match=r"2 are billed\. Cancel the invoice first"):
        shop.desk("pat").do(shipment_back.cancel, shipment, "wrong truck")
