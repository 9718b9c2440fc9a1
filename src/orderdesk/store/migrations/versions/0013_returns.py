"""Returns, complaints and their remedies; shipments that did not leave after all."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

STEPS = sa.table(
    "approval_step",
    sa.column("kind", sa.String()),
    sa.column("rule", sa.String()),
    sa.column("role", sa.String()),
    sa.column("level", sa.Integer()),
    sa.column("in_turn", sa.Boolean()),
)


def upgrade() -> None:
    """Make the tables, and say who decides on what went wrong on the way."""
    op.bulk_insert(STEPS, [{"kind": "exception", "rule": "", "role": "warehouse", "level": 1, "in_turn": False}])
    op.create_table(
        "return_reason",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("fee >= 0 AND fee <= 100000", name="ck_return_reason_fee"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "complaint",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("entered_by", ID, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_complaint_customer_id", "complaint", ["customer_id"])
    op.create_index("ix_complaint_order_id", "complaint", ["order_id"])
    op.create_index("ix_complaint_state", "complaint", ["state", "id"])
    op.create_table(
        "remedy",
        sa.Column("id", ID, nullable=False),
        sa.Column("complaint_id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("quantity > 0", name="ck_remedy"),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"]),
        sa.ForeignKeyConstraint(["order_line_id"], ["sales_order_line.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_remedy_complaint_id", "remedy", ["complaint_id"])
    op.create_table(
        "sales_return",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("complaint_id", ID, nullable=True),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("reason_id", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("entered_by", ID, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["entered_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"]),
        sa.ForeignKeyConstraint(["reason_id"], ["return_reason.id"]),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_return_state", "sales_return", ["state", "id"])
    op.create_index("ix_sales_return_complaint_id", "sales_return", ["complaint_id"])
    op.create_index("ix_sales_return_customer_id", "sales_return", ["customer_id"])
    op.create_index("ix_sales_return_order_id", "sales_return", ["order_id"])
    op.create_table(
        "outcome",
        sa.Column("id", ID, nullable=False),
        sa.Column("return_id", ID, nullable=True),
        sa.Column("complaint_id", ID, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("invoice_id", ID, nullable=True),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"]),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"]),
        sa.ForeignKeyConstraint(["return_id"], ["sales_return.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_outcome_complaint_id", "outcome", ["complaint_id"])
    op.create_index("ix_outcome_return_id", "outcome", ["return_id"])
    op.create_table(
        "return_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("return_id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("credited >= 0 AND credited <= received", name="ck_return_line_credited"),
        sa.CheckConstraint("quantity > 0 AND received >= 0 AND received <= quantity", name="ck_return_line_received"),
        sa.ForeignKeyConstraint(["order_line_id"], ["sales_order_line.id"]),
        sa.ForeignKeyConstraint(["return_id"], ["sales_return.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("return_id", "order_line_id"),
    )
    op.create_index("ix_return_line_order_line_id", "return_line", ["order_line_id"])
    op.create_index("ix_return_line_return_id", "return_line", ["return_id"])
    op.create_table(
        "return_receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("return_line_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("became", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_note", sa.String(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_return_receipt"),
        sa.ForeignKeyConstraint(["by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["return_line_id"], ["return_line.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_return_receipt_return_line_id", "return_receipt", ["return_line_id"])
    op.add_column("shipment", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    by = sa.Column("cancelled_by", ID, sa.ForeignKey("app_user.id"), nullable=True)
    op.add_column("shipment", by, inline_references=True)
    op.add_column("shipment", sa.Column("cancel_reason", sa.String(), nullable=False, server_default=""))
