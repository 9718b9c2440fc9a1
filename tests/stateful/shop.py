"""The whole shop: every group of verbs in one machine, and the day it opens."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from orderdesk.desk import company, conditions, customers, kits, lots, products, returns, stock
from tests.stateful.account import Account
from tests.stateful.billing import Billing
from tests.stateful.draws import CODES, Basket, baskets, ends, missings
from tests.stateful.following import Following
from tests.stateful.offering import Offering
from tests.stateful.ordering import Ordering
from tests.stateful.pricing import Pricing
from tests.stateful.supplying import Supplying


class Shop(Ordering, Billing, Account, Supplying, Following, Offering, Pricing):
    """Everybody at once."""

    @initialize(
        billing=st.sampled_from(("ship", "order", "week", "hand")),
        first=st.lists(st.tuples(baskets, missings, ends), min_size=3, max_size=5),
    )
    def open_the_shop(self, billing: str, first: list[tuple[Basket, int, str]]) -> None:
        """Goods of every sort, terms of every sort, the costs of being late; some orders went their way."""
        self.stock_up()
        self.set_up(billing)
        for place, (goods, missing, then) in enumerate(first):
            self.enter(CODES[place % 2], goods)
            self.go(place, missing, then)

    def stock_up(self) -> None:
        """One product may be delivered a little over and under, one is a service, two are followed, two are kits."""
        root, percent = "root", 1_000
        self.do(
            root, products.new, "FETA", "Feta", list_price=95_500, cost=40_000,
            over_delivery=10 * percent, under_delivery=10 * percent,
        )  # fmt: skip
        self.do(root, products.new, "HAUL", "Delivery", kind="service", list_price=75_000, tax_class="reduced")
        self.do(root, products.new, "MILK", "Milk", list_price=12_900, cost=8_000, tax_class="reduced")
        self.do(root, products.new, "DRILL", "Drill", list_price=990_000, cost=500_000)
        self.do(root, lots.track, "MILK", tracking="lot", shelf_days=1)
        self.do(root, lots.track, "DRILL", tracking="serial")
        self.do("pat", stock.receive, "FETA", 25_500)
        for days, much in ((10, 6_000), (60, 40_000)):
            day = self.today + timedelta(days=days)
            self.do("pat", stock.receive, "MILK", much, lot=f"L{day:%y%m%d}", expires=day)
        for number in range(1, 4):
            self.do("pat", stock.receive, "DRILL", 1_000, lot=f"S{number}")
        self.do(root, products.new, "BOX", "Gift box", kind="kit", list_price=550_000)
        self.do(root, kits.kit, "BOX", [("CHAI", 2_000), ("TOFU", 1_000)])
        self.do(root, products.new, "HAMPER", "Hamper", kind="kit", list_price=399_900)
        self.do(root, kits.kit, "HAMPER", [("MILK", 3_000), ("CHAI", 1_000), ("HAUL", 1_000)])

    def set_up(self, billing: str) -> None:
        root, percent = "root", 1_000
        for key, value in {
            "billing": billing, "duplicate_days": 0, "payment_tolerance": 2_00, "reminder_charges": True,
            "reminder_first_fee": 5_00, "reminder_second_interest": 9 * percent, "return_value": 300_00,
        }.items():  # fmt: skip
            self.do(root, company.setting, key, value)
        self.do(root, returns.reason, "BROKEN", "Broken on arrival", fee=5 * percent)
        self.do(root, conditions.terms, "SKONTO", "2 % in 8 days", net_days=20, discount_days=8, discount=2 * percent)
        self.do(root, conditions.terms, "PARTS", "in two", instalments=[(50 * percent, 10), (50 * percent, 40)])
        self.do(root, customers.change, "ERNSH", terms="SKONTO")
        self.do(root, customers.change, "ALFKI", terms="PARTS")
