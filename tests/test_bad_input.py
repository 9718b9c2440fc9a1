"""What people type, paste and import wrongly: each refused in a sentence that names it, or stored as plain text.

The same input is tried where it is read (`values`, `texts`) and at the verbs, which get it from batch, import and
screens alike. Nothing may be written when it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from orderdesk.desk import (
    amendments,
    approvals,
    customers,
    find,
    invoicing,
    orders,
    picking,
    prices,
    products,
    receipts,
    stock,
)
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, NotFound, Refused
from orderdesk.models import Customer, Order
from orderdesk.store.store import Store
from orderdesk.store.transaction import table
from orderdesk.values import (
    MAX_QUANTITY,
    parse_date,
    parse_money,
    parse_percent,
    parse_price,
    parse_quantity,
)
from tests.company import NOW, SYSTEM, TODAY, person


@pytest.fixture
def desk(sqlite_store: Store) -> Desk:
    return person(sqlite_store, "root")


@pytest.fixture
def draft(desk: Desk) -> int:
    return desk.do(orders.new, "ALFKI")


@pytest.fixture
def nothing_written(sqlite_store: Store, draft: int) -> Iterator[None]:
    """The test's refusals may leave no row, no event and no sum behind."""

    def look() -> Any:
        with sqlite_store.read(SYSTEM, TODAY, NOW) as reading:
            return [
                tuple(reading.all(text(statement)))
                for statement in (
                    "SELECT count(*) FROM event",
                    "SELECT * FROM sales_order",
                    "SELECT * FROM sales_order_line",
                    "SELECT on_hand, allocated FROM stock ORDER BY id",
                    "SELECT code, name, credit_limit FROM customer ORDER BY id",
                    "SELECT count(*) FROM product",
                    "SELECT count(*) FROM price_rule",
                    "SELECT count(*) FROM receipt",
                )
            ]

    before = look()
    yield
    assert look() == before


def sentence(refused: pytest.ExceptionInfo[Any]) -> str:
    """The refusal's words, which a terminal may show as they are."""
    said = str(refused.value)
    assert said
    assert said.isprintable(), said
    return said


# Numbers as typed -----------------------------------------------------------------------------------------------------


def test_a_negative_quantity_is_refused() -> None:
    with pytest.raises(BadValue, match=r"quantity -1 is negative"):
        parse_quantity("-1")


def test_a_quantity_of_ten_to_the_thirty_is_no_way_to_write_one() -> None:
    with pytest.raises(BadValue, match=r"quantity '1e30' is not a number like 12\.5"):
        parse_quantity("1e30")


def test_a_quantity_written_out_to_ten_to_the_thirty_is_too_large() -> None:
    with pytest.raises(BadValue, match=r"is too large: 1000000000\.000 is the most"):
        parse_quantity("1" + "0" * 30)


def test_a_quantity_with_a_hundred_thousand_digits_is_refused_at_once() -> None:
    with pytest.raises(BadValue, match="is not a number") as refused:
        parse_quantity("9" * 100_000)
    assert len(sentence(refused)) < 200


def test_a_quantity_with_five_decimals_is_too_fine() -> None:
    with pytest.raises(BadValue, match=r"quantity 1\.23456 is too fine: at most 3 decimals can be kept"):
        parse_quantity("1.23456")


@pytest.mark.parametrize("typed", ["NaN", "nan", "sNaN", "Infinity", "-inf", "inf"])
def test_not_a_number_and_infinity_are_no_quantities(typed: str) -> None:
    with pytest.raises(BadValue, match="is not a number"):
        parse_quantity(typed)


def test_a_quantity_in_words_is_refused() -> None:
    with pytest.raises(BadValue, match=r"quantity 'twelve' is not a number like 12\.5"):
        parse_quantity("twelve")


