"""A site's own attributes: typed, taken over, required, looked for, and a special requirement that holds."""

from __future__ import annotations

import pytest

from orderdesk.desk import amendments, approvals, attributes, orders
from orderdesk.errors import BadValue, NotAllowed, Refused
from orderdesk.models import AttributeValue, Event
from orderdesk.queries.hold_card import hold_card
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.test_approval_rules import enter, held, hold_of
from tests.scenarios.shop import Shop


@pytest.fixture
def packing(store: Store) -> str:
    """Special packing of an order, which the warehouse lead has to release."""
    return person(store, "root").do(
        attributes.define, "packing", "Special packing", "order", type="choice", choices=["crate", "pallet", "none"],
        raises="special", raises_on="crate",
    )  # fmt: skip


def test_special_packing_waits_for_the_warehouse_lead(store: Store, packing: str) -> None:
    ann, number = person(store, "ann"), enter(store, ("CHAI", 1))
    ann.do(attributes.of_order, number, "packing", "CR")
    done = ann.do(orders.submit, number)
    assert held(done) == [("special", "PACKING")]
    assert done.findings[0].message == "Special packing: crate"
    card = person(store, "pat").ask(hold_card, number).holds[0]
    assert (card.needs, card.people) == ("warehouse level 2", ("Root",))
    with pytest.raises(NotAllowed, match=r"a special hold of 21\.42 is for warehouse level 2"):
        person(store, "pat").do(approvals.release, number, card.id)
    assert person(store, "root").do(approvals.release, number, card.id) == "confirmed"


def test_another_value_holds_nothing_and_taking_it_away_lifts_the_hold(store: Store, packing: str) -> None:
    ann, number = person(store, "ann"), enter(store, ("CHAI", 1))
    ann.do(attributes.of_order, number, packing, "pallet")
    assert ann.do(orders.submit, number).state == "confirmed"
    assert held(ann.do(attributes.of_order, number, packing, "crate")) == [("special", "PACKING")]
    assert [one.kind for one in person(store, "kim").ask(hold_card, number).holds] == ["special"]
    ann.do(attributes.of_order, number, packing, "")
    assert person(store, "kim").ask(hold_card, number).holds == ()
    told = [row.data for row in Shop(store).rows(Event, verb="order.attribute")]
    assert '"value":["pallet","crate"]' in told[1]


def test_a_released_requirement_is_held_again_when_it_changes(store: Store) -> None:
    person(store, "root").do(attributes.define, "TEMP", "Temperature", "order", type="number", raises="special")
    ann, number = person(store, "ann"), enter(store, ("CHAI", 1))
    ann.do(attributes.of_order, number, "TEMP", "-18")
    ann.do(orders.submit, number)
    person(store, "root").do(approvals.release, number, hold_of(store, number))
    ann.do(amendments.amend_line, number, 1, quantity=500)
    assert person(store, "kim").ask(hold_card, number).holds == ()
    assert held(ann.do(attributes.of_order, number, "TEMP", "-25")) == [("special", "TEMP")]
    assert len(person(store, "kim").ask(hold_card, number).holds) == 1


def test_what_is_required_blocks_until_it_is_said(store: Store) -> None:
    person(store, "root").do(attributes.define, "PROJECT", "Project", "order", required=True)
    ann, number = person(store, "ann"), enter(store, ("CHAI", 1))
    with pytest.raises(Refused, match="Project is missing: say it with /project, a text"):
        ann.do(orders.submit, number)
    ann.do(attributes.of_order, number, "project", "Harbour")
    assert ann.do(orders.submit, number).state == "confirmed"
    with pytest.raises(Refused, match="Project is missing"):
        ann.do(attributes.of_order, number, "project", "")


