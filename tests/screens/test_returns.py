"""Returns and complaints at the desk: agreed on, taken in, credited; remedied and carried out, by keys alone."""

from __future__ import annotations

from orderdesk.desk import company, returns
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import Hands, seated
from tests.selling import sell, ship


def seen(hands: Hands) -> str:
    """Everything on the screen, and the whole status line."""
    return "\n".join((*hands.rows(), hands.status))


def delivered(store: Store) -> int:
    root = person(store, "root")
    root.do(returns.reason, "BROKEN", "Broken on arrival")
    order = sell(store, ("CHAI", 5))
    ship(store, order)
    return order


async def test_a_return_from_the_order_to_the_credit_note(sqlite_store: Store) -> None:
    order = delivered(sqlite_store)
    async with seated(sqlite_store, "root") as hands:
        hands.app.go("order_card", order)
        await hands.type("b", "<f6>", "⏎BROKEN⏎1=2⏎⏎")
        assert "RETURN 301" in seen(hands) and "authorised" in seen(hands)
        await hands.type("<f10>", "⏎⏎⏎⏎")
        assert "taken in (restock); 0 of line 1 still to come" in seen(hands)
        await hands.type("c")
        assert "credited with CRN-2026-0001" in seen(hands)
        assert "closed" in seen(hands)


async def test_a_dear_return_waits_in_the_list_for_its_approver(sqlite_store: Store) -> None:
    order = delivered(sqlite_store)
    person(sqlite_store, "root").do(company.setting, "return_value", 10_00)
    person(sqlite_store, "ann").do(returns.new, order, [(1, 2_000)], reason="BROKEN")
    async with seated(sqlite_store, "kim") as hands:
        hands.app.go("returns")
        await hands.quiet()
        assert "requested" in seen(hands)
        await hands.type("r")
        assert "301 authorised" in seen(hands)


async def test_what_cannot_come_back_is_refused_with_the_most(sqlite_store: Store) -> None:
    order = delivered(sqlite_store)
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("returns")
        await hands.type("<f6>", f"{order}⏎BROKEN⏎1=9⏎⏎")
        assert "9 cannot come back; 5 were shipped: 5 is the most" in seen(hands)


async def test_a_complaint_from_the_telephone_to_the_credit_note(sqlite_store: Store) -> None:
    order = delivered(sqlite_store)
    async with seated(sqlite_store, "root") as hands:
        hands.app.go("order_card", order)
        await hands.type("k", "<f6>", "⏎two boxes wet⏎")
        assert "COMPLAINT 101" in seen(hands)
        await hands.type("<f6>", "credit⏎1⏎2⏎⏎", "<f10>")
        assert "approved" in seen(hands)
        await hands.type("<f10>", "BROKEN⏎")
        assert "CRN-2026-0001" in seen(hands) and "done" in seen(hands)
