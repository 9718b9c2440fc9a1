"""Lines of their own day and place, services done, drop shipment; how strictly PO numbers are looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """What a line may say of its own, whose shipment it is, and what was done of services."""
    op.add_column("customer", sa.Column("po_rule", sa.String(), nullable=False, server_default=""))
    op.add_column("customer", sa.Column("po_needed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sales_order_line", sa.Column("wanted", sa.Date(), nullable=True))
    op.add_column(
        "sales_order_line",
        sa.Column("ship_to_id", ID, sa.ForeignKey("address.id"), nullable=True),
        inline_references=True,
    )
    op.create_index(
        "ix_line_own_day",
        "sales_order_line",
        ["order_id"],
        postgresql_where=sa.text("wanted IS NOT NULL"),
        sqlite_where=sa.text("wanted IS NOT NULL"),
    )
    for table in ("sales_order_line", "product"):
        op.add_column(table, sa.Column("drop_ship", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("shipment", sa.Column("direct", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, to in (("supplier_id", "supplier.id"), ("ship_to_id", "address.id")):
        op.add_column(
            "shipment", sa.Column(name, ID, sa.ForeignKey(to), nullable=True), inline_references=True
        )
    op.create_table(
        "service_done",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", ID, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", ID, nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_service_done"),
        sa.ForeignKeyConstraint(["order_line_id"], ["sales_order_line.id"]),
        sa.ForeignKeyConstraint(["done_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["undone_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_service_done_order_line_id", "service_done", ["order_line_id"])