def test_a_customer_s_attribute_is_taken_over_when_its_order_is_placed(store: Store) -> None:
    root, ann = person(store, "root"), person(store, "ann")
    root.do(attributes.define, "COLD", "Cold chain", "customer", type="yes_no", carried=True, raises="special")
    ann.do(attributes.of_customer, "ERNSH", "cold", "y")
    number, other = enter(store, ("CHAI", 1)), enter(store, ("CHAI", 2))
    assert held(ann.do(orders.submit, number)) == [("special", "COLD")]
    ann.do(attributes.of_customer, "ERNSH", "cold", "")
    assert [one.kind for one in person(store, "kim").ask(hold_card, number).holds] == ["special"]
    assert ann.do(orders.submit, other).state == "confirmed"
    kept = Shop(store).rows(AttributeValue, order_id=Shop(store).order(number).id)
    assert [row.value for row in kept] == ["yes"]


def test_an_order_may_overrule_what_it_takes_over(store: Store) -> None:
    root, ann = person(store, "root"), person(store, "ann")
    root.do(attributes.define, "COLD", "Cold chain", "customer", type="yes_no", carried=True, raises="special")
    ann.do(attributes.of_customer, "ERNSH", "COLD", "yes")
    number = enter(store, ("CHAI", 1))
    ann.do(attributes.of_order, number, "COLD", "no")
    assert ann.do(orders.submit, number).state == "confirmed"


def test_a_product_s_attribute_is_taken_over_to_its_lines(store: Store) -> None:
    root, ann = person(store, "root"), person(store, "ann")
    root.do(attributes.define, "GLASS", "Fragile", "product", type="yes_no", carried=True, raises="special")
    root.do(attributes.of_product, "TOFU", "GLASS", "yes")
    done = ann.do(orders.submit, enter(store, ("CHAI", 1), ("TOFU", 1)))
    assert [(one.line, one.message) for one in done.findings if one.rule] == [(2, "line 2, TOFU: Fragile")]


def test_an_attribute_of_a_line_goes_with_its_line(store: Store) -> None:
    person(store, "root").do(attributes.define, "ENGRAVING", "Engraving", "line", required=True)
    ann, number = person(store, "ann"), enter(store, ("CHAI", 1), ("TOFU", 1))
    ann.do(attributes.of_order, number, "ENGRAVING", "A", line=1)
    with pytest.raises(Refused, match="line 2, TOFU: Engraving is missing"):
        ann.do(orders.submit, number)
    with pytest.raises(BadValue, match="Engraving is an attribute of a line: say which"):
        ann.do(attributes.of_order, number, "ENGRAVING", "A")
    ann.do(orders.line_remove, number, 1)
    assert Shop(store).rows(AttributeValue) == []
    ann.do(orders.discard, number)


@pytest.mark.parametrize(
    ("code", "more", "error", "said"),
    [
        ("NOTE", {}, Refused, "/note says something else already"),
        ("X", {"type": "choice"}, BadValue, "a choice needs its choices"),
        ("X", {"type": "choice", "choices": ["one"]}, BadValue, "two choices at least"),
        ("X", {"choices": ["a", "b"]}, BadValue, "a text has no choices"),
        ("X", {"carried": True}, BadValue, "only a customer's or a product's"),
        ("X", {"raises": "credit"}, BadValue, "cannot raise a credit hold"),
        ("X", {"type": "colour"}, BadValue, "type 'colour' is not one of text"),
        ("X", {"type": "yes_no", "raises_on": "blue"}, BadValue, "x 'blue' is not yes or no"),
    ],
)
def test_what_makes_no_attribute_is_refused(
    sqlite_store: Store, code: str, more: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        person(sqlite_store, "root").do(attributes.define, code, "X", "order", **more)  # type: ignore[arg-type]


def test_a_code_is_given_once_and_an_attribute_can_be_given_up(store: Store, packing: str) -> None:
    root = person(store, "root")
    with pytest.raises(Refused, match="there is an attribute or rule PACKING already"):
        root.do(attributes.define, "packing", "Again", "order")
    root.do(attributes.change, "packing", active=False)
    with pytest.raises(Refused, match="attribute PACKING is no longer used"):
        person(store, "ann").do(attributes.of_order, enter(store, ("CHAI", 1)), "PACKING", "crate")
