"""Takes deliveries from senders that died or froze: unsent ones are planned again, the others have to be looked for."""

from bot.door_deliveries import DeliveryDoor
from bot.door_timers import TimerDoor
from bot.engine.outlet import Call

BATCH = 100


async def sweep(door: DeliveryDoor, call: Call) -> int:
    """Sweep everything that outlived its lease; returns how many there were."""
    swept = 0
    while (batch := await call(door.sweep, BATCH)) > 0:
        swept += batch
    return swept


async def replan(door: TimerDoor, call: Call, tzdata: str) -> None:
    """At a start: instants that another version of tzdata gave are computed anew, tenant by tenant."""
    tenant: str | None = ""
    while tenant is not None:
        tenant = await call(door.replan, tzdata, tenant, BATCH)
