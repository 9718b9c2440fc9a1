from __future__ import annotations

import pytest
from textual import events

from orderdesk.desk import orders, products
from orderdesk.queries import live
from orderdesk.queries.live import LiveDraft
from orderdesk.queries.order_list import order_list
from orderdesk.screens.explain import ExplainScreen
from orderdesk.screens.home import HomeScreen
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.screens.seat import Hands, seated


def draft(store: Store, number: int = 1001) -> LiveDraft:
    return person(store, "ann").ask(live.draft, number)


def entered(store: Store, number: int = 1001) -> list[tuple[str, int]]:
    return [(line.sku, line.quantity) for line in draft(store, number).lines]


def entry(hands: Hands) -> OrderEntryScreen:
    assert isinstance(hands.screen, OrderEntryScreen)
    return hands.screen


async def test_the_order_of_the_sketch_in_one_burst(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "40 tofu -5%⏎", "6 que↓⏎", "⏎", "⏎")
        assert ann.status.startswith("order 1001 confirmed, total 1,579.73")
        assert entered(sqlite_store) == [("CHAI", 12_000), ("TOFU", 40_000), ("QUESO-M", 6_000)]
        assert draft(sqlite_store).state == "confirmed"
        assert "Total 1,579.73 EUR" in ann.row_with("3 lines")
        assert ann.app.bells == 0


async def test_the_same_key_by_key(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        for key in ("<f6>", *"alfki⏎", *"12 chai⏎", *"40 tofu -5%⏎", *"6 que↓⏎", "⏎", "⏎"):
            await ann.type(key)
        assert draft(sqlite_store).state == "confirmed"


async def test_every_accepted_line_is_saved_at_once(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "40 tof")
        assert entered(sqlite_store) == [("CHAI", 12_000)]


async def test_the_line_being_typed_shows_its_stock_and_price(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "40 tofu")
        assert "on hand 35 · free 35" in ann.row_with("TOFU on hand")
        assert "5 short" in ann.row_with("on hand")
        assert "23.25 a pc by list price" in ann.row_with("could offer 35")
        assert "free 35" in ann.row_with("Tofu")


async def test_lines_of_one_order_see_each_other(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "30 tofu⏎", "30 tofu")
        assert "25 short" in ann.row_with("on hand")


async def test_credit_follows_the_lines(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎")
        assert "room 9,742.96" in ann.row_with("Credit")


async def test_a_customer_may_be_found_by_words(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "futter⏎", "chai⏎")
        assert entered(sqlite_store) == [("CHAI", 1_000)]


async def test_a_customer_may_be_chosen_with_the_arrow_keys(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "ernst↓⏎")
        assert draft(sqlite_store).customer == "ERNSH"


async def test_a_refused_customer_drops_what_was_typed_ahead(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "nobody⏎", "12 chai⏎", "⏎", "⏎")
        assert "no customer" in ann.status
        assert ann.app.bells == 1
        assert person(sqlite_store, "ann").ask(order_list) == ()
        assert entry(ann).entry.value == "nobody"


async def test_a_refused_line_drops_what_was_typed_ahead_and_stays_in_the_field(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 xyz⏎", "40 tofu⏎", "⏎", "⏎")
        assert "no product has the code or the words '12 xyz'" in ann.status
        assert "typed ahead" in ann.status
        assert entered(sqlite_store) == []
        assert entry(ann).entry.value == "12 xyz"
        await ann.type("3 chai⏎")  # what is typed now replaces it
        assert entered(sqlite_store) == [("CHAI", 3_000)]


async def test_words_that_several_products_have_are_offered(sqlite_store: Store) -> None:
    person(sqlite_store, "root").do(products.new, "QUESO-C", "Queso Cabrales", list_price=210_000)
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "6 que⏎", "12 chai⏎")
        assert "'6 que' may be one of 2 products" in ann.status
        assert entered(sqlite_store) == []
        await ann.type("↓", "↓", "⏎")
        assert entered(sqlite_store) == [("QUESO-M", 6_000)]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("chai", ("CHAI", 1_000)),
        ("6xchai", ("CHAI", 6_000)),
        ("6 x chai", ("CHAI", 6_000)),
        ("6*chai", ("CHAI", 6_000)),
        ("4006381333931", ("CHAI", 1_000)),
        ("3 4006381333931", ("CHAI", 3_000)),
        ("2 case chai", ("CHAI", 24_000)),
        ("0.5 queso-m", ("QUESO-M", 500)),
    ],
)
async def test_quick_entry(sqlite_store: Store, typed: str, line: tuple[str, int]) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", f"{typed}⏎")
        assert entered(sqlite_store) == [line]


