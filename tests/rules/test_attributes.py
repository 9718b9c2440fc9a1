"""Attributes: a value is read by its type, and what is required and missing blocks in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.errors import BadValue
from orderdesk.findings import HoldKind, Severity
from orderdesk.rules.attributes import AttributeType, Definition, Subject, missing, read_value

PACKING = Definition(
    1, "PACKING", "Special packing", Subject.ORDER, AttributeType.CHOICE, ("crate", "pallet", "pallet cage")
)


def of(type: AttributeType) -> Definition:
    return Definition(1, "X", "X", Subject.ORDER, type, ("crate", "pallet") if type is AttributeType.CHOICE else ())


@pytest.mark.parametrize(
    ("type", "typed", "kept"),
    [
        (AttributeType.TEXT, "  two   words ", "two words"),
        (AttributeType.NUMBER, "12.50", "12.5"),
        (AttributeType.NUMBER, "-3", "-3"),
        (AttributeType.DATE, "2026-11-24", "2026-11-24"),
        (AttributeType.YES_NO, "Y", "yes"),
        (AttributeType.YES_NO, "no", "no"),
        (AttributeType.CHOICE, "CR", "crate"),
        (AttributeType.CHOICE, "pallet", "pallet"),
        (AttributeType.NUMBER, " ", ""),
    ],
)
def test_a_value_is_kept_in_its_plain_form(type: AttributeType, typed: str, kept: str) -> None:
    assert read_value(of(type), typed) == kept


def test_a_choice_said_whole_goes_before_one_that_only_begins_so() -> None:
    assert read_value(PACKING, "pallet") == "pallet"
    with pytest.raises(BadValue, match="packing 'pal' is not crate, pallet or pallet cage"):
        read_value(PACKING, "pal")


@pytest.mark.parametrize(
    ("type", "typed", "said"),
    [
        (AttributeType.NUMBER, "many", "x 'many' is not a number like 12.5"),
        (AttributeType.DATE, "soon", "x 'soon' is not a date like 2026-11-23"),
        (AttributeType.YES_NO, "maybe", "x 'maybe' is not yes or no"),
        (AttributeType.CHOICE, "box", "x 'box' is not crate or pallet"),
        (AttributeType.TEXT, "x" * 201, "x has 201 characters; 200 is the most"),
    ],
)
def test_what_is_no_value_is_refused_with_what_would_be_one(type: AttributeType, typed: str, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        read_value(of(type), typed)


@given(type=st.sampled_from(AttributeType), typed=st.text(max_size=30))
def test_what_was_kept_reads_as_itself(type: AttributeType, typed: str) -> None:
    try:
        kept = read_value(of(type), typed)
    except BadValue:
        return
    assert read_value(of(type), kept) == kept


@pytest.mark.parametrize(
    ("subject", "carried", "order", "line"),
    [
        (Subject.ORDER, False, True, False),
        (Subject.LINE, False, False, True),
        (Subject.CUSTOMER, False, False, False),
        (Subject.CUSTOMER, True, True, False),
        (Subject.PRODUCT, True, False, True),
        (Subject.PRODUCT, False, False, False),
    ],
)
def test_what_is_taken_over_is_the_order_s_too(subject: Subject, carried: bool, order: bool, line: bool) -> None:
    one = replace(PACKING, subject=subject, carried=carried, raises=HoldKind.SPECIAL)
    assert (one.on_orders, one.on_lines) == (order, line)
    assert (one.rule is not None) == (order or line)


def test_an_attribute_that_raises_a_hold_stands_for_a_rule() -> None:
    assert PACKING.rule is None
    one = replace(PACKING, raises=HoldKind.SPECIAL, raises_on="crate").rule
    assert one is not None
    assert (one.code, one.kind, one.attribute, one.value) == ("PACKING", HoldKind.SPECIAL, "PACKING", "crate")


def test_what_is_required_and_missing_blocks_in_a_sentence() -> None:
    line = replace(PACKING, code="ENGRAVING", name="Engraving", subject=Subject.LINE, type=AttributeType.TEXT)
    wanted = [replace(PACKING, required=True), replace(line, required=True), replace(PACKING, code="OTHER")]
    found = missing(wanted, {}, [(1, "CUP", {}), (2, "MUG", {"ENGRAVING": "A"})])
    assert [(one.severity, one.line, one.message) for one in found] == [
        (Severity.BLOCK, None,
         "Special packing is missing: say it with /packing, crate, pallet or pallet cage"),
        (Severity.BLOCK, 1, "line 1, CUP: Engraving is missing: say it with /engraving, a text"),
    ]  # fmt: skip
    assert missing(wanted, {"PACKING": "crate"}, [(1, "CUP", {"ENGRAVING": "B"})]) == ()


@pytest.mark.parametrize("type", AttributeType)
def test_every_type_says_what_it_takes(type: AttributeType) -> None:
    assert of(type).takes
