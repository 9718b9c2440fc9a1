"""Instalments, down payments, invoices for several orders."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
WHOLE = sa.BigInteger()


def upgrade() -> None:
    """Make the tables of parts, and say on old credit notes which line they answer and what of it they took back."""
    _terms()
    _invoices()
    op.add_column("customer", sa.Column("billing", sa.String(), nullable=False, server_default=""))
    op.add_column("sales_order", sa.Column("billed_ahead", WHOLE, nullable=False, server_default="0"))
    op.add_column(
        "receipt", sa.Column("order_id", ID, sa.ForeignKey("sales_order.id"), nullable=True), inline_references=True
    )
    op.create_index("ix_receipt_order_id", "receipt", ["order_id"])
    _old_credit_notes()
    renamed = "UPDATE setting SET key = 'billing', value = '\"{}\"' WHERE key = 'invoice_on_ship' AND value = '{}'"
    op.execute(renamed.format("ship", "true"))
    op.execute(renamed.format("hand", "false"))


def _terms() -> None:
    op.create_table(
        "terms_part",
        sa.Column("id", ID, nullable=False),
        sa.Column("terms_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("percent", WHOLE, nullable=False),
        sa.Column("net_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["terms_id"], ["terms.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("terms_id", "position"),
    )
    op.add_column("terms", sa.Column("instalments", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("terms", sa.Column("prepay", WHOLE, nullable=False, server_default="0"))


def _invoices() -> None:
    op.create_table(
        "invoice_part",
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("upto", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "position"),
        sa.CheckConstraint("amount > 0 AND upto >= amount", name="ck_invoice_part_amount"),
    )
    op.create_index("ix_invoice_part_due", "invoice_part", ["due"])
    op.add_column("invoice", sa.Column("parts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("invoice", sa.Column("cancelled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("invoice", sa.Column("billed_to", sa.String(), nullable=False, server_default=""))
    for column, table in (("of_id", "invoice_line"), ("down_id", "invoice")):
        op.add_column(
            "invoice_line",
            sa.Column(column, ID, sa.ForeignKey(f"{table}.id"), nullable=True),
            inline_references=True,
        )
        op.create_index(f"ix_invoice_line_{column}", "invoice_line", [column])
    op.add_column("invoice_line", sa.Column("taken_back", WHOLE, nullable=False, server_default="0"))


def _old_credit_notes() -> None:
    """Which line each line of a credit note answers; and, on the last one of an order's line, what was taken back."""
    op.execute(
        "UPDATE invoice_line SET of_id = (SELECT min(billed.id) FROM invoice_line billed, invoice credit "
        "WHERE credit.id = invoice_line.invoice_id AND billed.invoice_id = credit.credits_id "
        "AND billed.order_line_id = invoice_line.order_line_id) "
        "WHERE invoice_id IN (SELECT id FROM invoice WHERE kind = 'credit')"
    )
    op.execute(
        "UPDATE invoice_line SET taken_back = (SELECT sum(billed.quantity) FROM invoice_line billed, invoice i "
        "WHERE i.id = billed.invoice_id AND i.kind = 'invoice' AND billed.order_line_id = invoice_line.order_line_id) "
        "- (SELECT invoiced FROM sales_order_line WHERE id = invoice_line.order_line_id) "
        "WHERE id IN (SELECT max(l.id) FROM invoice_line l, invoice c WHERE c.id = l.invoice_id "
        "AND c.kind = 'credit' AND l.order_line_id IS NOT NULL GROUP BY l.order_line_id)"
    )
