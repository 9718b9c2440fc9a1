"""Customers who share a credit limit, limits for open orders and for what is overdue."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the groups, and add what a customer's card says besides."""
    op.create_table(
        "credit_group",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("credit_limit IS NULL OR credit_limit >= 0", name="ck_credit_group_limit"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.add_column(
        "customer",
        sa.Column("credit_group_id", ID, sa.ForeignKey("credit_group.id"), nullable=True),
        inline_references=True,
    )
    op.create_index("ix_customer_credit_group_id", "customer", ["credit_group_id"])
    op.add_column("customer", sa.Column("order_limit", sa.BigInteger(), nullable=True))
    op.add_column("customer", sa.Column("overdue_limit", sa.BigInteger(), nullable=True))
