"""What the company says for itself: its hold rules, its attributes and the discount ceilings of roles.

All three in one small statement, read once a transaction; most desks have none, and then nothing else is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Boolean, Date, Row, String, cast, false, literal_column, null, select, union_all

from orderdesk.findings import HoldKind
from orderdesk.models import Attribute, HoldRule, RoleCeiling
from orderdesk.models.columns import Id, Whole, Word
from orderdesk.rules import hold_rules
from orderdesk.rules.attributes import AttributeType, Definition, Subject
from orderdesk.rules.hold_rules import Measure
from orderdesk.rules.margin import RoleCeilings
from orderdesk.store.transaction import Reading, table

_RULE, _ATTRIBUTE, _CEILING = table(HoldRule), table(Attribute), table(RoleCeiling)


def _word(text: str) -> Any:
    return literal_column(f"'{text}'", Word)


_NO_ID, _NO_DAY, _NO_TEXT, _NO_SUM = (
    cast(null(), Id),
    cast(null(), Date),
    literal_column("''", String),
    cast(null(), Whole),
)
_NOT = cast(false(), Boolean)
_ALL = union_all(
    select(
        _word("rule").label("what"), _RULE.c.id, _RULE.c.code, _RULE.c.name, _RULE.c.kind, _RULE.c.measure,
        _RULE.c.threshold, _RULE.c.over, _RULE.c.customer_id, _RULE.c.segment_id, _RULE.c.category_id,
        _RULE.c.product_id, _RULE.c.role, _RULE.c.attribute, _RULE.c.value, _RULE.c.valid_from, _RULE.c.valid_to,
        _NOT.label("required"), _NOT.label("searchable"), _NOT.label("carried"),
    ).where(_RULE.c.active),
    select(
        _word("attribute"), _ATTRIBUTE.c.id, _ATTRIBUTE.c.code, _ATTRIBUTE.c.name, _ATTRIBUTE.c.raises,
        _ATTRIBUTE.c.type, _NO_SUM, _NO_SUM, _NO_ID, _NO_ID, _NO_ID, _NO_ID, _ATTRIBUTE.c.subject,
        _ATTRIBUTE.c.choices, _ATTRIBUTE.c.raises_on, _NO_DAY, _NO_DAY, _ATTRIBUTE.c.required,
        _ATTRIBUTE.c.searchable, _ATTRIBUTE.c.carried,
    ).where(_ATTRIBUTE.c.active),
    select(
        _word("ceiling"), _CEILING.c.id, _NO_TEXT, _NO_TEXT, _NO_TEXT, _NO_TEXT, _CEILING.c.ceiling, _NO_SUM, _NO_ID,
        _NO_ID, _CEILING.c.category_id, _NO_ID, _CEILING.c.role, _NO_TEXT, _NO_TEXT, _NO_DAY, _NO_DAY, _NOT, _NOT,
        _NOT,
    ),
).order_by("what", "code", "id")  # fmt: skip


@dataclass(frozen=True)
class SiteRules:
    """What the company says for itself."""

    rules: tuple[hold_rules.HoldRule, ...] = ()
    definitions: tuple[Definition, ...] = ()
    ceilings: RoleCeilings = field(default_factory=RoleCeilings)

    @cached_property
    def all_rules(self) -> tuple[hold_rules.HoldRule, ...]:
        """The rules, with those that an attribute stands for."""
        return (*self.rules, *(rule for one in self.definitions if (rule := one.rule) is not None))

    @cached_property
    def by_role(self) -> bool:
        """Whether it matters which roles the clerk has."""
        return bool(self.ceilings.by_role) or any(rule.role for rule in self.rules)


def site_rules(reading: Reading) -> SiteRules:
    """The active rules, attributes and ceilings."""
    if "site_rules" not in reading.kept:
        rows = reading.all(_ALL)
        reading.kept["site_rules"] = SiteRules(
            tuple(rule_of(row) for row in rows if row.what == "rule"),
            tuple(_definition(row) for row in rows if row.what == "attribute"),
            RoleCeilings({(row.role, row.category_id): row.threshold for row in rows if row.what == "ceiling"}),
        )
    found: SiteRules = reading.kept["site_rules"]
    return found


def rule_of(row: Any) -> hold_rules.HoldRule:
    """A row of the table as the rule it is."""
    return hold_rules.HoldRule(
        row.code, row.name, HoldKind(row.kind), Measure(row.measure), row.threshold, row.over, row.customer_id,
        row.segment_id, row.category_id, row.product_id, row.role, row.attribute, row.value, row.valid_from,
        row.valid_to,
    )  # fmt: skip


def _definition(row: Row[Any]) -> Definition:
    """A row of the union: the subject stands as role, the choices as attribute."""
    return definition(
        row.id, row.code, row.name, row.role, row.measure, row.attribute, row.kind, row.value,
        required=bool(row.required), searchable=bool(row.searchable), carried=bool(row.carried),
    )  # fmt: skip


def definition(
    key: int,
    code: str,
    name: str,
    subject: str,
    type: str,
    choices: str,
    raises: str,
    raises_on: str,
    *,
    required: bool,
    searchable: bool,
    carried: bool,
) -> Definition:
    """An attribute from what its row says."""
    return Definition(
        key, code, name, Subject(subject), AttributeType(type), tuple(choices.split("\n")) if choices else (),
        required, searchable, carried, HoldKind(raises) if raises else None, raises_on,
    )  # fmt: skip
