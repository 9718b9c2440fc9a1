"""A database in which what was taken does not add up, or was accepted at another price, is found and told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from orderdesk.desk import blankets, orders, quotations
from orderdesk.queries.check import check
from orderdesk.store.store import Store
from tests.company import NOW, SYSTEM, TODAY, person
from tests.selling import read


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("UPDATE sales_order_line SET called = 1000 WHERE id = 1", "taken from it, but the orders that take add up to"),
        ("UPDATE sales_order_line SET called = 9000 WHERE id = 3", "9 taken from it, but 5 is the most"),
        ("UPDATE sales_order_line SET called = 0 WHERE id = 2", "takes 0 from 1001, but it should take 2"),
        ("UPDATE sales_order_line SET price = 1 WHERE id = 2", "was accepted from quotation 1001 at another price"),
        ("UPDATE sales_order_line SET product_id = 2 WHERE id = 2", "takes from 1001, of other goods or another buyer"),
        ("UPDATE sales_order_line SET shipped = 1000 WHERE id = 1", "goods are kept for it or left"),
        ("UPDATE sales_order SET quotation_id = 3 WHERE id = 2", "says that it was accepted from 1003"),
    ],
)
def test_what_does_not_add_up_is_told(sqlite_store: Store, harm: str, sentence: str) -> None:
    ann = person(sqlite_store, "ann")
    quotation = ann.do(quotations.new, "ERNSH")
    ann.do(orders.line, quotation, "CHAI", 2_000)
    ann.do(quotations.accept, quotation)
    blanket = ann.do(blankets.new, "ERNSH", TODAY + timedelta(days=9))
    ann.do(orders.line, blanket, "TOFU", 5_000)
    ann.do(blankets.agree, blanket)
    assert read(sqlite_store, check) == ()
    sqlite_store.run(lambda tx: tx.change(text(harm)), SYSTEM, TODAY, NOW)
    assert any(sentence in said for said in read(sqlite_store, check)), read(sqlite_store, check)
