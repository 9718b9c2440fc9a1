"""A line while it is typed: what is said before Enter is what stands after it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orderdesk.desk import customer_items, orders, products
from orderdesk.errors import BadValue, NotFound
from orderdesk.queries import live
from orderdesk.queries.typed_line import TypedLine, typed_line
from orderdesk.quick_entry import NewLine, readings
from orderdesk.store.store import Store
from tests.company import person
from tests.selling import sell


def typed(store: Store, order: int, text: str, login: str = "ann") -> TypedLine:
    entries = [entry for entry in readings(text) if isinstance(entry, NewLine)]
    return person(store, login).ask(typed_line, order, entries, 8)


def draft(store: Store, customer: str = "ALFKI") -> int:
    return person(store, "ann").do(orders.new, customer)


def test_the_echo_says_what_was_understood_and_what_else_it_could_be(store: Store) -> None:
    person(store, "root").do(products.new, "12XCHAI", "A dozen of chai", list_price=1_000_000)
    seen = typed(store, draft(store), "12xchai")
    assert (seen.understood, seen.others) == (NewLine("12xchai"), (NewLine("chai", 12_000),))
    assert [one.sku for one in seen.meant.found] == ["12XCHAI", "CHAI"]
    assert typed(store, draft(store), "13xchai").others == ()


def test_the_credit_is_that_of_the_whole_order_with_the_line(store: Store) -> None:
    number = draft(store)
    person(store, "ann").do(orders.line, number, "SAFFRON", 50_000)
    before = typed(store, number, "1 chai").credit
    assert before == live.Credit(0, 595_000 + 2_142, 1_000_000, 402_858)
    assert not typed(store, number, "34 saffron").crosses
    over = typed(store, number, "35 saffron")
    assert over.crosses and over.credit is not None and over.credit.room == -11_500


def test_only_the_line_that_carries_it_over_the_limit_crosses(store: Store) -> None:
    number = draft(store)
    person(store, "ann").do(orders.line, number, "SAFFRON", 100_000)
    seen = typed(store, number, "1 chai")
    assert seen.credit is not None and seen.credit.room is not None and seen.credit.room < 0
    assert not seen.crosses


def test_without_a_limit_nothing_crosses_it(store: Store) -> None:
    seen = typed(store, draft(store, "ERNSH"), "10000 saffron")
    assert seen.credit is not None and (seen.credit.room, seen.crosses) == (None, False)


def test_what_is_owed_for_other_orders_counts(store: Store) -> None:
    sell(store, ("SAFFRON", 5), customer="ALFKI")
    credit = typed(store, draft(store), "1 saffron").credit
    assert credit is not None and (credit.used, credit.this) == (59_500, 11_900)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["chai", "tofu", "case chai", "saffron", "queso-m"]),
            st.integers(1, 40_000),
            st.one_of(st.none(), st.integers(0, 10**6)),
            st.integers(0, 100_000),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_said_before_enter_stands_after_it(
    sqlite_store: Store, lines: list[tuple[str, int, int | None, int]]
) -> None:
    kim = person(sqlite_store, "kim")
    number = draft(sqlite_store)
    room = kim.ask(live.draft, number).credit.room
    for goods, quantity, price, discount in lines:
        unit, _, code = goods.rpartition(" ")
        entry = NewLine(code, quantity, unit, price, discount)
        said = kim.ask(typed_line, number, [entry], 8)
        person(sqlite_store, "ann").do(
            orders.line, number, code, quantity, unit=unit or None, price=price, discount=discount
        )
        now = kim.ask(live.draft, number)
        assert said.order is not None and said.preview is not None
        assert said.preview.net == now.lines[-1].net
        assert (said.order.net, said.order.tax, said.order.gross) == (now.net, now.tax, now.gross)
        assert (said.credit, said.margin) == (now.credit, now.margin)
        assert room is not None and now.credit.room is not None
        assert said.crosses == (now.credit.room < 0 <= room)
        room = now.credit.room


def test_a_discount_counts_with_two_decimals_as_it_will_on_the_line(store: Store) -> None:
    preview = typed(store, draft(store), "1000 chai -3.335%").preview
    assert preview is not None and preview.net == 17_398_80


def test_the_margin_is_for_those_who_may_see_it(store: Store) -> None:
    number = draft(store)
    person(store, "ann").do(orders.line, number, "CHAI", 10_000)
    assert typed(store, number, "10 chai").margin is None
    assert person(store, "ann").ask(live.draft, number).margin is None
    assert typed(store, number, "10 chai @10", "kim").margin == 28_571
    assert person(store, "kim").ask(live.draft, number).margin == 44_444


def test_a_unit_it_is_not_sold_in_is_said_while_it_is_typed(store: Store) -> None:
    seen = typed(store, draft(store), "2 crate chai")
    assert (seen.preview, seen.order, seen.trouble) == (None, None, "CHAI is not sold by the crate")


def test_a_tax_class_without_a_rate_is_said_while_it_is_typed(store: Store) -> None:
    person(store, "root").do(products.new, "WINE", "Wine", list_price=1, tax_class="standard")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE product SET tax_class = 'luxury' WHERE sku = 'WINE'")
    assert "'luxury' has no rate" in typed(store, draft(store), "wine").trouble


def test_the_customers_own_code_goes_behind_ours_and_before_a_barcode(store: Store) -> None:
    ann = person(store, "ann")
    ann.do(customer_items.item, "ALFKI", "4711", "TOFU")
    ann.do(customer_items.item, "ALFKI", "4006381333931", "QUESO-M")
    number = draft(store)
    for text, sku in (("4711", "TOFU"), ("3 4711", "TOFU"), ("4006381333931", "QUESO-M"), ("chai", "CHAI")):
        product = typed(store, number, text).meant.product
        assert product is not None and product.sku == sku
    other = typed(store, draft(store, "ERNSH"), "4006381333931").meant.product
    assert other is not None and other.sku == "CHAI"
    assert typed(store, draft(store, "ERNSH"), "4711").meant.product is None


def test_the_customers_own_code_brings_its_unit_and_is_suggested_by_its_beginning(store: Store) -> None:
    ann = person(store, "ann")
    ann.do(customer_items.item, "ALFKI", "t-case", "CHAI", unit="case")
    number = draft(store)
    product = typed(store, number, "2 t-case").meant.product
    assert product is not None and (product.sku, product.unit, product.own_code) == ("CHAI", "case", "T-CASE")
    preview = typed(store, number, "2 T-Case").preview
    assert preview is not None and preview.quantity == 24_000
    found = typed(store, number, "t").meant.found
    assert [(one.sku, one.own_code) for one in found] == [("TOFU", ""), ("CHAI", "T-CASE")]
    assert typed(store, number, "t-case").meant.found[0].sku == "CHAI"


def test_there_is_no_line_for_an_order_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="there is no order 7"):
        typed(store, 7, "chai")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.text(max_size=40), st.from_regex(r"\d{1,13} ?(case|pc|x)? ?(chai|tofu)( @\d{1,9})?", fullmatch=True))
)
def test_whatever_is_typed_is_looked_up_or_said_to_be_no_line(sqlite_store: Store, text: str) -> None:
    number = draft(sqlite_store)
    try:
        entries = [entry for entry in readings(text) if isinstance(entry, NewLine)]
    except BadValue:
        entries = []
    if entries:
        assert typed(sqlite_store, number, text).understood in entries
