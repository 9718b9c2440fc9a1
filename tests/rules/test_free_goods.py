"""Free goods: a full step earns them, one rule a product, over the whole order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orderdesk.rules.free_goods import Bought, FreeGoods, free_goods
from orderdesk.rules.price import PriceLevel, PriceOffer

TEN = PriceOffer(PriceLevel.PROMOTION, "ten and one", discount=0, min_qty=10_000, free=1_000, together=True, rule_id=1)
OTHER = PriceOffer(
    PriceLevel.PROMOTION, "a cup", discount=0, min_qty=5_000, free=1_000, free_product=99, together=True, rule_id=2
)


def test_every_full_step_earns_its_part() -> None:
    assert [free_goods([Bought(1, pieces * 1_000, TEN)]) for pieces in (9, 10, 19, 20)] == [
        (),
        (FreeGoods(TEN, 1, 1_000, 10_000),),
        (FreeGoods(TEN, 1, 1_000, 19_000),),
        (FreeGoods(TEN, 1, 2_000, 20_000),),
    ]


def test_products_of_one_rule_count_together_where_it_says_what_is_free() -> None:
    assert free_goods([Bought(1, 3_000, OTHER), Bought(2, 2_000, OTHER), Bought(3, 9_000, None)]) == (
        FreeGoods(OTHER, 99, 1_000, 5_000),
    )
    assert free_goods([Bought(1, 6_000, TEN), Bought(2, 6_000, TEN)]) == (), "each is its own product's free one"


def test_the_sentence_says_by_what_and_for_how_many() -> None:
    assert FreeGoods(TEN, 1, 2_000, 24_000).explanation == (
        "2 free by promotion 'ten and one' (variant, from 10 together): 1 for every 10, 24 bought"
    )


@given(
    st.lists(
        st.builds(Bought, st.integers(1, 4), st.integers(0, 40_000), st.sampled_from([None, TEN, OTHER])),
        unique_by=lambda one: one.product_id,
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
def test_nothing_is_free_that_was_not_earned_in_whatever_order_it_was_bought(bought: list[Bought], random: Any) -> None:
    shuffled = list(bought)
    random.shuffle(shuffled)
    given_away = free_goods(bought)
    assert given_away == free_goods(shuffled)
    for one in given_away:
        assert 0 < one.quantity * one.rule.min_qty <= one.bought * one.rule.free
        assert one.bought <= sum(each.quantity for each in bought if each.rule is one.rule)
