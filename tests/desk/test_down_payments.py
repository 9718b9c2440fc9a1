"""Down payments: billed before the goods leave, set off on what bills them; altogether exactly the order is billed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from orderdesk.desk import amendments, down_payments, invoicing
from orderdesk.errors import BadValue, Refused
from orderdesk.models import Invoice, InvoiceTax
from orderdesk.queries import receivables
from orderdesk.queries.invoice_card import invoice_card
from orderdesk.store.store import Store
from tests.scenarios.shop import Shop
from tests.selling import assert_books_balance


@pytest.fixture
def shop(store: Store) -> Shop:
    shop = Shop(store)
    shop.setting("duplicate_days", 0)
    shop.tax("twenty", 20_000)
    shop.tax("seven", 7_000)
    shop.product("DESK", "100.00", on_hand=50, tax="twenty")
    shop.product("BOOK", "9.99", on_hand=50, tax="seven")
    shop.customer("BUYER")
    return shop


def of_rate(shop: Shop) -> dict[int, tuple[int, int]]:
    """Net and tax of all documents by rate."""
    sums: dict[int, tuple[int, int]] = {}
    for row in shop.rows(InvoiceTax):
        net, tax = sums.get(row.rate, (0, 0))
        sums[row.rate] = net + row.net, tax + row.tax
    return sums


def test_a_down_payment_bears_each_rates_tax_and_the_final_invoice_bills_the_rest(shop: Shop) -> None:
    number = shop.sell("BUYER", ("DESK", 2), ("BOOK", 10))
    order = shop.order(number)
    assert (order.net, order.tax) == (299_90, 46_99)
    down = shop.do(down_payments.down, number, percent=30_000)
    assert (shop.bill(down).kind, shop.bill(down).gross) == ("down", 104_07)
    assert [(row.rate, row.net, row.tax) for row in shop.rows(InvoiceTax)] == [
        (7_000, 29_97, 2_10), (20_000, 60_00, 12_00),
    ]  # fmt: skip
    assert shop.order(number).billed_ahead == 104_07
    shop.pay("BUYER", 104_07)
    assert shop.exposure("BUYER").total == order.gross - 104_07
    shop.ship(number)
    final = shop.bills(number)[-1]
    assert final.gross == order.gross - 104_07
    assert of_rate(shop) == {7_000: (99_90, 6_99), 20_000: (200_00, 40_00)}
    card = shop.see(invoice_card, final.number)
    assert [(line.description, line.net, line.tax) for line in card.lines[2:]] == [
        (f"Down payment {down}", -29_97, -2_10), (f"Down payment {down}", -60_00, -12_00),
    ]  # fmt: skip
    assert shop.order(number).billed_ahead == 0
    assert_books_balance(shop.store)


def test_partial_deliveries_use_a_down_payment_up(shop: Shop) -> None:
    shop.product("LAMP", "100.00", on_hand=1, tax="twenty")
    number = shop.sell("BUYER", ("LAMP", 4))
    shop.do(down_payments.down, number, amount=180_00)
    shop.ship(number)
    assert [bill.gross for bill in shop.bills(number)] == [180_00, 0]
    assert shop.order(number).billed_ahead == 60_00
    shop.receive("LAMP", 3)
    shop.ship(number)
    assert sum(bill.gross for bill in shop.bills(number)) == 480_00
    assert_books_balance(shop.store)


def test_a_credited_final_invoice_gives_its_down_payment_back(shop: Shop) -> None:
    number = shop.sell("BUYER", ("DESK", 1))
    down = shop.do(down_payments.down, number, percent=50_000)
    shop.ship(number)
    final = shop.bills(number)[-1].number
    with pytest.raises(Refused, match=rf"of {down} 0\.00 net of 50\.00 is neither set off"):
        shop.do(invoicing.cancel, down, reason="no")
    credit, again = shop.do(invoicing.cancel, final, reason="wrong address", replace=True)
    assert (shop.bill(credit).gross, shop.bill(again).gross) == (-60_00, 60_00)
    assert shop.order(number).billed_ahead == 0
    assert_books_balance(shop.store)


def test_what_is_not_set_off_can_be_credited_and_no_more(shop: Shop) -> None:
    number = shop.sell("BUYER", ("DESK", 1))
    down = shop.do(down_payments.down, number, amount=180_00)
    shop.ship(number)
    assert (shop.order(number).billed_ahead, shop.bills(number)[-1].gross) == (60_00, 0)
    with pytest.raises(Refused, match=r"50\.00 net of 150\.00"):
        shop.do(invoicing.credit, down, lines=[(1, 1_000)], reason="too much")
    credit = shop.do(invoicing.credit, down, reason="too much")
    assert (shop.bill(credit).gross, shop.bill(down).open) == (-60_00, 120_00)
    assert shop.order(number).billed_ahead == 0
    assert shop.see(receivables.balance, "BUYER") == 120_00
    assert_books_balance(shop.store)


def test_an_order_with_a_down_payment_is_not_cancelled_before_that_is(shop: Shop) -> None:
    number = shop.sell("BUYER", ("DESK", 1))
    down = shop.do(down_payments.down, number, percent=50_000)
    with pytest.raises(Refused, match=r"has 60\.00 billed ahead; credit its down payments first"):
        shop.do(amendments.cancel, number, "no")
    shop.do(invoicing.cancel, down, reason="no")
    shop.do(amendments.cancel, number, "no")
    assert (shop.order(number).state, shop.see(receivables.balance, "BUYER")) == ("cancelled", 0)
    assert_books_balance(shop.store)


def test_a_down_payment_is_a_percentage_or_an_amount_of_a_placed_order(shop: Shop) -> None:
    number = shop.sell("BUYER", ("DESK", 1))
    with pytest.raises(BadValue, match="one of the two"):
        shop.do(down_payments.down, number)
    with pytest.raises(BadValue, match="one of the two"):
        shop.do(down_payments.down, number, percent=1_000, amount=1)
    with pytest.raises(Refused, match="draft order"):
        shop.do(down_payments.down, shop.draft("BUYER", ("DESK", 1)), percent=1_000)
    shop.ship(number)
    with pytest.raises(Refused):
        shop.do(down_payments.down, number, percent=10_000)
    assert len(shop.rows(Invoice)) == 1


@how(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(1, 5), st.integers(0, 7), st.lists(st.integers(1, 400_00), max_size=3), st.integers(0, 5)
)
def test_one_final_invoice_and_its_down_payments_come_to_exactly_the_order(
    shop: Shop, desks: int, books: int, downs: list[int], rest: int
) -> None:
    """However many down payments, as long as they are not more than the order."""
    before = of_rate(shop)
    shop.receive("DESK", desks)
    shop.receive("BOOK", books + 1)
    number = shop.sell("BUYER", ("DESK", desks), ("BOOK", books + 1))
    order = shop.order(number)
    left = order.gross
    for amount in downs:
        asked = min(amount, left)
        if asked:
            shop.do(down_payments.down, number, amount=asked)
            left -= asked
    if rest == 0 and left:
        shop.do(down_payments.down, number, amount=left)
    shop.ship(number)
    assert sum(bill.gross for bill in shop.bills(number)) == order.gross
    assert shop.order(number).billed_ahead == 0
    taxes: dict[int, tuple[int, int]] = {}
    for line in shop.rows(shop_lines(), order_id=order.id):
        net, tax = taxes.get(line.tax_rate, (0, 0))
        taxes[line.tax_rate] = net + line.net, tax + line.tax
    after = of_rate(shop)
    assert {rate: (after[rate][0] - before.get(rate, (0, 0))[0], after[rate][1] - before.get(rate, (0, 0))[1])
            for rate in taxes} == taxes  # fmt: skip


def shop_lines() -> type:
    from orderdesk.models import OrderLine

    return OrderLine
