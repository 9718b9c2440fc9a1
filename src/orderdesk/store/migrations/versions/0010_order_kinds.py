"""Lines of their own day and place, drop shipment, counter sales."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nothing yet."""
