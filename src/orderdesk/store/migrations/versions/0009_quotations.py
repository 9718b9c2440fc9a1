"""Quotations and blanket orders."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, and say of orders and lines what they take from."""
    op.add_column("sales_order", sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("sales_order", sa.Column("valid_until", sa.Date(), nullable=True))
    op.add_column(
        "sales_order",
        sa.Column("quotation_id", ID, sa.ForeignKey("sales_order.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "sales_order_line",
        sa.Column("source_line_id", ID, sa.ForeignKey("sales_order_line.id"), nullable=True),
        inline_references=True,
    )
    for name in ("called", "call_least", "call_most"):
        op.add_column("sales_order_line", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    for index, table, columns, where in (
        ("ix_order_agreed", "sales_order", ["customer_id"], "state = 'agreed'"),
        ("ix_order_quoted", "sales_order", ["valid_until", "id"], "state = 'quotation'"),
        ("ix_order_quotation", "sales_order", ["quotation_id"], "quotation_id IS NOT NULL"),
        ("ix_line_source", "sales_order_line", ["source_line_id"], "source_line_id IS NOT NULL"),
    ):
        op.create_index(index, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
    op.create_table(
        "quotation_revision",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", ID, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"]),
        sa.ForeignKeyConstraint(["sent_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "revision"),
    )
    op.create_table(
        "outcome_reason",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "quotation_outcome",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason_id", ID, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", ID, nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"]),
        sa.ForeignKeyConstraint(["reason_id"], ["outcome_reason.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id"),
    )
    op.create_index("ix_quotation_outcome_reason_id", "quotation_outcome", ["reason_id"])
    op.create_index("ix_quotation_outcome_decided_on", "quotation_outcome", ["decided_on"])