@pytest.mark.parametrize(
    "typed", ["", "   ", "-", "+", ".", "-.", "1.2.3", "1,234.5", "1 000", "1_0", "0x1F", "½", "①"]
)
def test_what_only_looks_like_a_number_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="is not a number"):
        parse_quantity(typed)


@pytest.mark.parametrize("typed", ["١٢", "१२", "１２"], ids=["arabic", "devanagari", "full-width"])
def test_digits_of_other_scripts_are_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(BadValue, match="is not a number"):
        parse_quantity(typed)


def test_a_point_where_the_decimal_mark_is_a_comma_is_never_guessed() -> None:
    """1.234 would be one and a bit, or a thousand and more."""
    with pytest.raises(BadValue, match=r"'1\.234' has a point; here the decimal mark is ','"):
        parse_money("1.234", mark=",")


def test_a_refusal_shows_the_number_as_it_was_typed() -> None:
    with pytest.raises(BadValue, match=r"amount '12,5x' is not a number like 12,5"):
        parse_money("12,5x", mark=",")
    with pytest.raises(BadValue, match=r"amount 12,345 is too fine: at most 2 decimals"):
        parse_money("12,345", mark=",")


def test_a_price_with_five_decimals_is_too_fine() -> None:
    with pytest.raises(BadValue, match=r"price 0\.12345 is too fine: at most 4 decimals can be kept"):
        parse_price("0.12345")


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(BadValue, match=r"price -0\.01 is negative"):
        parse_price("-0.01")


def test_cents_of_a_currency_without_them_are_too_fine() -> None:
    with pytest.raises(BadValue, match=r"amount 100\.5 is too fine: no decimals can be kept"):
        parse_money("100.5", decimals=0)


@pytest.mark.parametrize("typed", ["100.001", "-1", "101", "5%%", "%", "five"])
def test_what_is_no_percentage_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="percentage"):
        parse_percent(typed)


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13-01", "12.11.2026", "11/12/2026", "today", "", "2026-11", "0"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="is not a date like 2026-11-23"):
        parse_date(typed)


@pytest.mark.parametrize("read", [parse_quantity, parse_money, parse_price, parse_percent, parse_date])
def test_escape_sequences_in_a_number_are_shown_and_not_sent(read: Any) -> None:
    with pytest.raises(BadValue) as refused:
        read("\x1b[31m12\x07\u202e")
    assert "\\x1b[31m12\\x07" in sentence(refused)


# Quantities at the verbs ----------------------------------------------------------------------------------------------

WRONG_QUANTITIES = [0, -1, -1_000, MAX_QUANTITY + 1, 10**33, 1.5, 1e30, float("nan"), True]


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("quantity", WRONG_QUANTITIES, ids=repr)
def test_a_wrong_quantity_on_a_line_is_refused(desk: Desk, draft: int, quantity: Any) -> None:
    with pytest.raises(BadValue) as refused:
        desk.do(orders.line, draft, "CHAI", quantity)
    assert "quantity" in sentence(refused)


@pytest.mark.usefixtures("nothing_written")
def test_so_many_cases_that_their_pieces_cannot_be_counted_are_refused(desk: Desk, draft: int) -> None:
    with pytest.raises(BadValue, match="quantity is too large"):
        desk.do(orders.line, draft, "CHAI", MAX_QUANTITY, unit="case")


@pytest.mark.usefixtures("nothing_written")
def test_more_money_than_can_be_kept_is_refused_with_the_most(desk: Desk, draft: int) -> None:
    with pytest.raises(BadValue, match=r"the order comes to more than 10000000000000\.00"):
        desk.do(orders.line, draft, "CHAI", MAX_QUANTITY, price=10**13)


@pytest.mark.parametrize("quantity", [*WRONG_QUANTITIES[:1], *WRONG_QUANTITIES[2:]], ids=repr)
def test_a_wrong_quantity_on_a_change_is_refused(desk: Desk, draft: int, quantity: Any) -> None:
    desk.do(orders.line, draft, "CHAI", 1_000)
    with pytest.raises(BadValue):
        desk.do(orders.line_change, draft, 1, quantity=quantity)


