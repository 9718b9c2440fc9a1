"""Price rules: what makes one, which would tie with another, and how they end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orderdesk.desk import customers, prices
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, NotAllowed, NotFound, Refused
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.desk.rows import events, last_event, row, rows

CONTRACT: dict[str, Any] = {"level": "contract", "customer": "ALFKI", "sku": "CHAI", "price": 150_000}


@pytest.fixture
def root(store: Store) -> Desk:
    return person(store, "root")


def enter(desk: Desk, **said: Any) -> int:
    return desk.do(prices.rule, said.pop("level"), **said)


def test_a_contract_a_list_and_a_promotion_are_rules(store: Store, root: Desk) -> None:
    root.do(prices.price_list, "gold", "Gold customers")
    enter(root, **CONTRACT)
    assert last_event(store)[1]["customer"] == "ALFKI"
    enter(root, level="list", price_list="GOLD", category="FOOD", discount=4_000, min_qty=10_000)
    enter(root, level="promotion", name="Autumn", discount=2_500, combinable=True, valid_from=TODAY)
    names = rows(store, "SELECT level, name, min_qty, price, discount FROM price_rule ORDER BY id")
    assert names == [
        ("contract", "ALFKI", 0, 150_000, None),
        ("list", "GOLD", 10_000, None, 4_000),
        ("promotion", "Autumn", 0, None, 2_500),
    ]


def test_a_price_list_is_entered_once(root: Desk) -> None:
    root.do(prices.price_list, "GOLD")
    with pytest.raises(Refused, match="price list GOLD exists already"):
        root.do(prices.price_list, "gold")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"level": "segment"}, "level 'segment' is not one of contract, list, promotion"),
        ({"customer": None}, "a contract price needs its customer"),
        ({"price_list": "GOLD"}, "a contract price has no price list"),
        ({"level": "list", "customer": None}, "a list price needs its price list"),
        ({"level": "promotion"}, "a promotion price has no customer"),
        ({"category": "FOOD"}, "not for both"),
        ({"sku": None}, "a price needs a product or a category"),
        ({"price": None}, "needs either a price or a discount"),
        ({"discount": 5_000}, "needs either a price or a discount"),
        ({"price": -1}, "price is negative"),
        ({"price": 1.5}, "is not a whole number"),
        ({"price": None, "discount": 100_001}, "discount is too large"),
        ({"min_qty": -1}, "minimum quantity is negative"),
        ({"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 31)}, "would end on 2026-01-31, before it starts"),
        ({"combinable": True}, "needs a name"),
        ({"combinable": True, "name": "x"}, "only a promotion with a discount"),
    ],
)
def test_parts_that_make_no_rule_are_named(store: Store, root: Desk, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        enter(root, **{**CONTRACT, **said})
    assert row(store, "SELECT count(*) AS n FROM price_rule").n == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"customer": "NOPE"}, "there is no customer NOPE"),
        ({"sku": "NOPE"}, "there is no product NOPE"),
        ({"sku": None, "category": "NOPE"}, "there is no category NOPE"),
        ({"level": "list", "customer": None, "price_list": "NOPE"}, "there is no price list NOPE"),
    ],
)
def test_what_a_rule_refers_to_must_be_there(root: Desk, said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotFound, match=sentence):
        enter(root, **{**CONTRACT, **said})


def test_two_rules_that_would_tie_are_refused_when_the_second_is_entered(store: Store, root: Desk) -> None:
    first = enter(root, **CONTRACT, name="Frame contract")
    with pytest.raises(Refused, match=rf"price rule {first} 'Frame contract' \(from 0, always to open\) would tie"):
        enter(root, **{**CONTRACT, "price": 140_000})
    enter(root, **{**CONTRACT, "min_qty": 10_000})  # another step
    enter(root, **{**CONTRACT, "valid_from": TODAY})  # newer goes first
    enter(root, **{**CONTRACT, "sku": "TOFU"})
    enter(root, **{**CONTRACT, "customer": "ERNSH"})
    enter(root, **{**CONTRACT, "sku": None, "category": "FOOD"})
    assert row(store, "SELECT count(*) AS n FROM price_rule").n == 6


def test_an_ended_rule_makes_room_and_cannot_be_opened_into_a_tie(store: Store, root: Desk) -> None:
    first = enter(root, **CONTRACT, valid_from=date(2026, 1, 1))
    root.do(prices.end, first, date(2025, 12, 31))  # withdrawn: before its first day
    assert last_event(store) == ("price.end", {"valid_to": [None, "2025-12-31"]})
    second = enter(root, **{**CONTRACT, "price": 140_000}, valid_from=date(2026, 1, 1))
    with pytest.raises(Refused, match=f"price rule {second} 'ALFKI'"):
        root.do(prices.end, first, None)
    before = events(store)
    root.do(prices.end, first, date(2025, 12, 31))
    assert events(store) == before
    with pytest.raises(NotFound, match="there is no price rule 4711"):
        root.do(prices.end, 4711, TODAY)
    with pytest.raises(BadValue, match="price rule is too large"):
        root.do(prices.end, 10**30, TODAY)


def test_promotions_on_top_may_stand_beside_each_other_but_not_two_steps_alike(root: Desk) -> None:
    autumn: dict[str, Any] = {"level": "promotion", "discount": 2_000, "combinable": True}
    enter(root, **autumn, name="Autumn")
    enter(root, **autumn, name="Anniversary")
    with pytest.raises(Refused, match="'Autumn'"):
        enter(root, **autumn, name="Autumn")


def test_a_segments_list_takes_rules_like_any_list(root: Desk) -> None:
    root.do(prices.price_list, "HORECA")
    root.do(customers.segment, "HORECA", "Hotels", price_list="HORECA")
    enter(root, level="list", price_list="HORECA", discount=4_000)
    with pytest.raises(Refused, match="'HORECA'"):
        enter(root, level="list", price_list="horeca", discount=5_000)


def test_a_clerk_enters_no_prices(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"ann may not do price\.rule"):
        enter(person(store, "ann"), **CONTRACT)
    enter(person(store, "kim"), **CONTRACT)
