"""Quotations and blanket orders at the desk: begun in order entry, sent, accepted, lost, called off."""

from __future__ import annotations

from datetime import timedelta

from orderdesk.desk import blankets, orders, outcomes, quotations
from orderdesk.models import Order
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.screens.seat import seated
from tests.selling import line, one

UNTIL = TODAY + timedelta(days=5)


def quoted(store: Store) -> int:
    ann = person(store, "ann")
    number = ann.do(quotations.new, "ERNSH", valid_until=UNTIL)
    ann.do(orders.line, number, "CHAI", 10_000)
    ann.do(orders.line, number, "TOFU", 40_000)
    return number


def agreed(store: Store) -> int:
    ann = person(store, "ann")
    number = ann.do(blankets.new, "ERNSH", UNTIL)
    ann.do(orders.line, number, "CHAI", 40_000, price=170_000)
    ann.do(blankets.agree, number)
    return number


def state(store: Store, number: int) -> str:
    return str(one(store, Order, number=number).state)


async def test_a_word_makes_a_quotation_of_what_is_typed_and_enter_sends_it(sqlite_store: Store) -> None:
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("order_entry")
        await hands.quiet()
        await hands.type("ernsh⏎", "12 chai⏎", "/quote +10⏎")
        assert hands.sees("QUOTATION 1001 rev 1, until 2026-11-22")
        await hands.type("⏎")
        assert hands.sees("note that it is sent")
        await hands.type("⏎")
        assert "quotation 1001 revision 1 is sent, good until 22 Nov 2026" in hands.status
    assert state(sqlite_store, 1001) == "quotation"
    assert line(sqlite_store, 1001).allocated == 0


async def test_a_changed_quotation_is_the_next_revision(sqlite_store: Store) -> None:
    number = quoted(sqlite_store)
    person(sqlite_store, "ann").do(quotations.send, number)
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("quotations")
        await hands.quiet()
        assert "sent" in hands.row_with(str(number)) and "5 days" in hands.row_with(str(number))
        await hands.type("⏎", "2 saffron⏎", "/until +20⏎")
        assert hands.sees(f"QUOTATION {number} rev 2, until 2026-12-02")
        await hands.type("<f3>", "o")
        assert hands.sees("REVISION 1") and not hands.sees("REVISION 2")


async def test_lines_are_accepted_into_an_order_at_the_desk(sqlite_store: Store) -> None:
    number = quoted(sqlite_store)
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("quotations")
        await hands.quiet()
        await hands.type("a", "1=4⏎", "⏎")
        assert hands.sees("ORDER 1002 draft") and hands.sees(f"quotation {number}")
        await hands.type("⏎", "⏎")
        assert "order 1002 confirmed" in hands.status
    assert (line(sqlite_store, 1002).ordered, line(sqlite_store, number).called) == (4_000, 4_000)


async def test_what_is_no_line_is_asked_for_again(sqlite_store: Store) -> None:
    number = quoted(sqlite_store)
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("quotations")
        await hands.quiet()
        await hands.type("a", "first⏎", "⏎")
        assert "'first' is no line" in hands.status
    assert state(sqlite_store, number) == "quotation"


async def test_it_is_lost_with_a_reason_that_is_named(sqlite_store: Store) -> None:
    number = quoted(sqlite_store)
    person(sqlite_store, "kim").do(outcomes.reason, "DEAR", "Somebody was cheaper")
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("quotations")
        await hands.quiet()
        await hands.type("l")
        assert hands.sees("Lost, DEAR:")
        await hands.type("dear⏎", "by 2 %⏎")
        assert hands.status == f"{number} is lost"
        await hands.type("w")
        assert hands.sees("BY REASON") and hands.sees("DEAR: won 0 (0.00), lost 1 (1,110.00)")
    assert state(sqlite_store, number) == "lost"


async def test_it_is_renewed_as_it_stands_or_repriced(sqlite_store: Store) -> None:
    quoted(sqlite_store)
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("quotations")
        await hands.quiet()
        await hands.type("r", "+3⏎")
        assert hands.status == "1001 is good until 15 Nov 2026, 3 days"
        await hands.type("p", "soon⏎")
        assert "soon" in hands.status
        await hands.type("<f12>", "<f11>")
        assert hands.sees("Nothing is reserved")


async def test_home_names_the_quotations_that_end_soon(sqlite_store: Store) -> None:
    quoted(sqlite_store)
    async with seated(sqlite_store, "ann") as hands:
        assert "1,320.90 end soon" in " ".join(hands.row_with("Quotations").split())
        await hands.type("u")
        assert hands.sees("QUOTATIONS")


async def test_a_blanket_order_is_begun_agreed_and_called_off_at_the_desk(sqlite_store: Store) -> None:
    async with seated(sqlite_store, "ann") as hands:
        await hands.type("b", "<f6>", "ernsh⏎", "+90⏎")
        assert hands.sees("BLANKET ORDER 1001 draft, until 2027-02-10")
        await hands.type("40 chai @17⏎", "⏎", "⏎")
        assert "blanket order 1001 is in force, 680.00 net" in hands.status
        await hands.type("<f3>")
        assert hands.sees("40 pc left of 40 pc")
        await hands.type("c", "1=50⏎", "y⏎")
        assert hands.sees("ORDER 1002 draft")
        await hands.type("⏎", "⏎")
        assert "order 1002 confirmed" in hands.status
    assert (line(sqlite_store, 1002).ordered, line(sqlite_store, 1002, 2).ordered) == (40_000, 10_000)
    assert line(sqlite_store, 1001).called == 40_000


async def test_what_is_left_is_shown_while_it_is_typed_and_more_is_refused_or_split(sqlite_store: Store) -> None:
    agreed(sqlite_store)
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("order_entry")
        await hands.quiet()
        await hands.type("ernsh⏎", "30 chai")
        assert hands.sees("17.00 a pc by blanket order 1001, 40 left of it")
        await hands.type("<f12>", "60 chai⏎")
        assert "60 wanted, 40 left of blanket order 1001" in hands.status
        await hands.type("<f12>", "/split 60 chai⏎")
        assert hands.sees("680.00") and hands.sees("360.00")
    assert [line(sqlite_store, 1002, at).ordered for at in (1, 2)] == [40_000, 20_000]


async def test_it_is_extended_and_ended_and_tells_its_call_offs(sqlite_store: Store) -> None:
    number = agreed(sqlite_store)
    ann = person(sqlite_store, "ann")
    ann.do(orders.submit, ann.do(blankets.call_off, number, [(1, 10_000)]).order)
    async with seated(sqlite_store, "ann") as hands:
        hands.app.go("blankets")
        await hands.quiet()
        await hands.type("u", "+60⏎")
        assert hands.status == f"{number} is good until 11 Jan 2027"
        await hands.type("<f11>")
        assert hands.sees("order 1002 of 12 Nov 2026, confirmed: 10 pc")
        await hands.type("<f3>", "x", "over⏎")
        assert hands.status == f"{number} is ended"
    assert state(sqlite_store, number) == "ended"
