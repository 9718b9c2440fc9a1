"""Taxes in parts, tax-inclusive prices, currencies and their rates."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing yet."""
