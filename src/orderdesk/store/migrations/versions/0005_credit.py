"""Customers who share a limit, and limits on what is overdue."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing yet."""
