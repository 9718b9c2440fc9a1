"""What a customer is likely to order: read off its placed orders, less what the draft has already."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from orderdesk.desk import amendments, orders, products, templates
from orderdesk.errors import NotFound
from orderdesk.models import Order, OrderLine
from orderdesk.queries.usual import Ghost, Usual, usual, usual_of
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction
from tests.company import NOW, SYSTEM, TODAY, person
from tests.selling import sell


def see(store: Store, customer: str = "ERNSH") -> Usual:
    return person(store, "ann").ask(usual_of, customer)


def goods(ghosts: tuple[Ghost, ...]) -> list[tuple[str, int]]:
    return [(ghost.sku, ghost.quantity // 1_000) for ghost in ghosts]


def test_the_last_order_is_the_newest_that_was_placed(store: Store) -> None:
    ann = person(store, "ann")
    sell(store, ("TOFU", 1), ("CHAI", 2))
    placed = sell(store, ("QUESO-M", 4), ("CHAI", 3))
    ann.do(amendments.cancel, sell(store, ("SAFFRON", 1)), "changed their mind")
    ann.do(orders.line, ann.do(orders.new, "ERNSH"), "TOFU", 9_000)
    seen = see(store)
    assert (seen.last_order, seen.last_on, goods(seen.last)) == (placed, TODAY, [("QUESO-M", 4), ("CHAI", 3)])
    assert (seen.last[1].orders, seen.last[0].orders) == (2, 1)


def test_a_customer_without_orders_has_nothing_usual(store: Store) -> None:
    assert see(store, "alfki") == Usual("ALFKI", None, None, (), (), ())


def test_the_basket_is_what_came_again_with_the_median_of_the_quantities(store: Store) -> None:
    for chai, other in ((1, "TOFU"), (5, "QUESO-M"), (3, "TOFU")):
        sell(store, ("CHAI", chai), (other, 2))
    assert goods(see(store).basket) == [("CHAI", 3), ("TOFU", 2)]


def test_what_is_on_the_draft_is_not_offered_again(store: Store) -> None:
    ann = person(store, "ann")
    for tofu in (3, 2):
        sell(store, ("CHAI", 1), ("TOFU", tofu))
    draft = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, draft, "CHAI", 9_000)
    seen = ann.ask(usual, draft)
    assert (goods(seen.last), goods(seen.basket)) == ([("TOFU", 2)], [("TOFU", 2)])
    ann.do(orders.line_remove, draft, 1)
    assert goods(ann.ask(usual, draft).last) == [("CHAI", 1), ("TOFU", 2)]


def test_what_is_no_longer_sold_is_said_and_not_offered(store: Store) -> None:
    for tofu in (3, 2):
        sell(store, ("CHAI", 1), ("TOFU", tofu))
    person(store, "root").do(products.change, "CHAI", active=False)
    seen = see(store)
    assert (goods(seen.last), goods(seen.basket), seen.gone) == ([("TOFU", 2)], [("TOFU", 2)], ("CHAI",))


def test_a_ghost_is_accepted_with_the_quantity_it_shows(store: Store) -> None:
    ann = person(store, "ann")
    for _ in range(2):
        number = ann.do(orders.new, "ERNSH")
        ann.do(orders.line, number, "CHAI", 2_000, unit="case", note="no box")
        ann.do(orders.submit, number)
    (ghost,) = see(store).last
    assert (ghost.in_unit, ghost.unit, ghost.factor, ghost.note) == (2_000, "case", 12_000, "no box")
    (usually,) = see(store).basket
    assert (usually.entry.quantity, usually.entry.unit, usually.note) == (2_000, "case", "")


def test_a_case_that_holds_another_number_by_now_is_offered_in_pieces(store: Store) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, "CHAI", 2_000, unit="case")
    ann.do(orders.submit, number)
    person(store, "root").do(products.unit, "CHAI", "case", 10_000)
    (ghost,) = see(store).last
    assert (ghost.in_unit, ghost.unit) == (24_000, "pc")


def test_orders_of_years_ago_are_the_last_but_not_usual(store: Store) -> None:
    long_ago = TODAY - timedelta(days=400)
    for chai in (2, 1):
        sell(store, ("CHAI", chai), day=long_ago)
    seen = see(store)
    assert (seen.last_on, goods(seen.last), seen.basket) == (long_ago, [("CHAI", 1)], ())


def test_its_own_templates_come_before_those_for_everybody(store: Store) -> None:
    ann = person(store, "ann")
    some = [templates.TemplateGoods("CHAI")]
    for name, customer in (("all", None), ("zed", "ERNSH"), ("not his", "ALFKI"), ("unused", "ERNSH")):
        ann.do(templates.save, name, lines=some, customer=customer)
    ann.do(templates.change, "unused", active=False)
    assert [one.name for one in see(store).templates] == ["zed", "all"]


def test_who_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="there is no customer NOBODY"):
        see(store, "nobody")
    for number in (7, 10**30):
        with pytest.raises(NotFound, match=f"there is no order {number}"):
            person(store, "ann").ask(usual, number)


def _many(tx: Transaction) -> None:
    for number in range(1, 501):
        day = date(2025, 1, 1) + timedelta(days=number)
        order = tx.add(
            Order(
                number=number, state="closed", customer_id=2, warehouse_id=1, terms_id=1, order_date=day,
                wanted_date=day, entered_by=1, entered_at=NOW,
            )
        )  # fmt: skip
        for position in range(1, 4):
            tx.add(
                OrderLine(
                    order_id=order, position=position, product_id=position, description="goods", unit="pc",
                    ordered=number * 1_000,
                )
            )  # fmt: skip


def test_a_handful_of_statements_and_rows_of_twelve_orders_however_many_there_are(store: Store) -> None:
    store.run(_many, SYSTEM, TODAY, NOW)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    seen = see(store)
    assert goods(seen.basket) == [("CHAI", 494), ("TOFU", 494), ("QUESO-M", 494)]
    assert [ghost.orders for ghost in seen.basket] == [12, 12, 12]
    assert len([one for one in asked if one.startswith("SELECT")]) <= 5
