"""What F2 finds, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orderdesk.desk import customer_items, customers, orders, products, receipts, shipping
from orderdesk.queries.goals import Goal, Nearness, goals
from orderdesk.store.store import Store
from tests.company import person
from tests.selling import collect, sell, ship

OFFERED = (
    Goal("screen", "orders", "Orders"),
    Goal("screen", "picking", "Picking and shipping"),
    Goal("command", "Submit", "Submit", help="Place the order."),
)


def found(store: Store, text: str, *recent: tuple[str, str]) -> list[tuple[str, str]]:
    return [goal.name for goal in goals_of(store, text, *recent)]


def goals_of(store: Store, text: str, *recent: tuple[str, str]) -> tuple[Goal, ...]:
    return person(store, "ann").ask(goals, text, OFFERED, recent)


@pytest.fixture
def busy(store: Store) -> Store:
    """Order 1001 shipped and billed, 1002 picked, 1003 a draft; money came in."""
    shipped = sell(store, ("CHAI", 2), po_number="4711-b")
    assert ship(store, shipped) == [5001]
    collect(store, sell(store, ("TOFU", 1), po_number="4711-C"))
    person(store, "ann").do(orders.new, "ALFKI", po_number="FALL")
    person(store, "rae").do(receipts.take, "ERNSH", 500, reference="Ref 77/x")
    return store


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("1001", ("order", "1001")),
        ("1003", ("draft", "1003")),
        ("2001", ("pick", "2001")),
        ("5001", ("order", "1001")),
        ("inv-2026-0001", ("invoice", "INV-2026-0001")),
        ("INV-2026", ("invoice", "INV-2026-0001")),
        ("4711-B", ("order", "1001")),
        ("fall", ("draft", "1003")),
        ("ref 77/x", ("account", "ERNSH")),
        ("alfki", ("customer", "ALFKI")),
        ("futterk", ("customer", "ALFKI")),
        ("graz", ("customer", "ERNSH")),
        ("chai", ("product", "CHAI")),
        ("4006381333931", ("product", "CHAI")),
        ("manchego", ("product", "QUESO-M")),
        ("ord", ("screen", "orders")),
        ("shipping", ("screen", "picking")),
        ("subm", ("command", "Submit")),
        ("place ord", ("command", "Submit")),
    ],
)
def test_everything_that_has_a_name_is_found_by_it(busy: Store, text: str, first: tuple[str, str]) -> None:
    assert found(busy, text)[0] == first


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("order 1001", ("order", "1001")),
        ("Order  1003", ("draft", "1003")),
        ("pick 2001", ("pick", "2001")),
        ("invoice 1", ("invoice", "INV-2026-0001")),
        ("customer ernst", ("customer", "ERNSH")),
        ("product mancehgo", ("product", "QUESO-M")),
    ],
)
def test_a_kind_may_be_said_before_the_name(busy: Store, text: str, only: tuple[str, str]) -> None:
    assert found(busy, text) == [only]


def test_an_invoice_is_found_by_its_serial_number_behind_what_has_just_that_number(busy: Store) -> None:
    assert found(busy, "1") == [("invoice", "INV-2026-0001")]
    person(busy, "root").do(products.new, "1", "One", list_price=1)
    assert found(busy, "1") == [("product", "1"), ("invoice", "INV-2026-0001")]


def test_the_beginning_of_the_customers_number_will_do(busy: Store) -> None:
    assert sorted(found(busy, "4711")) == [("order", "1001"), ("order", "1002")]


def test_a_receipt_leads_to_its_customers_account(busy: Store) -> None:
    receipt = person(busy, "rae").do(receipts.take, "ALFKI", 100)
    assert ("account", "ALFKI") in found(busy, str(receipt))


def test_a_tracking_number_leads_to_the_order(store: Store) -> None:
    pick = collect(store, sell(store, ("CHAI", 1)))
    person(store, "pat").do(shipping.confirm, pick, carrier="DHL", tracking="JD0146000")
    (goal,) = goals_of(store, "jd0146000")
    assert (goal.name, goal.note) == (("order", "1001"), "tracking DHL")


def test_a_customers_own_code_leads_to_the_product(store: Store) -> None:
    person(store, "root").do(customer_items.item, "ALFKI", "art-77", "TOFU")
    (goal,) = goals_of(store, "Art-77")
    assert (goal.name, goal.note, goal.nearness) == (("product", "TOFU"), "ART-77 of ALFKI", Nearness.EXACT)


def test_a_caller_is_found_by_the_telephone_number(store: Store) -> None:
    person(store, "root").do(customers.contact, "ALFKI", "Maria Anders", phone="030-0074321")
    assert found(store, "030 00743")[0] == ("customer", "ALFKI")


def test_exact_codes_come_before_screens_and_those_before_words(store: Store) -> None:
    root = person(store, "root")
    root.do(customers.new, "ORDERSBY", "Wax Orders")
    assert found(store, "order")[:2] == [("screen", "orders"), ("customer", "ORDERSBY")]
    root.do(products.new, "ORDER", "Medal", list_price=10_000)
    assert found(store, "order")[:2] == [("product", "ORDER"), ("screen", "orders")]


def test_among_equals_what_was_gone_to_recently_comes_first(store: Store) -> None:
    root = person(store, "root")
    for code in ("AB1", "AB2", "AB3"):
        root.do(customers.new, code, "Abel")
    assert found(store, "abel") == [("customer", f"AB{number}") for number in (1, 2, 3)]
    been = (("customer", "AB3"), ("customer", "AB2"))
    assert found(store, "abel", *been)[:3] == [("customer", f"AB{number}") for number in (3, 2, 1)]
    assert found(store, "ab1", *been)[0] == ("customer", "AB1")


def test_a_number_that_two_orders_have_means_the_recent_one_first(store: Store) -> None:
    for _ in range(2):
        person(store, "ann").do(orders.new, "ALFKI", po_number="P1")
    assert found(store, "p1") == [("draft", "1002"), ("draft", "1001")]
    assert found(store, "p1", ("draft", "1001")) == [("draft", "1001"), ("draft", "1002")]


def test_what_was_gone_to_is_found_among_a_thousand_of_the_name(store: Store) -> None:
    root = person(store, "root")
    for number in range(30):
        root.do(customers.new, f"X{number:02}", f"Mayer {number:02}")
    assert ("customer", "X29") not in found(store, "mayer")
    assert found(store, "mayer", ("customer", "X29"))[0] == ("customer", "X29")


def test_nothing_typed_is_answered_by_the_recent_ones_by_todays_titles(busy: Store) -> None:
    been = (
        ("order", "1001"), ("draft", "1003"), ("customer", "ALFKI"), ("product", "CHAI"), ("pick", "2001"),
        ("invoice", "INV-2026-0001"), ("account", "ERNSH"), ("screen", "orders"),
        ("order", "999"), ("order", "x"), ("customer", "GONE"), ("screen", "gone"), ("nothing", "1"),
    )  # fmt: skip
    answer = goals_of(busy, "", *been)
    assert [goal.name for goal in answer[:8]] == list(been[:8])
    assert [goal.name for goal in answer[8:]] == [("screen", "picking"), ("command", "Submit")]
    assert answer[0].title == "ERNSH Ernst Handel"


def test_a_draft_that_was_placed_since_is_an_order(store: Store) -> None:
    sell(store, ("CHAI", 1))
    assert found(store, "", ("draft", "1001"))[0] == ("order", "1001")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("futterkitse", "ALFKI"),  # swapped
        ("futerkiste", "ALFKI"),  # missing
        ("futtterkiste", "ALFKI"),  # extra
        ("xlfreds", "ALFKI"),  # the first letter
        ("alfrdes futerkiste", "ALFKI"),  # one in each word
        ("alfxedx", "ALFKI"),  # two
        ("xqfreds", "ALFKI"),  # both among the first
        ("ernst hnadel", "ERNSH"),  # beside a right word
        ("hendel", "ERNSH"),
        ("brelin", "ALFKI"),  # the city
    ],
)
def test_a_misspelt_customer_is_found_and_marked(store: Store, typed: str, code: str) -> None:
    first = goals_of(store, typed)[0]
    assert (first.name, first.nearness) == (("customer", code), Nearness.NEARLY)


@pytest.mark.parametrize("typed", ["sfafron", "safron", "zaffron", "manhcego", "queso mancehgo"])
def test_a_misspelt_product_is_found_and_marked(store: Store, typed: str) -> None:
    first = goals_of(store, typed)[0]
    assert first.name in {("product", "SAFFRON"), ("product", "QUESO-M")}
    assert first.nearness is Nearness.NEARLY


def test_true_words_come_before_misspelt_ones(store: Store) -> None:
    root = person(store, "root")
    root.do(customers.new, "AAA", "Meier")
    root.do(customers.new, "ZZZ", "Maier")
    assert [(goal.key, goal.nearness) for goal in goals_of(store, "maier")] == [
        ("ZZZ", Nearness.WORDS),
        ("AAA", Nearness.NEARLY),
    ]


def test_the_fewest_mistakes_come_first_whatever_they_are_in(store: Store) -> None:
    root = person(store, "root")
    root.do(customers.new, "A", "Sefferin")
    root.do(customers.new, "B", "Sufron")
    assert found(store, "sofron")[0] == ("customer", "B")
    assert found(store, "safferon") == [("product", "SAFFRON"), ("customer", "A")]


@pytest.mark.parametrize("typed", ["nobody", "99999", "xyz", "zzzzzzzz"])
def test_what_is_too_far_away_is_nothing(store: Store, typed: str) -> None:
    assert found(store, typed) == []


@pytest.mark.parametrize("typed", ["\x1b[31m", "a\x00b", "   \t "])
def test_what_cannot_be_written_is_no_name(store: Store, typed: str) -> None:
    assert all(kind in ("screen", "command") for kind, _ in found(store, typed))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=40), st.text("'\"*&|()!:<>%_;-\\ ab", max_size=20)))
def test_whatever_is_typed_is_data(store: Store, text: str) -> None:
    goals_of(store, text)
