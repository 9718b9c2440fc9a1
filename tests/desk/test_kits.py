"""Kits on orders: exploded, changed, picked, shipped and billed with their components."""

from __future__ import annotations

import pytest

from orderdesk.desk import (
    amendments,
    company,
    invoicing,
    kits,
    orders,
    products,
    return_goods,
    return_money,
    returns,
    shipment_back,
    stock,
    templates,
)
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Invoice, Product
from orderdesk.queries import live
from orderdesk.queries.order_card import order_card
from orderdesk.store.store import Store
from tests.company import person
from tests.selling import assert_books_balance, bills, collect, line, one, sell, ship


@pytest.fixture
def kit(store: Store) -> str:
    """A gift box: two chai and one tofu, for 50.00."""
    pat, root = person(store, "pat"), person(store, "root")
    root.do(products.new, "BOX", "Gift box", kind="kit", list_price=50_0000)
    pat.do(kits.kit, "BOX", [("CHAI", 2_000), ("TOFU", 1_000)])
    return "BOX"


def rows(store: Store, number: int) -> list[tuple[str, int, int]]:
    """SKU, quantity and net of each line."""
    draft = person(store, "ann").ask(live.draft, number)
    return [(one.sku, one.quantity, one.net) for one in draft.lines]


def test_a_kit_line_explodes_into_its_components_at_no_price(store: Store, kit: str) -> None:
    number = sell(store, (kit, 3))
    assert rows(store, number) == [("BOX", 3_000, 150_00), ("CHAI", 6_000, 0), ("TOFU", 3_000, 0)]
    assert line(store, number, 2).parent_id == line(store, number, 1).id
    card = person(store, "ann").ask(order_card, number)
    assert card.allocated == "full"
    assert_books_balance(store)


def test_a_kit_without_components_cannot_be_ordered_and_says_what_to_do(store: Store) -> None:
    person(store, "root").do(products.new, "EMPTY", "Empty", kind="kit", list_price=1_0000)
    with pytest.raises(Refused, match="EMPTY is a kit without components; say them first"):
        sell(store, ("EMPTY", 1))


def test_kits_of_kits_and_kits_of_services_alone_are_refused(store: Store, kit: str) -> None:
    root = person(store, "root")
    root.do(products.new, "OUTER", "Outer", kind="kit")
    root.do(products.new, "WORK", "Work", kind="service")
    with pytest.raises(Refused, match="BOX is a kit itself; name what it is made of"):
        root.do(kits.kit, "OUTER", [("BOX", 1_000)])
    with pytest.raises(Refused, match="needs at least one component that is goods"):
        root.do(kits.kit, "OUTER", [("WORK", 1_000)])
    root.do(products.new, "PART", "Part")
    root.do(kits.kit, "OUTER", [("PART", 1_000)])
    with pytest.raises(Refused, match="PART is a component of a kit"):
        root.do(products.change, "PART", kind="kit")


def test_half_a_kit_is_refused(store: Store, kit: str) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    with pytest.raises(BadValue, match="BOX is a kit and sold whole"):
        ann.do(orders.line, number, kit, 500)


def test_a_kit_costs_what_its_components_cost_also_when_that_changes(store: Store, kit: str) -> None:
    root = person(store, "root")
    root.do(products.change, "CHAI", cost=3_0000)
    root.do(products.change, "TOFU", cost=4_0000)
    assert one(store, Product, sku="BOX").cost == 10_0000
    with pytest.raises(Refused, match="it costs what its components cost"):
        root.do(products.change, "BOX", cost=1_0000)
    assert_books_balance(store)


def test_the_quantity_of_a_kit_carries_its_components_along_and_they_cannot_be_changed_alone(
    store: Store, kit: str
) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, kit, 1_000)
    ann.do(orders.line_change, number, 1, quantity=4_000)
    assert rows(store, number) == [("BOX", 4_000, 200_00), ("CHAI", 8_000, 0), ("TOFU", 4_000, 0)]
    with pytest.raises(Refused, match="line 2 belongs to the kit on line 1; change the kit"):
        ann.do(orders.line_change, number, 2, quantity=1_000)
    with pytest.raises(Refused, match="line 3 belongs to the kit on line 1; take out the kit"):
        ann.do(orders.line_remove, number, 3)
    ann.do(orders.line_remove, number, 1)
    assert rows(store, number) == []


def test_copies_and_templates_keep_the_kit_and_explode_it_anew(store: Store, kit: str) -> None:
    ann = person(store, "ann")
    number = sell(store, (kit, 2))
    copy = ann.do(orders.copy, number)
    assert rows(store, copy) == [("BOX", 2_000, 100_00), ("CHAI", 4_000, 0), ("TOFU", 2_000, 0)]
    ann.do(templates.save, "boxes", order=number)
    from orderdesk.queries.templates import template_card

    assert [line.sku for line in ann.ask(template_card, "boxes").lines] == ["BOX"]


