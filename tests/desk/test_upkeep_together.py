"""Two terminals that enter or change the same thing at the same moment: one is told, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from orderdesk.desk import customers, prices, products, stock
from orderdesk.errors import Conflict, OrderdeskError, Refused
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import row


def at_once(*works: Callable[[], object]) -> list[BaseException | None]:
    """Run these at the same moment; what each ended with."""
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> BaseException | None:
        gate.wait()
        try:
            work()
        except OrderdeskError as error:
            return error
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_one_of_two_terminals_gets_the_code(store: Store) -> None:
    for number in range(5):
        ends = at_once(
            *(lambda who=who, n=number: person(store, who).do(customers.new, f"NEW{n}", who) for who in ("ann", "bob"))
        )
        refused = [error for error in ends if error is not None]
        assert len(refused) == 1 and isinstance(refused[0], Refused)
        assert f"customer NEW{number} exists already" in str(refused[0])


def test_one_of_two_changes_to_the_same_version_is_a_conflict(store: Store) -> None:
    ends = at_once(
        lambda: person(store, "root").do(products.change, "CHAI", cost=1, version=1),
        lambda: person(store, "pat").do(products.change, "CHAI", cost=2, version=1),
    )
    told = [error for error in ends if error is not None]
    assert len(told) == 1 and isinstance(told[0], Conflict)
    assert row(store, "SELECT version FROM product WHERE sku = 'CHAI'").version == 2


def test_two_rules_that_tie_cannot_be_entered_side_by_side(store: Store) -> None:
    ends = at_once(
        *(
            lambda price=price: person(store, "kim").do(
                prices.rule, "contract", customer="ALFKI", sku="CHAI", price=price
            )
            for price in (10_000, 20_000)
        )
    )
    assert [type(error) for error in ends if error is not None] == [Refused]


def test_goods_that_go_to_and_fro_at_once_are_all_there_in_the_end(store: Store) -> None:
    def there() -> None:
        for _ in range(5):
            person(store, "pat").do(stock.transfer, "CHAI", 1_000, "MAIN", "NORTH")

    def back() -> None:
        for _ in range(5):
            person(store, "pat").do(stock.transfer, "CHAI", 1_000, "NORTH", "MAIN")

    def more() -> None:
        for _ in range(5):
            person(store, "pat").do(stock.receive, "CHAI", 1_000)

    assert at_once(there, back, more) == [None, None, None]
    assert row(store, "SELECT sum(on_hand) AS n FROM stock WHERE product_id = 1").n == 125_000
