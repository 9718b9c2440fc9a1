"""The rules on the screen: what holds, tried first, entered, switched off; the steps and the deputies."""

from __future__ import annotations

from orderdesk.desk import approvals, attributes, orders
from orderdesk.queries.approval_table import deputies, steps
from orderdesk.queries.hold_card import hold_card
from orderdesk.queries.order_card import order_card
from orderdesk.queries.site_rules import site_rules
from orderdesk.screens.approval_steps import ApprovalStepsScreen
from orderdesk.screens.customers import CustomersScreen
from orderdesk.screens.order_card import OrderCardScreen
from orderdesk.screens.order_entry import OrderEntryScreen
from orderdesk.screens.product_card import ProductCardScreen
from orderdesk.screens.rules import RulesScreen
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.test_approval_rules import enter, hold_of, submit
from tests.screens.desk_stage import at_desk


async def test_a_rule_is_tried_on_past_orders_and_then_entered(sqlite_store: Store) -> None:
    number = submit(sqlite_store, ("CHAI", 10), discount=15_000)[0]
    person(sqlite_store, "kim").do(approvals.release, number, hold_of(sqlite_store, number))
    async with at_desk(sqlite_store, "root", RulesScreen) as hands:
        assert "10 % FOOD" in hands.row_with(" DISCOUNT ")
        await hands.type("navg⏎average_discount⏎10?⏎⏎")
        assert "Of 1 order it would hold 1" in hands.text
        assert "100 % false alarms" in hands.text
        assert "held now" in hands.row_with(str(number))
        await hands.press("f12")
        await hands.type("navg⏎average_discount⏎10⏎average discount⏎")
        assert "rule AVG holds orders from now on" in hands.text
        assert "AVG" in hands.row_with("above 10 %")
    assert [rule.code for rule in person(sqlite_store, "root").ask(site_rules).rules] == ["AVG"]


async def test_a_rule_gets_another_figure_and_is_switched_off(sqlite_store: Store) -> None:
    from orderdesk.desk import approval_rules

    person(sqlite_store, "root").do(approval_rules.rule, "AVG", "average_discount", "10")
    async with at_desk(sqlite_store, "root", lambda: RulesScreen("own")) as hands:
        await hands.type("c12⏎")
        assert "above 12 %" in hands.row_with("AVG")
        await hands.type("o")
        assert "rule AVG is off" in hands.text
    assert person(sqlite_store, "root").ask(site_rules).rules == ()


async def test_what_is_built_in_names_its_setting(sqlite_store: Store) -> None:
    async with at_desk(sqlite_store, "root", lambda: RulesScreen("kind:value")) as hands:
        await hands.type("c")
        assert "it is changed with: setting set value_limit" in hands.text
        await hands.type("gclerk⏎5⏎⏎")
        assert "the ceiling of clerk is 5" in hands.text
        await hands.type("acold⏎Cold chain⏎customer⏎yes_no⏎special⏎")
        assert "attribute COLD; it is typed as /cold" in hands.text
        await hands.type("p")
        assert "Nothing was held." in hands.text


async def test_steps_and_deputies_are_kept_up_on_one_list(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    async with at_desk(sqlite_store, "root", ApprovalStepsScreen) as hands:
        await hands.type("nvalue⏎⏎2 in turn⏎⏎")
        assert "approver level 1 then" in hands.text
        await hands.type("dlou⏎kim⏎⏎+7⏎")
        assert "kim stands in for lou" in hands.text
        assert any(step.in_turn for step in root.ask(steps))
        assert [one.deputy for one in root.ask(deputies)] == ["kim"]


async def test_an_attribute_is_typed_into_the_line_field(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    root.do(attributes.define, "PACKING", "Packing", "order", type="choice", choices=["crate", "pallet"])
    root.do(attributes.define, "ENGRAVING", "Engraving", "line")
    number = enter(sqlite_store, ("CHAI", 1), ("TOFU", 1))
    async with at_desk(sqlite_store, "ann", lambda: OrderEntryScreen(number)) as hands:
        await hands.type("/packing crate⏎/engraving 1 ABC⏎/engraving XYZ⏎")
        assert "Packing: crate" in hands.text
        await hands.type("/packing box⏎")
        assert "packing 'box' is not crate or pallet" in hands.text
    card = person(sqlite_store, "ann").ask(order_card, number)
    assert [(one.code, one.line, one.value) for one in card.attributes] == [
        ("PACKING", None, "crate"), ("ENGRAVING", 1, "ABC"), ("ENGRAVING", 2, "XYZ"),
    ]  # fmt: skip


async def test_attributes_are_said_on_the_cards(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    root.do(attributes.define, "COLD", "Cold chain", "customer", type="yes_no", carried=True)
    root.do(attributes.define, "GLASS", "Fragile", "product", type="yes_no")
    number = submit(sqlite_store, ("CHAI", 1))[0]
    async with at_desk(sqlite_store, "ann", lambda: CustomersScreen("ERNSH")) as hands:
        await hands.type("/cold yes⏎")
        assert "Cold chain: yes" in hands.text
    async with at_desk(sqlite_store, "ann", lambda: OrderCardScreen(number)) as hands:
        await hands.type("tcold⏎no⏎")
        assert "Cold chain: no" in hands.text
    async with at_desk(sqlite_store, "root", lambda: ProductCardScreen("CHAI")) as hands:
        await hands.type("aglass⏎yes⏎")
        assert "Fragile: yes" in hands.text


async def test_the_approver_reads_whom_he_stands_in_for(sqlite_store: Store) -> None:
    from orderdesk.desk import approval_rules
    from orderdesk.screens.approvals import ApprovalsScreen
    from tests.company import TODAY

    person(sqlite_store, "root").do(approval_rules.deputy, "lou", "kim", TODAY, TODAY)
    person(sqlite_store, "root").do(approval_rules.rule, "BIG", "order_value", "1")
    person(sqlite_store, "root").do(approval_rules.step, "approver", 2, rule="BIG")
    number = enter(sqlite_store, ("CHAI", 1))
    person(sqlite_store, "ann").do(orders.submit, number)
    async with at_desk(sqlite_store, "kim", ApprovalsScreen) as hands:
        assert "you may release it for Lou" in hands.text
        await hands.press("f11")
        assert "Kim for Lou" in hands.row_with("who releases it")
        await hands.press("f12")
        await hands.type("r⏎")
    assert person(sqlite_store, "kim").ask(hold_card, number).state == "confirmed"