async def test_price_discount_and_note_are_typed_with_the_line(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", '2 chai @17.50 -5% "no box"⏎')
        (line,) = draft(sqlite_store).lines
        assert (line.price, line.discount, line.note, line.by_hand) == (175_000, 5_000, "no box", True)


async def test_star_changes_the_last_quantity_and_minus_takes_the_line_out(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "chai⏎", "tofu⏎", "*12⏎")
        assert entered(sqlite_store) == [("CHAI", 1_000), ("TOFU", 12_000)]
        await ann.type("-⏎")
        assert entered(sqlite_store) == [("CHAI", 1_000)]


async def test_they_mean_the_highlighted_line(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "chai⏎", "tofu⏎")
        await ann.type("<f7>", "*7⏎")
        assert entered(sqlite_store) == [("CHAI", 7_000), ("TOFU", 1_000)]


async def test_pasted_lines_are_all_entered(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎")
        ann.app.post_message(events.Paste("2 chai\n3 tofu\n4006381333931\n"))
        await ann.quiet()
        assert entered(sqlite_store) == [("CHAI", 2_000), ("TOFU", 3_000), ("CHAI", 1_000)]


async def test_the_bar_says_what_would_be_held_and_the_result_what_is(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "cashc⏎", "2 chai⏎", "⏎")
        assert "cash only" in ann.row_with("would be held")
        await ann.type("⏎")
        assert ann.status == "order 1001 is held for credit; total 42.84"
        assert "cash only" in ann.row_with("42.84 owed")
        assert draft(sqlite_store).state == "submitted"


async def test_a_scan_in_the_bar_is_the_next_line(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "2 chai⏎", "⏎", "4006381333931⏎")
        assert draft(sqlite_store).state == "draft"
        assert entered(sqlite_store) == [("CHAI", 2_000), ("CHAI", 1_000)]


async def test_an_empty_order_is_not_submitted_and_f12_takes_it_away(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "⏎")
        assert "No line yet" in ann.status
        await ann.type("<f12>")
        assert isinstance(ann.screen, HomeScreen)
        assert person(sqlite_store, "ann").ask(order_list) == ()


async def test_a_draft_with_lines_is_kept_and_offered_again(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎", "40 to", "<f12>", "<f12>")
        assert isinstance(ann.screen, HomeScreen)
        assert "order 1001 is kept as a draft" in ann.status
        assert "1 line" in ann.row_with("1001  ALFKI")
        await ann.type("<end>", "⏎", "2 tofu⏎")
        assert entered(sqlite_store) == [("CHAI", 12_000), ("TOFU", 2_000)]


async def test_f6_begins_the_next_order(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "chai⏎", "<f6>", "ernsh⏎", "tofu⏎")
        assert entered(sqlite_store, 1001) == [("CHAI", 1_000)]
        assert entered(sqlite_store, 1002) == [("TOFU", 1_000)]


async def test_after_submitting_the_next_customer_can_be_typed(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "chai⏎", "⏎", "⏎", "ernsh⏎", "tofu⏎", "⏎", "⏎")
        assert draft(sqlite_store, 1001).state == draft(sqlite_store, 1002).state == "confirmed"


async def test_po_number_and_wanted_day_are_reached_when_wanted(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "↑", "fri⏎", "chai⏎")
        assert draft(sqlite_store).wanted.isoformat() == "2026-11-13"
        await ann.type("↑", "↑", "4711-B⏎", "⏎", "tofu⏎")
        assert draft(sqlite_store).po_number == "4711-B"
        assert entered(sqlite_store) == [("CHAI", 1_000), ("TOFU", 1_000)]


async def test_why_shows_price_goods_and_queue(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "40 tofu⏎", "<f11>")
        assert isinstance(ann.screen, ExplainScreen)
        for text in ("PRICE", "23.25 by list price", "on hand 35", "35 of 40", "QUEUE", "note: line 1, TOFU"):
            assert ann.sees(text), text
        await ann.type("<f12>", "chai⏎")
        assert len(entered(sqlite_store)) == 2


async def test_a_viewer_is_told_which_right_is_missing(sqlite_store: Store) -> None:
    async with seated(sqlite_store, "vic") as vic:
        await vic.type("<f6>", "alfki⏎", "12 chai⏎")
        assert "order.new" in vic.status


async def test_a_draft_that_somebody_submitted_meanwhile_is_refused_with_words(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as ann:
        await ann.type("<f6>", "alfki⏎", "2 chai⏎")
        person(sqlite_store, "bob").do(orders.submit, 1001)
        await ann.type("3 tofu⏎", "⏎")
        assert "confirmed" in ann.status
        assert entered(sqlite_store) == [("CHAI", 2_000)]


@pytest.mark.parametrize("width", [60, 80, 132])
async def test_totals_are_shown_at_every_width(sqlite_store: Store, width: int) -> None:
    async with seated(sqlite_store, size=(width, 24)) as ann:
        await ann.type("<f6>", "alfki⏎", "12 chai⏎")
        assert "Total 257.04 EUR" in ann.row_with("1 line")
        assert "216.00" in ann.row_with("CHAI")


async def test_the_total_stays_when_the_window_becomes_narrow(sqlite_store: Store) -> None:
    async with seated(sqlite_store) as hands:
        await hands.type("<f6>", "alfki⏎", "12 chai⏎")
        assert hands.sees("Total 257.04 EUR")
        await hands.pilot.resize_terminal(45, 15)
        await hands.quiet()
        assert hands.sees("Total 257.04 EUR")
        assert not hands.sees("VAT 19 %")
        await hands.type("⏎", "⏎")
        await hands.pilot.resize_terminal(80, 24)
        await hands.quiet()
        assert hands.sees("ORDER 1001 confirmed") and hands.sees("Customer")
