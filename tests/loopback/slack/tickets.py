"""What Slack gives out to be used soon and few times: trigger ids, response URLs, OAuth codes, socket tickets."""

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.loopback.slack import limits
from tests.loopback.slack.clock import Clock


@dataclass
class Ticket:
    """Something that may be used a few times before an instant. The subject says whose it is."""

    subject: dict[str, str]
    expires: float
    uses_left: int


@dataclass
class Tickets:
    """Tickets of one sort by their secret."""

    clock: Clock
    seconds: float
    uses: int = 1
    issued: dict[str, Ticket] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1000))

    def issue(self, **subject: str) -> str:
        """A new ticket for a subject."""
        name = f"{next(self._numbers)}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self.issued[name] = Ticket(subject, self.clock.now() + self.seconds, self.uses)
        return name

    def use(self, name: str) -> dict[str, str]:
        """The subject, once more; raises Unknown, Expired or UsedUp."""
        ticket = self.issued.get(name)
        if ticket is None:
            raise UnknownTicket
        if self.clock.now() > ticket.expires:
            raise ExpiredTicket
        if ticket.uses_left <= 0:
            raise UsedTicket
        ticket.uses_left -= 1
        return ticket.subject


class TicketRefused(Exception):
    """A ticket that cannot be used."""


class UnknownTicket(TicketRefused):
    """Never issued."""


class ExpiredTicket(TicketRefused):
    """Too old."""


class UsedTicket(TicketRefused):
    """Used as often as it may be."""


def triggers(clock: Clock, seconds: float = limits.TRIGGER_SECONDS) -> Tickets:
    """Trigger ids: one use, three seconds."""
    return Tickets(clock, seconds)


def response_urls(clock: Clock) -> Tickets:
    """Response URLs: five uses in half an hour."""
    return Tickets(clock, limits.RESPONSE_URL_SECONDS, limits.RESPONSE_URL_USES)
