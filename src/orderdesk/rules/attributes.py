"""Attributes that a site defines for itself: what is a value, and what is still missing on an order.

A value is kept in its plain form: yes or no, 12.5, 2026-11-24, one of the choices as it was defined, or the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from orderdesk.errors import BadValue
from orderdesk.findings import Finding, HoldKind, Severity
from orderdesk.rules.hold_rules import HoldRule, Measure
from orderdesk.rules.wording import listed
from orderdesk.texts import clean, visible
from orderdesk.values import parse_date, parse_quantity, quantity_text

LONGEST = 200  # characters of a text


class Subject(StrEnum):
    """What has the attribute."""

    CUSTOMER = "customer"
    PRODUCT = "product"
    ORDER = "order"
    LINE = "line"


class AttributeType(StrEnum):
    """What its values are."""

    TEXT = "text"
    NUMBER = "number"  # at most three decimals
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Definition:
    """One attribute.

    Attributes:
        choices: of a choice.
        carried: a customer's is also one of its orders, a product's of its lines.
        raises: the kind of hold that a value raises; `raises_on` the value that does, empty is any (a yes/no: yes).
    """

    id: int
    code: str
    name: str
    subject: Subject
    type: AttributeType = AttributeType.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    searchable: bool = False
    carried: bool = False
    raises: HoldKind | None = None
    raises_on: str = ""

    @property
    def word(self) -> str:
        """As it is typed: in small letters."""
        return self.code.casefold()

    @property
    def on_orders(self) -> bool:
        """Whether an order itself can have it."""
        return self.subject is Subject.ORDER or (self.subject is Subject.CUSTOMER and self.carried)

    @property
    def on_lines(self) -> bool:
        """Whether a line can have it."""
        return self.subject is Subject.LINE or (self.subject is Subject.PRODUCT and self.carried)

    @property
    def rule(self) -> HoldRule | None:
        """The hold rule that it stands for."""
        if self.raises is None or not (self.on_orders or self.on_lines):
            return None
        return HoldRule(self.code, self.name, self.raises, Measure.ATTRIBUTE, attribute=self.code, value=self.raises_on)

    @property
    def takes(self) -> str:
        """What can be said, in a few words."""
        return {
            AttributeType.TEXT: "a text",
            AttributeType.NUMBER: "a number like 12.5",
            AttributeType.DATE: "a date like 2026-11-24",
            AttributeType.YES_NO: "yes or no",
            AttributeType.CHOICE: listed(self.choices, "or"),
        }[self.type]


def read_value(definition: Definition, text: str) -> str:
    """What was typed, in its plain form; empty stays empty. Raises BadValue, saying what the attribute takes."""
    said = clean(text, definition.word, limit=LONGEST)
    if not said:
        return ""
    match definition.type:
        case AttributeType.NUMBER:
            return quantity_text(parse_quantity(said, negative=True, what=definition.word))
        case AttributeType.DATE:
            return parse_date(said, what=definition.word).isoformat()
        case AttributeType.YES_NO:
            return _one_of(definition, said, ("yes", "no"))
        case AttributeType.CHOICE:
            return _one_of(definition, said, definition.choices)
    return said


def _one_of(definition: Definition, said: str, choices: Sequence[str]) -> str:
    """The choice that is meant: said whole, or by a beginning that only it has."""
    typed = said.casefold()
    meant = [one for one in choices if one.casefold() == typed] or [
        one for one in choices if one.casefold().startswith(typed)
    ]
    if len(meant) != 1:
        raise BadValue(f"{definition.word} {visible(said)[:40]!r} is not {listed(choices, 'or')}")
    return meant[0]


def missing(
    definitions: Sequence[Definition],
    order: Mapping[str, str],
    lines: Sequence[tuple[int, str, Mapping[str, str]]],
) -> tuple[Finding, ...]:
    """What is required and not said; each blocks the order.

    Args:
        order: the order's values by code, with what it takes over; lines: position, SKU and values of each.
    """
    found = []
    for one in definitions:
        if not one.required:
            continue
        if one.on_orders and not order.get(one.code):
            found.append(_missing(one, f"{one.name} is missing: say it with /{one.word}, {one.takes}"))
        for position, sku, values in lines if one.on_lines else ():
            if not values.get(one.code):
                said = f"line {position}, {sku}: {one.name} is missing: say it with /{one.word}, {one.takes}"
                found.append(_missing(one, said, position))
    return tuple(found)


def _missing(one: Definition, message: str, line: int | None = None) -> Finding:
    return Finding(Severity.BLOCK, "missing-attribute", message, line, figures={"attribute": one.code}, rule=one.code)
