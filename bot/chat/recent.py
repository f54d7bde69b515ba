"""A bounded memory of what could be looked up or done without: the oldest goes first."""

from collections import OrderedDict
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

KEPT = 10_000


class Recent(OrderedDict[Key, Value]):
    """A dictionary that forgets."""

    def remember(self, key: Key, value: Value) -> None:
        """Keep a value, and let the oldest go when there are too many."""
        self[key] = value
        self.move_to_end(key)
        while len(self) > KEPT:
            self.popitem(last=False)
