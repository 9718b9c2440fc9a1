"""Approval as data: what is held, who may release it up to what, who stands in for whom, and each release given."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Id, instant, maybe_ref, maybe_whole, own_id, ref, whole, word


class HoldRule(SQLModel, table=True):
    """What holds an order: what is measured, above (a margin: below) which figure, for whom. See `rules.hold_rules`.

    `threshold` counts what the measure does: minor units, thousandths of a per cent, thousandths of a piece or of a
    time. `attribute` and `value` are of the measure `attribute`.
    """

    __tablename__ = "hold_rule"

    id: int | None = own_id()
    code: str = word(unique=True)
    name: str
    kind: str = word()
    measure: str = word()
    threshold: int = whole()
    over: int = whole()  # only orders whose gross value is above that
    customer_id: int | None = maybe_ref("customer")
    segment_id: int | None = maybe_ref("segment")
    category_id: int | None = maybe_ref("category")
    product_id: int | None = maybe_ref("product")
    role: str = ""  # only orders entered by somebody of this role
    attribute: str = ""
    value: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    active: bool = True
    version: int = 1


class ApprovalStep(SQLModel, table=True):
    """Who may release a kind of hold up to an amount.

    An empty `kind` is every kind without a row; `rule` is for one rule or attribute alone. `in_turn`: every level from
    the first up to this one has to release it, each another person.
    """

    __tablename__ = "approval_step"
    __table_args__ = (CheckConstraint("level > 0", name="ck_step_level"),)

    id: int | None = own_id()
    kind: str = ""
    rule: str = ""
    role: str = word()
    level: int = 1
    up_to: int | None = maybe_whole()
    in_turn: bool = False


class Deputy(SQLModel, table=True):
    """While somebody is away, from the first to the last day, the deputy may release what he or she may."""

    __table_args__ = (CheckConstraint("last_day >= first_day", name="ck_deputy_days"),)

    id: int | None = own_id()
    user_id: int = ref("app_user")
    deputy_id: int = ref("app_user", index=True)
    first_day: date
    last_day: date


class RoleCeiling(SQLModel, table=True):
    """The discount that a clerk of this role may give without approval, in a category or (none) in all of them."""

    __tablename__ = "role_ceiling"
    __table_args__ = (UniqueConstraint("role", "category_id"),)

    id: int | None = own_id()
    role: str = word()
    category_id: int | None = maybe_ref("category")
    ceiling: int = whole()  # percent


class HoldRelease(SQLModel, table=True):
    """One signature below a hold: who gave it, at which level, and for whom as a deputy. The last one lifts the hold.

    `covers` is the amount at stake that it was given for; once more is at stake it has to be given again.
    """

    __tablename__ = "hold_release"

    id: int | None = own_id()
    hold_id: int = Field(foreign_key="hold.id", index=True, sa_type=Id, ondelete="CASCADE")
    level: int = 1
    user_id: int | None = maybe_ref("app_user")
    for_user_id: int | None = maybe_ref("app_user")
    at: datetime = instant()
    reason: str = ""
    covers: int = whole()
