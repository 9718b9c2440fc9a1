"""Customers who share a limit, limits for open orders and for what is overdue, and the horizon; on either engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from orderdesk.desk import credit_groups, customers, orders, rescheduling, shipping
from orderdesk.errors import NotAllowed, NotFound, Refused
from orderdesk.models import Hold
from orderdesk.queries import live
from orderdesk.queries.check import check
from orderdesk.queries.credit_groups import credit_group
from orderdesk.queries.credit_groups import credit_groups as all_groups
from orderdesk.queries.customer_card import customer_card
from orderdesk.rules.credit import Exposure
from orderdesk.store.store import Store
from tests.scenarios.shop import Shop

MEMBERS = ("NORTH", "SOUTH")


@pytest.fixture
def shop(store: Store) -> Shop:
    """A house of two branches with 300.00 together, and things at 25.00."""
    made = Shop(store)
    made.setting("duplicate_days", 0)
    made.product("THING", "25.00", on_hand=200)
    made.do(credit_groups.new, "HOUSE", "The house", credit_limit=300_00)
    for code in MEMBERS:
        made.customer(code)
        made.do(credit_groups.join, code, "HOUSE")
    return made


def test_what_one_branch_ordered_the_other_cannot(shop: Shop) -> None:
    shop.sell("NORTH", ("THING", 8))
    number = shop.draft("SOUTH", ("THING", 5))
    seen = shop.see(live.draft, number).credit
    assert (seen.limit, seen.room) == (None, -25_00)
    done = shop.submit(number)
    assert shop.held_for(done) == ["credit"]
    assert "group HOUSE: 200.00 used + 125.00 this order, over the group's limit of 300.00 by 25.00" in (
        done.findings[0].message
    )
    figures = shop.rows(Hold, kind="credit")[0].figures
    assert '"group":"HOUSE"' in figures and '"group_exposure":20000' in figures and '"group_limit":30000' in figures
    assert shop.submit(shop.draft("SOUTH", ("THING", 4))).state == "confirmed", "exactly at it passes"
    card = shop.see(credit_group, "HOUSE")
    assert (card.group.exposure, card.group.room, card.parts.total) == (300_00, 0, 300_00)
    assert [(one.customer, one.exposure) for one in card.members] == [("NORTH", 200_00), ("SOUTH", 100_00)]
    one = shop.see(customer_card, "SOUTH")
    assert (one.group, one.group_limit, one.group_exposure, one.room) == ("HOUSE", 300_00, 300_00, 0)


def test_each_branch_may_have_its_own_limit_besides(shop: Shop) -> None:
    shop.do(customers.limit, "SOUTH", credit_limit=50_00)
    done = shop.submit(shop.draft("SOUTH", ("THING", 3)))
    assert "over the limit of 50.00 by 25.00" in done.findings[0].message
    assert shop.submit(shop.draft("NORTH", ("THING", 12))).state == "confirmed"


def test_goods_do_not_leave_when_the_group_is_over_since(shop: Shop) -> None:
    number = shop.sell("NORTH", ("THING", 8))
    pick = shop.pick(number)
    shop.do(credit_groups.limit, "HOUSE", credit_limit=100_00)
    with pytest.raises(Refused, match="group HOUSE"):
        shop.desk("pat").do(shipping.confirm, pick)
    shop.do(credit_groups.join, "NORTH", None)
    assert len(shop.desk("pat").do(shipping.confirm, pick)) == 1


def test_a_group_is_entered_once_named_and_left(shop: Shop) -> None:
    with pytest.raises(Refused, match="HOUSE exists already"):
        shop.do(credit_groups.new, "house", "Again")
    with pytest.raises(NotFound, match="there is no credit group NONE"):
        shop.do(credit_groups.join, "NORTH", "none")
    with pytest.raises(NotAllowed):
        shop.desk("ann").do(credit_groups.limit, "HOUSE", credit_limit=None)
    shop.do(credit_groups.limit, "HOUSE", credit_limit=None, name="House")
    assert [(row.code, row.name, row.limit, row.members) for row in shop.see(all_groups)] == [
        ("HOUSE", "House", None, 2)
    ]
    assert shop.submit(shop.draft("NORTH", ("THING", 100))).state == "confirmed"


def test_what_may_be_overdue_in_money(shop: Shop) -> None:
    shop.customer("LATE", grace_days=500)
    shop.billed("LATE", 120_00)
    later = shop.later(60)
    assert later.submit(later.draft("LATE", ("THING", 1))).state == "confirmed"
    shop.do(customers.limit, "LATE", overdue_limit=119_99)
    done = later.submit(later.draft("LATE", ("THING", 1)))
    assert later.held_for(done) == ["overdue"]
    assert "120.00 are overdue where 119.99 may be" in done.findings[0].message
    shop.do(customers.limit, "LATE", overdue_limit=None)
    assert later.submit(later.draft("LATE", ("THING", 1))).state == "confirmed"


def test_orders_beyond_the_horizon_count_when_they_come_near(shop: Shop) -> None:
    shop.setting("credit_horizon_days", 30)
    shop.customer("FAR", 100_00)
    far = shop.sell("FAR", ("THING", 8), wanted=shop.day + timedelta(31))
    assert shop.exposure("FAR") == Exposure(beyond_horizon=200_00)
    near = shop.draft("FAR", ("THING", 4), wanted=shop.day + timedelta(30))
    assert shop.submit(near).state == "confirmed"
    assert shop.later(1).exposure("FAR").total == 300_00
    shop.desk("ann").do(rescheduling.reschedule, far, shop.day + timedelta(30))
    held = [hold.kind for hold in shop.rows(Hold, order_id=shop.order(far).id, state="open")]
    assert held == ["credit"], "a nearer day asks again"


def test_a_line_that_is_wanted_beyond_the_horizon_does_not_count_and_the_rest_does(shop: Shop) -> None:
    shop.setting("credit_horizon_days", 30)
    shop.customer("FAR", 100_00)
    ann = shop.desk("ann")
    number = shop.draft("FAR", ("THING", 4))
    ann.do(orders.line, number, "THING", 8_000, wanted=shop.day + timedelta(40))
    assert shop.see(live.draft, number).credit.room == 0
    assert shop.submit(number).state == "confirmed"
    assert shop.exposure("FAR") == Exposure(confirmed_not_shipped=100_00, beyond_horizon=200_00)
    ann.do(rescheduling.reschedule, number, shop.day + timedelta(20), line=2)
    assert [hold.kind for hold in shop.rows(Hold, order_id=shop.order(number).id, state="open")] == ["credit"]


def test_goods_wanted_beyond_the_horizon_count_when_they_leave(shop: Shop) -> None:
    shop.setting("credit_horizon_days", 30)
    shop.customer("FAR", 100_00)
    far = shop.sell("FAR", ("THING", 8), wanted=shop.day + timedelta(60))
    pick = shop.pick(far)
    with pytest.raises(Refused, match=r"over the limit of 100\.00 by 100\.00"):
        shop.desk("pat").do(shipping.confirm, pick)


def test_branches_at_many_terminals_never_overdraw_what_they_share(shop: Shop) -> None:
    """Both branches submit while a third comes and goes; customers are locked first, then groups: no circle forms."""
    shop.do(credit_groups.new, "OTHER", "Another house", credit_limit=300_00)
    shop.customer("EAST")
    shop.do(credit_groups.join, "EAST", "HOUSE")
    drafts = [[shop.draft(MEMBERS[(seat + turn) % 2], ("THING", 2)) for turn in range(4)] for seat in range(6)]
    gate = Barrier(7)

    def submit(numbers: list[int]) -> list[str]:
        gate.wait()
        return [shop.submit(number).state for number in numbers]

    def move() -> list[str]:
        gate.wait()
        return [shop.do(credit_groups.join, "EAST", group) for group in ("OTHER", "HOUSE", None, "OTHER", "HOUSE")]

    with ThreadPoolExecutor(7) as terminals:
        moving = terminals.submit(move)
        states = [state for told in terminals.map(submit, drafts) for state in told]
        assert moving.result() == ["EAST"] * 5
    assert (states.count("confirmed"), states.count("submitted")) == (6, 18), "300.00 are six orders of 50.00"
    assert shop.see(credit_group, "HOUSE").group.exposure == 300_00
    assert shop.see(check) == ()


def test_an_order_that_one_branch_gives_up_is_the_others_room(shop: Shop) -> None:
    from orderdesk.desk import amendments

    number = shop.sell("NORTH", ("THING", 12))
    waiting = shop.draft("SOUTH", ("THING", 12))
    assert shop.submit(waiting).state == "submitted"
    shop.desk("ann").do(amendments.cancel, number, "changed their mind")
    assert shop.release(waiting) == "confirmed"
