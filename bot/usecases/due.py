"""What becomes of timers that are due and of messages that are owed: which use case serves which kind and purpose."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.content.library import Library
from bot.domain.delivery import Delivery
from bot.store.database import Transaction
from bot.store.timers import Advance, Timer
from bot.usecases import drill_timer
from bot.usecases.compose_drill import compose_drill
from bot.usecases.wake_drill import wake_drill

WAKES: Mapping[str, Callable[[Library, Transaction, Timer], Advance]] = {drill_timer.KIND: wake_drill}
COMPOSES: Mapping[str, Callable[[Library, Transaction, Delivery], Any]] = {drill_timer.PURPOSE: compose_drill}


def wake(library: Library) -> Callable[[Transaction, Timer], Advance]:
    """The use case for a due timer, with the cards that there are; LookupError for a kind that is none of ours."""
    return partial(_wake, library)


def compose(library: Library) -> Callable[[Transaction, Delivery], Any]:
    """The use case that writes a message, or says why there is none; LookupError for a purpose that is none of ours."""
    return partial(_compose, library)


def _wake(library: Library, tx: Transaction, timer: Timer) -> Advance:
    return WAKES[timer.kind](library, tx, timer)


def _compose(library: Library, tx: Transaction, delivery: Delivery) -> Any:
    return COMPOSES[delivery.purpose](library, tx, delivery)
