"""Templates: baskets with a name, kept without prices, and the orders made from them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orderdesk.desk import orders, products, standing, templates
from orderdesk.desk.templates import TemplateGoods
from orderdesk.errors import BadValue, NotAllowed, NotFound, Refused
from orderdesk.models import OrderTemplate
from orderdesk.queries.live import draft
from orderdesk.queries.templates import due, due_count, template_card
from orderdesk.queries.templates import templates as found
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.selling import one, sell

TEA = TemplateGoods("chai", 2_000, "case", "no box")


def save(store: Store, name: str = "Weekly", *lines: TemplateGoods, customer: str | None = None) -> str:
    return person(store, "ann").do(templates.save, name, lines=lines or (TEA,), customer=customer)


def names(store: Store, customer: str | None = None, text: str = "") -> list[str]:
    return [one.name for one in person(store, "vic").ask(found, customer, text)]


def goods(store: Store, name: str) -> list[tuple[str, int, str, str]]:
    card = person(store, "vic").ask(template_card, name)
    return [(line.sku, line.in_unit, line.unit, line.note) for line in card.lines]


def lines(store: Store, order: int) -> list[tuple[str, int, str]]:
    return [(line.sku, line.quantity, line.unit) for line in person(store, "ann").ask(draft, order).lines]


def test_a_template_is_saved_from_an_order_for_its_customer(store: Store) -> None:
    order = sell(store, ("CHAI", 5), ("TOFU", 2))
    assert person(store, "ann").do(templates.save, " ERNST  Weekly ", order=order) == "ernst weekly"
    assert goods(store, "Ernst WEEKLY") == [("CHAI", 5_000, "pc", ""), ("TOFU", 2_000, "pc", "")]
    (row,) = person(store, "vic").ask(found)
    assert (row.name, row.customer, row.lines, row.every_days, row.active) == ("ernst weekly", "ERNSH", 2, 0, True)


def test_a_template_from_an_order_may_be_for_everybody(store: Store) -> None:
    person(store, "ann").do(templates.save, "all", order=sell(store, ("CHAI", 5)), customer="")
    assert person(store, "vic").ask(template_card, "all").customer == ""


def test_a_template_is_saved_from_lines_as_they_are_typed(store: Store) -> None:
    save(store, "starter", TEA, TemplateGoods("4006381333931", 500))
    assert goods(store, "starter") == [("CHAI", 2_000, "case", "no box"), ("CHAI", 500, "pc", "")]


def test_a_name_that_exists_is_replaced_only_on_purpose(store: Store) -> None:
    save(store, "weekly", TEA, TEA, customer="ALFKI")
    with pytest.raises(Refused, match=r"weekly \(for ALFKI\) exists already, with 2 lines; to put these 1 line in"):
        save(store, "WEEKLY")
    assert len(goods(store, "weekly")) == 2
    ann = person(store, "ann")
    ann.do(templates.stand, "weekly", 7)
    ann.do(templates.save, "weekly", lines=[TemplateGoods("TOFU")], replace=True)
    card = ann.ask(template_card, "weekly")
    assert [line.sku for line in card.lines] == ["TOFU"]
    assert (card.customer, card.every_days, card.next_on) == ("ALFKI", 7, TODAY)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "one of the two"),
        ({"lines": [TEA], "order": 1001}, "one of the two"),
        ({"lines": [TemplateGoods("CHAI", 0)]}, "must be above 0"),
        ({"lines": [TemplateGoods("CHAI")] * 501}, "501 lines are too many"),
        ({"order": 1001}, "at least one line"),
    ],
)
def test_what_is_no_basket_is_said(store: Store, values: dict[str, object], said: str) -> None:
    person(store, "ann").do(orders.new, "ALFKI")
    with pytest.raises(BadValue, match=said):
        person(store, "ann").do(templates.save, "x", **values)  # type: ignore[arg-type]
    assert names(store) == []


@pytest.mark.parametrize("line", [TemplateGoods("NOTHING"), TemplateGoods("CHAI", 1_000, "crate")])
def test_a_line_of_nothing_saves_nothing(store: Store, line: TemplateGoods) -> None:
    with pytest.raises(NotFound):
        save(store, "x", TEA, line)
    assert names(store) == []


def test_one_customer_sees_its_own_first_and_then_everybodys(store: Store) -> None:
    for name, customer in (("b", None), ("a", None), ("z", "ALFKI"), ("not his", "ERNSH")):
        save(store, name, customer=customer)
    assert names(store, "alfki") == ["z", "a", "b"]
    assert names(store) == ["not his", "z", "a", "b"]
    assert names(store, text="ern") == ["not his"]
    with pytest.raises(NotFound, match="there is no customer NOBODY"):
        names(store, "nobody")


def test_a_template_is_changed(store: Store) -> None:
    ann = person(store, "ann")
    save(store, "weekly")
    assert ann.do(templates.change, "weekly", name="Monthly", note="tea", customer="ALFKI", active=False) == "monthly"
    card = ann.ask(template_card, "monthly")
    assert (card.customer, card.note, card.active) == ("ALFKI", "tea", False)
    ann.do(templates.change, "monthly", customer="")
    assert ann.ask(template_card, "monthly").customer == ""


def test_a_template_does_not_take_anothers_name(store: Store) -> None:
    save(store, "one")
    save(store, "two")
    with pytest.raises(Refused, match="there is a template two already"):
        person(store, "ann").do(templates.change, "one", name="TWO")


def test_a_template_that_is_discarded_is_gone(store: Store) -> None:
    save(store)
    assert person(store, "ann").do(templates.discard, "WEEKLY") == "weekly"
    with pytest.raises(NotFound, match="there is no template weekly"):
        goods(store, "weekly")
    save(store)


def test_a_standing_order_needs_a_customer_and_a_day_that_has_not_gone(store: Store) -> None:
    ann = person(store, "ann")
    save(store)
    with pytest.raises(Refused, match="needs a customer"):
        ann.do(templates.stand, "weekly", 7)
    ann.do(templates.change, "weekly", customer="ALFKI")
    with pytest.raises(Refused, match="2026-11-11 is gone"):
        ann.do(templates.stand, "weekly", 7, next_on=TODAY - timedelta(days=1))
    assert ann.do(templates.stand, "weekly", 7) == TODAY
    with pytest.raises(Refused, match="stop it first"):
        ann.do(templates.change, "weekly", customer="")
    with pytest.raises(Refused, match="stop it first"):
        ann.do(templates.save, "weekly", lines=[TEA], customer="", replace=True)
    assert ann.do(templates.stand, "weekly", 14) == TODAY
    assert ann.do(templates.stand, "weekly", 0) is None
    assert (ann.ask(due_count), ann.ask(due)) == (0, ())


def test_only_clerks_keep_templates(store: Store) -> None:
    for login in ("pat", "rae", "vic", "kim"):
        with pytest.raises(NotAllowed):
            person(store, login).do(templates.save, "x", lines=[TEA])
        with pytest.raises(NotAllowed):
            person(store, login).do(standing.run)


# Orders from templates ----------------------------------------------------------------------------------------------


def test_a_draft_is_begun_from_a_template_at_todays_prices(store: Store) -> None:
    save(store, "weekly", TEA, TemplateGoods("TOFU", 500), customer="ALFKI")
    person(store, "root").do(products.change, "CHAI", list_price=200_000)
    made = person(store, "ann").do(standing.from_template, "weekly")
    assert (made.lines, made.gone) == ((1, 2), ())
    seen = person(store, "ann").ask(draft, made.order)
    assert (seen.customer, seen.lines[0].price, seen.lines[0].note) == ("ALFKI", 2_400_000, "no box")
    assert lines(store, made.order) == [("CHAI", 24_000, "case"), ("TOFU", 500, "pc")]


def test_a_template_is_added_to_a_draft(store: Store) -> None:
    ann = person(store, "ann")
    save(store)
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, "TOFU", 1_000)
    made = ann.do(standing.from_template, "weekly", order=number)
    assert (made.order, made.lines) == (number, (2,))
    assert ann.ask(draft, number).net == 23_25 + 432_00


def test_what_is_no_longer_sold_is_said(store: Store) -> None:
    save(store, "weekly", TemplateGoods("KONBU"), TEA, customer="ALFKI")
    person(store, "root").do(products.change, "KONBU", active=False)
    assert person(store, "ann").do(standing.from_template, "weekly").gone == ("KONBU",)
    person(store, "root").do(products.change, "CHAI", active=False)
    with pytest.raises(Refused, match="nothing of template weekly is sold any more: KONBU, CHAI"):
        person(store, "ann").do(standing.from_template, "weekly")


def test_a_template_of_one_customer_is_for_no_other(store: Store) -> None:
    ann = person(store, "ann")
    save(store, customer="ALFKI")
    with pytest.raises(Refused, match="weekly is for ALFKI only"):
        ann.do(standing.from_template, "weekly", order=ann.do(orders.new, "ERNSH"))
    with pytest.raises(Refused, match="weekly is for ALFKI only"):
        ann.do(standing.from_template, "weekly", customer="ERNSH")


def test_an_order_is_for_somebody(store: Store) -> None:
    ann = person(store, "ann")
    save(store)
    with pytest.raises(BadValue, match="say for which customer"):
        ann.do(standing.from_template, "weekly")
    with pytest.raises(BadValue, match="the one or the other"):
        ann.do(standing.from_template, "weekly", customer="ALFKI", order=ann.do(orders.new, "ALFKI"))
    assert ann.ask(draft, ann.do(standing.from_template, "weekly", customer="alfki").order).customer == "ALFKI"


def test_a_template_out_of_use_or_an_order_that_was_placed_takes_nothing(store: Store) -> None:
    ann = person(store, "ann")
    save(store)
    with pytest.raises(Refused, match="a confirmed order cannot be edited"):
        ann.do(standing.from_template, "weekly", order=sell(store, ("TOFU", 1)))
    ann.do(templates.change, "weekly", active=False)
    with pytest.raises(Refused, match="out of use"):
        ann.do(standing.from_template, "weekly", customer="ALFKI")


def test_the_same_token_adds_nothing_twice(store: Store) -> None:
    ann = person(store, "ann")
    save(store, customer="ALFKI")
    first = ann.do(standing.from_template, "weekly", token="t-1")
    again = ann.do(standing.from_template, "weekly", token="t-1")
    assert (again.order, again.lines) == (first.order, ())
    assert len(lines(store, first.order)) == 1


def test_an_order_from_a_template_counts_the_pieces_that_were_saved(store: Store) -> None:
    save(store, customer="ALFKI")
    person(store, "root").do(products.unit, "CHAI", "case", 10_000)
    made = person(store, "ann").do(standing.from_template, "weekly")
    assert lines(store, made.order) == [("CHAI", 24_000, "pc")]


def test_every_change_counts_a_version(store: Store) -> None:
    save(store, customer="ALFKI")
    person(store, "ann").do(templates.stand, "weekly", 7)
    person(store, "ann").do(standing.run)
    assert one(store, OrderTemplate, name="weekly").version == 3
