"""Opening databases that cannot be used, to hear what is said of them."""

from uuid import uuid4

import pytest

from bot.store.database import Database
from bot.store.errors import StoreError
from tests.store.factories import newcomer


def use(url: str, *, read_only: bool) -> None:
    """Open a database and, unless that is for reading, write."""
    database = Database.open(url, read_only=read_only, busy_seconds=0.05)
    try:
        if not read_only:
            newcomer(database, account=uuid4().hex)
    finally:
        database.close()


def refusal(url: str, *, read_only: bool = False) -> StoreError:
    """What a database that cannot be used says, at once or at the first change."""
    with pytest.raises(StoreError) as caught:
        use(url, read_only=read_only)
    assert caught.value.message.endswith(".")
    assert caught.value.next_step.endswith(".")
    return caught.value
