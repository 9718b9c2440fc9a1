"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_FTS = """
CREATE VIRTUAL TABLE {t}_words USING fts5(
  search, content='{t}', content_rowid='id', prefix='2 3', tokenize='unicode61');
CREATE TRIGGER {t}_words_new AFTER INSERT ON {t} BEGIN
  INSERT INTO {t}_words(rowid, search) VALUES (new.id, new.search);
END;
CREATE TRIGGER {t}_words_gone AFTER DELETE ON {t} BEGIN
  INSERT INTO {t}_words({t}_words, rowid, search) VALUES ('delete', old.id, old.search);
END;
CREATE TRIGGER {t}_words_changed AFTER UPDATE OF search ON {t} BEGIN
  INSERT INTO {t}_words({t}_words, rowid, search) VALUES ('delete', old.id, old.search);
  INSERT INTO {t}_words(rowid, search) VALUES (new.id, new.search);
END;
"""


def _search(table: str) -> None:
    """The index of words behind look-ups, kept by the database itself."""
    if op.get_bind().dialect.name == "sqlite":
        parts = _FTS.format(t=table).strip().split("\nCREATE ")
        for i, part in enumerate(parts):
            op.execute(sa.text((part if i == 0 else "CREATE " + part).strip().replace(":", "\\:")))
    else:
        op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (to_tsvector('simple', search))")


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "answer",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_table(
        "app_user",
        sa.Column("id", ID, nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "category",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("discount_ceiling", sa.BigInteger(), nullable=True),
        sa.Column("margin_floor", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "number_series",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("series", "year"),
    )
    op.create_table(
        "price_list",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "supplier",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("contact_role", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "tax_rate",
        sa.Column("id", ID, nullable=False),
        sa.Column("tax_class", sa.String(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tax_class", "valid_from"),
    )
    op.create_table(
        "terms",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("net_days", sa.Integer(), nullable=False),
        sa.Column("end_of_month", sa.Boolean(), nullable=False),
        sa.Column("discount_days", sa.Integer(), nullable=True),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "warehouse",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "bin",
        sa.Column("id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("warehouse_id", "code"),
    )
    op.create_table(
        "event",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_event_document", "event", ["document", "document_id", "id"], unique=False)
    op.create_table(
        "pick",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", ID, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["app_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["released_by"],
            ["app_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_pick_state", "pick", ["state", "id"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", ID, nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("list_price", sa.BigInteger(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("tax_class", sa.String(), nullable=False),
        sa.Column("min_qty", sa.BigInteger(), nullable=False),
        sa.Column("multiple", sa.BigInteger(), nullable=False),
        sa.Column("supplier_id", ID, nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("reorder_point", sa.BigInteger(), nullable=False),
        sa.Column("over_delivery", sa.BigInteger(), nullable=False),
        sa.Column("under_delivery", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("list_price IS NULL OR list_price >= 0", name="ck_product_price"),
        sa.CheckConstraint("min_qty >= 0 AND multiple >= 0", name="ck_product_quantities"),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sku"),
    )
    op.create_table(
        "segment",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("price_list_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["price_list_id"],
            ["price_list.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("user_id", "role"),
    )
    op.create_table(
        "barcode",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index(op.f("ix_barcode_product_id"), "barcode", ["product_id"], unique=False)
    op.create_table(
        "customer",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("segment_id", ID, nullable=True),
        sa.Column("terms_id", ID, nullable=False),
        sa.Column("price_list_id", ID, nullable=True),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("tax_exempt", sa.Boolean(), nullable=False),
        sa.Column("vat_id", sa.String(), nullable=False),
        sa.Column("delivery_rule", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("customer_since", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("credit_limit IS NULL OR credit_limit >= 0", name="ck_customer_limit"),
        sa.ForeignKeyConstraint(
            ["price_list_id"],
            ["price_list.id"],
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["segment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"],
            ["terms.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "product_unit",
        sa.Column("product_id", ID, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("factor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("factor > 0", name="ck_product_unit_factor"),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("product_id", "unit"),
    )
    op.create_table(
        "stock",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("bin_id", ID, nullable=True),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("allocated", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("allocated >= 0 AND allocated <= on_hand", name="ck_stock_allocated"),
        sa.CheckConstraint("on_hand >= 0", name="ck_stock_on_hand"),
        sa.ForeignKeyConstraint(
            ["bin_id"],
            ["bin.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("product_id", "warehouse_id"),
    )
    op.create_index(op.f("ix_stock_warehouse_id"), "stock", ["warehouse_id"], unique=False)
    op.create_table(
        "address",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("standard", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_address_customer_id"), "address", ["customer_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("phone_digits", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_contact_customer_id"), "contact", ["customer_id"], unique=False)
    op.create_index(op.f("ix_contact_phone_digits"), "contact", ["phone_digits"], unique=False)
    op.create_table(
        "price_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("price_list_id", ID, nullable=True),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("min_qty", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("discount", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("combinable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(price IS NULL) <> (discount IS NULL)", name="ck_price_rule_one"),
        sa.CheckConstraint("product_id IS NULL OR category_id IS NULL", name="ck_price_rule_scope"),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["price_list_id"],
            ["price_list.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_price_rule_category_id"), "price_rule", ["category_id"], unique=False)
    op.create_index(op.f("ix_price_rule_customer_id"), "price_rule", ["customer_id"], unique=False)
    op.create_index(op.f("ix_price_rule_price_list_id"), "price_rule", ["price_list_id"], unique=False)
    op.create_index("ix_price_rule_product", "price_rule", ["product_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unapplied", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", ID, nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reverse_reason", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0 AND unapplied >= 0 AND unapplied <= amount", name="ck_receipt_amount"),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"],
            ["app_user.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_receipt_customer", "receipt", ["customer_id", "id"], unique=False)
    op.create_index(
        "ix_receipt_unapplied",
        "receipt",
        ["customer_id"],
        unique=False,
        postgresql_where=sa.text("unapplied > 0"),
        sqlite_where=sa.text("unapplied > 0"),
    )
    op.create_table(
        "sales_order",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("ship_to_id", ID, nullable=True),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("terms_id", ID, nullable=False),
        sa.Column("po_number", sa.String(), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("wanted_date", sa.Date(), nullable=False),
        sa.Column("delivery_rule", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("freight", sa.BigInteger(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("entered_by", ID, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("gross = net + tax", name="ck_order_gross"),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["app_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["ship_to_id"],
            ["address.id"],
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"],
            ["terms.id"],
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_order_customer", "sales_order", ["customer_id", "id"], unique=False)
    op.create_index(
        "ix_order_live",
        "sales_order",
        ["customer_id"],
        unique=False,
        postgresql_where=sa.text("state IN ('submitted', 'confirmed')"),
        sqlite_where=sa.text("state IN ('submitted', 'confirmed')"),
    )
    op.create_index("ix_order_po", "sales_order", ["po_number"], unique=False)
    op.create_index("ix_order_state", "sales_order", ["state", "id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("figures", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("covers", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["app_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["sales_order.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_hold_open",
        "hold",
        ["order_id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_hold_order", "hold", ["order_id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=True),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=True),
        sa.Column("credits_id", ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("terms_id", ID, nullable=False),
        sa.Column("discount_until", sa.Date(), nullable=True),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by", ID, nullable=False),
        sa.CheckConstraint(
            "(gross >= 0 AND open BETWEEN 0 AND gross) OR (gross < 0 AND open BETWEEN gross AND 0)",
            name="ck_invoice_open",
        ),
        sa.CheckConstraint("gross = net + tax", name="ck_invoice_gross"),
        sa.ForeignKeyConstraint(
            ["credits_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["sales_order.id"],
        ),
        sa.ForeignKeyConstraint(
            ["posted_by"],
            ["app_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"],
            ["terms.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("series", "year", "serial"),
    )
    op.create_index(op.f("ix_invoice_credits_id"), "invoice", ["credits_id"], unique=False)
    op.create_index("ix_invoice_customer", "invoice", ["customer_id", "id"], unique=False)
    op.create_index(
        "ix_invoice_open",
        "invoice",
        ["customer_id"],
        unique=False,
        postgresql_where=sa.text("open <> 0"),
        sqlite_where=sa.text("open <> 0"),
    )
    op.create_index(op.f("ix_invoice_order_id"), "invoice", ["order_id"], unique=False)
    op.create_table(
        "sales_order_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("factor", sa.BigInteger(), nullable=False),
        sa.Column("ordered", sa.BigInteger(), nullable=False),
        sa.Column("allocated", sa.BigInteger(), nullable=False),
        sa.Column("picked", sa.BigInteger(), nullable=False),
        sa.Column("shipped", sa.BigInteger(), nullable=False),
        sa.Column("invoiced", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("cancelled", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("price_by_hand", sa.Boolean(), nullable=False),
        sa.Column("price_source", sa.String(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("promised", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.CheckConstraint("allocated >= 0 AND picked >= 0 AND shipped >= 0 AND invoiced >= 0", name="ck_line_axes"),
        sa.CheckConstraint("cancelled >= 0 AND cancelled <= ordered", name="ck_line_cancelled"),
        sa.CheckConstraint("ordered >= 0 AND factor > 0", name="ck_line_ordered"),
        sa.CheckConstraint("returned >= 0 AND returned <= shipped", name="ck_line_returned"),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["sales_order.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "position"),
    )
    op.create_index(
        "ix_line_waiting",
        "sales_order_line",
        ["product_id"],
        unique=False,
        postgresql_where=sa.text("waiting"),
        sqlite_where=sa.text("waiting"),
    )
    op.create_index(op.f("ix_sales_order_line_product_id"), "sales_order_line", ["product_id"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("pick_id", ID, nullable=True),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("tracking", sa.String(), nullable=False),
        sa.Column("packages", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipped_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["sales_order.id"],
        ),
        sa.ForeignKeyConstraint(
            ["pick_id"],
            ["pick.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shipped_by"],
            ["app_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_shipment_order_id"), "shipment", ["order_id"], unique=False)
    op.create_index(op.f("ix_shipment_pick_id"), "shipment", ["pick_id"], unique=False)
    op.create_index(op.f("ix_shipment_tracking"), "shipment", ["tracking"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="ck_allocation_quantity"),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["sales_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_line_id", "warehouse_id"),
    )
    op.create_index(op.f("ix_allocation_product_id"), "allocation", ["product_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("receipt_id", ID, nullable=True),
        sa.Column("credit_id", ID, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["credit_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"],
            ["receipt.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_application_credit_id"), "application", ["credit_id"], unique=False)
    op.create_index(op.f("ix_application_invoice_id"), "application", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_application_receipt_id"), "application", ["receipt_id"], unique=False)
    op.create_table(
        "expected_receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("order_line_id", ID, nullable=True),
        sa.CheckConstraint("quantity > 0 AND received >= 0", name="ck_expected_quantity"),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["sales_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_expected_receipt_product_id"), "expected_receipt", ["product_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=True),
        sa.Column("product_id", ID, nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("factor", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax_rate", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["sales_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_invoice_line_invoice_id"), "invoice_line", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_invoice_line_order_line_id"), "invoice_line", ["order_line_id"], unique=False)
    op.create_table(
        "invoice_tax",
        sa.Column("invoice_id", ID, nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("invoice_id", "rate"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", ID, nullable=True),
        sa.Column("receipt_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"],
            ["receipt.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_ledger_customer", "ledger_entry", ["customer_id", "day"], unique=False)
    op.create_index(op.f("ix_ledger_entry_invoice_id"), "ledger_entry", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_receipt_id"), "ledger_entry", ["receipt_id"], unique=False)
    op.create_table(
        "pick_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("pick_id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("bin", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("picked", sa.BigInteger(), nullable=False),
        sa.Column("short_reason", sa.String(), nullable=False),
        sa.CheckConstraint("picked >= 0 AND quantity > 0", name="ck_pick_line"),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["sales_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["pick_id"],
            ["pick.id"],
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_pick_line_order_line_id"), "pick_line", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_pick_line_pick_id"), "pick_line", ["pick_id"], unique=False)
    op.create_table(
        "shipment_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("shipment_id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_shipment_line"),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["sales_order_line.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"],
            ["shipment.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_shipment_line_order_line_id"), "shipment_line", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_shipment_line_shipment_id"), "shipment_line", ["shipment_id"], unique=False)
    op.create_table(
        "stock_move",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shipment_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"],
            ["shipment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"],
            ["warehouse.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stock_move_product", "stock_move", ["product_id", "warehouse_id"], unique=False)
    op.create_index(op.f("ix_stock_move_shipment_id"), "stock_move", ["shipment_id"], unique=False)
    _search("customer")
    _search("product")