@pytest.mark.parametrize("quantity", [-1, 10**33, 1.5, float("nan")], ids=repr)
def test_a_wrong_quantity_on_an_amendment_is_refused(desk: Desk, draft: int, quantity: Any) -> None:
    desk.do(orders.line, draft, "CHAI", 1_000)
    desk.do(orders.submit, draft)
    with pytest.raises((BadValue, Refused)) as refused:
        desk.do(amendments.amend_line, draft, 1, quantity=quantity)
    sentence(refused)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("quantity", WRONG_QUANTITIES, ids=repr)
def test_a_wrong_quantity_of_goods_received_is_refused(desk: Desk, quantity: Any) -> None:
    with pytest.raises(BadValue):
        desk.do(stock.receive, "CHAI", quantity)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("quantity", [-1, 10**33, 1.5, float("nan"), True], ids=repr)
def test_a_wrong_count_is_refused(desk: Desk, quantity: Any) -> None:
    with pytest.raises(BadValue):
        desk.do(stock.count, "CHAI", quantity)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("quantity", [0, 10**33, -(10**33), 1.5], ids=repr)
def test_a_wrong_adjustment_is_refused(desk: Desk, quantity: Any) -> None:
    with pytest.raises(BadValue):
        desk.do(stock.adjust, "CHAI", quantity, "breakage")


@pytest.mark.parametrize("quantity", [0, 10**33, 1.5, float("nan")], ids=repr)
def test_a_wrong_quantity_scanned_is_refused(desk: Desk, draft: int, quantity: Any) -> None:
    desk.do(orders.line, draft, "CHAI", 2_000)
    desk.do(orders.submit, draft)
    pick = desk.do(picking.release, [draft])
    with pytest.raises((BadValue, Refused)) as refused:
        desk.do(picking.scan, pick, "CHAI", quantity)
    sentence(refused)


# Prices and discounts at the verbs ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("price", [-1, 10**13 + 1, 10**30, 1.5, float("nan"), True], ids=repr)
def test_a_wrong_price_on_a_line_is_refused(desk: Desk, draft: int, price: Any) -> None:
    with pytest.raises(BadValue, match="price"):
        desk.do(orders.line, draft, "CHAI", 1_000, price=price)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("discount", [-1, 100_001, 10**30, 0.5, float("nan"), True], ids=repr)
def test_a_wrong_discount_on_a_line_is_refused(desk: Desk, draft: int, discount: Any) -> None:
    with pytest.raises(BadValue, match="a discount is between 0 and 100 %"):
        desk.do(orders.line, draft, "CHAI", 1_000, discount=discount)


def test_a_wrong_price_on_a_change_is_refused(desk: Desk, draft: int) -> None:
    desk.do(orders.line, draft, "CHAI", 1_000)
    with pytest.raises(BadValue, match="price is negative"):
        desk.do(orders.line_change, draft, 1, price=-1)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("amount", [0, -1, 10**16, 1.5, float("nan"), True], ids=repr)
def test_a_wrong_amount_of_money_received_is_refused(desk: Desk, amount: Any) -> None:
    with pytest.raises((BadValue, Refused)) as refused:
        desk.do(receipts.take, "ALFKI", amount)
    sentence(refused)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("limit", [-1, 10**16, 1.5, float("nan"), True], ids=repr)
def test_a_wrong_credit_limit_is_refused(desk: Desk, limit: Any) -> None:
    with pytest.raises(BadValue, match="credit limit"):
        desk.do(customers.limit, "ALFKI", credit_limit=limit)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("freight", [-1, 10**16, 1.5], ids=repr)
def test_a_wrong_freight_is_refused(desk: Desk, freight: Any) -> None:
    with pytest.raises(BadValue, match="freight"):
        desk.do(orders.new, "ALFKI", freight=freight)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("number", [0, -1, 2**63, 1.5], ids=repr)
