"""Attributes that a site defines for itself, and their values on customers, products, orders and lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from orderdesk.desk import find
from orderdesk.desk.attribute_rows import ONE, row_of
from orderdesk.desk.holds import Submitted, confirm_if_free, raise_holds
from orderdesk.desk.orders import locked
from orderdesk.desk.upkeep import add, by_code, changes, member, named, new_code, require_version
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.findings import HoldKind
from orderdesk.header_entry import WORDS
from orderdesk.models import Attribute, AttributeValue, Customer, HoldRule, Product
from orderdesk.queries import facts
from orderdesk.queries.site_rules import definition
from orderdesk.rules.attributes import AttributeType, Definition, Subject, read_value
from orderdesk.rules.guard import guard
from orderdesk.rules.lifecycle import OrderState
from orderdesk.rules.wording import a_or_an
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import clean, fold

_ATTRIBUTE, _VALUE, _RULE = table(Attribute), table(AttributeValue), table(HoldRule)
_TAKEN = select(_ATTRIBUTE.c.code).where(_ATTRIBUTE.c.code == bindparam("a_code")).union_all(
    select(_RULE.c.code).where(_RULE.c.code == bindparam("a_code"))
)
_WRITE = (
    update(_VALUE)
    .where(_VALUE.c.id == bindparam("a_key"))
    .values(value=bindparam("a_value"), folded=bindparam("a_folded"))
)
_DROP = delete(_VALUE).where(_VALUE.c.id == bindparam("a_key"))
_RAISED = (HoldKind.SPECIAL, HoldKind.UNUSUAL, HoldKind.VALUE, HoldKind.PRICE)


@verb("attribute.define")
def define(
    tx: Transaction,
    code: str,
    name: str,
    subject: str,
    *,
    type: str = "text",
    choices: Sequence[str] = (),
    required: bool = False,
    searchable: bool = False,
    carried: bool = False,
    raises: str = "",
    raises_on: str = "",
) -> str:
    """Define an attribute; its code, which in small letters is also the word that it is typed by.

    Args:
        subject: customer, product, order or line.
        type: text, number, date, yes_no or choice.
        choices: of a choice; two at least.
        required: whether an order (or what is taken over to it) must say it to be submitted.
        searchable: whether order lists and Go to find orders by it.
        carried: whether a customer's is taken over to its orders, a product's to its lines.
        raises: the hold that a value raises.
        raises_on: the value that does; empty is any, of a yes/no yes.

    Raises:
        BadValue: the parts do not fit together.
        Refused: the code is taken, or is a word of the line field already.
    """
    key = new_code(code, "attribute code")
    if key.casefold() in WORDS:
        raise Refused(f"/{key.casefold()} says something else already; choose another code")
    taken = f"there is an attribute or rule {key} already; change that one, or choose another code"
    if tx.scalar(_TAKEN, a_code=key) is not None:
        raise Refused(taken)
    kept = Attribute(
        code=key,
        name=named(name, limit=60),
        subject=member(Subject, subject, "subject"),
        type=member(AttributeType, type, "type"),
        choices=_choices(type, choices),
        required=required,
        searchable=searchable,
        carried=carried,
        raises=_raises(raises),
        raises_on="",
    )
    if carried and kept.subject not in (Subject.CUSTOMER, Subject.PRODUCT):
        raise BadValue(f"only a customer's or a product's attribute is taken over to orders, not one of an {subject}")
    kept.raises_on = _raises_on(_as_defined(0, kept), raises_on)
    attribute_id = add(tx, kept, taken)
    tx.kept.pop("site_rules", None)
    tx.record(
        "attribute.define", "attribute", attribute_id, code=key, name=kept.name, subject=kept.subject, type=kept.type,
        choices=kept.choices.split("\n") if kept.choices else [], required=required, searchable=searchable,
        carried=carried, raises=kept.raises, raises_on=kept.raises_on,
    )  # fmt: skip
    return key


@verb("attribute.change")
def change(
    tx: Transaction,
    code: str,
    *,
    name: str | None = None,
    choices: Sequence[str] | None = None,
    required: bool | None = None,
    searchable: bool | None = None,
    carried: bool | None = None,
    raises: str | None = None,
    raises_on: str | None = None,
    active: bool | None = None,
    version: int | None = None,
) -> str:
    """Change an attribute; its code. What is None stays. Subject and type stay: values were entered for them."""
    row = by_code(tx, Attribute, code, "attribute")
    tx.lock(Attribute, [row.id])
    row = by_code(tx, Attribute, code, "attribute")
    require_version(tx, "attribute", row.code, row, version)
    if carried and row.subject not in (Subject.CUSTOMER, Subject.PRODUCT):
        raise BadValue("only a customer's or a product's attribute is taken over to orders")
    changed = changes(
        row,
        {
            "name": None if name is None else named(name, limit=60),
            "choices": None if choices is None else _choices(row.type, choices),
            "required": required,
            "searchable": searchable,
            "carried": carried,
            "raises": None if raises is None else _raises(raises),
            "raises_on": None if raises_on is None else _raises_on(_as_defined(row.id, row), raises_on),
            "active": active,
        },
    )
    if changed:
        tx.update(Attribute, row.id, **{column: pair[1] for column, pair in changed.items()})
        tx.kept.pop("site_rules", None)
        told = {name: [str(one).replace("\n", ", ") for one in pair] if name == "choices" else pair
                for name, pair in changed.items()}  # fmt: skip
        tx.record("attribute.change", "attribute", row.id, code=row.code, **told)
    return str(row.code)


@verb("customer.attribute")
def of_customer(tx: Transaction, customer: str, attribute: str, value: str) -> str:
    """Say a customer's attribute; an empty value takes it away. The value as it is kept."""
    buyer = find.customer(tx, customer)
    tx.lock(Customer, [buyer.id])
    one = _defined(tx, attribute, Subject.CUSTOMER)
    return _say(tx, "customer.attribute", "customer", buyer.id, one, "customer_id", buyer.id, value)


