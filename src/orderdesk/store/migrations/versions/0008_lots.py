"""Kits, lots, serial numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, and say on lines, moves and lists which lot is meant."""
    op.create_table(
        "lot",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("sell_by", sa.Date(), nullable=True),
        sa.Column("received", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("serial", sa.Boolean(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("block_reason", sa.String(), nullable=False),
        sa.Column("shipped", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("shipped >= 0", name="ck_lot_shipped"),
        sa.CheckConstraint("NOT serial OR shipped <= 1000", name="ck_lot_serial"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("product_id", "number"),
    )
    op.create_index("ix_lot_number", "lot", ["number"])
    op.create_table(
        "lot_stock",
        sa.Column("id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("on_pick", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name="ck_lot_stock_on_hand"),
        sa.CheckConstraint("on_pick >= 0 AND on_pick <= on_hand", name="ck_lot_stock_on_pick"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"]),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lot_id", "warehouse_id"),
    )
    op.create_index("ix_lot_stock_product", "lot_stock", ["product_id", "warehouse_id"])
    op.create_table(
        "count_lot",
        sa.Column("id", ID, nullable=False),
        sa.Column("sheet_id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("counted >= 0", name="ck_count_lot"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"]),
        sa.ForeignKeyConstraint(["sheet_id"], ["count_sheet.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sheet_id", "lot_id"),
    )
    op.create_table(
        "kit_component",
        sa.Column("id", ID, nullable=False),
        sa.Column("kit_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_kit_component"),
        sa.ForeignKeyConstraint(["kit_id"], ["product.id"]),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kit_id", "product_id"),
    )
    op.create_index("ix_kit_component_product_id", "kit_component", ["product_id"])
    for name, begin in (("tracking", "none"), ("serial_at", "receipt"), ("kit_shows", "components")):
        op.add_column("product", sa.Column(name, sa.String(), nullable=False, server_default=begin))
    for name in ("shelf_days", "intake_days"):
        op.add_column("product", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("customer", sa.Column("shelf_days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "sales_order_line",
        sa.Column("parent_id", ID, sa.ForeignKey("sales_order_line.id"), nullable=True),
        inline_references=True,
    )
    op.create_index("ix_sales_order_line_parent_id", "sales_order_line", ["parent_id"])
    op.add_column("sales_order_line", sa.Column("per_kit", sa.BigInteger(), nullable=False, server_default="0"))
    for name in ("stock_move", "pick_line", "shipment_line"):
        op.add_column(name, sa.Column("lot_id", ID, sa.ForeignKey("lot.id"), nullable=True), inline_references=True)
        op.create_index(f"ix_{name}_lot_id", name, ["lot_id"])
