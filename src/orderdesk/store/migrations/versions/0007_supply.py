"""Sourcing, transfers on their way, goods kept by hand, works orders."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make the tables, and what existing ones gain."""
    op.create_table(
        "kept_goods",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity >= 0 AND quantity <= kept", name="ck_kept_goods"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_kept_goods_customer_id", "kept_goods", ["customer_id"])
    op.create_index("ix_kept_goods_open", "kept_goods", ["product_id"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_table(
        "distance",
        sa.Column("id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("far", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("warehouse_id", "country", "region"),
    )
    op.create_table(
        "transfer",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("from_id", ID, nullable=False),
        sa.Column("to_id", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", ID, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["warehouse.id"]),
        sa.ForeignKeyConstraint(["to_id"], ["warehouse.id"]),
        sa.ForeignKeyConstraint(["sent_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_transfer_state", "transfer", ["state"])
    op.create_table(
        "transfer_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("transfer_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("lost", sa.BigInteger(), nullable=False),
        sa.Column("lost_reason", sa.String(), nullable=False),
        sa.CheckConstraint("sent > 0 AND received >= 0 AND lost >= 0", name="ck_transfer_line"),
        sa.CheckConstraint("received + lost <= sent", name="ck_transfer_line_sent"),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"]),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("transfer_id", "product_id"),
    )
    op.create_index("ix_transfer_line_product_id", "transfer_line", ["product_id"])
    op.add_column("customer", sa.Column("sourcing", sa.String(), nullable=False, server_default=""))
    op.add_column("sales_order", sa.Column("sourcing", sa.String(), nullable=False, server_default="own"))
    op.add_column("sales_order", sa.Column("uses_safety", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("product", sa.Column("order_driven", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("product", sa.Column("order_min", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("product", sa.Column("order_pack", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("product", sa.Column("abc", sa.String(), nullable=False, server_default=""))
    op.add_column("stock", sa.Column("safety", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("stock", sa.Column("reorder_point", sa.BigInteger(), nullable=True))
    op.add_column("stock", sa.Column("counted_on", sa.Date(), nullable=True))
    op.add_column(
        "stock",
        sa.Column(
            "kept",
            sa.BigInteger(),
            sa.CheckConstraint("kept >= 0 AND allocated + kept <= on_hand", name="ck_stock_kept"),
            nullable=False,
            server_default="0",
        ),
    )
    op.add_column("expected_receipt", sa.Column("kind", sa.String(), nullable=False, server_default="purchase"))
    op.add_column("expected_receipt", sa.Column("state", sa.String(), nullable=False, server_default="ordered"))
    op.add_column(
        "expected_receipt",
        sa.Column("transfer_line_id", ID, sa.ForeignKey("transfer_line.id"), nullable=True),
        inline_references=True,
    )
    op.create_index("ix_expected_receipt_order_line_id", "expected_receipt", ["order_line_id"])
    op.create_index("ix_expected_receipt_transfer_line_id", "expected_receipt", ["transfer_line_id"])
