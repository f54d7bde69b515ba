"""A drill session: what waits, what is shown, what was planned. Pure state with a compact JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from bot.domain.memory import Grade, Interval


class Work(StrEnum):
    """Why a card is asked."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    PRACTICE = "practice"


class Phase(StrEnum):
    """Which side of the shown card lies up."""

    FRONT = "front"
    BACK = "back"


_WORKS = {work.value: work for work in Work}  # a look-up: a queue is read at every answer


class Waiting(NamedTuple):
    """A card that is still to come; one in a learning step not before `due_at`."""

    card_id: str
    work: Work
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The open card: enough to rebuild its showing exactly, and the intervals that its buttons promise.

    Once turned, `given` is what was answered and `correct` the verdict, None where the learner judges.
    """

    card_id: str
    work: Work
    repetition: int
    shown_at: datetime
    offered: Mapping[Grade, Interval]
    phase: Phase = Phase.FRONT
    given: str = ""
    correct: bool | None = None
    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drill:
    """One sitting. `planned` counts the cards at its start; `answered` the grades so far.

    `load` counts the person's cards due on the days after `day`, so that new reviews can move to lighter ones.
    """

    topic: str | None
    waiting: tuple[Waiting, ...]
    shown: Shown | None
    planned: int
    day: date
    load: tuple[int, ...] = ()
    answered: int = 0

    def showing(self, shown: Shown | None) -> "Drill":
        """The same drill with this card open."""
        return replace(self, shown=shown)

    def loads(self) -> dict[date, int]:
        """The load by day."""
        return {self.day + timedelta(days=index): count for index, count in enumerate(self.load, 1)}

    def moved(self, before: date | None, after: date) -> "Drill":
        """The same drill after a card's due day moved (from None for a new card)."""
        load = list(self.load)
        for day, change in ((before, -1), (after, 1)):
            index = (day - self.day).days - 1 if day else -1
            if 0 <= index < len(load):
                load[index] += change
        return replace(self, load=tuple(load))


def to_json(drill: Drill) -> dict[str, Any]:
    """Turn a drill into JSON-able data; instants become milliseconds."""
    return {
        "topic": drill.topic,
        "waiting": [[row.card_id, row.work, _milliseconds(row.due_at)] for row in drill.waiting],
        "shown": _shown_to_json(drill.shown) if drill.shown else None,
        "planned": drill.planned,
        "day": drill.day.isoformat(),
        "load": drill.load,
        "answered": drill.answered,
    }


def from_json(data: Mapping[str, Any]) -> Drill:
    """Turn JSON data back into a drill."""
    return Drill(
        topic=data["topic"],
        waiting=tuple([Waiting(card_id, _WORKS[work], _instant(due)) for card_id, work, due in data["waiting"]]),
        shown=_shown_from_json(data["shown"]) if data["shown"] else None,
        planned=data["planned"],
        day=date.fromisoformat(data["day"]),
        load=tuple(data["load"]),
        answered=data["answered"],
    )


def _shown_to_json(shown: Shown) -> dict[str, Any]:
    return {
        "card": shown.card_id,
        "work": shown.work.value,
        "repetition": shown.repetition,
        "at": _milliseconds(shown.shown_at),
        "offered": {int(grade): _interval_to_json(interval) for grade, interval in shown.offered.items()},
        "phase": shown.phase.value,
        "given": shown.given,
        "correct": shown.correct,
        "ticked": list(shown.ticked),
    }


def _shown_from_json(data: Mapping[str, Any]) -> Shown:
    return Shown(
        card_id=data["card"],
        work=Work(data["work"]),
        repetition=data["repetition"],
        shown_at=_to_instant(data["at"]),
        offered={Grade(int(grade)): _interval_from_json(pair) for grade, pair in data["offered"].items()},
        phase=Phase(data["phase"]),
        given=data["given"],
        correct=data["correct"],
        ticked=tuple(data["ticked"]),
    )


def _interval_to_json(interval: Interval) -> list[float]:
    return [interval.days] if interval.delay is None else [interval.days, interval.delay.total_seconds()]


def _interval_from_json(data: list[float]) -> Interval:
    return Interval(int(data[0]), timedelta(seconds=data[1]) if len(data) > 1 else None)


def _milliseconds(instant: datetime | None) -> int | None:
    return None if instant is None else round(instant.timestamp() * 1000)


def _instant(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else _to_instant(milliseconds)


def _to_instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