def test_a_wrong_order_number_from_elsewhere_is_refused(desk: Desk, number: Any) -> None:
    with pytest.raises(BadValue, match="order number"):
        desk.do(orders.new, "ALFKI", number=number)


@pytest.mark.usefixtures("nothing_written")
def test_an_order_number_that_is_taken_is_refused(desk: Desk, draft: int) -> None:
    with pytest.raises(Refused, match=f"order {draft} exists already"):
        desk.do(orders.new, "ERNSH", number=draft)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    "rule",
    [
        {"price": -1},
        {"price": 1.5},
        {"price": 10**14},
        {"discount": 100_001},
        {"price": 1, "discount": 1},
        {},
        {"price": 1, "min_qty": -1},
        {"price": 1, "valid_from": TODAY, "valid_to": TODAY - timedelta(days=1)},
    ],
    ids=repr,
)
def test_a_wrong_price_rule_is_refused(desk: Desk, rule: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        desk.do(prices.rule, "contract", customer="ALFKI", sku="CHAI", **rule)


# Codes that nobody has ------------------------------------------------------------------------------------------------

NOBODY = [
    "NOSUCH", "", " ", "\x00", "ALFKI\x00", "\ud800", "%", "ALFK_", "' OR 1=1 --", '"', "\x1b[2J", "\u202eIKFLA",
    "x" * 10_000, "é", "[bold]ALFKI[/]",
]  # fmt: skip


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("code", NOBODY, ids=lambda code: ascii(code)[:20])
def test_an_unknown_customer_is_refused_and_named_as_it_was_typed(desk: Desk, code: str) -> None:
    with pytest.raises(NotFound, match="there is no customer") as refused:
        desk.do(orders.new, code)
    assert len(sentence(refused)) < 200


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("code", NOBODY, ids=lambda code: ascii(code)[:20])
def test_an_unknown_product_is_refused_and_named_as_it_was_typed(desk: Desk, draft: int, code: str) -> None:
    with pytest.raises(NotFound, match="there is no product") as refused:
        desk.do(orders.line, draft, code, 1_000)
    assert len(sentence(refused)) < 200


@pytest.mark.parametrize("code", ["NOSUCH", "", "\x00", "\ud800", "' OR 1=1 --", "\x1b[2J"], ids=ascii)
def test_an_unknown_code_is_not_found_on_either_engine(store: Store, code: str) -> None:
    for look in (find.customer, find.product, find.warehouse, find.terms, find.user, find.invoice, find.item):
        with pytest.raises(NotFound) as refused, store.read(SYSTEM, TODAY, NOW) as reading:
            look(reading, code)
        sentence(refused)


@pytest.mark.parametrize("number", [0, -1, 2**62, 2**63, 10**40])
def test_an_unknown_number_is_not_found_on_either_engine(store: Store, number: int) -> None:
    for look in (find.order, find.pick, find.receipt):
        with pytest.raises(NotFound), store.read(SYSTEM, TODAY, NOW) as reading:
            look(reading, number)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("position", [0, -1, 2, 2**31, 2**63, 10**40])
def test_an_unknown_line_is_not_found(desk: Desk, draft: int, position: int) -> None:
    with pytest.raises(NotFound, match="has no line"):
        desk.do(orders.line_remove, draft, position)


@pytest.mark.parametrize("hold", [0, -1, 2**63, 10**40])
def test_an_unknown_hold_is_not_found(desk: Desk, draft: int, hold: int) -> None:
    desk.do(orders.line, draft, "CHAI", 1_000)
    desk.do(orders.submit, draft)
    with pytest.raises(NotFound, match="has no hold"):
        desk.do(approvals.release, draft, hold)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("address", [0, -1, 99, 2**63, 10**40])
def test_somebody_elses_address_or_none_is_refused(desk: Desk, address: int) -> None:
    with pytest.raises(NotFound, match="has no address"):
        desk.do(orders.new, "ALFKI", ship_to=address)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("unit", ["crate", "CASE", "\x00", "case\x1b[2J"], ids=ascii)
def test_a_unit_that_it_is_not_sold_in_is_refused(desk: Desk, draft: int, unit: str) -> None:
    with pytest.raises(NotFound, match=r"CHAI is not sold by the .*; its unit is pc") as refused:
        desk.do(orders.line, draft, "CHAI", 1_000, unit=unit)
    sentence(refused)


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("kind", ["", "GIFTED", "gift", "\x1b[2J", "\x00"], ids=ascii)
def test_an_order_type_that_there_is_not_is_refused_with_those_there_are(desk: Desk, kind: str) -> None:
    with pytest.raises(BadValue, match="is not one of standard, make_to_order, service, counter") as refused:
        desk.do(orders.new, "ALFKI", type=kind)
    sentence(refused)


@pytest.mark.usefixtures("nothing_written")
def test_a_barcode_with_a_wrong_check_digit_is_no_product(desk: Desk, draft: int) -> None:
    with pytest.raises(NotFound, match="4006381333932"):
        desk.do(orders.line, draft, "4006381333932", 1_000)


# Dates ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "sentence_part"),
    [
        (TODAY - timedelta(days=1), "wanted date 2026-11-11 is past: 2026-11-12 is the earliest"),
        (date(1, 1, 1), "wanted date 0001-01-01 is past"),
        (date(9999, 12, 31), "wanted date 9999-12-31 is over two years ahead: 2028-11-12 is the latest"),
    ],
)
def test_a_wanted_date_that_cannot_be_is_kept_in_the_draft_and_blocks_the_order(
    desk: Desk, wanted: date, sentence_part: str
) -> None:
    number = desk.do(orders.new, "ALFKI", wanted=wanted)
    desk.do(orders.line, number, "CHAI", 1_000)
    with pytest.raises(Refused, match=sentence_part):
        desk.do(orders.submit, number)


