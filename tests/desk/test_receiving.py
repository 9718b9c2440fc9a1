"""Goods in, scan by scan: against what was expected, and without."""

from __future__ import annotations

from datetime import date

import pytest

from orderdesk.desk import receiving, stock
from orderdesk.desk.not_taken import NotTaken
from orderdesk.errors import NotAllowed, NotFound, Refused
from orderdesk.queries.order_card import order_card
from orderdesk.queries.product_card import stock_of
from orderdesk.queries.receiving import Delivery, deliveries, delivery_card
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.desk_stage import place

CHAI = "4006381333931"
SOON, LATER = date(2026, 11, 14), date(2026, 11, 20)


def expect(
    store: Store, sku: str, pieces: int, due: date = SOON, source: str = "PO-881", warehouse: str | None = None
) -> int:
    return person(store, "pat").do(stock.expect, sku, pieces * 1_000, due, source=source, warehouse=warehouse)


def received(store: Store, name: str = "PO-881") -> dict[str, tuple[int, int]]:
    lines = person(store, "pat").ask(delivery_card, name).lines
    return {f"{line.sku} {line.due:%d}": (line.received, line.quantity) for line in lines}


def on_hand(store: Store, sku: str, warehouse: str = "MAIN") -> int:
    lines = person(store, "pat").ask(stock_of, sku).stock
    return next(line.on_hand for line in lines if line.warehouse == warehouse)


def test_what_is_to_come_by_delivery(store: Store) -> None:
    expect(store, "KONBU", 200, LATER)
    expect(store, "CHAI", 24)
    expect(store, "TOFU", 5, source="")
    expect(store, "TOFU", 6, source="")
    expect(store, "CHAI", 7, warehouse="NORTH")
    assert person(store, "pat").ask(deliveries) == (
        Delivery("E3", "MAIN", SOON, 1),
        Delivery("E4", "MAIN", SOON, 1),
        Delivery("PO-881", "MAIN", SOON, 2),
        Delivery("PO-881", "NORTH", SOON, 1),
    )


def test_each_scan_is_counted_against_the_earliest_that_is_expected(store: Store) -> None:
    expect(store, "CHAI", 2, LATER)
    expect(store, "CHAI", 3, SOON)
    pat = person(store, "pat")
    for number in range(1, 5):
        arrived = pat.do(receiving.arrive, CHAI, delivery="po-881")
        assert (arrived.sku, arrived.received, arrived.expected) == ("CHAI", number * 1_000, 5_000)
    assert received(store) == {"CHAI 14": (3_000, 3_000), "CHAI 20": (1_000, 2_000)}
    assert on_hand(store, "CHAI") == 104_000


def test_what_is_not_of_the_delivery_is_not_taken(store: Store) -> None:
    expect(store, "KONBU", 200)
    pat = person(store, "pat")
    with pytest.raises(NotTaken, match="CHAI is not expected with PO-881; put it aside") as refusal:
        pat.do(receiving.arrive, CHAI, delivery="PO-881")
    assert (refusal.value.headline, refusal.value.sku) == ("WRONG ITEM", "CHAI")
    with pytest.raises(NotTaken, match="4012345678901 is no product") as refusal:
        pat.do(receiving.arrive, "4012345678901", delivery="PO-881")
    assert refusal.value.headline == "UNKNOWN"
    with pytest.raises(NotFound, match="nothing is expected under PO-999"):
        pat.do(receiving.arrive, "KONBU", delivery="PO-999")
    with pytest.raises(NotFound, match="nothing is expected under PO-881 in NORTH"):
        pat.do(receiving.arrive, "KONBU", delivery="PO-881", warehouse="NORTH")


def test_too_many_are_refused_until_they_are_meant(store: Store) -> None:
    expect(store, "KONBU", 200)
    pat = person(store, "pat")
    pat.do(receiving.arrive, "KONBU", 195_000, delivery="PO-881")
    with pytest.raises(NotTaken, match=r"KONBU: 5 too many \(200 expected, 195 received\)") as refusal:
        pat.do(receiving.arrive, "KONBU", 10_000, delivery="PO-881")
    assert refusal.value.headline == "TOO MANY"
    assert received(store) == {"KONBU 14": (195_000, 200_000)}
    pat.do(receiving.arrive, "KONBU", 10_000, delivery="PO-881", over=True)
    assert received(store) == {"KONBU 14": (205_000, 200_000)}
    assert person(store, "pat").ask(deliveries) == ()


def test_what_arrives_is_offered_and_what_is_taken_back_is_taken_from_the_last(store: Store) -> None:
    expect(store, "KONBU", 200)
    order = place(store, "ERNSH", ("KONBU", 8))
    pat = person(store, "pat")
    assert pat.do(receiving.arrive, "KONBU", 12_000, delivery="PO-881").given == 8_000
    back = pat.do(receiving.arrive, "KONBU", -12_000, delivery="PO-881")
    assert (back.received, back.taken_from) == (0, (order,))
    assert person(store, "ann").ask(order_card, order).lines[0].axes.allocated == 0
    assert on_hand(store, "KONBU") == 0 and received(store) == {"KONBU 14": (0, 200_000)}
    with pytest.raises(Refused, match="only 0 were received, 1 cannot go back"):
        pat.do(receiving.arrive, "KONBU", -1_000, delivery="PO-881")


def test_one_expected_receipt_without_an_order_number_has_its_own_name(store: Store) -> None:
    key = expect(store, "KONBU", 3, source="")
    expect(store, "KONBU", 4, source="")
    pat = person(store, "pat")
    pat.do(receiving.arrive, "KONBU", 3_000, delivery=f"e{key}")
    assert received(store, f"E{key}") == {"KONBU 14": (3_000, 3_000)}
    other = expect(store, "CHAI", 5)
    assert pat.ask(delivery_card, f"E{other}").name == "PO-881"


def test_a_delivery_goes_to_its_own_warehouse(store: Store) -> None:
    expect(store, "CHAI", 7, warehouse="NORTH")
    assert person(store, "pat").do(receiving.arrive, CHAI, delivery="PO-881").warehouse == "NORTH"
    assert on_hand(store, "CHAI", "NORTH") == 21_000


def test_what_nobody_expected_comes_in_too(store: Store) -> None:
    pat = person(store, "pat")
    arrived = pat.do(receiving.arrive, "KONBU", 4_000)
    assert (arrived.expected, arrived.received, on_hand(store, "KONBU")) == (0, 0, 4_000)
    pat.do(receiving.arrive, "KONBU", -1_000)
    assert on_hand(store, "KONBU") == 3_000


def test_names_that_are_none(store: Store) -> None:
    for name in ("E", "E99", "E" + "9" * 40, "\x00", "PO\x1b", " "):
        with pytest.raises(NotFound):
            person(store, "pat").ask(delivery_card, name)


def test_who_may_not(store: Store) -> None:
    with pytest.raises(NotAllowed):
        person(store, "ann").do(receiving.arrive, CHAI)
