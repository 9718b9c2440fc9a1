"""The credit manager's words on a customer's card: limits, grace and block, by right."""

from __future__ import annotations

import pytest

from orderdesk.errors import BadValue
from orderdesk.models import Customer
from orderdesk.screens.customer_guard import guard_said
from orderdesk.store.store import Store
from tests.screens.seat import seated
from tests.selling import one


async def test_a_limit_is_said_on_the_card_by_whoever_may(sqlite_store: Store) -> None:
    async with seated(sqlite_store, "rae") as hands:
        await hands.type("c", "alfki⏎", "/limit 5000⏎", "/grace 14⏎", "/block ship⏎")
        assert "block of ALFKI is ship" in hands.status
    kept = one(sqlite_store, Customer, code="ALFKI")
    assert (kept.credit_limit, kept.grace_days, kept.block) == (5_000_00, 14, "ship")
    async with seated(sqlite_store, "ann") as hands:
        await hands.type("c", "alfki⏎", "/limit none⏎")
        assert "ann may not do customer.limit" in hands.status
    assert one(sqlite_store, Customer, code="ALFKI").credit_limit == 5_000_00


@pytest.mark.parametrize(
    ("word", "value", "said"),
    [
        ("limit", "none", {"credit_limit": None}),
        ("Limit", "0", {"credit_limit": 0}),
        ("orders", "12.50", {"order_limit": 12_50}),
        ("overdue", "-", {"overdue_limit": None}),
        ("grace", "7", {"grace_days": 7}),
        ("block", "All", {"block": "all"}),
        ("cold", "yes", None),
    ],
)
def test_what_is_said_becomes_what_the_verb_is_told(word: str, value: str, said: dict[str, object] | None) -> None:
    assert guard_said(word, value, decimals=2, mark=".") == said


@pytest.mark.parametrize(("word", "value"), [("limit", "much"), ("limit", ""), ("grace", "soon"), ("grace", "")])
def test_what_is_no_amount_and_no_days_is_refused(word: str, value: str) -> None:
    with pytest.raises(BadValue):
        guard_said(word, value, decimals=2, mark=".")
