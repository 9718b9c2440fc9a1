"""Sourcing, transfers on their way, goods kept by hand, works orders."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing yet."""
