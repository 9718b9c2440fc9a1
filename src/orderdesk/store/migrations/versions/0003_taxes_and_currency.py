"""Taxes in parts, tax-inclusive prices, currencies and their rates."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables and columns; what stands is in the company's currency, at prices without tax."""
    op.create_table(
        "currency",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("id", ID, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rate > 0", name="ck_exchange_rate"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("currency", "valid_from"),
    )
    op.create_table(
        "invoice_tax_part",
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("part_rate", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "rate", "position"),
    )
    _text("tax_rate", "parts")
    _text("sales_order_line", "tax_parts")
    _text("invoice_line", "tax_parts")
    for document in ("sales_order", "invoice"):
        _rate(document)
        _flag(document, "tax_included")
        op.add_column(document, sa.Column("tax_discount", sa.BigInteger(), nullable=False, server_default="0"))
        _text(document, "tax_note")
    _text("receipt", "currency")
    _rate("receipt")
    company = "COALESCE((SELECT replace(value, '\"', '') FROM setting WHERE key = 'currency'), 'EUR')"
    op.execute(f"UPDATE receipt SET currency = {company}")
    for column in ("currency", "exempt_reason"):
        _text("customer", column)
    _flag("customer", "tax_included")
    _text("price_list", "currency")
    _flag("price_list", "tax_included")
    _text("price_rule", "currency")
    op.add_column("terms", sa.Column("discount_mode", sa.String(), nullable=False, server_default="payment"))


def _text(table: str, column: str) -> None:
    op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=""))


def _flag(table: str, column: str) -> None:
    op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))


def _rate(table: str) -> None:
    op.add_column(table, sa.Column("rate", sa.BigInteger(), nullable=False, server_default="100000000"))
