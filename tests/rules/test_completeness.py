"""Completeness: every gap is found at once, and each sentence says how to close it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.findings import Severity
from orderdesk.rules.completeness import BlockLevel, OrderFacts, OrderLineFacts, check_complete, fitting

TODAY = date(2026, 11, 23)
LINE = OrderLineFacts(1, "CHAI", True, "stocked", 12_000, price=180_000)
ORDER = OrderFacts("ALFKI", True, BlockLevel.NONE, "Obere Str. 57", None, TODAY, TODAY, (LINE,))


def found(order: OrderFacts) -> list[tuple[str, str]]:
    findings = check_complete(order, TODAY)
    assert all(finding.severity is Severity.BLOCK for finding in findings)
    return [(finding.kind, finding.message) for finding in findings]


def kinds(**change: Any) -> list[str]:
    return [kind for kind, _ in found(replace(ORDER, **change))]


def line_found(**change: Any) -> list[tuple[str, str]]:
    return found(replace(ORDER, lines=(replace(LINE, **change),)))


def test_a_complete_order_passes() -> None:
    assert found(ORDER) == []
    assert kinds(wanted_date=None) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"customer_code": None}, "no-customer"),
        ({"customer_code": ""}, "no-customer"),
        ({"customer_active": False}, "inactive-customer"),  # CR-22
        ({"ship_to": None}, "no-ship-to"),
        ({"ship_to": ""}, "no-ship-to"),
        ({"needs_po": True}, "no-po"),
        ({"lines": ()}, "no-lines"),
        ({"order_date": TODAY + timedelta(1)}, "order-date"),
        ({"wanted_date": TODAY - timedelta(1)}, "wanted-date"),
        ({"wanted_date": TODAY + timedelta(732)}, "wanted-date"),
    ],
)
def test_each_gap_in_the_head_blocks(change: dict[str, Any], kind: str) -> None:
    assert kinds(**change) == [kind]


@pytest.mark.parametrize(
    "change",
    [
        {"needs_po": True, "po_number": "4711-B"},
        {"order_date": TODAY - timedelta(400)},
        {"wanted_date": TODAY + timedelta(731)},
        {"ship_to": None, "needs_ship_to": False},
        {"ship_to": None, "lines": (replace(LINE, kind="service"),)},
    ],
)
def test_what_is_only_unusual_does_not_block(change: dict[str, Any]) -> None:
    assert kinds(**change) == []


@pytest.mark.parametrize(
    ("level", "orders", "invoices", "payments"),
    [
        (BlockLevel.NONE, False, False, False),
        (BlockLevel.SHIP, True, False, False),
        (BlockLevel.INVOICE, True, True, False),
        (BlockLevel.ALL, True, True, True),
    ],
)
def test_each_block_level_stops_one_thing_more(level: BlockLevel, orders: bool, invoices: bool, payments: bool) -> None:
    assert (level.stops_orders, level.stops_invoices, level.stops_payments) == (orders, invoices, payments)
    assert kinds(block=level) == (["customer-blocked"] if orders else [])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"active": False}, "line 1, CHAI: is no longer sold; take another product or void the line"),
        ({"quantity": 0}, "line 1, CHAI: the quantity must be above zero"),
        ({"quantity": -1_000, "multiple": 12_000}, "line 1, CHAI: the quantity must be above zero"),
        ({"min_qty": 20_000}, "line 1, CHAI: 12 is below the minimum of 20; 20 would do"),
        ({"min_qty": 20_000, "multiple": 12_000}, "line 1, CHAI: 12 is below the minimum of 20; 24 would do"),
        ({"quantity": 13_000, "multiple": 12_000}, "line 1, CHAI: 13 is not a multiple of 12; 12 or 24 would do"),
        ({"quantity": 5_000, "multiple": 12_000}, "line 1, CHAI: 5 is not a multiple of 12; 12 would do"),
        (
            {"quantity": 13_000, "multiple": 12_000, "factor": 10_000},
            "line 1, CHAI: 1.3 is not a multiple of 1.2; 1.2 or 2.4 would do",
        ),
        (
            {"quantity": 13_000, "multiple": 12_000, "factor": 7_000},
            "line 1, CHAI: 13 stock units is not a multiple of 12 stock units;"
            " 12 stock units or 24 stock units would do",
        ),
        ({"price": None}, "line 1, CHAI: has no price; enter one or have a list price set"),
    ],
)
def test_each_gap_in_a_line_blocks_and_says_what_would_do(change: dict[str, Any], sentence: str) -> None:
    assert [message for _, message in line_found(**change)] == [sentence]


def test_a_price_of_zero_is_a_price() -> None:
    assert line_found(price=0) == []


def test_all_gaps_are_found_at_once_with_their_lines() -> None:
    order = replace(
        ORDER,
        customer_code=None,
        order_date=TODAY + timedelta(1),
        lines=(replace(LINE, active=False, quantity=0, price=None), replace(LINE, position=2, multiple=5_000)),
    )
    findings = check_complete(order, TODAY)
    assert [(finding.kind, finding.line) for finding in findings] == [
        ("no-customer", None),
        ("order-date", None),
        ("inactive-product", 1),
        ("quantity", 1),
        ("no-price", 1),
        ("not-a-multiple", 2),
    ]


@given(st.integers(1, 10**6), st.integers(0, 10**5), st.integers(0, 10**5))
def test_a_proposed_quantity_passes_itself(quantity: int, min_qty: int, multiple: int) -> None:
    choices = fitting(quantity, min_qty, multiple)
    assert choices
    for choice in choices:
        assert line_found(quantity=choice, min_qty=min_qty, multiple=multiple) == []


def test_free_goods_come_in_the_quantity_that_was_earned() -> None:
    assert line_found(quantity=1_000, min_qty=5_000, multiple=5_000, price=0, free=True) == []
