"""What the bank says: statements with their lines, what each line was booked as, and whose account is whose.

Amounts in minor units of the account's currency; positive came in. A statement is stored as it was given and never
edited; what a line was booked as is a row of its own, which an undo marks and does not delete.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from orderdesk.models.columns import Word, instant, maybe_instant, maybe_ref, maybe_whole, own_id, ref, whole, word


class BankStatement(SQLModel, table=True):
    """One statement of one account. `opening` and `closing` are NULL where the file has no balances.

    `digest` is of its contents, so that the same statement is known again whatever its file is called.
    """

    __tablename__ = "bank_statement"
    __table_args__ = (
        UniqueConstraint("digest"),
        Index("ix_bank_statement_account", "account", "day_to"),
    )

    id: int | None = own_id()
    account: str = ""
    reference: str = ""
    format: str = word("csv")
    currency: str = "EUR"
    day_from: date
    day_to: date
    opening: int | None = maybe_whole()
    closing: int | None = maybe_whole()
    digest: str = word()
    file: str = ""
    imported_at: datetime = instant()
    imported_by: int = ref("app_user")


class BankLine(SQLModel, table=True):
    """One movement. `state` is open, booked or ignored; an ignored one has its reason and is a fee or not ours."""

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("statement_id", "position"),
        CheckConstraint("amount <> 0", name="ck_bank_line_amount"),
        Index("ix_bank_line_open", "id", postgresql_where=text("state = 'open'"), sqlite_where=text("state = 'open'")),
    )

    id: int | None = own_id()
    statement_id: int = ref("bank_statement")
    position: int
    day: date
    value_day: date
    amount: int = whole()
    name: str = ""
    iban: str = ""
    text: str = ""
    end_to_end: str = ""
    mandate: str = ""
    bank_reference: str = ""
    returned: bool = False  # the bank took a payment back
    return_reason: str = ""
    fee: int = whole()  # of the amount, what the bank kept for the return; never below 0
    state: str = word("open")
    ignored_as: str = ""
    reason: str = ""


class BankBooking(SQLModel, table=True):
    """What a line, or a part of it, was booked as: a receipt, a bounced receipt or a refund. Undone, not deleted."""

    __tablename__ = "bank_booking"

    id: int | None = own_id()
    line_id: int = ref("bank_line", index=True)
    kind: str = word("receipt")
    amount: int = whole()
    receipt_id: int | None = maybe_ref("receipt", index=True)
    refund_id: int | None = maybe_ref("refund", index=True)
    why: str = ""
    booked_at: datetime = instant()
    booked_by: int = ref("app_user")
    undone_at: datetime | None = maybe_instant()


class CustomerBank(SQLModel, table=True):
    """An account from which a customer has paid: learned from what was booked, or entered."""

    __tablename__ = "customer_bank"

    customer_id: int = ref("customer", primary_key=True)
    iban: str = Field(primary_key=True, index=True, sa_type=Word)
    mandate: str = ""
    seen_on: date
