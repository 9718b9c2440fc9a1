"""What somebody keeps of a list: a filter under a name."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from orderdesk.models.columns import own_id, ref, word


class SavedView(SQLModel, table=True):
    """A person's own filter of one screen's list, as it is typed."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_id", "screen", "name"),)

    id: int | None = own_id()
    user_id: int = ref("app_user")
    screen: str = word()
    name: str = word()
    filter: str = ""
