"""What the machine draws from: who, what, how much, and why."""

from __future__ import annotations

from hypothesis import strategies as st

CODES = ("ALFKI", "ERNSH", "CASHC")
SKUS = ("CHAI", "TOFU", "QUESO-M", "KONBU", "SAFFRON", "FETA", "HAUL", "MILK", "DRILL", "BOX", "HAMPER")
STOCKED = ("CHAI", "TOFU", "QUESO-M", "KONBU", "SAFFRON", "FETA")
TRACKED = ("MILK", "MILK", "DRILL")
Basket = list[tuple[str, int]]
WHY = "the customer said so"

which = st.integers(0, 10**6)  # one of what there is, by its place in a list
quantities = st.one_of(st.integers(1, 40).map(lambda n: n * 1_000), st.sampled_from([1, 333, 1_500, 80_000, 250_000]))
few = st.integers(1, 6).map(lambda n: n * 1_000)
missings = st.sampled_from([0, 0, 1, 2_000])
ends = st.sampled_from(["cancel", "hold", "ship", "close", "reopen", "pay", "bounce", "return", "back", "call"])
baskets = st.lists(st.tuples(st.sampled_from(SKUS), st.one_of(few, quantities)), min_size=1, max_size=3)
prices = st.one_of(st.none(), st.sampled_from([0, 1, 99_999, 155_555, 2_000_000]))
discounts = st.sampled_from([0, 0, 0, 3_333, 12_340, 100_000])
amounts = st.one_of(st.integers(1, 2_000_00), st.sampled_from([1, 10_000_00]))
