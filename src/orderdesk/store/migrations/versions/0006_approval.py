"""Approval steps, deputies and special requirements as data."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# What every database begins with: the steps that were part of the program until now.
STEPS = (
    ("credit", "approver", 1, 500_000),
    ("credit", "approver", 2, None),
    ("overdue", "approver", 1, 500_000),
    ("overdue", "approver", 2, None),
    ("price", "approver", 1, 50_000),
    ("price", "approver", 2, None),
    ("margin", "approver", 1, 50_000),
    ("margin", "approver", 2, None),
    ("discount", "approver", 1, 50_000),
    ("discount", "approver", 2, None),
    ("value", "approver", 1, 5_000_000),
    ("value", "approver", 2, None),
    ("stock", "warehouse", 1, None),
    ("special", "warehouse", 2, None),
    ("", "approver", 1, None),
)


def upgrade() -> None:
    """Make the tables, and fill in the steps."""
    op.add_column("hold", sa.Column("rule", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "hold_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("over", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("segment_id", ID, nullable=True),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"]),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    steps = op.create_table(
        "approval_step",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=True),
        sa.Column("in_turn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("level > 0", name="ck_step_level"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(
        steps,
        [
            {"kind": kind, "rule": "", "role": role, "level": level, "up_to": up_to, "in_turn": False}
            for kind, role, level, up_to in STEPS
        ],
    )
    op.create_table(
        "deputy",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("deputy_id", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name="ck_deputy_days"),
        sa.ForeignKeyConstraint(["deputy_id"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_deputy_deputy_id", "deputy", ["deputy_id"])
    op.create_table(
        "role_ceiling",
        sa.Column("id", ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("role", "category_id"),
    )
    op.create_table(
        "hold_release",
        sa.Column("id", ID, nullable=False),
        sa.Column("hold_id", ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("for_user_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("covers", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["for_user_id"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_hold_release_hold_id", "hold_release", ["hold_id"])
    op.create_table(
        "attribute",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("searchable", sa.Boolean(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("raises", sa.String(), nullable=False),
        sa.Column("raises_on", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "attribute_value",
        sa.Column("id", ID, nullable=False),
        sa.Column("attribute_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("order_line_id", ID, nullable=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN customer_id IS NULL THEN 0 ELSE 1 END + CASE WHEN product_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN order_id IS NULL THEN 0 ELSE 1 END + CASE WHEN order_line_id IS NULL THEN 0 ELSE 1 END = 1",
            name="ck_attribute_value_owner",
        ),
        sa.ForeignKeyConstraint(["attribute_id"], ["attribute.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["order_line_id"], ["sales_order_line.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("customer_id", "attribute_id"),
        sa.UniqueConstraint("order_id", "attribute_id"),
        sa.UniqueConstraint("order_line_id", "attribute_id"),
        sa.UniqueConstraint("product_id", "attribute_id"),
    )
    op.create_index("ix_attribute_value_folded", "attribute_value", ["attribute_id", "folded"])
