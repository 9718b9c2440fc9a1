"""A counter sale from order entry: goods by scanner or key, then `/cash` and the change."""

from __future__ import annotations

from orderdesk.models import Order
from orderdesk.store.store import Store
from tests.screens.seat import seated
from tests.selling import one


async def test_cash_sells_the_order_in_hand_and_says_the_change(sqlite_store: Store) -> None:
    async with seated(sqlite_store, "ann") as hands:
        await hands.look_around()
        await hands.type("<f6>", "cashc⏎", "2 chai⏎", "/cash 50⏎")
        assert "order 1001 sold: 42.84 paid 42.84, change 7.16; INV-2026-0001" in hands.status
        await hands.look_around()
        assert "change 7.16" in hands.status, "what is given back stays, also when the desk looks around"
        assert hands.sees("Customer")
    assert one(sqlite_store, Order, number=1001).state == "closed"


async def test_too_little_is_refused_and_stands_in_the_field_again(sqlite_store: Store) -> None:
    async with seated(sqlite_store, "ann") as hands:
        await hands.type("<f6>", "cashc⏎", "2 chai⏎", "/cash 40 card⏎")
        assert "2.84 are missing" in hands.status
        assert hands.sees("/cash 40 card")
        await hands.type("<ctrl+u>", "/cash 42.84 beans⏎")
        assert "'beans' is none of" in hands.status
