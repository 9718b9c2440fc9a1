"""Bank statements, refunds, disputes, promises to pay, charges; grace on discounts, cheques and mandates."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Make the tables and the columns."""
    _refunds()
    _bank()
    _disputes()
    _columns()


def _refunds() -> None:
    op.create_table(
        "refund",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_by", ID, nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reverse_reason", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_refund_amount"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["paid_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_refund_customer_id", "refund", ["customer_id"])
    op.create_table(
        "refund_part",
        sa.Column("id", ID, nullable=False),
        sa.Column("refund_id", ID, nullable=False),
        sa.Column("receipt_id", ID, nullable=True),
        sa.Column("credit_id", ID, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_refund_part_amount"),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"]),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"]),
        sa.ForeignKeyConstraint(["credit_id"], ["invoice.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("refund_id", "receipt_id", "credit_id"):
        op.create_index(f"ix_refund_part_{column}", "refund_part", [column])


def _bank() -> None:
    op.create_table(
        "bank_statement",
        sa.Column("id", ID, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("day_from", sa.Date(), nullable=False),
        sa.Column("day_to", sa.Date(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("closing", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", ID, nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_bank_statement_account", "bank_statement", ["account", "day_to"])
    op.create_table(
        "bank_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("statement_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value_day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("end_to_end", sa.String(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("bank_reference", sa.String(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ignored_as", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("amount <> 0", name="ck_bank_line_amount"),
        sa.ForeignKeyConstraint(["statement_id"], ["bank_statement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("statement_id", "position"),
    )
    op.create_index("ix_bank_line_open", "bank_line", ["id"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_table(
        "bank_booking",
        sa.Column("id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("receipt_id", ID, nullable=True),
        sa.Column("refund_id", ID, nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_by", ID, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["line_id"], ["bank_line.id"]),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"]),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"]),
        sa.ForeignKeyConstraint(["booked_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("line_id", "receipt_id", "refund_id"):
        op.create_index(f"ix_bank_booking_{column}", "bank_booking", [column])
    op.create_table(
        "customer_bank",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("customer_id", "iban"),
    )
    op.create_index("ix_customer_bank_iban", "customer_bank", ["iban"])


def _disputes() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("follow_up", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", ID, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("credit_id", ID, nullable=True),
        sa.Column("solution", sa.String(), nullable=False),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name="ck_dispute_amount"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.ForeignKeyConstraint(["opened_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["credit_id"], ["invoice.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ux_dispute_open", "dispute", ["invoice_id"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )
    op.create_index("ix_dispute_invoice", "dispute", ["invoice_id"])
    op.create_index("ix_dispute_credit_id", "dispute", ["credit_id"])
    op.create_table(
        "payment_promise",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", ID, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name="ck_promise_amount"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.ForeignKeyConstraint(["noted_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_customer", "payment_promise", ["customer_id", "day"])
    op.create_index("ix_payment_promise_invoice_id", "payment_promise", ["invoice_id"])


def _columns() -> None:
    for table, name in (
        ("terms", "discount_fixed"), ("application", "tax"), ("reminder", "fee"), ("reminder", "interest"),
    ):  # fmt: skip
        op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    for table, name in (("terms", "grace_days"), ("invoice", "discount_grace")):
        op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in ("cheque", "mandate"):
        op.add_column("receipt", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("receipt", sa.Column("clears_on", sa.Date(), nullable=True))
    op.add_column("receipt", sa.Column("bounced", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("reminder", sa.Column("interest_to", sa.Date(), nullable=True))
    charge, refund = sa.ForeignKey("invoice.id"), sa.ForeignKey("refund.id")
    op.add_column("reminder", sa.Column("charge_id", ID, charge, nullable=True), inline_references=True)
    op.create_index("ix_reminder_charge_id", "reminder", ["charge_id"])
    op.add_column("ledger_entry", sa.Column("refund_id", ID, refund, nullable=True), inline_references=True)
    op.create_index("ix_ledger_entry_refund_id", "ledger_entry", ["refund_id"])
