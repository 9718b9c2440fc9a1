"""Promotions across lines, free goods and lists upon lists, as an order's lines come, change and go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from orderdesk.desk import amendments, assortment, orders, prices, products, standing, templates, units
from orderdesk.errors import OrderdeskError, Refused
from orderdesk.models import Event, OrderLine, PriceRule
from orderdesk.queries import live, typed_line
from orderdesk.queries.check import check
from orderdesk.queries.price_asked import price_asked, price_why
from orderdesk.queries.usual import usual
from orderdesk.queries.why import why_line
from orderdesk.quick_entry import NewLine
from orderdesk.store.store import Store
from orderdesk.values import price_text
from tests.scenarios.shop import Shop


@pytest.fixture
def shop(store: Store) -> Shop:
    """Two promoted products and one other, at 20.00, 30 of each."""
    made = Shop(store)
    made.do(assortment.category, "PROMOTED", "Promoted")
    for sku in ("A", "B"):
        made.product(sku, "20.00", on_hand=30, category="PROMOTED")
    made.product("OTHER", "20.00", on_hand=30)
    made.customer("BUYER")
    made.setting("duplicate_days", 0)
    return made


def ten(shop: Shop, **more: Any) -> int:
    """Ten per cent off from ten promoted pieces together."""
    said: dict[str, Any] = {"name": "ten", "category": "PROMOTED", "min_qty": 10_000, "discount": 10_000}
    return shop.do(prices.rule, "promotion", **({"together": True} | said | more))


def ten_and_one(shop: Shop, **more: Any) -> int:
    """For every ten A one is free."""
    said: dict[str, Any] = {"name": "10+1", "sku": "A", "min_qty": 10_000, "free": 1_000}
    return shop.do(prices.rule, "promotion", **(said | more))


def prices_of(shop: Shop, number: int) -> list[str]:
    lines = shop.rows(OrderLine, order_id=shop.order(number).id)
    return [price_text(line.price) for line in sorted(lines, key=lambda line: line.position)]


def free_of(shop: Shop, number: int) -> list[tuple[int, int, int]]:
    """Product id, pieces and net of the lines that are given away."""
    lines = shop.rows(OrderLine, order_id=shop.order(number).id)
    return [
        (line.product_id, (line.ordered - line.cancelled) // 1_000, line.net)
        for line in lines
        if line.free_rule_id and line.ordered > line.cancelled
    ]


def assert_books_hold(shop: Shop) -> None:
    assert shop.see(check) == ()


def test_a_line_more_or_less_moves_the_price_of_the_others(shop: Shop) -> None:
    ten(shop)
    number = shop.draft("BUYER", ("A", 5), ("OTHER", 10))
    assert prices_of(shop, number) == ["20.00", "20.00"]
    ann = shop.desk("ann")
    ann.do(orders.line, number, "B", 5_000)
    assert prices_of(shop, number) == ["18.00", "20.00", "18.00"]
    assert shop.order(number).net == 380_00
    ann.do(orders.line_remove, number, 3)
    assert prices_of(shop, number) == ["20.00", "20.00"]
    events = [event.verb for event in shop.rows(Event)]
    assert events.count("order.reprice") == 2


def test_a_price_typed_by_hand_counts_and_stays(shop: Shop) -> None:
    ten(shop)
    number = shop.draft("BUYER", ("A", 5))
    shop.desk("ann").do(orders.line, number, "B", 5_000, price=195_000)
    assert prices_of(shop, number) == ["18.00", "19.50"]


def test_what_changed_on_the_list_meanwhile_does_not_come_in_with_another_line(shop: Shop) -> None:
    ten(shop)
    number = shop.draft("BUYER", ("OTHER", 1), ("A", 5))
    shop.do(products.change, "OTHER", list_price=990_000)
    shop.desk("ann").do(orders.line, number, "B", 5_000)
    assert prices_of(shop, number) == ["20.00", "18.00", "18.00"]


def test_pack_sizes_count_in_stock_units(shop: Shop) -> None:
    """A case of 12 and loose pieces reach the step of 14 together, as one line or as two."""
    shop.do(units.unit, "A", "case", 12_000)
    ten(shop, min_qty=14_000)
    ann = shop.desk("ann")
    number = shop.draft("BUYER")
    ann.do(orders.line, number, "A", 1_000, unit="case")
    ann.do(orders.line, number, "A", 1_000)
    assert prices_of(shop, number) == ["240.00", "20.00"]
    ann.do(orders.line_change, number, 2, quantity=2_000)
    assert prices_of(shop, number) == ["216.00", "18.00"]
    assert shop.order(number).net == 252_00


def test_the_live_line_shows_what_stands_after_enter(shop: Shop) -> None:
    ten(shop)
    number = shop.draft("BUYER", ("A", 5))
    typed = shop.see(typed_line.typed_line, number, [NewLine("B", 5_000)], 5)
    assert typed.preview is not None
    assert typed.order is not None
    assert (price_text(typed.preview.price or 0), typed.order.net) == ("18.00", 180_00)
    shop.desk("ann").do(orders.line, number, "B", 5_000)
    assert shop.order(number).net == 180_00
    assert shop.see(live.draft, number).net == 180_00
    price = shop.see(why_line, number, 1).preview.receipt
    assert price is not None
    assert price.explanation.startswith("18.00 by promotion 'ten' (category, from 10 together)")


def test_an_amendment_moves_the_other_lines_but_not_what_has_left(shop: Shop) -> None:
    ten(shop)
    number = shop.sell("BUYER", ("A", 6), ("B", 6), ("OTHER", 1))
    shop.amend(number, 2, 3)
    assert prices_of(shop, number) == ["20.00", "20.00", "20.00"]
    shop.amend(number, 2, 4)
    assert prices_of(shop, number) == ["18.00", "18.00", "20.00"]
    shop.ship(number, A=2, B=0, OTHER=0)
    shop.amend(number, 2, 3)
    assert prices_of(shop, number) == ["18.00", "20.00", "20.00"]
    shop.desk("ann").do(amendments.amend, number, "B", 5_000)
    assert prices_of(shop, number) == ["18.00", "18.00", "20.00", "18.00"]
    assert_books_hold(shop)


def test_ten_bought_and_one_free_comes_grows_and_goes(shop: Shop) -> None:
    ten_and_one(shop)
    number = shop.draft("BUYER", ("A", 9))
    assert free_of(shop, number) == []
    ann = shop.desk("ann")
    ann.do(orders.line, number, "A", 1_000)
    a = shop.line(number, 1).product_id
    assert free_of(shop, number) == [(a, 1, 0)]
    ann.do(orders.line_change, number, 1, quantity=20_000)
    assert free_of(shop, number) == [(a, 2, 0)]
    assert shop.order(number).net == 420_00
    line = shop.see(live.draft, number).lines[2]
    assert (line.free, line.price, line.note, line.price_source) == (True, 0, "free goods", "10+1")
    ann.do(orders.line_remove, number, 1)
    assert free_of(shop, number) == []
    assert [event.verb for event in shop.rows(Event)].count("order.free_goods") == 3


def test_free_goods_are_no_clerks_gift_and_no_clerks_business(shop: Shop) -> None:
    shop.do(assortment.category, "GUARDED", "Guarded", margin_floor=20_000, discount_ceiling=0)
    shop.product("KEPT", "20.00", on_hand=30, category="GUARDED", cost=100_000, tax="standard", min_qty=5_000)
    ten_and_one(shop, sku="KEPT")
    number = shop.draft("BUYER", ("KEPT", 10))
    for wrong in (
        lambda: shop.desk("ann").do(orders.line_change, number, 2, quantity=5_000),
        lambda: shop.desk("ann").do(orders.line_remove, number, 2),
        lambda: shop.desk("ann").do(amendments.amend_line, number, 2, quantity=0),
    ):
        with pytest.raises(Refused):
            wrong()
    done = shop.submit(number)
    assert (done.state, shop.held_for(done)) == ("confirmed", [])
    line = shop.line(number, 2)
    assert (line.price, line.net, line.tax) == (0, 0, 0)
    with pytest.raises(Refused, match="follows what is bought"):
        shop.desk("ann").do(amendments.amend_line, number, 2, quantity=0)
    assert shop.stock("KEPT") == (30, 11)
    shop.ship(number)
    assert shop.stock("KEPT") == (19, 0)
    assert_books_hold(shop)


def test_an_amendment_takes_free_goods_back_but_not_those_that_left(shop: Shop) -> None:
    ten_and_one(shop)
    number = shop.sell("BUYER", ("A", 20))
    a = shop.line(number, 1).product_id
    assert (free_of(shop, number), shop.stock("A")) == ([(a, 2, 0)], (30, 22))
    shop.amend(number, 1, 10)
    assert (free_of(shop, number), shop.stock("A")) == ([(a, 1, 0)], (30, 11))
    shop.ship(number, A=11)
    assert shop.order(number).state == "closed"
    again = shop.sell("BUYER", ("A", 10), ("OTHER", 1))
    pick = shop.pick(again)
    shop.desk("ann").do(amendments.amend, again, "OTHER", 1_000)
    assert free_of(shop, again) == [(a, 1, 0)]
    assert pick
    assert_books_hold(shop)


def test_free_goods_of_another_product_for_a_whole_category(shop: Shop) -> None:
    shop.product("CUP", "5.00", on_hand=3)
    ten_and_one(shop, sku=None, category="PROMOTED", free_sku="CUP", name="cup")
    number = shop.sell("BUYER", ("A", 6), ("B", 5), ("CUP", 1))
    cup = shop.line(number, 3).product_id
    assert free_of(shop, number) == [(cup, 1, 0)]
    shop.amend(number, 2, 3)
    assert (free_of(shop, number), shop.stock("CUP")) == ([], (3, 1))
    shop.desk("ann").do(amendments.amend, number, "B", 1_000)
    assert (free_of(shop, number), shop.stock("CUP")) == ([(cup, 1, 0)], (3, 2))
    assert_books_hold(shop)


def test_what_is_no_longer_sold_is_not_given_away(shop: Shop) -> None:
    shop.product("CUP", "5.00")
    ten_and_one(shop, free_sku="CUP")
    shop.do(products.change, "CUP", active=False)
    assert free_of(shop, shop.draft("BUYER", ("A", 10))) == []


def test_a_kit_is_not_given_away(shop: Shop) -> None:
    shop.product("BASKET", "50.00", kind="kit")
    with pytest.raises(Refused, match="a kit cannot be given away"):
        ten_and_one(shop, free_sku="BASKET")


def test_copies_and_templates_take_what_was_bought_and_earn_anew(shop: Shop) -> None:
    ten_and_one(shop)
    ten(shop)
    number = shop.sell("BUYER", ("A", 10), ("B", 2))
    ann = shop.desk("ann")
    a = shop.line(number, 1).product_id
    copied = ann.do(orders.copy, number)
    assert (free_of(shop, copied), shop.order(copied).net) == ([(a, 1, 0)], 216_00)
    ann.do(templates.save, "AS BOUGHT", order=number)
    fresh = ann.do(orders.new, "BUYER")
    ann.do(standing.from_template, "AS BOUGHT", order=fresh)
    assert (free_of(shop, fresh), shop.order(fresh).net) == ([(a, 1, 0)], 216_00)
    empty = ann.do(orders.new, "BUYER")
    ghosts = shop.see(usual, empty)
    assert [ghost.sku for ghost in ghosts.last] == ["A", "B"]


def test_an_order_of_another_day_has_that_days_promotions(shop: Shop) -> None:
    ten_and_one(shop, valid_to=shop.day)
    ten(shop, valid_to=shop.day)
    number = shop.draft("BUYER", ("A", 10))
    assert (shop.order(number).net, len(free_of(shop, number))) == (180_00, 1)
    later = shop.later(1)
    later.submit(number)
    assert (later.order(number).net, free_of(later, number)) == (200_00, [])
    other = shop.draft("BUYER", ("A", 10))
    assert shop.submit(other).gross == 180_00


def test_a_list_is_never_based_on_itself(shop: Shop) -> None:
    for code, base in (("ONE", None), ("TWO", "ONE"), ("THREE", "TWO")):
        shop.do(prices.price_list, code, base=base, percent=5_000 if base else 0)
    with pytest.raises(Refused, match="ONE → THREE → TWO → ONE"):
        shop.do(prices.base_on, "ONE", "THREE")
    with pytest.raises(Refused, match="ONE → ONE"):
        shop.do(prices.base_on, "ONE", "ONE")
    shop.do(prices.base_on, "THREE", None)
    shop.do(prices.base_on, "ONE", "THREE", -10_000)
    assert_books_hold(shop)


def test_the_check_names_a_circle_and_free_goods_that_cost(shop: Shop) -> None:
    for code, base in (("ONE", None), ("TWO", "ONE")):
        shop.do(prices.price_list, code, base=base)
    ten_and_one(shop)
    number = shop.draft("BUYER", ("A", 10))
    wrong = (
        "UPDATE price_list SET base_id = (SELECT id FROM price_list WHERE code = 'TWO') WHERE code = 'ONE'",
        "UPDATE sales_order_line SET price = 10000 WHERE free_rule_id IS NOT NULL",
    )
    with shop.store.engine.connect() as connection:
        for statement in wrong:
            connection.exec_driver_sql(statement)
        connection.commit()
    found = " · ".join(shop.see(check))
    assert "price list ONE is based on itself" in found
    assert "price list TWO is based on itself" in found
    assert f"order {number}, line 2: free goods that cost something" in found


def test_a_list_without_a_rule_costs_what_its_base_costs_less_its_part(shop: Shop) -> None:
    for code, base in (("ONE", None), ("TWO", "ONE"), ("THREE", "TWO")):
        shop.do(prices.price_list, code, base=base, percent=10_000 if base else 0)
    shop.do(prices.rule, "list", price_list="ONE", sku="A", price=100_000)
    shop.do(prices.rule, "list", price_list="THREE", sku="B", price=70_000)
    shop.customer("STACKED", price_list="THREE")
    assert prices_of(shop, shop.draft("STACKED", ("A", 1), ("B", 1), ("OTHER", 1))) == ["8.10", "7.00", "16.20"]


@pytest.mark.parametrize(
    ("more", "tie"),
    [
        ({"max_qty": 20_000, "discount": 1_000}, True),
        ({"discount": 1_000, "together": False}, True),
        ({"discount": 1_000, "min_qty": 11_000}, False),
        ({"discount": None, "free": 1_000, "free_sku": "A"}, False),
    ],
)
def test_ties_are_refused_at_entry_across_the_kinds(shop: Shop, more: dict[str, Any], tie: bool) -> None:
    ten(shop, name="first")
    if tie:
        with pytest.raises(Refused, match="would tie with this"):
            ten(shop, **more)
    else:
        assert ten(shop, **more)


def test_where_no_rule_looks_at_more_than_one_line_nothing_is_done(shop: Shop) -> None:
    assert not [rule for rule in shop.rows(PriceRule) if rule.together]
    number = shop.draft("BUYER", ("A", 5), ("B", 5))
    assert "order.reprice" not in {event.verb for event in shop.rows(Event)}
    later = shop.at(shop.day + timedelta(1))
    assert later.submit(number).state == "confirmed"


def test_what_something_costs_is_asked_without_an_order(shop: Shop) -> None:
    shop.do(units.unit, "A", "case", 12_000)
    ten_and_one(shop)
    ten(shop)
    asked = shop.see(price_asked, "a", "buyer", 1_000, unit="case")
    assert (price_text(asked.price), asked.net, asked.off_list, asked.source) == ("216.00", 216_00, 10_000, "ten")
    told = [reason.text for reason in asked.reasons]
    assert told[0] == "18.00 by promotion 'ten' (category, from 10 together); list price 20.00, 10 % off it"
    assert told[-1] == "1 free by promotion '10+1' (variant, from 10 together): 1 for every 10, 12 bought"
    shop.sell("BUYER", ("A", 10))
    again = [reason.text for reason in shop.see(price_asked, "A", "BUYER").reasons]
    assert "paid before: 18.00" in again, "and not the one that was free"
    assert price_text(shop.see(price_asked, "OTHER").price) == "20.00", "anybody, one of it, today"
    number = shop.draft("BUYER", ("A", 10))
    assert shop.see(price_why, number, 2).reasons[0].text.startswith("free goods by promotion '10+1'")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("NONE",), "there is no product NONE"),
        (("A", "NOBODY"), "there is no customer NOBODY"),
        (("A", "", 0), "say how many"),
    ],
)
def test_what_cannot_be_priced_is_said(shop: Shop, asked: tuple[Any, ...], sentence: str) -> None:
    with pytest.raises(OrderdeskError, match=sentence):
        shop.see(price_asked, *asked)
    with pytest.raises(OrderdeskError, match="is not sold by the sack"):
        shop.see(price_asked, "A", unit="sack")
