"""The approval queue on the screen: why it is held, and one key that ends it."""

from __future__ import annotations

from orderdesk.desk import approvals
from orderdesk.models import Hold, Order
from orderdesk.queries.approvals import waiting
from orderdesk.queries.hold_card import hold_card
from orderdesk.queries.order_card import order_card
from orderdesk.screens.approvals import ApprovalsScreen
from orderdesk.screens.worklist import PAGE
from orderdesk.store.store import Store
from orderdesk.store.transaction import Transaction
from tests.company import NOW, SYSTEM, TODAY, person
from tests.screens.desk_stage import Hands, at_desk, place


def _over_limit(store: Store) -> int:
    return place(store, "ALFKI", ("SAFFRON", 90), ("TOFU", 40))  # 11,816.70 with tax, of 10,000


async def test_the_queue_shows_the_figures_of_the_hold(sqlite_store: Store) -> None:
    number = _over_limit(sqlite_store)
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        assert "1 waiting" in hands.rows[0] and "1 credit" in hands.rows[0]
        assert str(number) in hands.row_with("ALFKI")
        assert "CREDIT  limit 10,000.00" in hands.text
        assert "11,816.70" in hands.row_with("this order")
        assert "over by 1,816.70" in hands.row_with("exposure")
        assert "✓ you may release it, up to 5,000.00" in hands.text


async def test_r_and_enter_release_and_the_next_stands_there(sqlite_store: Store) -> None:
    first = _over_limit(sqlite_store)
    second = place(sqlite_store, "CASHC", ("CHAI", 1))
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.type("r⏎")
        assert hands.status == f"{first} confirmed"
        assert str(second) in hands.row_with("▸")
        assert "CREDIT  limit 0.00" in hands.text
    assert person(sqlite_store, "kim").ask(order_card, first).header.state == "confirmed"


async def test_a_rejection_needs_a_reason(sqlite_store: Store) -> None:
    number = _over_limit(sqlite_store)
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.type("x⏎")
        assert "needs a reason" in hands.status and hands.app.bells == 1
        await hands.type("call him first⏎")
        assert hands.status == f"{number} back to its clerk"
        assert "Nothing is held." in hands.text
    card = person(sqlite_store, "kim").ask(order_card, number)
    assert card.header.state == "draft"
    assert card.holds[0].reason == "call him first"


async def test_r_acts_on_everything_that_is_marked(sqlite_store: Store) -> None:
    numbers = [place(sqlite_store, "CASHC", ("CHAI", pieces)) for pieces in (1, 2, 3)]
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.press("space", "space", "r", "f", "i", "n", "e", "enter")
        assert hands.status == f"{numbers[0]} confirmed, {numbers[1]} confirmed"
    assert [row.order for row in person(sqlite_store, "kim").ask(waiting)] == [numbers[2]]


async def test_what_is_above_ones_level_is_refused_in_words(sqlite_store: Store) -> None:
    place(sqlite_store, "ALFKI", ("SAFFRON", 200))  # 13,800.00 over
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        assert "✗ a credit hold of 13800.00 is for approver level 2" in hands.text
        await hands.type("r⏎")
        assert "approver level 2" in hands.status and hands.app.bells == 1
    assert len(person(sqlite_store, "kim").ask(waiting)) == 1


async def test_two_approvers_see_who_was_first(sqlite_store: Store) -> None:
    number = _over_limit(sqlite_store)
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        lou = person(sqlite_store, "lou")
        lou.do(approvals.release, number, lou.ask(hold_card, number).holds[0].id)
        await hands.type("r⏎")
        assert f"{number}: this credit hold was released by Lou" in hands.status


async def test_f12_closes_the_reason_and_then_leaves_nothing_behind(sqlite_store: Store) -> None:
    number = _over_limit(sqlite_store)
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.press("r", "a", "b", "f12")
        assert "Reason" not in hands.text
        await hands.press("r")
        assert "Release" in hands.text and " ab" not in hands.row_with("Reason")
    assert [row.order for row in person(sqlite_store, "kim").ask(waiting)] == [number]


