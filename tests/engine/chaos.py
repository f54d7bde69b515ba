"""Chaos from a seed: `python -m tests.engine.chaos URL [DRILLS] [SEED]`, or `mlsd bench chaos` in a checkout.

Three real processes run the engine on an empty database that has its tables, against a loopback platform; each is
killed and frozen at every named point. In the end every drill must be there exactly once.
"""

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.process import BaseProcess
from random import Random

from sqlalchemy import func, select

from bot.domain.delivery import State
from bot.store import people, timers
from bot.store.database import Database
from bot.store.statement import Statement
from bot.store.tables import OPERATOR, delivery, timer
from bot.store.timers import Timer
from tests.engine.chaos_worker import PLATFORM, POINTS, REQUEST_SECONDS, TERMS, work
from tests.engine.loopback import FREEZE, KILL, Director, Loopback, Platform, Weather

WORKERS = 3
TENANTS = 4
ROUNDS = 4
FROZEN_SECONDS = (TERMS.lease + TERMS.grace).total_seconds() + 1.2
SLOW_SECONDS = REQUEST_SECONDS + 0.1
SETTLING_SECONDS = 15.0
FIRST_DATE = date(2026, 3, 10)
BLOCKED_EVERY = 20

_STATES = Statement(select(delivery.c.id, delivery.c.state, delivery.c.message).where(delivery.c.tenant_id > ""))
_TIMERS = Statement(select(func.count()).select_from(timer))

Fault = tuple[str, signal.Signals]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in the end."""

    drills: int
    lost: list[str]
    doubled: list[str]
    misremembered: list[str]
    unfinished: dict[str, int]
    faults: dict[tuple[str, str], int]
    faults_left: list[str]
    mishaps: dict[str, int]
    seconds: float

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing doubled, and the database knows the very message that is there."""
        return not (self.lost or self.doubled or self.misremembered or self.unfinished)


def every_fault() -> list[Fault]:
    """A kill and a freeze at every point."""
    return [(point, fault) for point in POINTS for fault in (KILL, FREEZE)]


def run(
    url: str, drills: int, seed: int, faults: list[Fault], *, a_second: float = 10.0, limit_seconds: float = 300.0
) -> Outcome:
    """Run the drills, so many a second, under these faults; waits until all is settled, or the limit is over."""
    began = time.monotonic()
    random = Random(seed)  # noqa: S311  # repeatable, not secret
    platform = Platform(random, Weather(), SLOW_SECONDS)
    director = Director(random, faults, FROZEN_SECONDS)
    database = Database.open(url)
    expected = _fill(database, drills, timedelta(seconds=ROUNDS / a_second))
    with _served(Loopback(platform, director)) as server, _workers(url, server.port):
        _wait_for_end(database, drills, began + limit_seconds)
        _wait_for_quiet(platform, time.monotonic() + SETTLING_SECONDS)
    states = _states(database)
    database.close()
    shown = platform.shown()
    wanted = {key for key, (state, _) in states.items() if state != State.FAILED}
    kept = {message: key for messages in platform.messages.values() for message, key in messages.items()}
    return Outcome(
        drills=expected,
        lost=[key for key in wanted if shown[key] == 0] + ["never planned"] * (expected - len(states)),
        doubled=[key for key, number in shown.items() if number > 1],
        misremembered=[key for key in wanted if kept.get(states[key][1] or "") != key],
        unfinished=_unfinished(states),
        faults=dict(director.struck),
        faults_left=director.left(),
        mishaps=dict(platform.told),
        seconds=time.monotonic() - began,
    )


def _fill(database: Database, drills: int, apart: timedelta) -> int:
    """Timers of learners in a few tenants, each with as many dates to come as there are rounds."""
    learners = -(-drills // ROUNDS)
    for number in range(learners):
        tenant = f"{PLATFORM}:T{number % TENANTS}"
        with database.transaction(tenant) as tx:
            person = people.find_or_create(tx, PLATFORM, tenant, f"U{number}")
            address = f"{'blocked' if number % BLOCKED_EVERY == BLOCKED_EVERY - 1 else 'U'}{number}"
            data = {"left": ROUNDS, "address": address}
            due = tx.now() + number * apart
            timers.add(tx, Timer(tenant, "drill", person.person_id, "", person.id, due, FIRST_DATE, data=data))
    return learners * ROUNDS


@contextmanager
def _served(server: Loopback) -> Iterator[Loopback]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _workers(url: str, port: int) -> Iterator[None]:
    """Three workers; one that dies is followed by another one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.engine.chaos_worker", "bot.store.postgres"])
    stopping = threading.Event()

    def start() -> BaseProcess:
        process = context.Process(target=work, args=(url, port), daemon=True)
        process.start()
        return process

    running = [start() for _ in range(WORKERS)]

    def replace_dead() -> None:
        while not stopping.wait(0.05):
            for place, each in enumerate(running):
                if not each.is_alive():
                    running[place] = start()

    keeper = threading.Thread(target=replace_dead, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()
        for each in running:
            each.kill()
            each.join()


def _wait_for_end(database: Database, drills: int, limit: float) -> None:
    while time.monotonic() < limit:
        with database.transaction(OPERATOR, write=False) as tx:
            timers_left = tx.rows(_TIMERS)[0][0]
        states = _states(database)
        if not timers_left and len(states) >= drills and not _unfinished(states):
            return
        time.sleep(0.2)


def _wait_for_quiet(platform: Platform, limit: float) -> None:
    """What is there twice may be about to be taken back by a process that was frozen."""
    while time.monotonic() < limit and max(platform.shown().values(), default=0) > 1:
        time.sleep(0.2)


def _states(database: Database) -> dict[str, tuple[str, str | None]]:
    with database.transaction(OPERATOR, write=False) as tx:
        return {key: (state, message) for key, state, message in tx.rows(_STATES)}


def _unfinished(states: dict[str, tuple[str, str | None]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for state, _ in states.values():
        if state not in {State.SENT, State.FAILED}:
            found[state] = found.get(state, 0) + 1
    return found


def main() -> int:
    """Run from the command line; 0 when nothing was lost or doubled."""
    url, drills, seed = sys.argv[1], int((sys.argv[2:] or ["400"])[0]), int((sys.argv[3:] or ["1"])[0])
    outcome = run(url, drills, seed, every_fault() + every_fault())
    for name in outcome.__slots__:
        sys.stdout.write(f"{name}: {getattr(outcome, name)}\n")
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
