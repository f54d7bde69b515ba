"""Turns and rates, in a time that is only a number."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery_outcome import Scope
from bot.engine.pace import CATCH_UP_SECONDS, FairQueue, Pace, Rates
from bot.store.deliveries import Ticket

FAST = Rates(platform=1000, tenant=1000, address=1000)


def tickets(tenant: str, number: int, address: str = "") -> list[Ticket]:
    """So many deliveries of a tenant, each to an address of its own unless one is given."""
    return [Ticket(tenant, f"{tenant}-{each}", address or f"U{each}") for each in range(number)]


def drain(queue: FairQueue, until: float) -> list[tuple[float, Ticket]]:
    """All that goes out up to an instant, as soon as it may."""
    taken, now = [], 0.0
    while (now := max(now, queue.next_at())) <= until:
        ticket = queue.take(now)
        if ticket:
            taken.append((now, ticket))
            queue.done(ticket)
    return taken


def test_tenants_take_turns() -> None:
    """One with a hundred deliveries does not keep another one with two waiting."""
    queue = FairQueue(Pace(FAST))
    queue.add(tickets("big", 100))
    queue.add(tickets("small", 2))
    first = [ticket.tenant for _, ticket in drain(queue, 10)][:4]
    assert first == ["big", "small", "big", "small"]


@given(st.integers(1, 60), st.integers(1, 60), st.floats(5, 100), st.floats(0.5, 20))
def test_no_rate_is_exceeded(first: int, second: int, platform: float, tenant: float) -> None:
    """In no second do more go out than the platform or a tenant may, but for what a late wake-up makes up."""
    queue = FairQueue(Pace(Rates(platform, tenant, address=1000)))
    queue.add(tickets("a", first) + tickets("b", second))
    sent = drain(queue, 1e6)
    assert len(sent) == first + second
    for began, _ in sent:
        second_long = [ticket.tenant for at, ticket in sent if began <= at < began + 1]
        assert len(second_long) <= (1 + CATCH_UP_SECONDS) * platform + 1
        assert max(Counter(second_long).values()) <= (1 + CATCH_UP_SECONDS) * tenant + 1


def test_the_rate_is_used() -> None:
    """With enough to send, nearly all of it goes out in each second."""
    queue = FairQueue(Pace(Rates(platform=50, tenant=1000)))
    queue.add(tickets("a", 500))
    assert 498 <= len(drain(queue, 10)) <= 502


def test_a_busy_address_holds_up_nobody_else() -> None:
    """One message a second to a channel; the tenant's others go out meanwhile."""
    queue = FairQueue(Pace(Rates(platform=1000, tenant=1000, address=1)))
    queue.add([*tickets("a", 2, "C1"), Ticket("a", "x", "C2"), *tickets("b", 1, "C1")])
    sent = [(round(at, 1), ticket.id) for at, ticket in drain(queue, 5)]
    assert sorted(sent) == [(0.0, "a-0"), (0.0, "b-0"), (0.0, "x"), (1.0, "a-1")]


def test_a_delivery_is_queued_once() -> None:
    """While it waits and while it is on its way; afterwards it may come again."""
    queue = FairQueue(Pace(FAST))
    assert queue.add(tickets("a", 2)) == 2
    assert queue.add(tickets("a", 3)) == 1
    taken = queue.take(0)
    assert taken is not None
    assert queue.add(tickets("a", 3)) == 0
    queue.done(taken)
    assert queue.add(tickets("a", 3)) == 1
    assert len(queue) == 3


def test_told_to_wait_means_that_scope() -> None:
    """A tenant that has to wait keeps no other one waiting; a platform that has to wait keeps all."""
    pace = Pace(FAST)
    queue = FairQueue(pace)
    queue.add(tickets("a", 1) + tickets("b", 1))
    pace.hold(tickets("a", 1)[0], Scope.TENANT, 30.0)
    assert [(round(at), ticket.tenant) for at, ticket in drain(queue, 60)] == [(0, "b"), (30, "a")]
    pace.hold(tickets("a", 1)[0], Scope.PLATFORM, 100.0)
    queue.add(tickets("a", 1) + tickets("b", 1))
    assert [round(at) for at, _ in drain(queue, 200)] == [100, 100]


def test_nothing_waits_in_an_empty_queue() -> None:
    """Nor does it wake anybody."""
    queue = FairQueue(Pace(FAST))
    assert queue.take(1.0) is None
    assert queue.next_at() == float("inf")


def test_addresses_that_are_free_again_are_forgotten() -> None:
    """However many people there are, the pace remembers those of the last moments only."""
    pace = Pace(Rates(platform=1e6, tenant=1e6, address=1))
    for number in range(30_000):
        pace.spend(Ticket("a", str(number), f"U{number}"), number / 1000)
    assert len(pace._free_at) < 11_000
