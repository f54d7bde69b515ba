"""The door of deliveries on their way: claimed, marked and verified. Each call is one transaction.

What a delivery says is written by a use case that is given, in the transaction that begins to send it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain import delivery as rules
from bot.domain.delivery import Delivery, Reason, State, Terms
from bot.domain.delivery_outcome import Outcome, Search
from bot.store import deliveries
from bot.store.database import Database, Transaction
from bot.store.deliveries import Backlog, Ticket
from bot.store.tables import OPERATOR

Compose = Callable[[Transaction, Delivery], Any]
"""The message's content as the platform takes it, or the Reason why there is none to send."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A delivery that goes out now, and what it says."""

    delivery: Delivery
    content: Any


class Settled(StrEnum):
    """What was kept of a message's outcome."""

    KEPT = "kept"
    OPEN = "open"
    LOST = "lost"


class Verdict(StrEnum):
    """What to do with a message that went out from a hand that had lost its delivery."""

    KEEP = "keep"
    DELETE = "delete"
    ASK_AGAIN = "ask again"


class DeliveryDoor:
    """Claims, marks and verifies deliveries. Threads may share it."""

    def __init__(self, database: Database, compose: Compose, terms: Terms | None = None) -> None:
        self._database = database
        self._compose = compose
        self.terms = terms or Terms()

    def owed(self, platform: str, most: int) -> list[Ticket]:
        """What is due on a platform, with a share for every tenant."""
        with self._database.transaction(OPERATOR, write=False) as tx:
            return deliveries.owed(tx, platform, most)

    def backlog(self, platform: str) -> Backlog:
        """How much is due on a platform, and since when."""
        with self._database.transaction(OPERATOR, write=False) as tx:
            return deliveries.backlog(tx, platform)

    def claim(self, tenant: str, delivery_id: str) -> Delivery | None:
        """Take a delivery to send it; None where it is not to be had, or too late."""
        with self._database.transaction(tenant) as tx:
            seen = deliveries.hold(tx, delivery_id)
            wanted = rules.claim(seen, tx.now(), self.terms) if seen else None
            if seen is None or wanted is None or not deliveries.change(tx, seen, wanted):
                return None
            return wanted if wanted.state is State.CLAIMED else None

    def begin(self, held: Delivery) -> Begun | None:
        """Keep that the message goes out now, and write it; None where the lease is over, or nothing is to be said."""
        with self._database.transaction(held.tenant) as tx:
            wanted = rules.begin(held, tx.now())
            if wanted is None or not deliveries.change(tx, held, wanted) or wanted.state is not State.SENDING:
                return None
            content = self._compose(tx, wanted)
            if isinstance(content, Reason):
                deliveries.change(tx, wanted, rules.skip(wanted, content))
                return None
            return Begun(wanted, content)

    def settle(self, held: Delivery, outcome: Outcome) -> Settled:
        """Keep what came of a message; LOST where the delivery is in other hands by now."""
        with self._database.transaction(held.tenant) as tx:
            wanted = rules.settle(held, outcome, tx.now())
            if wanted is not None:
                return Settled.KEPT if deliveries.change(tx, held, wanted) else Settled.LOST
            current = deliveries.find(tx, held.id)
            is_ours = current is not None and (current.state, current.fence) == (held.state, held.fence)
            return Settled.OPEN if is_ours else Settled.LOST

    def concede(self, held: Delivery, message: str) -> Verdict:
        """What is to become of a message whose delivery was lost: it counts where none other does or may.

        ASK_AGAIN while another hand is sending: only when that one is done can be said which message counts.
        """
        with self._database.transaction(held.tenant) as tx:
            current = deliveries.find(tx, held.id)
            if current is None:
                return Verdict.DELETE
            if current.state is State.SENT:
                return Verdict.KEEP if current.message == message else Verdict.DELETE
            wanted = rules.adopt(current, message, tx.now())
            return Verdict.KEEP if wanted and deliveries.change(tx, current, wanted) else Verdict.ASK_AGAIN

    def sweep(self, most: int) -> int:
        """Take deliveries from senders whose time is over; returns how many there were."""
        with self._database.transaction(OPERATOR) as tx:
            found = deliveries.outlived(tx, most)
            wanted = [(seen, rules.expire(seen, tx.now(), self.terms)) for seen in found]
            return sum(deliveries.change(tx, seen, after) for seen, after in wanted if after)

    def take_up(self, platform: str, most: int) -> list[Delivery]:
        """Deliveries whose message has to be looked for; nobody else looks for them meanwhile."""
        with self._database.transaction(OPERATOR) as tx:
            found = deliveries.in_doubt(tx, platform, most)
            wanted = [(seen, rules.take_up(seen, tx.now(), self.terms)) for seen in found]
            return [after for seen, after in wanted if after and deliveries.change(tx, seen, after)]

    def resolve(self, held: Delivery, search: Search) -> bool:
        """Keep what a search found; False where the delivery is in other hands by now."""
        with self._database.transaction(held.tenant) as tx:
            return deliveries.change(tx, held, rules.resolve(held, search, tx.now()))
