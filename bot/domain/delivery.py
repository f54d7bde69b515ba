"""The life of a message that the bot owes someone, as pure steps from one state to the next.

    planned -> claimed -> sending -> sent
    claimed, lease over -> planned          sending, lease and grace over -> verifying -> sent | planned
    told to wait -> planned                 refused for good -> failed          too late -> skipped

Each step is kept by compare-and-set on state and fence; who loses it must not go on as if it were his.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from bot.domain.delivery_outcome import Limited, Outcome, Refused, Search, SearchLater, Sent, Unsearchable, Unsure

ID_BYTES = 12  # as hexadecimals within the 25 characters that Discord's nonce may have


class State(StrEnum):
    """Where a delivery stands. SENT, FAILED and SKIPPED are final unless somebody acts."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    VERIFYING = "verifying"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class Reason(StrEnum):
    """Why a delivery failed or was skipped, where the platform's own words are not the reason."""

    LATE = "late"
    UNVERIFIED = "unverified"
    NOTHING_DUE = "nothing due"
    NOT_WANTED = "not wanted"
    DRILLED = "drilled already"
    ON_DEMAND = "shown on demand"


FINAL = frozenset({State.SENT, State.FAILED, State.SKIPPED})
LEASED = frozenset({State.CLAIMED, State.SENDING, State.VERIFYING})


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message owed to a recipient for a purpose, once a slot (a local date, or what else there is one of).

    `recipient` is a person, or a tenant's channel; `address` is where the platform sends it. `fence` grows whenever the
    delivery changes hands. Instants are aware UTC. `data` is for whoever writes the text: ids, and nothing personal.
    """

    tenant: str
    platform: str
    recipient: str
    purpose: str
    slot: str
    address: str
    due_at: datetime
    expires_at: datetime
    learner_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    state: State = State.PLANNED
    fence: int = 0
    attempts: int = 0
    lease_until: datetime | None = None
    message: str | None = None
    reason: str | None = None
    sent_at: datetime | None = None

    @property
    def id(self) -> str:
        """24 characters that follow from recipient, purpose and slot: planned again, it is still the same one."""
        return delivery_id(self.recipient, self.purpose, self.slot)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a sender may hold a delivery, and how much longer its last request may still arrive.

    `grace` must be longer than a request may take.
    """

    lease: timedelta = timedelta(seconds=60)
    grace: timedelta = timedelta(seconds=30)


def delivery_id(recipient: str, purpose: str, slot: str) -> str:
    """The id of the delivery that there is one of for these three."""
    return blake2b(f"{recipient}\0{purpose}\0{slot}".encode(), digest_size=ID_BYTES).hexdigest()


def channel_recipient(tenant: str, channel: str) -> str:
    """The recipient that a tenant's channel is; a person's is the person's id."""
    return f"{tenant}/{channel}"


def claim(delivery: Delivery, now: datetime, terms: Terms) -> Delivery | None:
    """Take what is planned and due; too late it is skipped. None where it is not to be had."""
    if delivery.state is not State.PLANNED or delivery.due_at > now:
        return None
    if delivery.expires_at <= now:
        return skip(delivery, Reason.LATE)
    return _hand_over(delivery, State.CLAIMED, now + terms.lease)


def begin(delivery: Delivery, now: datetime) -> Delivery | None:
    """Say, before it happens, that the message goes out now. None where the lease is over or was never ours."""
    if delivery.state is not State.CLAIMED or not _is_leased(delivery, now):
        return None
    if delivery.expires_at <= now:
        return skip(delivery, Reason.LATE)
    return replace(delivery, state=State.SENDING, attempts=delivery.attempts + 1)


def settle(delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery | None:
    """What came of a message that went out; None where nobody can tell yet: it stays as it is."""
    match outcome:
        case Sent(message):
            return _sent(delivery, message, now)
        case Limited(wait):
            return _again(delivery, now + wait)
        case Refused(reason):
            return replace(delivery, state=State.FAILED, reason=reason, lease_until=None)
        case Unsure():
            return None


def adopt(delivery: Delivery, message: str, now: datetime) -> Delivery | None:
    """A message that went out from a hand that had lost the delivery: it counts wherever no other one is under way.

    None while another hand is sending, and where another message counts already.
    """
    return None if delivery.state in {State.SENDING, State.SENT} else _sent(delivery, message, now)


def expire(delivery: Delivery, now: datetime, terms: Terms) -> Delivery | None:
    """What became of a delivery that nobody looks after any more; None while somebody does, or may."""
    if delivery.state is State.CLAIMED and not _is_leased(delivery, now):
        return _again(delivery, delivery.due_at)
    if delivery.state is State.SENDING and not _is_leased(delivery, now - terms.grace):
        return _hand_over(delivery, State.VERIFYING, now)
    return None


def take_up(delivery: Delivery, now: datetime, terms: Terms) -> Delivery | None:
    """Begin to look for a message that may have arrived; None while another one looks, or has to wait."""
    if delivery.state is not State.VERIFYING or _is_leased(delivery, now):
        return None
    return _hand_over(delivery, State.VERIFYING, now + terms.lease)


def resolve(delivery: Delivery, search: Search, now: datetime) -> Delivery:
    """What the search says of a delivery that was being verified."""
    match search:
        case SearchLater(wait):
            return replace(delivery, lease_until=now + wait)
        case Unsearchable():
            return replace(delivery, state=State.FAILED, reason=Reason.UNVERIFIED.value, lease_until=None)
    if search.messages:
        return _sent(delivery, search.messages[0], now)
    return skip(delivery, Reason.LATE) if delivery.expires_at <= now else _again(delivery, now)


def skip(delivery: Delivery, reason: Reason) -> Delivery:
    """Not sent, and for a reason that is kept; it can still be answered on demand."""
    return replace(delivery, state=State.SKIPPED, reason=reason.value, lease_until=None)


def post_again(delivery: Delivery, now: datetime, until: datetime) -> Delivery | None:
    """Somebody looked and wants a delivery that could not be verified sent after all; None for any other."""
    if delivery.state is not State.FAILED or delivery.reason != Reason.UNVERIFIED:
        return None
    return replace(_again(delivery, now), expires_at=until, reason=None)


def _hand_over(delivery: Delivery, state: State, lease_until: datetime) -> Delivery:
    return replace(delivery, state=state, fence=delivery.fence + 1, lease_until=lease_until)


def _again(delivery: Delivery, due_at: datetime) -> Delivery:
    return replace(delivery, state=State.PLANNED, due_at=due_at, lease_until=None)


def _sent(delivery: Delivery, message: str, now: datetime) -> Delivery:
    return replace(
        delivery,
        state=State.SENT,
        fence=delivery.fence + 1,
        message=message,
        sent_at=now,
        lease_until=None,
        reason=None,
    )


def _is_leased(delivery: Delivery, now: datetime) -> bool:
    return delivery.lease_until is not None and now < delivery.lease_until
