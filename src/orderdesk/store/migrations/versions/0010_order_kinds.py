"""Lines of their own day and place, drop shipment, counter sales; how strictly PO numbers are looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("customer", sa.Column("po_rule", sa.String(), nullable=False, server_default=""))
    op.add_column("customer", sa.Column("po_needed", sa.Boolean(), nullable=False, server_default=sa.false()))