@verb("product.attribute")
def of_product(tx: Transaction, sku: str, attribute: str, value: str) -> str:
    """Say a product's attribute; an empty value takes it away. The value as it is kept."""
    product = find.product(tx, sku)
    tx.lock(Product, [product.id])
    one = _defined(tx, attribute, Subject.PRODUCT)
    return _say(tx, "product.attribute", "product", product.id, one, "product_id", product.id, value)


@verb("order.attribute")
def of_order(tx: Transaction, order: int, attribute: str, value: str, *, line: int | None = None) -> Submitted:
    """Say an attribute of an order or of one of its lines; an empty value takes it away.

    What is taken over from the customer or product is overruled by it, also by an empty one. A placed order is looked
    at by the guard again, and held where the attribute asks for it.

    Args:
        line: the position, of an attribute of lines.

    Raises:
        BadValue: not a value that the attribute takes, or a line is missing or too much.
        Refused: the order can no longer be changed, or a value that is required would go.
    """
    placed = OrderState(find.order(tx, order).state) in (OrderState.SUBMITTED, OrderState.CONFIRMED)
    row = locked(tx, order, "amend" if placed else "edit")
    one = _as_row(by_code(tx, Attribute, attribute, "attribute"))
    if line is None and not one.on_orders:
        whose = "a line: say which" if one.on_lines else f"the {one.subject}, not of its orders"
        raise BadValue(f"{one.name} is an attribute of {whose}")
    if line is not None and not one.on_lines:
        raise BadValue(f"{one.name} is not an attribute of lines")
    if line is None:
        _say(tx, "order.attribute", "order", row.id, one, "order_id", row.id, value)
    else:
        at = find.line(tx, row.id, line)
        _say(tx, "order.attribute", "order", row.id, one, "order_line_id", at.id, value, line=line)
    if not placed:
        return Submitted(order, row.state, row.gross)
    found = guard(facts.gather(tx, row).guard)
    gone = tuple(block for block in found.blocks if block.rule == one.code)
    if gone:
        raise Refused(findings=gone)
    standing = raise_holds(tx, row.id, row.gross, found.holds)
    state = confirm_if_free(tx, row.id, OrderState(row.state), standing)
    return Submitted(order, state, row.gross, (*found.holds, *found.notes))


def _say(
    tx: Transaction,
    verb_name: str,
    document: str,
    document_id: int,
    one: Definition,
    owner: str,
    key: int,
    value: str,
    **more: Any,
) -> str:
    kept = read_value(one, value)
    row = tx.first(ONE[owner], an_attribute=one.id, a_key=key)
    before = "" if row is None else row.value
    overrules = one.carried and owner in ("order_id", "order_line_id")
    if row is None and (kept or overrules):
        add(
            tx,
            AttributeValue(**row_of(one, owner, key, kept)),
            f"{one.name} was said at another terminal just now; look at it again",
        )
    elif row is not None and (kept or overrules):
        tx.change(_WRITE, a_key=row.id, a_value=kept, a_folded=fold(kept))
    elif row is not None:
        tx.change(_DROP, a_key=row.id)
    if kept != before:
        tx.record(verb_name, document, document_id, attribute=one.code, value=[before, kept], **more)
    return kept


def _defined(tx: Transaction, code: str, subject: Subject) -> Definition:
    one = _as_row(by_code(tx, Attribute, code, "attribute"))
    if one.subject is not subject:
        raise BadValue(f"{one.name} is an attribute of a {one.subject}, not of a {subject}")
    return one


def _as_row(row: Row[Any]) -> Definition:
    if not row.active:
        raise Refused(f"attribute {row.code} is no longer used; an admin can take it up again")
    return _as_defined(row.id, row)


def _as_defined(key: int, row: Any) -> Definition:
    return definition(
        key, row.code, row.name, row.subject, row.type, row.choices, row.raises, row.raises_on,
        required=row.required, searchable=row.searchable, carried=row.carried,
    )  # fmt: skip


def _choices(type: str, choices: Sequence[str]) -> str:
    said = [choices] if isinstance(choices, str) else list(choices)
    kept = list(dict.fromkeys(clean(one, "choice", limit=40) for one in said if one.strip()))
    if (type == AttributeType.CHOICE) is not bool(kept):
        raise BadValue("a choice needs its choices" if not kept else f"a {type} has no choices")
    if kept and len(kept) < 2:
        raise BadValue("a choice needs two choices at least")
    return "\n".join(kept)


def _raises(kind: str) -> str:
    if kind and HoldKind(member(HoldKind, kind, "hold")) not in _RAISED:
        raise BadValue(f"an attribute cannot raise {a_or_an(kind)} hold; it can raise {', '.join(_RAISED)}")
    return kind


def _raises_on(one: Definition, value: str) -> str:
    return read_value(one, value)
