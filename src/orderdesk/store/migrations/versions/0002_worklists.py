"""Templates and standing orders, customers' own codes, saved views, reminders, parcels, counts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


OPEN = sa.text("open > 0")
CONFIRMED = sa.text("state = 'confirmed'")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "count_sheet",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("bin", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", ID, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_by", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["posted_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_count_sheet_state", "count_sheet", ["state"])
    op.create_index("ix_count_sheet_warehouse_id", "count_sheet", ["warehouse_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filter", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "screen", "name"),
    )
    op.create_table(
        "count_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("sheet_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("counted >= 0", name="ck_count_line"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.ForeignKeyConstraint(["sheet_id"], ["count_sheet.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sheet_id", "product_id"),
    )
    op.create_table(
        "parcel",
        sa.Column("id", ID, nullable=False),
        sa.Column("pick_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["pick_id"], ["pick.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("pick_id", "number"),
    )
    op.create_table(
        "order_template",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("every_days >= 0", name="ck_order_template_every"),
        sa.ForeignKeyConstraint(["created_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_order_template_customer_id", "order_template", ["customer_id"])
    op.create_index("ix_order_template_next_on", "order_template", ["next_on"])
    op.create_table(
        "order_template_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("template_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("factor", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_order_template_line"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.ForeignKeyConstraint(["template_id"], ["order_template.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("template_id", "position"),
    )
    op.create_table(
        "customer_item",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"]),
        sa.PrimaryKeyConstraint("customer_id", "code"),
    )
    op.create_index("ix_customer_item_code", "customer_item", ["code"])
    op.create_table(
        "reminder",
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_by", ID, nullable=False),
        sa.CheckConstraint("level > 0", name="ck_reminder_level"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"]),
        sa.ForeignKeyConstraint(["reminded_by"], ["app_user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", "level"),
    )
    op.create_table(
        "parcel_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("parcel_id", ID, nullable=False),
        sa.Column("pick_line_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_parcel_line"),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"]),
        sa.ForeignKeyConstraint(["pick_line_id"], ["pick_line.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("parcel_id", "pick_line_id"),
    )
    op.create_index("ix_parcel_line_pick_line_id", "parcel_line", ["pick_line_id"])
    op.create_index("ix_shipment_day", "shipment", ["day"])
    op.create_index("ix_receipt_reference", "receipt", [sa.text("lower(reference)")])
    op.create_index("ix_invoice_due", "invoice", ["due", "id"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_index(
        "ix_order_due", "sales_order", ["state", "wanted_date", "id"],
        postgresql_where=CONFIRMED, sqlite_where=CONFIRMED,
    )  # fmt: skip
    op.drop_index("ix_line_waiting", "sales_order_line")  # SQLite did not see that it fits `waiting = 1`
    op.create_index(
        "ix_line_waiting", "sales_order_line", ["product_id"],
        postgresql_where=sa.text("waiting"), sqlite_where=sa.text("waiting = 1"),
    )  # fmt: skip
