"""Credit groups: what their customers owe together, and which part each of them owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from orderdesk.errors import NotFound
from orderdesk.filters import Field, Filter, Kind
from orderdesk.models import CreditGroup, Customer
from orderdesk.queries.exposure import exposure, group_exposure
from orderdesk.queries.listing import Exported, Listing, Sums
from orderdesk.rules.credit import Exposure
from orderdesk.store.transaction import Reading, table
from orderdesk.texts import visible
from orderdesk.values import OwnMoney

_GROUP, _CUSTOMER = table(CreditGroup), table(Customer)
_COUNT = (
    select(func.count()).select_from(_CUSTOMER).where(_CUSTOMER.c.credit_group_id == _GROUP.c.id).scalar_subquery()
)
_ALL = select(_GROUP, _COUNT.label("members"))
_BY_CODE = _ALL.where(_GROUP.c.code == bindparam("a_code"))
_MEMBERS = (
    select(_CUSTOMER.c.id, _CUSTOMER.c.code, _CUSTOMER.c.name, _CUSTOMER.c.credit_limit)
    .where(_CUSTOMER.c.credit_group_id == bindparam("a_group"))
    .order_by(_CUSTOMER.c.code)
)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group. `limit` None is no limit; `room` is what its customers may still order together."""

    code: str
    name: str
    members: int
    limit: OwnMoney | None
    exposure: OwnMoney
    room: OwnMoney | None


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One customer of a group: what it owes by part, and its own limit."""

    customer: str
    name: str
    exposure: OwnMoney
    limit: OwnMoney | None
    parts: Exposure


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group with its customers; amounts in the company's currency."""

    group: GroupRow
    parts: Exposure
    members: tuple[GroupMember, ...]


def credit_group(reading: Reading, code: str) -> GroupCard:
    """A group and what each of its customers owes. Raises NotFound."""
    key = code.strip().upper()
    row = reading.first(_BY_CODE, a_code=key) if key.isprintable() else None
    if row is None:
        raise NotFound(f"there is no credit group {visible(key)[:40]}")
    members = []
    for one in reading.all(_MEMBERS, a_group=row.id):
        parts = exposure(reading, one.id)
        members.append(GroupMember(one.code, one.name, parts.total, one.credit_limit, parts))
    return GroupCard(_row(reading, row), group_exposure(reading, row.id), tuple(members))


def _row(reading: Reading, row: Row[Any]) -> GroupRow:
    owed = group_exposure(reading, row.id).total
    room = None if row.credit_limit is None else row.credit_limit - owed
    return GroupRow(row.code, row.name, row.members, row.credit_limit, owed, room)


def _asked(wanted: Filter) -> list[Any]:
    asked = [
        (func.lower(_GROUP.c.code) + " " + func.lower(_GROUP.c.name)).contains(word.lower(), autoescape=True)
        for word in wanted.words
    ]
    customer = wanted.text("customer")
    if customer is not None:
        whose = select(_CUSTOMER.c.credit_group_id).where(_CUSTOMER.c.code == customer.strip().upper())
        asked.append(_GROUP.c.id.in_(whose))
    return asked


def _page(reading: Reading, wanted: Filter, after: GroupRow | None, size: int) -> Sequence[GroupRow]:
    asked = _asked(wanted)
    if after is not None:
        asked.append(_GROUP.c.code > after.code)
    return [_row(reading, row) for row in reading.all(_ALL.where(*asked).order_by(_GROUP.c.code).limit(size))]


def _sums(reading: Reading, wanted: Filter) -> Sums:
    count = select(func.count()).select_from(_GROUP).where(*_asked(wanted))
    return Sums(int(reading.scalar(count)))


CREDIT_GROUPS: Listing[GroupRow] = Listing(
    name="credit_groups",
    fields=(Field("customer", Kind.TEXT, "the group of this customer"),),
    page=_page,
    key=lambda row: row.code,
    sums=_sums,
    exported=(
        Exported("code", lambda row: row.code),
        Exported("name", lambda row: row.name),
        Exported("customers", lambda row: row.members),
        Exported("limit", lambda row: row.limit, "money"),
        Exported("exposure", lambda row: row.exposure, "money"),
        Exported("room", lambda row: row.room, "money"),
    ),
)


def credit_groups(reading: Reading, *, limit: int = 200) -> tuple[GroupRow, ...]:
    """Every group by its code."""
    return tuple(_page(reading, Filter(), None, limit))