def test_an_order_of_tomorrow_cannot_be_submitted_today(desk: Desk) -> None:
    number = desk.do(orders.new, "ALFKI", order_date=TODAY + timedelta(days=1))
    desk.do(orders.line, number, "CHAI", 1_000)
    with pytest.raises(Refused, match=r"order date 2026-11-13 is in the future: today is 2026-11-12"):
        desk.do(orders.submit, number)


def test_money_of_tomorrow_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"cannot be dated 2026-11-13: today is 2026-11-12"):
        desk.do(receipts.take, "ALFKI", 100, day=TODAY + timedelta(days=1))


def test_an_invoice_of_tomorrow_is_refused(desk: Desk, draft: int) -> None:
    desk.do(orders.line, draft, "CHAI", 1_000)
    desk.do(orders.submit, draft)
    with pytest.raises(Refused, match=r"an invoice cannot be dated 2026-11-13: today is 2026-11-12"):
        desk.do(invoicing.post, draft, day=TODAY + timedelta(days=1))


# Names ----------------------------------------------------------------------------------------------------------------


def named(store: Store, code: str) -> Any:
    with store.read(SYSTEM, TODAY, NOW) as reading:
        return reading.first(table(Customer).select().where(table(Customer).c.code == code))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("[bold red]Big[/] & <b>Sons</b>", "[bold red]Big[/] & <b>Sons</b>"),
        ("{customer} %s %(name)s $HOME", "{customer} %s %(name)s $HOME"),
        ("\x1b[31mRed\x1b[0m Ltd", "[31mRed[0m Ltd"),
        ("\x1b]0;title\x07Window", "]0;titleWindow"),
        ('O\'Brien "& Co"; DROP TABLE customer; --', 'O\'Brien "& Co"; DROP TABLE customer; --'),
        ("Nul\x00 Inc", "Nul Inc"),
        ("\u202eelgooG\u202c", "elgooG"),
        ("a\u200bb\ufeffc\u2066d", "abcd"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("\ud83dhalf an emoji", "half an emoji"),
        ("株式会社 山田", "株式会社 山田"),
        ("مكتبة", "مكتبة"),
        ("Café", "Caf\u00e9"),
    ],
    ids=ascii,
)
def test_a_name_is_stored_as_text_on_either_engine(store: Store, name: str, kept: str) -> None:
    person(store, "root").do(customers.new, "NEWCO", name)
    assert named(store, "NEWCO").name == kept


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    "name", ["", "  ", "\x00\x1b", "\u200b", "x" * 201, "x" * 10_000_000], ids=lambda n: ascii(n)[:20]
)
def test_a_name_that_is_none_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(BadValue, match=r"name (is empty|has .* characters; 200 is the most)") as refused:
        desk.do(customers.new, "NEWCO", name)
    assert len(sentence(refused)) < 200


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("code", ["", " ", "\x00", "two words", "x" * 33, "a\u200db", "\u200e"], ids=ascii)
def test_a_code_that_nobody_could_type_is_refused(desk: Desk, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        desk.do(customers.new, code, "New")
    sentence(refused)
    with pytest.raises(BadValue) as refused:
        desk.do(products.new, code, "New")
    sentence(refused)


@pytest.mark.usefixtures("nothing_written")
def test_a_code_that_is_taken_is_refused_whatever_its_case(desk: Desk) -> None:
    with pytest.raises(Refused, match="customer ALFKI exists already"):
        desk.do(customers.new, " alfki ", "Another")


def test_notes_and_numbers_of_the_customer_are_stored_as_text(desk: Desk, sqlite_store: Store) -> None:
    number = desk.do(orders.new, "ALFKI", po_number="\x1b[2J47-11\u202e", note="by\tFriday\x00!", carrier="\x07Van")
    with sqlite_store.read(SYSTEM, TODAY, NOW) as reading:
        row = reading.first(table(Order).select().where(table(Order).c.number == number))
    assert row is not None
    assert (row.po_number, row.note, row.carrier) == ("[2J47-11", "by Friday!", "Van")


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    ("header", "most"),
    [({"po_number": "x" * 41}, 40), ({"note": "x" * 501}, 500), ({"carrier": "x" * 41}, 40)],
    ids=["PO number", "note", "carrier"],
)
def test_a_text_too_long_is_refused_with_both_figures(desk: Desk, header: dict[str, Any], most: int) -> None:
    with pytest.raises(BadValue, match=f"has {most + 1} characters; {most} is the most"):
        desk.do(orders.new, "ALFKI", **header)


