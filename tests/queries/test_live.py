"""The live view says before submitting what submitting would say."""

from __future__ import annotations

from orderdesk.desk import orders
from orderdesk.queries import live
from orderdesk.store.store import Store
from tests.company import person


def test_three_lines_of_one_product_see_each_other(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    for _ in range(3):
        ann.do(orders.line, number, "TOFU", 15_000)
    seen = ann.ask(live.draft, number)
    assert [(line.state, line.leaves) for line in seen.lines] == [("ok", 15_000), ("ok", 15_000), ("part", 5_000)]


def test_the_preview_has_the_price_and_what_is_free(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    preview = ann.ask(live.line, number, "chai", 2_000, unit="case", discount=10_000)
    assert (preview.price, preview.net, preview.free) == (2_160_000, 38_880, 100_000)
    assert preview.margin is None


def test_credit_shows_what_is_used_and_what_is_left(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ALFKI")
    ann.do(orders.line, number, "SAFFRON", 100_000)
    credit = ann.ask(live.draft, number).credit
    assert (credit.used, credit.this, credit.room) == (0, 1_190_000, -190_000)
    assert [hold.kind for hold in ann.ask(live.draft, number).findings.holds] == ["credit"]
