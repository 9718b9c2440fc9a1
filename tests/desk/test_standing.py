"""Standing orders: on their day each becomes one draft, whoever runs them and however often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from orderdesk.desk import customers, products, standing, templates
from orderdesk.desk.standing import Stood
from orderdesk.desk.templates import TemplateGoods
from orderdesk.models import Order
from orderdesk.queries.live import draft
from orderdesk.queries.order_list import order_list
from orderdesk.queries.templates import due, due_count, template_card
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.desk.test_upkeep_together import at_once
from tests.selling import one


def stand(store: Store, name: str, customer: str = "ALFKI", *, sku: str = "CHAI", on: date = TODAY) -> None:
    ann = person(store, "ann")
    ann.do(templates.save, name, lines=[TemplateGoods(sku, 3_000)], customer=customer, note="call first")
    ann.do(templates.stand, name, 7, next_on=on)


def run(store: Store, day: date = TODAY) -> tuple[Stood, ...]:
    return person(store, "bob", day=day).do(standing.run)


def next_on(store: Store, name: str) -> date | None:
    return person(store, "vic").ask(template_card, name).next_on


def test_on_its_day_it_becomes_a_draft_that_nobody_has_submitted(store: Store) -> None:
    stand(store, "weekly")
    assert person(store, "vic").ask(due_count) == 1
    (made,) = run(store)
    assert (made.template, made.customer, made.gone, made.trouble) == ("weekly", "ALFKI", (), "")
    assert made.order is not None
    seen = person(store, "ann").ask(draft, made.order)
    assert (seen.state, seen.customer, seen.wanted) == ("draft", "ALFKI", TODAY)
    assert seen.note == "standing order weekly: call first"
    assert [(line.sku, line.quantity) for line in seen.lines] == [("CHAI", 3_000)]
    assert one(store, Order, number=made.order).entered_by == 2


def test_the_second_run_of_the_day_makes_nothing(store: Store) -> None:
    stand(store, "weekly")
    assert len(run(store)) == 1
    assert (run(store), next_on(store, "weekly")) == ((), TODAY + timedelta(days=7))
    assert person(store, "vic").ask(due_count) == 0
    assert len(run(store, TODAY + timedelta(days=7))) == 1


def test_days_that_were_missed_become_one_order(store: Store) -> None:
    stand(store, "weekly")
    later = TODAY + timedelta(days=30)
    assert len(run(store, later)) == 1
    assert next_on(store, "weekly") == TODAY + timedelta(days=35)
    assert len(person(store, "vic").ask(order_list)) == 1


def test_one_that_is_not_due_stopped_or_out_of_use_waits(store: Store) -> None:
    ann = person(store, "ann")
    stand(store, "later", on=TODAY + timedelta(days=1))
    stand(store, "stopped")
    ann.do(templates.stand, "stopped", 0)
    stand(store, "unused")
    ann.do(templates.change, "unused", active=False)
    assert run(store) == ()


def test_the_longest_due_comes_first_and_one_may_be_run_alone(store: Store) -> None:
    stand(store, "b", "ERNSH", on=TODAY + timedelta(days=2))
    stand(store, "a", on=TODAY + timedelta(days=3))
    day = TODAY + timedelta(days=3)
    assert [one.name for one in person(store, "vic", day=day).ask(due)] == ["b", "a"]
    assert [one.template for one in person(store, "ann", day=day).do(standing.run, "A")] == ["a"]
    assert [one.template for one in run(store, day)] == ["b"]


def test_one_that_cannot_be_made_is_said_stays_due_and_stops_no_other(store: Store) -> None:
    stand(store, "1 gone", sku="KONBU")
    stand(store, "2 closed", "CASHC")
    stand(store, "3 untaxed", "ERNSH", sku="TOFU")
    stand(store, "4 fine")
    root = person(store, "root")
    root.do(products.change, "KONBU", active=False)
    root.do(customers.change, "CASHC", active=False)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE product SET tax_class = 'luxury' WHERE sku = 'TOFU'"))
    gone, closed, untaxed, fine = run(store)
    assert gone.order is None and "nothing of it is sold any more" in gone.trouble
    assert closed.order is None and "CASHC is no longer a customer" in closed.trouble
    assert untaxed.order is None and "'luxury' has no rate" in untaxed.trouble
    assert fine.order is not None
    assert person(store, "vic").ask(due_count) == 3
    assert next_on(store, "1 gone") == TODAY


def test_goods_that_are_no_longer_sold_are_said(store: Store) -> None:
    ann = person(store, "ann")
    ann.do(templates.save, "two", lines=[TemplateGoods("KONBU"), TemplateGoods("CHAI")], customer="ALFKI")
    ann.do(templates.stand, "two", 7)
    person(store, "root").do(products.change, "KONBU", active=False)
    (made,) = run(store)
    assert (made.gone, made.trouble) == (("KONBU",), "")


@pytest.mark.parametrize("terminals", [2, 4])
def test_terminals_that_run_at_once_make_each_order_once(store: Store, terminals: int) -> None:
    for number in range(5):
        stand(store, f"standing {number}")
    made: list[Stood] = []
    assert at_once(*[lambda: made.extend(run(store))] * terminals) == [None] * terminals
    assert sorted(stood.template for stood in made) == [f"standing {number}" for number in range(5)]
    assert len(person(store, "vic").ask(order_list)) == 5
    assert person(store, "vic").ask(due_count) == 0


def test_two_terminals_that_save_one_name_keep_one_basket(store: Store) -> None:
    for number in range(5):
        ends = at_once(
            *(
                lambda who=who, name=f"t{number}": person(store, who).do(
                    templates.save, name, lines=[TemplateGoods("CHAI")] * 2
                )
                for who in ("ann", "bob")
            )
        )
        assert len([error for error in ends if error is not None]) == 1
        assert len(person(store, "vic").ask(template_card, f"t{number}").lines) == 2
