"""Where a run of a mock interview stands: plain data with its clock and its JSON form, to be kept as a row.

Everything that happened is kept with the second of the interview's own clock at which it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import BotError
from bot.domain.steps import Step


class NotRunningError(BotError):
    """The interview is paused or over."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that counted until `since`; they go on from there, or stand still where `since` is None."""

    seconds: float
    since: datetime | None

    def elapsed(self, now: datetime) -> float:
        """Seconds of the interview at an instant; never fewer than before, though the system's time be set back."""
        return self.seconds if self.since is None else self.seconds + max(0.0, (now - self.since).total_seconds())

    def at(self, now: datetime) -> "Clock":
        """The same clock read: what has elapsed by now is kept."""
        return self if self.since is None else Clock(self.elapsed(now), max(self.since, now))

    def stopped(self, now: datetime) -> "Clock":
        """The clock of a pause."""
        return Clock(self.elapsed(now), None)

    def started(self, now: datetime) -> "Clock":
        """The clock going on after a pause; one that runs is only read."""
        return Clock(self.seconds, now) if self.since is None else self.at(now)

    def instant(self, seconds: float, now: datetime) -> datetime:
        """When a running clock will show so many seconds (and no rounding fewer); now if it does already."""
        to_go = seconds - self.elapsed(now)
        return now + timedelta(seconds=to_go, milliseconds=1) if to_go > 0 else now


@dataclass(frozen=True, slots=True)
class Entry:
    """A step that was entered, and at which second."""

    step: Step
    seconds: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn that was taken, and at which second."""

    turn_id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Remark:
    """What the candidate said after a turn.

    `shares` maps rubric points to how far (0-1) all replies to that turn show them; points not shown are left out.
    """

    step: Step
    turn_id: str
    text: str
    seconds: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class State:
    """One run. `minutes` is its length; `is_cut` that it plays the short plan.

    `leaving` means that the candidate asked to move on; `over` that the recap was given or the run was broken off.
    """

    interview_id: str
    minutes: float
    is_cut: bool
    clock: Clock
    entered: tuple[Entry, ...] = ()
    asked: tuple[Asked, ...] = ()
    remarks: tuple[Remark, ...] = ()
    hinted: tuple[Step, ...] = ()
    leaving: bool = False
    over: bool = False

    @property
    def step(self) -> Step:
        """The step that the interview is in."""
        return self.entered[-1].step

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still before the end."""
        return self.clock.since is None and not self.over

    @property
    def is_waiting(self) -> bool:
        """Whether the last turn has no reply yet."""
        return all(remark.turn_id != self.asked[-1].turn_id for remark in self.remarks)

    def has_asked(self, turn_id: str) -> bool:
        """Whether the turn was taken."""
        return any(asked.turn_id == turn_id for asked in self.asked)

    def replies(self, turn_id: str) -> tuple[Remark, ...]:
        """What was said after a turn."""
        return tuple(remark for remark in self.remarks if remark.turn_id == turn_id)


def pause(state: State, now: datetime) -> State:
    """Stop the clock; a paused interview stays as it is. Raises NotRunningError after the end."""
    _refuse_over(state)
    return replace(state, clock=state.clock.stopped(now))


def resume(state: State, now: datetime) -> State:
    """Let the clock go on; a running interview stays as it is. Raises NotRunningError after the end."""
    _refuse_over(state)
    return replace(state, clock=state.clock.started(now))


def refuse_stopped(state: State) -> None:
    """Raise NotRunningError unless the interview is running."""
    _refuse_over(state)
    if state.is_paused:
        raise NotRunningError("This interview is paused.", "Resume it first.")


def _refuse_over(state: State) -> None:
    if state.over:
        raise NotRunningError("This interview is over.", "Look at its scorecard, or begin another.")


def to_json(state: State) -> dict[str, Any]:
    """The state as plain JSON values; instants are ISO 8601. `from_json` gives back an equal one."""
    clock = state.clock
    return {
        "interview": state.interview_id,
        "minutes": state.minutes,
        "cut": state.is_cut,
        "clock": [clock.seconds, clock.since.isoformat() if clock.since else None],
        "entered": [[entry.step.value, entry.seconds] for entry in state.entered],
        "asked": [[asked.turn_id, asked.seconds] for asked in state.asked],
        "remarks": [[r.step.value, r.turn_id, r.text, r.seconds, dict(r.shares)] for r in state.remarks],
        "hinted": [step.value for step in state.hinted],
        "leaving": state.leaving,
        "over": state.over,
    }


def from_json(kept: Mapping[str, Any]) -> State:
    """The state that `to_json` wrote."""
    seconds, since = kept["clock"]
    return State(
        interview_id=kept["interview"],
        minutes=kept["minutes"],
        is_cut=kept["cut"],
        clock=Clock(seconds, datetime.fromisoformat(since) if since else None),
        entered=tuple(Entry(Step(step), at) for step, at in kept["entered"]),
        asked=tuple(Asked(turn_id, at) for turn_id, at in kept["asked"]),
        remarks=tuple(Remark(Step(step), turn, text, at, shares) for step, turn, text, at, shares in kept["remarks"]),
        hinted=tuple(Step(step) for step in kept["hinted"]),
        leaving=kept["leaving"],
        over=kept["over"],
    )
