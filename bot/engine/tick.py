"""One tick: wakes what is due, in batches of a tenant at a time, so that nobody waits for the tenant with the most."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from bot.door_timers import TimerDoor, Woken
from bot.engine.outlet import Call

TENANTS = 200
BATCH = 50
BUDGET_SECONDS = 0.8


async def tick(
    door: TimerDoor, call: Call, budget_seconds: float = BUDGET_SECONDS, clock: Callable[[], float] = monotonic
) -> Woken:
    """Wake due timers until none is left, or the budget is spent: the next tick goes on.

    Other work of the door gets in between any two batches. Whether it runs twice at once does not matter.
    """
    give_up = clock() + budget_seconds
    line = deque(await call(door.tenants_due, TENANTS))
    woken, owed = 0, 0
    while line and clock() < give_up:
        tenant = line.popleft()
        batch = await call(door.wake, tenant, BATCH)
        woken, owed = woken + batch.timers, owed + batch.deliveries
        if batch.timers == BATCH:
            line.append(tenant)
    return Woken(woken, owed)
