"""Price: who wins, what is taken off on top, and that the receipt says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.rules.offers import Stacked
from orderdesk.rules.price import (
    PriceLevel,
    PriceOffer,
    PriceRequest,
    Scope,
    choose_price,
    conflicts,
    for_unit,
    less,
    line_net,
)

DAY = date(2026, 11, 23)


def offer(
    level: PriceLevel, name: str, price: int | None = None, discount: int | None = None, **more: Any
) -> PriceOffer:
    return PriceOffer(level, name, price, discount, **more)


def request(quantity: int = 1_000, list_price: int = 100_000, **more: Any) -> PriceRequest:
    return PriceRequest(quantity, more.pop("order_date", DAY), list_price, **more)


CONTRACT = offer(PriceLevel.CONTRACT, "frame 2026", 95_000)
CUSTOMER = offer(PriceLevel.CUSTOMER_LIST, "ALFKI", 94_000)
SEGMENT = offer(PriceLevel.SEGMENT_LIST, "retail", 93_000)
PROMOTION = offer(PriceLevel.PROMOTION, "autumn", discount=20_000)
ALL = [PROMOTION, SEGMENT, CUSTOMER, CONTRACT]


@pytest.mark.parametrize(
    ("offers", "price", "level"),
    [
        (ALL, 95_000, PriceLevel.CONTRACT),
        (ALL[:3], 94_000, PriceLevel.CUSTOMER_LIST),
        (ALL[:2], 93_000, PriceLevel.SEGMENT_LIST),
        (ALL[:1], 80_000, PriceLevel.PROMOTION),
        ([], 100_000, PriceLevel.LIST),
    ],
)
def test_the_nearer_agreement_wins_even_when_another_is_cheaper(
    offers: list[PriceOffer], price: int, level: PriceLevel
) -> None:
    receipt = choose_price(offers, request())
    assert (receipt.price, receipt.winner.level) == (price, level)


def test_every_loser_is_on_the_receipt_with_its_reason() -> None:
    receipt = choose_price(ALL, request())
    assert {(loser.offer.name, loser.why) for loser in receipt.losers} == {
        ("ALFKI", "contract goes before customer list"),
        ("retail", "contract goes before segment list"),
        ("autumn", "contract goes before promotion"),
        ("list price", "contract goes before list"),
    }


STEPS = [
    offer(PriceLevel.CUSTOMER_LIST, "from 10", discount=30_000, min_qty=10_000),
    offer(PriceLevel.CUSTOMER_LIST, "product", discount=20_000),
    offer(PriceLevel.CUSTOMER_LIST, "any", discount=50_000, scope=Scope.ALL),
]


@pytest.mark.parametrize(
    ("quantity", "list_price", "offers", "price"),
    [(1_000, 100_000, STEPS, 80_000), (12_000, 100_000, STEPS, 70_000), (2_000, 300_000, STEPS[2:], 150_000)],
)
def test_a_tiered_customer_list(quantity: int, list_price: int, offers: list[PriceOffer], price: int) -> None:
    """PR-01: 8.0000, 7.0000, and 15.0000 for the service that only the rule for anything speaks about."""
    assert choose_price(offers, request(quantity, list_price)).price == price


@pytest.mark.parametrize(
    ("units", "factor", "price"),
    [
        (3_000, 1_000, 200_000),
        (4_000, 1_000, 180_000),
        (5_000, 1_000, 180_000),
        (1_000, 12_000, 2_160_000),
        (400, 12_000, 2_160_000),
        (300, 12_000, 2_400_000),
    ],
)
def test_steps_are_counted_in_stock_units_whatever_the_sales_unit(units: int, factor: int, price: int) -> None:
    """PR-04: ten per cent off from 4; 0.3 dozen are 3.6 and pay in full."""
    tier = offer(PriceLevel.SEGMENT_LIST, "from 4", discount=10_000, min_qty=4_000)
    receipt = choose_price([tier], request(units * factor // 1_000, 200_000))
    assert for_unit(receipt.price, factor) == price


def test_the_variant_goes_before_its_category_and_the_category_before_all() -> None:
    """PR-12: 17.5 % for the variant, 7.5 % for its template."""
    wide = offer(PriceLevel.PROMOTION, "all", discount=50_000, scope=Scope.ALL, min_qty=1_000)
    category = offer(PriceLevel.PROMOTION, "template", discount=7_500, scope=Scope.CATEGORY)
    variant = offer(PriceLevel.PROMOTION, "variant", discount=17_500)
    assert choose_price([wide, category], request()).price == 92_500
    receipt = choose_price([wide, category, variant], request())
    assert receipt.price == 82_500
    assert [loser.why for loser in receipt.losers] == [
        "variant goes before category",
        "variant goes before all",
        "promotion goes before list",
    ]


def test_the_highest_step_reached_goes_before_the_newest_start() -> None:
    old = offer(PriceLevel.CONTRACT, "old", 90_000, min_qty=10_000, valid_from=date(2025, 1, 1))
    new = offer(PriceLevel.CONTRACT, "new", 80_000, min_qty=5_000, valid_from=date(2026, 1, 1))
    receipt = choose_price([new, old], request(10_000))
    assert receipt.winner is old
    assert receipt.losers[0].why == "the step from 10 goes before from 5"


def test_the_newest_start_wins_among_equals() -> None:
    undated = offer(PriceLevel.CONTRACT, "undated", 70_000)
    old = offer(PriceLevel.CONTRACT, "old", 90_000, valid_from=date(2025, 1, 1))
    new = offer(PriceLevel.CONTRACT, "new", 80_000, valid_from=date(2026, 1, 1))
    receipt = choose_price([undated, old, new], request())
    assert receipt.winner is new
    assert [loser.why for loser in receipt.losers[:2]] == ["older than the one valid from 2026-01-01"] * 2


def test_a_tie_that_slipped_through_goes_to_the_rule_entered_first() -> None:
    first = offer(PriceLevel.CONTRACT, "b", 90_000, rule_id=1)
    second = offer(PriceLevel.CONTRACT, "a", 80_000, rule_id=2)
    receipt = choose_price([second, first], request())
    assert receipt.winner is first
    assert receipt.losers[0].why == "same level and dates as 'b', which was entered first"


@pytest.mark.parametrize(
    ("day", "price"),
    [
        (date(2026, 10, 31), 100_000),
        (date(2026, 11, 1), 90_000),
        (date(2026, 11, 30), 90_000),
        (date(2026, 12, 1), 100_000),
    ],
)
def test_validity_is_judged_by_the_order_date_first_and_last_day_included(day: date, price: int) -> None:
    november = offer(
        PriceLevel.PROMOTION, "november", 90_000, valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 30)
    )
    assert choose_price([november], request(order_date=day)).price == price


def test_what_does_not_apply_says_since_when_until_when_and_from_how_many() -> None:
    offers = [
        offer(PriceLevel.CONTRACT, "later", 1, valid_from=DAY + timedelta(1)),
        offer(PriceLevel.CONTRACT, "over", 1, valid_to=DAY - timedelta(1)),
        offer(PriceLevel.CONTRACT, "more", 1, min_qty=24_000),
    ]
    receipt = choose_price(offers, request(12_000))
    assert [loser.why for loser in receipt.losers] == [
        "valid from 2026-11-24, the order is of 2026-11-23",
        "valid until 2026-11-22, the order is of 2026-11-23",
        "from 24, this is 12",
    ]
    assert receipt.winner.name == "list price"


def test_combinable_promotions_are_taken_off_the_winner_one_after_another() -> None:
    """PR-06: 100 less 10 % less 10 % is 81."""
    base = offer(PriceLevel.CONTRACT, "base", discount=10_000)
    extra = offer(PriceLevel.PROMOTION, "extra", discount=10_000, combinable=True)
    receipt = choose_price([extra, base], request(list_price=1_000_000))
    assert (receipt.price, receipt.winner, receipt.combined) == (810_000, base, (extra,))


def test_each_promotion_on_top_rounds_the_price_half_up_to_four_decimals() -> None:
    one = offer(PriceLevel.PROMOTION, "one", discount=50_000, combinable=True)
    two = offer(PriceLevel.PROMOTION, "two", discount=50_000, combinable=True, scope=Scope.ALL)
    assert choose_price([one, two], request(list_price=1)).price == 1  # 0.5 is 1, and again: not 0.25, which is 0


def test_only_the_best_step_of_one_combinable_promotion_is_taken_off() -> None:
    five = offer(PriceLevel.PROMOTION, "bulk", discount=5_000, combinable=True, min_qty=10_000)
    ten = offer(PriceLevel.PROMOTION, "bulk", discount=10_000, combinable=True, min_qty=100_000)
    receipt = choose_price([five, ten], request(100_000))
    assert (receipt.price, receipt.combined) == (90_000, (ten,))
    assert receipt.losers[0].why == "variant, from 100 of the same promotion goes first"
    assert choose_price([five, ten], request(99_000)).price == 95_000


def test_a_promotion_that_is_not_combinable_gives_way_to_a_contract() -> None:
    assert choose_price([CONTRACT, PROMOTION], request()).combined == ()


def test_a_surcharge_is_a_price_above_list() -> None:
    """PR-07: 20 less −10 % is 22."""
    assert (
        choose_price([offer(PriceLevel.CONTRACT, "small", discount=-10_000)], request(list_price=200_000)).price
        == 220_000
    )


def test_the_receipt_shows_the_floor_and_what_was_paid_before() -> None:
    receipt = choose_price([], request(cost=60_000, margin_floor=25_000, last_prices=(98_000, 97_500, 99_000)))
    assert (receipt.floor, receipt.last_prices) == (80_000, (98_000, 97_500, 99_000))
    assert choose_price([], request(cost=60_000)).floor is None
    assert choose_price([], request(margin_floor=25_000)).floor is None


def test_the_explanation_can_be_read_out_to_the_customer() -> None:
    extra = offer(PriceLevel.PROMOTION, "extra", discount=10_000, combinable=True)
    receipt = choose_price([CUSTOMER, extra], request(cost=60_000, margin_floor=25_000, last_prices=(98_000, 97_500)))
    assert receipt.explanation.splitlines() == [
        "8.46 by customer list 'ALFKI' (variant, from 0); list price 10.00, 15.4 % off it",
        "less 10 % promotion 'extra' (variant, from 0)",
        "not list price: customer list goes before list",
        "margin 29.078 %",
        "lowest price for the margin: 8.00",
        "paid before: 9.80 and 9.75",
    ]
    assert choose_price([], request()).explanation == "10.00 by list price; list price 10.00"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "needs either a price or a discount"),
        ({"price": 1, "discount": 1}, "needs either a price or a discount"),
        ({"discount": 100_001}, "takes 100.001 % off; 100 % is the most"),
        ({"price": 1, "combinable": True}, "cannot be combinable"),
        ({"discount": 1, "combinable": True, "level": PriceLevel.CONTRACT}, "cannot be combinable"),
    ],
)
def test_a_rule_that_could_not_be_priced_is_refused_when_it_is_entered(more: dict[str, Any], message: str) -> None:
    with pytest.raises(BadValue, match=message):
        PriceOffer(more.pop("level", PriceLevel.PROMOTION), "odd", **more)


BASE = offer(PriceLevel.PROMOTION, "base", 1, valid_from=DAY, valid_to=DAY + timedelta(30), rule_id=1)


@pytest.mark.parametrize(
    ("change", "ties"),
    [
        ({}, True),
        ({"valid_to": None}, True),
        ({"valid_from": None}, False),  # the newer start wins
        ({"valid_from": DAY + timedelta(1)}, False),
        ({"min_qty": 1_000}, False),  # the higher step wins
        ({"scope": Scope.ALL}, False),
        ({"level": PriceLevel.CONTRACT}, False),
        ({"valid_to": DAY - timedelta(1)}, False),  # is never valid at all
        ({"rule_id": 1}, False),  # its own earlier version
        ({"price": None, "discount": 1, "combinable": True}, False),  # does not compete
    ],
)
def test_a_rule_that_would_tie_is_found_when_it_is_entered(change: dict[str, Any], ties: bool) -> None:
    new = replace(BASE, **({"rule_id": None} | change))
    assert conflicts(new, [BASE]) is (BASE if ties else None)


def test_two_open_ended_rules_tie() -> None:
    one, other = offer(PriceLevel.LIST, "one", 1), offer(PriceLevel.LIST, "other", 2)
    assert conflicts(one, [other]) is other
    assert conflicts(one, []) is None


def test_combinable_promotions_tie_only_within_one_name() -> None:
    one = offer(PriceLevel.PROMOTION, "one", discount=1, combinable=True)
    assert conflicts(one, [replace(one, name="other")]) is None
    assert conflicts(one, [replace(one, discount=2)]) is not None


DAYS = st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 26))
OFFERS = st.builds(
    PriceOffer,
    level=st.sampled_from([PriceLevel.CONTRACT, PriceLevel.PROMOTION]),
    name=st.sampled_from(["a", "b"]),
    discount=st.integers(-5_000, 100_000),
    min_qty=st.sampled_from([0, 5_000, 10_000]),
    scope=st.sampled_from(Scope),
    valid_from=DAYS,
    valid_to=DAYS,
)


@given(st.lists(OFFERS, max_size=8), st.randoms(use_true_random=False), st.integers(0, 20_000))
def test_rules_without_conflicts_price_the_same_in_whatever_order_they_are_read(
    offers: list[PriceOffer], random: Any, quantity: int
) -> None:
    kept: list[PriceOffer] = []
    for one in offers:
        if conflicts(one, kept) is None:
            kept.append(one)
    shuffled = list(kept)
    random.shuffle(shuffled)
    first, second = (choose_price(rules, request(quantity)) for rules in (kept, shuffled))
    assert (first.price, first.winner) == (second.price, second.winner)
    assert len(first.losers) == len(kept) - (first.winner in kept) + (first.winner.level is not PriceLevel.LIST)
    assert not any(loser.why.startswith("same level") for loser in first.losers)


def test_the_discount_is_rounded_to_two_decimals_before_the_line() -> None:
    """PR-14: 192.00 less 74.246 % is 49.44."""
    assert line_net(1_000, 1_920_000, 74_246) == 4_944


@pytest.mark.parametrize(("decimals", "net"), [(0, 25), (2, 2_475), (3, 24_750)])
def test_a_line_rounds_to_its_currency(decimals: int, net: int) -> None:
    assert line_net(2_500, 100_000, 1_000, decimals=decimals) == net


def test_a_line_in_dozens_is_priced_by_the_dozen() -> None:
    assert line_net(24_000, 2_160_000, factor=12_000) == 43_200


def test_less_rounds_a_half_up() -> None:
    assert (less(5, 50_000), less(100_000, 0), less(100_000, 100_000)) == (3, 100_000, 0)


@pytest.mark.parametrize(("pieces", "price"), [(4, 100_000), (5, 82_500), (7, 82_500), (8, 100_000)])
def test_a_window_holds_for_its_first_and_its_last_quantity(pieces: int, price: int) -> None:
    """PR-10: 17.5 % for 5 to 7."""
    window = offer(PriceLevel.PROMOTION, "five to seven", discount=17_500, min_qty=5_000, max_qty=7_000)
    receipt = choose_price([window], request(pieces * 1_000))
    assert receipt.price == price
    if pieces == 8:
        assert receipt.losers[0].why == "up to 7, this is 8"
    assert "variant, 5 to 7" in receipt.explanation


def test_a_rule_that_counts_lines_together_looks_at_all_that_it_speaks_about() -> None:
    ten = offer(PriceLevel.PROMOTION, "ten", discount=10_000, min_qty=10_000, scope=Scope.CATEGORY, together=True)
    alone = choose_price([ten], request(5_000))
    assert (alone.price, alone.losers[0].why) == (100_000, "from 10, the order has 5 together")
    eight = choose_price([ten], request(5_000, together={Scope.CATEGORY: 8_000, Scope.ALL: 18_000}))
    assert (eight.price, eight.losers[0].why) == (100_000, "from 10, the order has 8 together")
    reached = choose_price([ten], request(5_000, together={Scope.CATEGORY: 10_000}))
    assert reached.price == 90_000
    assert reached.explanation.startswith("9.00 by promotion 'ten' (category, from 10 together)")


BASE_LIST = offer(PriceLevel.CUSTOMER_LIST, "BASE", discount=10_000, scope=Scope.ALL, stack=(Stacked("OWN", 10_000),))


def test_a_list_upon_a_list_takes_off_one_after_the_other() -> None:
    """PR-06: 100 less 10 % less 10 % is 81, which is 19 % off."""
    receipt = choose_price([BASE_LIST], request(list_price=1_000_000))
    assert (receipt.price, receipt.off_list) == (810_000, 19_000)
    fixed = replace(BASE_LIST, discount=None, price=500_000, stack=(Stacked("OWN", -10_000),))
    assert choose_price([fixed], request(list_price=1_000_000)).price == 550_000
    assert "OWN plus 10 %" in fixed.title


def test_a_lists_own_rule_goes_before_one_of_the_list_that_it_is_based_on_however_narrow() -> None:
    own = offer(PriceLevel.CUSTOMER_LIST, "OWN", discount=5_000, scope=Scope.ALL)
    narrow = replace(BASE_LIST, scope=Scope.VARIANT, min_qty=1_000)
    receipt = choose_price([narrow, own], request(list_price=1_000_000))
    assert receipt.winner is own
    assert receipt.losers[0].why == "the list's own rule goes before one of the list that it is based on"


def test_a_surcharge_is_not_shown_as_a_discount() -> None:
    """PR-07: 22.00 and no discount."""
    receipt = choose_price([offer(PriceLevel.CONTRACT, "small", discount=-10_000)], request(list_price=200_000))
    assert (receipt.price, receipt.off_list) == (220_000, 0)
    assert "off it" not in receipt.explanation


FREE = offer(PriceLevel.PROMOTION, "ten and one", discount=0, min_qty=10_000, free=1_000, together=True, rule_id=7)


def test_free_goods_are_no_price_and_stand_on_the_receipt() -> None:
    receipt = choose_price([FREE], request(10_000))
    assert (receipt.price, receipt.winner.name, receipt.free) == (100_000, "list price", FREE)
    assert "with it 1 free for every 10 by promotion 'ten and one' (variant, from 10 together)" in receipt.explanation
    few = choose_price([FREE], request(9_000))
    assert few.free is None
    assert "not promotion 'ten and one' (variant, from 10 together): from 10, the order has 9 together" in (
        few.explanation
    )


def test_only_one_rule_gives_free_goods_and_the_other_says_why_not() -> None:
    wide = replace(FREE, name="any", scope=Scope.ALL, free_product=3, rule_id=8)
    receipt = choose_price([wide, FREE], request(10_000))
    assert receipt.free is FREE
    assert (receipt.losers[0].offer, receipt.losers[0].why) == (wide, "variant goes before all")


def test_the_source_names_the_winner_and_what_was_taken_off_it() -> None:
    extra = offer(PriceLevel.PROMOTION, "extra", discount=10_000, combinable=True)
    assert choose_price([CUSTOMER, extra], request()).source == "ALFKI + extra"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"discount": 1, "min_qty": 5_000, "max_qty": 4_000}, "is from 5 to 4: it would never apply"),
        ({"discount": 1, "free": 1, "min_qty": 1}, "it has no price and no discount"),
        ({"price": 1, "free": 1, "min_qty": 1}, "it has no price and no discount"),
        ({"discount": 0, "free": 1, "min_qty": 1, "combinable": True}, "it has no price and no discount"),
        ({"discount": 0, "free": 1}, "say for how many bought"),
        ({"discount": 0, "free": 1, "min_qty": 1, "scope": Scope.ALL}, "say which product is free"),
    ],
)
def test_a_window_or_free_goods_that_make_no_sense_are_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(BadValue, match=message):
        PriceOffer(PriceLevel.PROMOTION, "odd", **more)


@pytest.mark.parametrize(
    ("change", "ties"),
    [
        ({"max_qty": 20_000}, True),  # both hold for ten
        ({"together": True}, True),  # a line of ten is ten together
        ({"free": 1_000, "price": None, "discount": 0}, False),  # goods and a price go side by side
        ({"stack": (Stacked("OWN", 0),)}, False),  # the nearer list goes first
    ],
)
def test_ties_are_found_across_windows_counting_and_free_goods(change: dict[str, Any], ties: bool) -> None:
    base = replace(BASE, min_qty=10_000)
    assert conflicts(replace(base, rule_id=None, **change), [base]) is (base if ties else None)


def test_two_rules_that_give_free_goods_tie() -> None:
    assert conflicts(replace(FREE, rule_id=None, free=2_000), [FREE]) is FREE