def test_a_reason_of_blanks_and_control_characters_is_no_reason(desk: Desk, draft: int) -> None:
    desk.do(orders.line, draft, "CHAI", 1_000)
    desk.do(orders.submit, draft)
    for reason in ("", "  ", "\x00\x1b", "\u200b"):
        with pytest.raises(Refused, match="needs a reason"):
            desk.do(amendments.cancel, draft, reason)


def test_a_reason_is_cleaned_before_it_is_logged(desk: Desk, draft: int, sqlite_store: Store) -> None:
    desk.do(orders.line, draft, "CHAI", 1_000)
    desk.do(orders.submit, draft)
    desk.do(amendments.cancel, draft, "\x1b[31mchanged\nhis mind")
    with sqlite_store.read(SYSTEM, TODAY, NOW) as reading:
        logged = reading.scalar(text("SELECT data FROM event WHERE verb = 'order.cancel'"))
    assert '"reason":"[31mchanged his mind"' in logged


def test_what_is_logged_of_a_line_has_no_control_characters(desk: Desk, draft: int, sqlite_store: Store) -> None:
    desk.do(orders.line, draft, " chai\n", 1_000, note="\x1b[2J")
    with sqlite_store.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(text("SELECT data FROM event WHERE verb = 'order.line'")).isprintable()