async def test_why_shows_every_hold_in_full(sqlite_store: Store) -> None:
    place(sqlite_store, "CASHC", ("CHAI", 9), discount=25_000)
    async with at_desk(sqlite_store, "lou", ApprovalsScreen) as hands:
        assert "more lines: F11" in hands.text
        await hands.press("f11")
        assert "WHY" in hands.rows[0]
        assert "cash only" in hands.text and "above the ceiling of 10 %" in hands.text


async def test_enter_opens_the_order_and_f12_comes_back(sqlite_store: Store) -> None:
    number = _over_limit(sqlite_store)
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.press("enter")
        assert f"ORDER {number}  ! submitted" in hands.rows[0]
        await hands.press("f12")
        assert "APPROVALS" in hands.rows[0]


def _three_reasons(store: Store) -> int:
    return place(store, "CASHC", ("CHAI", 9), ("TOFU", 4), discount=25_000)


async def test_every_reason_has_a_row_of_its_own_when_not_all_figures_fit(sqlite_store: Store) -> None:
    _three_reasons(sqlite_store)
    async with at_desk(sqlite_store, "lou", ApprovalsScreen) as hands:
        assert "✓ yours" in hands.row_with(" CREDIT ")
        discounts = [row for row in hands.rows if row.startswith(" DISCOUNT")]
        assert any("line 1:" in row for row in discounts) and any("line 2:" in row for row in discounts)
        assert "more lines: F11" in hands.text


async def test_why_says_who_may_release_it_and_with_which_key(sqlite_store: Store) -> None:
    place(sqlite_store, "ALFKI", ("SAFFRON", 200))  # 13,800.00 over
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.press("f11")
        row = hands.row_with("who releases it")
        assert "Lou" in row and "Root" in row and "Kim" not in row
        assert "not by you: a credit hold of 13800.00 is for approver level 2" in hands.text
    async with at_desk(sqlite_store, "lou", ApprovalsScreen) as hands:
        await hands.press("f11")
        assert "you may release it: R on the list does" in hands.text


async def test_r_typed_ahead_releases_one_after_the_other(sqlite_store: Store) -> None:
    numbers = [place(sqlite_store, "CASHC", ("CHAI", pieces)) for pieces in (1, 2, 3)]
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.type("r⏎r⏎")
        assert hands.status == f"{numbers[1]} confirmed"
        assert str(numbers[2]) in hands.row_with("▸")
    assert [row.order for row in person(sqlite_store, "kim").ask(waiting)] == [numbers[2]]


async def test_the_filter_finds_by_kind_and_what_oneself_may_release(sqlite_store: Store) -> None:
    first = place(sqlite_store, "CASHC", ("CHAI", 1))
    second = place(sqlite_store, "ALFKI", ("SAFFRON", 200))
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        await hands.press("slash", *"releasable", "enter")
        assert [row.key for row in _screen(hands).list.rows] == [first]
        await hands.press("f12", "slash", *"kind:credit over:500", "enter")
        assert [row.key for row in _screen(hands).list.rows] == [second]
        await hands.press("slash", *" kind:price", "enter")
        assert "The filter matches nothing." in hands.text


async def test_a_queue_of_thousands_is_read_a_page_at_a_time(sqlite_store: Store) -> None:
    def add(tx: Transaction) -> None:
        order = {
            "state": "submitted", "customer_id": 1, "warehouse_id": 1, "terms_id": 1, "order_date": TODAY,
            "wanted_date": TODAY, "net": 1, "gross": 1, "entered_by": 1, "entered_at": NOW,
        }  # fmt: skip
        tx.add_all(Order, [{**order, "number": 5_000 + one} for one in range(2_000)])
        hold = {"kind": "credit", "message": "credit: x", "amount": 1, "raised_at": NOW}
        tx.add_all(Hold, [{**hold, "order_id": 1 + one} for one in range(2_000)])

    sqlite_store.run(add, SYSTEM, TODAY, NOW)
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        assert "2,000 waiting" in hands.rows[0] and "2,000 orders" in hands.text
        assert len(_screen(hands).list.rows) == PAGE
        await hands.press("end", "end")
        assert len(_screen(hands).list.rows) > PAGE
        keys = [int(row.key) for row in _screen(hands).list.rows]
        assert keys == list(range(5_000, 5_000 + len(keys)))


def _screen(hands: Hands) -> ApprovalsScreen:
    assert isinstance(hands.app.screen, ApprovalsScreen)
    return hands.app.screen
