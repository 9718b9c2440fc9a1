"""What things cost, whom a limit counts together, and master data that changes while orders stand."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from orderdesk.desk import credit_groups, prices, products
from tests.stateful.draws import CODES, SKUS, which
from tests.stateful.trade import Trade


class Pricing(Trade):
    """What somebody at the head of sales does."""

    @rule(
        act=st.sampled_from(["promotion", "together", "free", "contract", "list", "base", "end", "cost"]),
        place=which,
        customer=st.sampled_from(CODES),
        sku=st.sampled_from(SKUS),
        percent=st.sampled_from([-5_000, 0, 7_500, 20_000]),
        combinable=st.booleans(),
    )
    def price(self, act: str, place: int, customer: str, sku: str, percent: int, combinable: bool) -> None:
        start = self.today + timedelta(days=place % 2)
        if act == "promotion":
            self.do("root", prices.rule, "promotion", sku=sku, discount=percent, combinable=combinable)
        elif act == "together":
            self.do("root", prices.rule, "promotion", category="FOOD", discount=percent, min_qty=8_000, together=True)
        elif act == "free":
            free = SKUS[place % 5]
            self.do("root", prices.rule, "promotion", sku=sku, min_qty=3_000, free=1_000, free_sku=free)
        elif act == "contract":
            self.do("root", prices.rule, "contract", customer=customer, sku=sku, price=123_456, valid_from=start)
        elif act == "list":
            self.do("root", prices.price_list, f"LIST{place % 3}", base="LIST0" if place % 3 else None, percent=percent)
        elif act == "base":
            self.do("root", prices.base_on, f"LIST{place % 3}", f"LIST{place % 2}" if combinable else None, percent)
        elif act == "end":
            found = self.one(place, "SELECT id FROM price_rule ORDER BY id")
            self.do("root", prices.end, found or 1, start)
        else:
            self.do("root", products.change, sku, cost=50_000 + percent)

    @rule(
        act=st.sampled_from(["new", "limit", "join", "leave"]),
        customer=st.sampled_from(CODES),
        limit=st.sampled_from([None, 1_000_00, 50_000_00]),
    )
    def group(self, act: str, customer: str, limit: int | None) -> None:
        if act == "new":
            self.do("rae", credit_groups.new, "HOUSE", "One house", credit_limit=limit)
        elif act == "limit":
            self.do("rae", credit_groups.limit, "HOUSE", credit_limit=limit)
        else:
            self.do("rae", credit_groups.join, customer, "HOUSE" if act == "join" else None)