def test_an_amended_kit_takes_or_gives_back_its_components(store: Store, kit: str) -> None:
    ann = person(store, "ann")
    number = sell(store, (kit, 3))
    ann.do(amendments.amend_line, number, 1, quantity=1_000)
    assert rows(store, number) == [("BOX", 1_000, 50_00), ("CHAI", 2_000, 0), ("TOFU", 1_000, 0)]
    assert line(store, number, 2).allocated == 2_000
    ann.do(amendments.amend_line, number, 1, quantity=5_000)
    assert line(store, number, 2).allocated == 10_000
    with pytest.raises(Refused, match="belongs to the kit"):
        ann.do(amendments.amend_line, number, 2, quantity=1_000)
    ann.do(amendments.amend, number, kit, 1_000)
    assert rows(store, number)[3:] == [("BOX", 1_000, 50_00), ("CHAI", 2_000, 0), ("TOFU", 1_000, 0)]
    assert_books_balance(store)


def test_a_kit_is_billed_when_whole_kits_have_left(store: Store, kit: str) -> None:
    number = sell(store, (kit, 3))
    ship(store, number, TOFU=2)
    kit_line = line(store, number, 1)
    assert (kit_line.shipped, kit_line.invoiced) == (1_000, 1_000)
    assert (line(store, number, 2).shipped, line(store, number, 2).invoiced) == (6_000, 2_000)
    assert bills(store, number)[0].net == 50_00
    assert_books_balance(store)
    person(store, "pat").do(stock.receive, "TOFU", 1_000)
    ship(store, number)
    assert line(store, number, 1).shipped == 3_000
    assert [line(store, number, at).invoiced for at in (1, 2, 3)] == [3_000, 6_000, 3_000]
    assert sum(bill.net for bill in bills(store, number)) == 150_00
    assert_books_balance(store)


def test_nothing_is_billed_while_no_whole_kit_has_left(store: Store, kit: str) -> None:
    number = sell(store, (kit, 1))
    ship(store, number, TOFU=1)
    assert bills(store, number) == []
    with pytest.raises(Refused, match="nothing to invoice"):
        person(store, "rae").do(invoicing.post, number)


def test_odd_pieces_of_a_kit_stop_a_short_close_with_the_figures(store: Store, kit: str) -> None:
    number = sell(store, (kit, 2))
    ship(store, number, TOFU=1)
    with pytest.raises(Refused, match="2 of CHAI have left that make no whole kit of line 1"):
        person(store, "ann").do(amendments.short_close, number, "no more tofu")


def test_what_can_be_promised_of_a_kit_is_the_least_of_its_components(store: Store, kit: str) -> None:
    ann = person(store, "ann")
    number = ann.do(orders.new, "ERNSH")
    ann.do(orders.line, number, kit, 40_000)
    draft = ann.ask(live.draft, number)
    assert (draft.lines[0].state, draft.lines[0].leaves) == ("part", 35_000)
    preview = ann.ask(live.line, number, kit, 1_000)
    assert preview.promise is not None
    assert preview.promise.at_wanted == 0
    assert preview.free == 35_000


def test_a_kit_has_no_stock_of_its_own(store: Store, kit: str) -> None:
    with pytest.raises(Refused, match="BOX is a kit; its components are kept"):
        person(store, "pat").do(stock.receive, kit, 1_000)


def test_a_kit_cannot_be_cancelled_in_parts_but_the_whole_order_can(store: Store, kit: str) -> None:
    number = sell(store, (kit, 3))
    pick = collect(store, number)
    from orderdesk.desk import picking

    person(store, "pat").do(picking.cancel, pick)
    person(store, "ann").do(amendments.cancel, number, "not wanted")
    assert_books_balance(store)


def test_a_cancelled_shipment_takes_its_kits_back(store: Store, kit: str) -> None:
    person(store, "root").do(company.setting, "billing", "hand")
    number = sell(store, (kit, 3))
    (shipment,) = ship(store, number)
    assert line(store, number).shipped == 3_000
    person(store, "pat").do(shipment_back.cancel, shipment, "on the wrong truck")
    assert line(store, number).shipped == 0
    assert_books_balance(store)


def test_a_kit_comes_back_as_its_components_and_is_credited_whole(store: Store, kit: str) -> None:
    """Three kits of 2 chai and 1 tofu: one whole comes back at once, half of another one later."""
    ann, pat, rae = person(store, "ann"), person(store, "pat"), person(store, "rae")
    person(store, "root").do(returns.reason, "BROKEN", "Broken")
    number = sell(store, (kit, 3))
    ship(store, number)
    with pytest.raises(BadValue, match="line 1 is a kit and comes back whole"):
        ann.do(returns.new, number, [(1, 500)], reason="BROKEN")
    back = ann.do(returns.new, number, [(1, 1_000), (2, 1_000)], reason="BROKEN")
    pat.do(return_goods.receive, back, 2, 2_000)
    assert line(store, number).returned == 0
    assert rae.do(return_money.credit, back) == []
    pat.do(return_goods.receive, back, 3, 1_000)
    assert line(store, number).returned == 1_000
    (note,) = rae.do(return_money.credit, back)
    assert one(store, Invoice, number=note).net == -50_00
    pat.do(return_goods.receive, back, 2, 1_000, became="scrap")
    assert rae.do(return_money.credit, back) == []
    assert (line(store, number).returned, line(store, number).invoiced) == (1_000, 2_000)
    assert_books_balance(store)
