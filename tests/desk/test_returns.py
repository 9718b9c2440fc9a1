"""Returns and complaints on the real store: who may, what moves, what is credited, and what cannot be done twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from orderdesk.desk import company, complaints, invoicing, orders, return_goods, return_money, returns
from orderdesk.errors import Conflict, NotAllowed, OrderdeskError, Refused
from orderdesk.models import Invoice, Order, ReturnReceipt
from orderdesk.queries.check import check
from orderdesk.queries.complaints import complaint_card
from orderdesk.queries.returns import return_card
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.selling import line, one, sell, ship, stock


def delivered(store: Store, sku: str = "CHAI", pieces: int = 5, fee: int = 0) -> int:
    """An order of these, shipped and billed."""
    person(store, "root").do(returns.reason, "BROKEN", "Broken on arrival", fee=fee)
    order = sell(store, (sku, pieces))
    ship(store, order)
    return order


def back(store: Store, order: int, pieces: int = 2) -> int:
    number: int = person(store, "ann").do(returns.new, order, [(1, pieces * 1_000)], reason="BROKEN")
    return number


def test_what_is_restocked_goes_to_whoever_waits_first(store: Store) -> None:
    order = delivered(store, "SAFFRON")
    waiting = sell(store, ("SAFFRON", 3), customer="ALFKI")
    assert line(store, waiting).allocated == 0
    number = back(store, order)
    left = person(store, "pat").do(return_goods.receive, number, 1, 1_000)
    assert left == 1_000
    assert (stock(store, "SAFFRON"), line(store, waiting).allocated) == ((1_000, 1_000), 1_000)


@pytest.mark.parametrize(("became", "on_hand"), [("restock", 2_000), ("scrap", 0), ("vendor", 0)])
def test_what_becomes_of_goods_decides_whether_they_are_sold_again(store: Store, became: str, on_hand: int) -> None:
    order = delivered(store, "SAFFRON")
    number = back(store, order)
    person(store, "pat").do(return_goods.receive, number, 1, 2_000, became=became)
    assert stock(store, "SAFFRON") == (on_hand, 0)
    assert line(store, order).returned == 2_000
    assert person(store, "ann").ask(return_card, number).state == "received"
    assert person(store, "ann").ask(check) == ()


def test_what_is_kept_for_the_vendor_is_sent_once(store: Store) -> None:
    number = back(store, delivered(store))
    pat = person(store, "pat")
    pat.do(return_goods.receive, number, 1, 1_000, became="vendor", note="wet")
    assert pat.do(return_goods.sent, number, "with their van") == 1
    assert one(store, ReturnReceipt).sent_on == TODAY
    with pytest.raises(Refused, match="nothing of return 301 is kept apart"):
        pat.do(return_goods.sent, number)


def test_a_late_return_waits_for_another_person_of_the_right_level(store: Store) -> None:
    order = delivered(store)
    later = TODAY + timedelta(days=31)
    number = person(store, "root", day=later).do(returns.new, order, [(1, 1_000)], reason="BROKEN")
    assert "delivered 31 days ago" in person(store, "ann").ask(return_card, number).needs
    with pytest.raises(Refused, match="waits for consent"):
        person(store, "pat", day=later).do(return_goods.receive, number, 1, 1_000)
    with pytest.raises(NotAllowed, match="you entered return 301"):
        person(store, "root", day=later).do(returns.authorise, number)
    person(store, "kim", day=later).do(returns.authorise, number, "a good customer")
    person(store, "pat", day=later).do(return_goods.receive, number, 1, 1_000)


def test_a_return_out_of_date_takes_nothing_in_and_frees_its_quantity(store: Store) -> None:
    number = back(store, delivered(store), 5)
    later = TODAY + timedelta(days=31)
    with pytest.raises(Refused, match="was valid until"):
        person(store, "pat", day=later).do(return_goods.receive, number, 1, 1_000)
    order = person(store, "ann").ask(return_card, number).order
    person(store, "ann", day=later).do(returns.new, order, [(1, 5_000)], reason="BROKEN")


def test_a_return_that_is_refused_or_cancelled_frees_its_quantity(store: Store) -> None:
    number = back(store, delivered(store), 5)
    person(store, "ann").do(returns.cancel, number, "the customer keeps it")
    with pytest.raises(Conflict, match="return 301 is cancelled"):
        person(store, "ann").do(returns.cancel, number, "again")
    order = person(store, "ann").ask(return_card, number).order
    assert person(store, "ann").do(returns.new, order, reason="BROKEN") == 302


def test_the_same_token_agrees_and_receives_once(store: Store) -> None:
    order = delivered(store)
    ann, pat = person(store, "ann"), person(store, "pat")
    numbers = [ann.do(returns.new, order, [(1, 2_000)], reason="BROKEN", token="t") for _ in range(2)]
    assert numbers == [301, 301]
    for _ in range(2):
        pat.do(return_goods.receive, 301, 1, 1_000, token="scan-1")
    assert line(store, order).returned == 1_000


def test_the_fee_for_taking_goods_back_stays_billed(store: Store) -> None:
    order = delivered(store, fee=15_000)
    number = back(store, order)
    person(store, "pat").do(return_goods.receive, number, 1, 2_000)
    (note,) = person(store, "rae").do(return_money.credit, number)
    posted = one(store, Invoice, number=note)
    assert (posted.net, posted.tax, posted.gross) == (-30_60, -5_81, -36_41), "36.00 less 15 %, and its tax"
    assert person(store, "ann").ask(check) == ()


def test_what_was_not_billed_is_billed_less(store: Store) -> None:
    person(store, "root").do(company.setting, "billing", "hand")
    order = delivered(store)
    number = back(store, order)
    person(store, "pat").do(return_goods.receive, number, 1, 2_000)
    assert person(store, "rae").do(return_money.credit, number) == []
    person(store, "rae").do(invoicing.post, order)
    assert line(store, order).invoiced == 3_000
    assert person(store, "ann").ask(check) == ()


def test_goods_are_replaced_for_nothing_once(store: Store) -> None:
    number = back(store, delivered(store))
    ann = person(store, "ann")
    with pytest.raises(Refused, match="nothing came back"):
        ann.do(return_money.replace, number)
    person(store, "pat").do(return_goods.receive, number, 1, 2_000)
    order = ann.do(return_money.replace, number)
    assert (one(store, Order, number=order).gross, line(store, order).ordered) == (0, 2_000)
    ann.do(orders.submit, order)
    with pytest.raises(Refused, match="was replaced already"):
        ann.do(return_money.replace, number)


def test_a_reduction_credits_the_difference_and_the_goods_stay(store: Store) -> None:
    order = delivered(store)
    ann = person(store, "ann")
    number = ann.do(complaints.new, order, "scratched")
    with pytest.raises(Refused, match="needs its new price"):
        ann.do(complaints.remedy, number, "reduction", 1, 2_000)
    with pytest.raises(Refused, match="not below the one that was paid"):
        ann.do(complaints.remedy, number, "reduction", 1, 2_000, price=180_000)
    ann.do(complaints.remedy, number, "reduction", 1, 2_000, price=150_000)
    assert ann.do(complaints.submit, number) == "approved"
    (note,) = person(store, "rae").do(complaints.settle, number, reason="BROKEN")
    assert one(store, Invoice, number=note).net == -6_00
    assert line(store, order).invoiced == 5_000
    assert person(store, "ann").ask(complaint_card, number).made == (note,)
    assert person(store, "ann").ask(check) == ()


def test_a_complaint_is_given_back_for_other_remedies_or_rejected(store: Store) -> None:
    person(store, "root").do(company.setting, "return_value", 1_00)
    order = delivered(store)
    ann, kim = person(store, "ann"), person(store, "kim")
    number = ann.do(complaints.new, order, "all of it wet")
    with pytest.raises(Refused, match="has no remedy yet"):
        ann.do(complaints.submit, number)
    ann.do(complaints.remedy, number, "replace", 1)
    assert ann.do(complaints.submit, number) == "waiting"
    kim.do(complaints.reject, number, "half of it", again=True)
    assert ann.ask(complaint_card, number).remedies == ()
    ann.do(complaints.remedy, number, "replace", 1, 1_000)
    ann.do(complaints.submit, number)
    kim.do(complaints.reject, number, "signed for as whole")
    assert ann.ask(complaint_card, number).state == "rejected"


def test_two_people_taking_the_same_goods_back_take_them_once(store: Store) -> None:
    order = delivered(store)
    number = back(store, order, 1)

    def take(login: str) -> bool:
        try:
            person(store, login).do(return_goods.receive, number, 1, 1_000)
        except OrderdeskError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        took = list(pool.map(take, ("pat", "root")))
    assert sorted(took) == [False, True]
    assert line(store, order).returned == 1_000
    assert person(store, "ann").ask(check) == ()
