"""Stacked price lists, windows, promotions across lines, free goods."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def upgrade() -> None:
    """Add what a list is based on, what a rule may say besides, and which line is given away by which rule."""
    op.add_column(
        "price_list", sa.Column("base_id", ID, sa.ForeignKey("price_list.id"), nullable=True), inline_references=True
    )
    op.add_column("price_list", _whole("percent"))
    op.add_column("price_rule", _whole("max_qty"))
    op.add_column("price_rule", sa.Column("together", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("price_rule", _whole("free_qty"))
    op.add_column(
        "price_rule",
        sa.Column("free_product_id", ID, sa.ForeignKey("product.id"), nullable=True),
        inline_references=True,
    )
    op.create_index(
        "ix_price_rule_together",
        "price_rule",
        ["id"],
        postgresql_where=sa.text("together"),
        sqlite_where=sa.text("together = 1"),
    )
    op.add_column(
        "sales_order_line",
        sa.Column("free_rule_id", ID, sa.ForeignKey("price_rule.id"), nullable=True),
        inline_references=True,
    )
