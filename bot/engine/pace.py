"""What goes out next: tenants take turns, and no address, tenant or platform gets more than its rate."""

import heapq
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from math import inf

from bot.domain.delivery_outcome import Scope
from bot.store.deliveries import Ticket

CATCH_UP_SECONDS = 0.02  # what a late wake-up may make up for; more would exceed a platform's limit for a moment
LOOKED_AT = 50
REMEMBERED = 10_000
_PLATFORM = (Scope.PLATFORM, "")


@dataclass(frozen=True, slots=True)
class Rates:
    """How many messages a second a platform takes: in all, from one tenant, and at one address."""

    platform: float
    tenant: float
    address: float = 1.0

    def of(self, scope: Scope) -> float:
        """The rate of one scope."""
        return {Scope.PLATFORM: self.platform, Scope.TENANT: self.tenant, Scope.ADDRESS: self.address}[scope]


class Pace:
    """Since when each platform, tenant and address is free again; instants are seconds of a monotonic clock."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._free_at: dict[tuple[Scope, str], float] = {}

    def free_at(self, ticket: Ticket, scope: Scope) -> float:
        """When the ticket's address, or its tenant, is free."""
        return self._free_at.get(_key(scope, ticket), -inf)

    def platform_free_at(self) -> float:
        """When the platform is free."""
        return self._free_at.get(_PLATFORM, -inf)

    def spend(self, ticket: Ticket, now: float) -> None:
        """One goes out now."""
        for scope in Scope:
            since = max(now - CATCH_UP_SECONDS, self.free_at(ticket, scope))
            self._free_at[_key(scope, ticket)] = since + 1 / self._rates.of(scope)
        if len(self._free_at) > REMEMBERED:
            self._free_at = {key: free for key, free in self._free_at.items() if free > now}

    def hold(self, ticket: Ticket, scope: Scope, until: float) -> None:
        """The platform said to wait."""
        key = _key(scope, ticket)
        self._free_at[key] = max(until, self._free_at.get(key, until))


class FairQueue:
    """Tickets of one platform, each once, of every tenant in its turn."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._waiting: dict[str, deque[Ticket]] = {}
        self._turns: list[tuple[float, int, str]] = []
        self._turn = count()
        self._known: set[str] = set()

    def __len__(self) -> int:
        """How many wait or are on their way."""
        return len(self._known)

    def add(self, tickets: Iterable[Ticket]) -> int:
        """Queue those that are not queued, and not on their way; returns how many."""
        before = len(self._known)
        for ticket in (ticket for ticket in tickets if ticket.id not in self._known):
            self._known.add(ticket.id)
            if ticket.tenant not in self._waiting:
                self._waiting[ticket.tenant] = deque()
                self._line_up(ticket.tenant, -inf)
            self._waiting[ticket.tenant].append(ticket)
        return len(self._known) - before

    def take(self, now: float) -> Ticket | None:
        """The next ticket that may go out now; None while none may."""
        while self._turns and self.next_at() <= now:
            _, _, tenant = heapq.heappop(self._turns)
            line = self._waiting[tenant]
            ready_at = self._pace.free_at(line[0], Scope.TENANT)
            ticket = _first_free(line, self._pace, now) if ready_at <= now else None
            if ticket is None:
                self._line_up(tenant, ready_at if ready_at > now else _soonest(line, self._pace))
                continue
            self._pace.spend(ticket, now)
            self._leave(tenant, line)
            return ticket
        return None

    def next_at(self) -> float:
        """When `take` is worth another try; infinity while nothing waits."""
        return max(self._turns[0][0], self._pace.platform_free_at()) if self._turns else inf

    def done(self, ticket: Ticket) -> None:
        """The ticket is off its way: the same delivery may be queued again."""
        self._known.discard(ticket.id)

    def _leave(self, tenant: str, line: deque[Ticket]) -> None:
        if line:
            self._line_up(tenant, self._pace.free_at(line[0], Scope.TENANT))
        else:
            del self._waiting[tenant]

    def _line_up(self, tenant: str, ready_at: float) -> None:
        heapq.heappush(self._turns, (ready_at, next(self._turn), tenant))


def _first_free(line: deque[Ticket], pace: Pace, now: float) -> Ticket | None:
    """Take the first one out whose address is free; a busy address holds up nobody else of its tenant."""
    for place in range(min(len(line), LOOKED_AT)):
        if pace.free_at(line[place], Scope.ADDRESS) <= now:
            ticket = line[place]
            del line[place]
            return ticket
    return None


def _soonest(line: deque[Ticket], pace: Pace) -> float:
    return min(pace.free_at(line[place], Scope.ADDRESS) for place in range(min(len(line), LOOKED_AT)))


def _key(scope: Scope, ticket: Ticket) -> tuple[Scope, str]:
    if scope is Scope.PLATFORM:
        return _PLATFORM
    return scope, ticket.tenant if scope is Scope.TENANT else f"{ticket.tenant}/{ticket.address}"
